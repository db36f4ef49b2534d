# SPDX-License-Identifier: GPL-3.0-or-later
"""What each role may do, and on which queues, for every command of the table."""

from __future__ import annotations

import hashlib

import pytest

from rqcore.controller.handlers.dispatcher import Controller
from rqcore.controller.users import Users
from rqcore.passwords import ScryptPassword
from rqcore.protocol.command_spec import QUEUE_NAMES
from rqcore.protocol.command_table import COMMANDS
from rqcore.protocol.command_traits import Right
from rqcore.protocol.event_batch import decode_batch

USES = {
    "RQ.PUT",
    "RQ.GET",
    "RQ.MPUT",
    "RQ.MGET",
    "RQ.CREATE",
    "RQ.CLOSE",
    "RQ.PURGE",
    "RQ.MOVE",
    "RQ.DONE",
    "RQ.JOIN",
}
USES |= {
    "RQ.LEASE",
    "RQ.ACK",
    "RQ.NACK",
    "RQ.EXTEND",
    "RQ.SHUTDOWN",
    "RQ.REPORT",
    "LPUSH",
    "RPUSH",
    "LPOP",
    "RPOP",
    "BLPOP",
    "BRPOP",
    "LMOVE",
    "RPOPLPUSH",
    "DEL",
}
READS = {
    "RQ.PEEK",
    "RQ.PIECE",
    "RQ.SIZE",
    "RQ.MAXSIZE",
    "RQ.STAT",
    "RQ.LIST",
    "RQ.SPOOL",
    "LLEN",
    "LRANGE",
    "EXISTS",
}
READS |= {"TYPE", "INFO"}
OBSERVES = {"RQ.OBSERVE", "RQ.UNOBSERVE", "RQ.TASKS", "RQ.WAITERS", "RQ.LEASES", "CLIENT LIST"}
ADMINISTERS = {"CLIENT KILL"}
OF_ROLE = {
    "observe": READS | OBSERVES,
    "use": READS | USES | {"CLIENT UNBLOCK"},
    "debug": READS | OBSERVES | {"RQ.DEBUG"},
    "admin": READS | OBSERVES | USES | ADMINISTERS | {"CLIENT UNBLOCK"},
}


def password(text):
    key = hashlib.scrypt(text.encode(), salt=bytes(16), n=16, r=8, p=1, dklen=32)
    return str(ScryptPassword(4, 8, 1, bytes(16), key))


def user(name, role, queues=("*",)):
    return f'[{name}]\nscrypt = "{password(name)}"\nrole = {list(role)!r}\nqueues = {list(queues)!r}\n'


@pytest.fixture
def talk(conversation):
    """A controller with users; each has its name as its password."""
    talk = conversation()
    text = "".join(user(role, [role]) for role in OF_ROLE)
    text += user("loader", ["use", "observe"], ["jobs*", "res?"]) + user("worker", ["use"], ["jobs"])
    text += user("nothing", ["use"], [])
    talk.controller = Controller(users=Users.parse("old:old\n" + text))
    return talk


def login(talk, name):
    speaker = talk.client(name)
    speaker("HELLO 3 AUTH", name, name)
    assert speaker.client.user == name, speaker.heard
    speaker.heard.clear()
    return speaker


@pytest.mark.parametrize("role", OF_ROLE)
def test_role_may_send_its_commands_and_no_others(talk, role):
    client, refused = login(talk, role), set()
    names = {row.name for row in COMMANDS.values() if row.right not in (Right.ANYONE, Right.LOGIN)}
    names |= {f"CLIENT {name.decode()}" for name in COMMANDS[b"CLIENT"].subcommands}
    for name in sorted(names):
        if client(name) == "NOTALLOWED" and "this user has the role" in client.complaint:
            refused.add(name)
    assert names - refused == OF_ROLE[role]


def test_every_user_may_send_the_commands_of_a_connection(talk):
    nothing = login(talk, "nothing")
    assert nothing("PING") == b"PONG"
    assert nothing("CLIENT GETNAME") == b"nothing"
    assert nothing("MULTI") == b"OK"
    assert nothing("EXEC") == []


def test_stranger_may_send_only_what_needs_no_login(talk):
    stranger = talk.client()
    for row in COMMANDS.values():
        if row.right is not Right.ANYONE:
            assert stranger(row.name) == "NOAUTH"


ON_QUEUE = [
    "RQ.PUT {} 1",
    "RQ.MPUT {} ITEMS 1",
    "RQ.GET {} TIMEOUT 0",
    "RQ.MGET {} 1 TIMEOUT 0",
    "RQ.PEEK {} 0 -1",
    "RQ.PIECE {} 1 0 1",
    "RQ.WAITERS {}",
    "RQ.PURGE {}",
    "RQ.MOVE jobs {}",
    "RQ.MOVE {} jobs",
    "RQ.DONE {}",
    "RQ.LEASE {} TIMEOUT 0 SECONDS 1",
    "RQ.ACK {} 1",
    "RQ.NACK {} 1",
    "RQ.EXTEND {} 1",
    "RQ.LEASES {}",
    "RQ.JOIN {} TIMEOUT 0",
    "RQ.SHUTDOWN {}",
    "RQ.SIZE {}",
    "RQ.MAXSIZE {}",
    "RQ.STAT {}",
    "RQ.TASKS {}",
    "RQ.CLOSE {}",
    "LPUSH {} 1",
    "RPUSH {} 1",
    "LPOP {}",
    "RPOP {}",
    "BLPOP jobs {} 1",
    "BRPOP {} jobs 1",
    "LMOVE jobs {} LEFT LEFT",
    "RPOPLPUSH {} jobs",
    "LLEN {}",
    "LRANGE {} 0 -1",
    "EXISTS jobs {}",
    "DEL jobs {}",
    "TYPE {}",
    "RQ.CREATE NAME {}",
    "RQ.CREATE EXISTOK NAME {}",
]


@pytest.mark.parametrize("command", ON_QUEUE)
@pytest.mark.parametrize("name", ["pay", "namespace", "missing", "resx2", "JOBS"])
def test_user_reaches_no_queue_that_no_pattern_matches(talk, command, name):
    # Given
    admin, loader = login(talk, "admin"), login(talk, "loader")
    admin("RQ.CREATE NAME jobs")
    namespace = admin("RQ.CREATE NAME pay").decode()
    admin("RQ.PUT pay secret")
    before = admin("RQ.STAT pay")
    # When
    answer = loader(command.format(namespace if name == "namespace" else name))
    # Then
    assert answer == "NOTALLOWED"
    assert "may not use queue" in loader.complaint
    assert name != "namespace" or "pay" not in loader.complaint
    assert admin("RQ.STAT pay") == before
    assert admin("EXISTS jobs missing resx2 JOBS") == 1


def test_list_above_has_every_command_with_a_queue():
    listed = {command.split()[0] for command in ON_QUEUE}
    declared = {row.name for row in COMMANDS.values() if {arg.name for arg in row.args} & set(QUEUE_NAMES)}
    assert declared - {"WATCH"} == listed - {"RQ.CREATE"}


def test_user_uses_the_queues_of_its_patterns(talk):
    loader = login(talk, "loader")
    assert isinstance(loader("RQ.CREATE NAME jobs-1"), bytes)
    namespace = loader("RQ.CREATE NAME res1").decode()
    assert loader(f"RQ.PUT {namespace} x") == b"OK"
    assert loader("RQ.MOVE res1 jobs-1") == 1
    assert loader("RQ.GET jobs-1") == b"x"
    assert [stat[b"name"] for stat in loader("RQ.LIST")] == [b"jobs-1", b"res1"]


def test_queue_without_a_name_needs_a_pattern_of_its_namespace(talk):
    loader = login(talk, "loader")
    assert loader("RQ.CREATE") == "NOTALLOWED"
    assert login(talk, "use")("RQ.CREATE") != "NOTALLOWED"


def test_user_lists_and_observes_only_its_queues(talk):
    # Given
    admin, loader = login(talk, "admin"), login(talk, "loader")
    for name in ("jobs", "pay"):
        admin("RQ.CREATE NAME", name)
    assert loader("RQ.OBSERVE") == b"OK"
    # When
    for name in ("jobs", "pay"):
        admin("RQ.PUT", name, f"to {name}")
    # Then
    assert [stat[b"name"] for stat in loader("RQ.LIST")] == [b"jobs"]
    ((_, batch),) = loader.observed()
    assert b"to jobs" in batch
    assert b"pay" not in batch
    assert decode_batch(batch)


def test_user_with_patterns_may_not_expose_queues_of_other_names(talk):
    assert login(talk, "loader")("RQ.REPORT", "[]", b"") == "NOTALLOWED"


def test_calls_of_a_transaction_need_the_same_rights(talk):
    admin, worker = login(talk, "admin"), login(talk, "worker")
    admin("RQ.CREATE NAME pay")
    worker("MULTI")
    assert worker("RQ.PUT pay 1") == b"QUEUED"
    (error,) = worker("EXEC")
    assert error.code == "NOTALLOWED"
    assert admin("RQ.SIZE pay") == 0


def test_batch_of_calls_needs_the_same_rights(talk):
    admin, worker = login(talk, "admin"), login(talk, "worker")
    admin("RQ.CREATE NAME pay")
    admin("RQ.CREATE NAME jobs")
    controller = talk.controller
    assert controller.execute_batch(worker.client, [b"LPUSH", b"pay"], [b"1", b"2"], 0, 1000) is None
    assert controller.execute_batch(worker.client, [b"LPUSH", b"jobs"], [b"1", b"2"], 0, 1000) is not None
    assert controller.execute_batch(login(talk, "observe").client, [b"RPOP"], [b"jobs"] * 2, 0, 1000) is None
    assert admin("RQ.SIZE jobs") == 2


def test_client_ends_only_calls_of_its_own_user(talk):
    waiting, other, same, admin = (login(talk, name) for name in ("worker", "use", "worker", "admin"))
    admin("RQ.CREATE NAME jobs")
    waiting("RQ.GET jobs")
    assert other("CLIENT UNBLOCK", waiting.client.number) == "NOTALLOWED"
    assert same("CLIENT UNBLOCK", waiting.client.number) == 1
    waiting("RQ.GET jobs")
    assert admin("CLIENT UNBLOCK", waiting.client.number) == 1


def test_reset_and_a_login_as_another_user_take_rights_away(talk):
    client = login(talk, "admin")
    client("RQ.OBSERVE")
    client("AUTH worker worker")
    assert client("RQ.LIST") != "NOTALLOWED"
    assert client.client.number not in talk.controller.state.publisher.subscriptions
    assert client("RQ.CREATE NAME pay") == "NOTALLOWED"
    client("RESET")
    assert client("RQ.LIST") == "NOAUTH"
