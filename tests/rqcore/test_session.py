# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest

from rqcore.controller import Controller
from rqcore.hub import Limits
from rqcore.session import MAX_PENDING, Session


class Wire:
    """A controller and the sessions of its clients, with the time standing still."""

    def __init__(self, limits: Limits | None = None) -> None:
        self.controller = Controller(limits)
        self.sessions: dict[int, Session] = {}
        self.late: dict[Session, bytes] = {}
        """What each is sent when a call that waited has ended."""

    def session(self) -> Session:
        client = self.controller.arrive("10.0.0.1:1000", 0)
        self.sessions[client.number] = Session(self.controller, client)
        return self.sessions[client.number]

    def say(self, session: Session, data: bytes) -> bytes:
        """What the session answers at once."""
        answer = session.receive(data, 0)
        while self.controller.outgoing:
            client, reply = self.controller.outgoing.popleft()
            waited = self.sessions[client.number]
            self.late[waited] = self.late.get(waited, b"") + waited.deliver(reply, 0)
        return answer

    def hears(self, session: Session) -> bytes:
        """What was sent to it since."""
        return self.late.pop(session, b"")


@pytest.fixture
def wire():
    return Wire()


def test_requests_are_answered_in_their_order(wire):
    a = wire.session()
    assert wire.say(a, b"PING\r\nECHO a\r\nSELECT 1\r\nECHO b\r\n") == (
        b"+PONG\r\n$1\r\na\r\n-ERR there is only database 0\r\n$1\r\nb\r\n"
    )


def test_a_request_that_comes_in_pieces_is_answered_when_it_is_whole(wire, request_of):
    a, data = wire.session(), request_of("ECHO a")
    assert [wire.say(a, data[:9]), wire.say(a, data[9:-1]), wire.say(a, data[-1:])] == [
        b"",
        b"",
        b"$1\r\na\r\n",
    ]


def test_what_comes_behind_a_blocked_call_waits_for_its_end(wire):
    a, b = wire.session(), wire.session()
    wire.say(a, b"RQ.CREATE NAME jobs\r\n")
    assert wire.say(a, b"RQ.GET jobs\r\nECHO later\r\n") == b""
    assert wire.say(a, b"ECHO last\r\n") == b""
    wire.say(b, b"RQ.PUT jobs x\r\n")
    assert wire.hears(a) == b"$1\r\nx\r\n$5\r\nlater\r\n$4\r\nlast\r\n"


def test_a_call_behind_a_blocked_call_may_block_again(wire):
    a, b = wire.session(), wire.session()
    wire.say(a, b"RQ.CREATE NAME jobs\r\nRQ.GET jobs\r\nRQ.GET jobs\r\nECHO done\r\n")
    wire.say(b, b"RQ.PUT jobs 1\r\n")
    assert wire.hears(a) == b"$1\r\n1\r\n"
    wire.say(b, b"RQ.PUT jobs 2\r\n")
    assert wire.hears(a) == b"$1\r\n2\r\n$4\r\ndone\r\n"


def test_requests_are_done_before_they_are_answered(wire):
    """A put that wakes another client, which goes on with a put of its own, and so on."""
    a, b = wire.session(), wire.session()
    wire.say(a, b"RQ.CREATE NAME jobs\r\nRQ.CREATE NAME back\r\n")
    wire.say(b, b"RQ.GET jobs\r\nRQ.PUT back y\r\n")
    assert wire.say(a, b"RQ.PUT jobs x\r\n") == b"+OK\r\n"
    assert wire.hears(b) == b"$1\r\nx\r\n+OK\r\n"
    assert wire.say(a, b"RQ.GET back\r\n") == b"$1\r\ny\r\n"


@pytest.mark.parametrize("data", [b"*x\r\n", b"*1\r\n$x\r\n", b"*1\r\n:1\r\n", b"x" * 70_000])
def test_a_client_that_breaks_the_protocol_is_told_so_and_leaves(wire, data):
    a = wire.session()
    answer = wire.say(a, data)
    assert answer.startswith(b"-ERR Protocol error: ")
    assert answer.endswith(b"\r\n") and answer.count(b"\r\n") == 1
    assert a.client.leaving


def test_requests_before_the_broken_one_are_answered_first(wire):
    a, b = wire.session(), wire.session()
    wire.say(a, b"RQ.CREATE NAME jobs\r\n")
    assert wire.say(a, b"RQ.GET jobs\r\nPING\r\n*x\r\n") == b""
    assert not a.client.leaving
    wire.say(b, b"RQ.PUT jobs x\r\n")
    assert wire.hears(a).startswith(b"$1\r\nx\r\n+PONG\r\n-ERR Protocol error: ")
    assert a.client.leaving


def test_a_command_that_is_too_big_is_refused(request_of):
    wire = Wire(Limits(payload=100))
    a = wire.session()
    assert wire.say(a, b"PING\r\n*2\r\n$4\r\nECHO\r\n$200\r\n").startswith(b"+PONG\r\n-TOOBIG ")
    assert a.client.leaving


def test_after_quit_nothing_is_done(wire):
    a = wire.session()
    assert wire.say(a, b"RQ.CREATE NAME jobs\r\nQUIT\r\nRQ.CLOSE jobs\r\n").endswith(b"\r\n+OK\r\n")
    assert b"jobs" in wire.controller.hub.names


def test_a_client_that_sends_on_behind_a_blocked_call_is_read_no_further(wire):
    a, b = wire.session(), wire.session()
    wire.say(a, b"RQ.CREATE NAME jobs\r\nRQ.GET jobs\r\n" + b"PING\r\n" * MAX_PENDING)
    assert not a.backlogged
    wire.say(a, b"PING\r\n")
    assert a.backlogged
    wire.say(b, b"RQ.PUT jobs x\r\n")
    assert not a.backlogged
    assert wire.hears(a).count(b"+PONG\r\n") == MAX_PENDING + 1


def test_large_commands_behind_a_blocked_call_are_kept_within_bounds(request_of):
    """What a client may make the controller keep is a command or two, not thousands of them."""
    wire = Wire(Limits(payload=1000))
    a = wire.session()
    wire.say(a, b"RQ.CREATE NAME jobs\r\nRQ.GET jobs\r\n")
    for _ in range(100):
        if not a.backlogged:
            wire.say(a, request_of("ECHO", b"x" * 900))
    assert a.backlogged
