# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest

from rqcore.controller.limits import Limits
from rqcore.errors import TooMany
from rqcore.protocol.command_table import COMMANDS
from rqcore.version import VERSION


@pytest.fixture
def locked(conversation):
    """A controller that requires a password."""
    return conversation(passwords={"default": "secret", "me": "pä ss"})


def test_hello_describes_the_controller(a):
    about = a("HELLO 3 SETNAME loader")
    assert about | {b"version": b""} == {
        b"server": b"rqcore",
        b"version": b"",
        b"proto": 3,
        b"id": a.client.number,
        b"mode": b"standalone",
        b"role": b"master",
        b"modules": [],
        b"events": 3,
    }
    assert about[b"version"] == VERSION.encode()
    assert a("CLIENT GETNAME") == b"loader"


def test_hello_chooses_the_protocol(a):
    assert isinstance(a("HELLO"), list)
    assert a("HELLO 3")[b"proto"] == 3
    assert a("HELLO")[b"proto"] == 3
    assert isinstance(a("HELLO 2"), list)
    assert a("HELLO 4").startswith("NOPROTO")


@pytest.mark.parametrize("words", ["3 SETNAME", "3 AUTH me", "3 NAME x", "3 SETNAME x y", "x"])
def test_invalid_hello_changes_nothing(a, words):
    assert a(f"HELLO {words}").startswith(("ERR", "NOPROTO"))
    assert (a.client.protocol, a.client.name) == (2, "a")


def test_unauthenticated_client_can_only_log_in(locked):
    a = locked.client()
    open_ = {name for name, row in COMMANDS.items() if row.before_login}
    assert open_ == {b"HELLO", b"AUTH", b"QUIT", b"RESET"}
    assert {a(name.decode()) for name in COMMANDS if name not in open_} == {"NOAUTH"}
    assert a("HELLO 3") == "NOAUTH"


@pytest.mark.parametrize("words", [["secret"], ["default", "secret"], ["me", "pä ss"]])
def test_correct_password_logs_in(locked, words):
    a = locked.client()
    assert a("AUTH", *words) == b"OK"
    assert a("PING") == b"PONG"


@pytest.mark.parametrize(
    "words",
    [
        ["wrong"],
        [""],
        ["me", "secret"],
        ["default", ""],
        ["stranger", ""],
        ["stranger", "x"],
        [b"\xff", b"\xff"],
    ],
)
def test_wrong_password_is_rejected(locked, words):
    a = locked.client()
    assert a("AUTH", *words) == "WRONGPASS"
    assert a("PING") == "NOAUTH"


def test_hello_logs_in(locked):
    a = locked.client()
    assert a("HELLO 3 AUTH default wrong") == "WRONGPASS"
    assert a("HELLO 3 AUTH default secret SETNAME a")[b"proto"] == 3
    assert a("CLIENT GETNAME") == b"a"


def test_auth_needs_a_password(a):
    assert a("AUTH") == a("AUTH a b c") == "ERR"


def test_reset_restores_the_initial_state(locked):
    a = locked.client()
    a("HELLO 3 AUTH me", "pä ss", "SETNAME", "a")
    a("RQ.OBSERVE")
    assert a("RESET") == b"RESET"
    assert a("PING") == "NOAUTH"
    assert (a.client.protocol, a.client.name) == (2, "")
    assert locked.controller.state.publisher.subscriptions == {}


def test_simple_commands_are_answered(a):
    assert a("PING") == b"PONG"
    assert a("PING", "is anybody there") == b"is anybody there"
    assert a("ECHO", b"\x00") == b"\x00"
    assert (a("SELECT 0"), a("SELECT 1")) == (b"OK", "ERR")
    assert a("PING a b") == "ERR"


def test_quit_is_answered_before_the_client_leaves(a):
    assert a("QUIT") == b"OK"
    assert a.client.is_leaving


def test_config_reports_that_nothing_is_saved_on_disk(a):
    a("HELLO 3")
    assert a("CONFIG GET save") == {b"save": b""}
    assert a("CONFIG GET maxmemory") == {}
    assert a("CONFIG GET *") == a("CONFIG GET")
    assert a("CONFIG SET save x") == a("CONFIG") == "ERR"


def test_client_has_a_number_and_a_name(a):
    assert a("CLIENT ID") == a.client.number
    assert a("CLIENT SETNAME löader") == b"OK"
    assert a("CLIENT GETNAME") == "löader".encode()
    assert a("CLIENT SETNAME", "") == b"OK"
    assert a("CLIENT GETNAME") is None


@pytest.mark.parametrize("name", ["a b", "a\nb", b"\xff", "x" * 201])
def test_invalid_client_name_is_rejected(a, name):
    assert a("CLIENT SETNAME", name) == "ERR"
    assert a("HELLO 3 SETNAME", name) == "ERR"
    assert a("CLIENT GETNAME") == b"a"


@pytest.mark.parametrize(
    "words",
    [
        "",
        "SETNAME",
        "SETNAME a b",
        "SETINFO LIB-NAME",
        "DANCE",
        "KILL",
        "KILL ID 99",
        "NO-TOUCH",
        "NO-TOUCH x",
    ],
)
def test_invalid_client_command_is_an_error(a, words):
    assert a(f"CLIENT {words}") == "ERR"


def test_clients_are_listed(talk, a):
    b = talk.client("b")
    b("CLIENT SETINFO LIB-NAME mylib")
    b("CLIENT SETINFO LIB-VER 1.2")
    b("RQ.CREATE NAME jobs")
    b("RQ.GET jobs")
    talk.passes(3)
    first, second = a("CLIENT LIST").decode().splitlines()
    assert second == (
        "id=2 addr=10.0.0.2:1000 name=b age=3 idle=3 flags=b db=0 sub=0 psub=0 ssub=0 multi=-1 qbuf=-1 "
        "qbuf-free=-1 argv-mem=-1 multi-mem=-1 obl=-1 oll=-1 omem=-1 tot-mem=-1 cmd=rq.get user=default "
        "redir=-1 resp=2 lib-name=mylib lib-ver=1.2"
    )
    assert a("CLIENT INFO").decode().split("cmd=")[0] == first.split("cmd=")[0] + ""


@pytest.mark.parametrize(
    ("words", "reply"), [("ID 2", 1), ("10.0.0.2:1000", b"OK"), ("ADDR 10.0.0.2:1000", b"OK")]
)
def test_client_is_killed_by_number_or_address(talk, a, words, reply):
    b = talk.client("b")
    b("RQ.CREATE NAME jobs")
    b("RQ.GET jobs")
    assert a(f"CLIENT KILL {words}") == reply
    assert (a.client.is_leaving, b.client.is_leaving) == (False, True)


@pytest.mark.parametrize(
    ("call", "reply"),
    [
        ("RQ.GET jobs", "EMPTY"),
        ("RQ.MGET jobs 2 TIMEOUT 9", "EMPTY"),
        ("RQ.PUT full 2", "FULL"),
        ("RQ.MPUT full ITEMS 2 3", "FULL"),
        ("RQ.JOIN full", 1),
        ("BRPOP jobs 0", None),
    ],
)
def test_unblocked_call_ends_as_after_its_timeout(talk, a, call, reply):
    b = talk.client("b")
    b("RQ.CREATE NAME jobs")
    b("RQ.CREATE NAME full MAXSIZE 1")
    b("RQ.PUT full 1")
    assert b(call) == "waits"
    assert a(f"CLIENT UNBLOCK {b.client.number}") == 1
    assert b.heard == [reply]
    assert a(f"CLIENT UNBLOCK {b.client.number} timeout") == 0
    talk.passes(10)
    assert b.heard == [reply]
    assert b("RQ.SIZE full") == 1


def test_unblock_of_a_client_that_does_not_wait_returns_0(a):
    assert a(f"CLIENT UNBLOCK {a.client.number}") == a("CLIENT UNBLOCK 99") == 0


@pytest.mark.parametrize("words", ["", "x", "-1", "1 ERROR", "1 TIMEOUT 2"])
def test_invalid_unblock_is_an_error(a, words):
    assert a(f"CLIENT UNBLOCK {words}") == "ERR"


def test_commands_are_described(a):
    a("HELLO 3")
    assert a("COMMAND COUNT") == len(COMMANDS) == len(a("COMMAND"))
    assert set(a("COMMAND LIST")) == set(COMMANDS)
    get, none = a("COMMAND INFO rq.get nothing")
    assert get[:6] == [b"rq.get", -2, [b"write", b"blocking"], 1, 1, 1]
    assert [row[2] for row in a("COMMAND INFO LLEN LPUSH")] == [[b"readonly", b"fast"], [b"write"]]
    assert none is None
    assert a("COMMAND DOCS RQ.SIZE")[b"rq.size"][b"summary"] == COMMANDS[b"RQ.SIZE"].help.encode()
    assert a("COMMAND GETKEYS x") == "ERR"


def test_number_of_clients_is_limited(conversation):
    talk = conversation(Limits(clients=1))
    a = talk.client()
    with pytest.raises(TooMany):
        talk.client()
    a.leave()
    talk.client()


@pytest.mark.parametrize("name", ["x" * 201, "a b", "a\nid=9", "a\x1b[2J", b"\xff", "a\u2028"])
def test_user_name_of_a_controller_without_users_is_one_short_word(a, name):
    assert a("AUTH", name, "x") == "ERR"
    assert a("HELLO 3 AUTH", name, "x") == "ERR"
    assert b" user=default " in a("CLIENT INFO")
    assert len(a.complaint) < 400
    assert a("AUTH", "y" * 200, "x") == b"OK"
    assert b" user=%b " % (b"y" * 200) in a("CLIENT INFO")
