# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest

from rqcore.controller.handlers.dispatcher import Controller
from rqcore.controller.limits import Limits
from rqcore.protocol.memory import ALLOWANCE
from rqcore.server.client_session import ClientSession


class Wire:
    """A controller and the sessions of its clients; time does not pass."""

    def __init__(self, limits: Limits | None = None) -> None:
        self.controller = Controller(limits)
        self.sessions: dict[int, ClientSession] = {}
        self.late: dict[ClientSession, bytes] = {}
        """Bytes sent to each client when its blocked call ended."""

    def session(self) -> ClientSession:
        client = self.controller.connect("10.0.0.1:1000", 0)
        self.sessions[client.number] = ClientSession(self.controller, client)
        return self.sessions[client.number]

    def say(self, session: ClientSession, data: bytes) -> bytes:
        """Return the bytes that the session answers immediately."""
        answer = session.receive(data, 0)
        while self.controller.outgoing:
            client, value = self.controller.outgoing.popleft()
            waited = self.sessions[client.number]
            self.late[waited] = self.late.get(waited, b"") + waited.deliver(value, 0)
        return answer

    @property
    def held(self) -> int:
        return self.controller.state.memory.held

    def hears(self, session: ClientSession) -> bytes:
        """Return the bytes that were sent to it since the last call."""
        return self.late.pop(session, b"")


@pytest.fixture
def wire():
    return Wire()


def test_requests_are_answered_in_their_order(wire):
    a = wire.session()
    assert wire.say(a, b"PING\r\nECHO a\r\nSELECT 1\r\nECHO b\r\n") == (
        b"+PONG\r\n$1\r\na\r\n-ERR there is no database '1'; a controller has only database 0\r\n$1\r\nb\r\n"
    )


def test_request_in_parts_is_answered_when_it_is_complete(wire, request_of):
    a, data = wire.session(), request_of("ECHO a")
    assert [wire.say(a, data[:9]), wire.say(a, data[9:-1]), wire.say(a, data[-1:])] == [
        b"",
        b"",
        b"$1\r\na\r\n",
    ]


def test_requests_after_a_blocked_call_wait_for_its_end(wire):
    a, b = wire.session(), wire.session()
    wire.say(a, b"RQ.CREATE NAME jobs\r\n")
    assert wire.say(a, b"RQ.GET jobs\r\nECHO later\r\n") == b""
    assert wire.say(a, b"ECHO last\r\n") == b""
    wire.say(b, b"RQ.PUT jobs x\r\n")
    assert wire.hears(a) == b"$1\r\nx\r\n$5\r\nlater\r\n$4\r\nlast\r\n"


def test_call_after_a_blocked_call_can_block_again(wire):
    a, b = wire.session(), wire.session()
    wire.say(a, b"RQ.CREATE NAME jobs\r\nRQ.GET jobs\r\nRQ.GET jobs\r\nECHO done\r\n")
    wire.say(b, b"RQ.PUT jobs 1\r\n")
    assert wire.hears(a) == b"$1\r\n1\r\n"
    wire.say(b, b"RQ.PUT jobs 2\r\n")
    assert wire.hears(a) == b"$1\r\n2\r\n$4\r\ndone\r\n"


def test_requests_are_executed_before_they_are_answered(wire):
    """A put wakes another client, which continues with its own put, and so on."""
    a, b = wire.session(), wire.session()
    wire.say(a, b"RQ.CREATE NAME jobs\r\nRQ.CREATE NAME back\r\n")
    wire.say(b, b"RQ.GET jobs\r\nRQ.PUT back y\r\n")
    assert wire.say(a, b"RQ.PUT jobs x\r\n") == b"+OK\r\n"
    assert wire.hears(b) == b"$1\r\nx\r\n+OK\r\n"
    assert wire.say(a, b"RQ.GET back\r\n") == b"$1\r\ny\r\n"


@pytest.mark.parametrize("data", [b"*x\r\n", b"*1\r\n$x\r\n", b"*1\r\n:1\r\n", b"x" * 70_000])
def test_client_that_breaks_the_protocol_gets_an_error_and_is_disconnected(wire, data):
    a = wire.session()
    answer = wire.say(a, data)
    assert answer.startswith(b"-ERR Protocol error: ")
    assert answer.endswith(b"\r\n") and answer.count(b"\r\n") == 1
    assert a.client.is_leaving


def test_requests_before_the_broken_one_are_answered_first(wire):
    a, b = wire.session(), wire.session()
    wire.say(a, b"RQ.CREATE NAME jobs\r\n")
    assert wire.say(a, b"RQ.GET jobs\r\nPING\r\n*x\r\n") == b""
    assert not a.client.is_leaving
    wire.say(b, b"RQ.PUT jobs x\r\n")
    assert wire.hears(a).startswith(b"$1\r\nx\r\n+PONG\r\n-ERR Protocol error: ")
    assert a.client.is_leaving


def test_too_big_command_is_refused(request_of):
    wire = Wire(Limits(payload=100))
    a = wire.session()
    assert wire.say(a, b"PING\r\n*2\r\n$4\r\nECHO\r\n$200\r\n").startswith(b"+PONG\r\n-TOOBIG ")
    assert a.client.is_leaving


def test_requests_after_quit_are_ignored(wire):
    a = wire.session()
    assert wire.say(a, b"RQ.CREATE NAME jobs\r\nQUIT\r\nRQ.CLOSE jobs\r\n").endswith(b"\r\n+OK\r\n")
    assert b"jobs" in wire.controller.state.names


@pytest.mark.parametrize(
    ("limits", "code", "bound"),
    [(Limits(pipelined=20_000), b"-TOOBIG ", 20_000), (Limits(memory=1), b"-TOOMANY ", ALLOWANCE)],
)
def test_client_that_sends_too_much_during_a_blocked_call_gets_an_error(request_of, limits, code, bound):
    wire = Wire(limits)
    a, b = wire.session(), wire.session()
    wire.say(b, b"RQ.CREATE NAME jobs\r\n")
    wire.say(a, b"RQ.GET jobs\r\n")
    answer, sent = b"", 0
    while not answer:
        assert not a.client.is_leaving
        answer = wire.say(a, request_of("ECHO", b"x" * 900))
        sent += 900
    assert answer.startswith(code)
    assert bound - 2000 < sent < bound + 2000
    assert a.client.is_leaving and a.client.call is None
    if limits.memory > 1:
        assert (
            wire.say(b, b"RQ.PUT jobs x\r\nRQ.SIZE jobs\r\n") == b"+OK\r\n:1\r\n"
        )  # the item is still there


def test_part_of_a_large_command_during_a_blocked_call_is_completed_later(wire, request_of):
    a, b = wire.session(), wire.session()
    data = request_of("ECHO", b"x" * 5000)
    wire.say(a, b"RQ.CREATE NAME jobs\r\nRQ.GET jobs\r\n")
    wire.say(a, data[:3000])
    wire.say(b, b"RQ.PUT jobs x\r\n")
    assert wire.say(a, data[3000:]).count(b"x") == 5000


def test_replies_stop_at_a_limit_and_continue_in_order(request_of):
    wire = Wire(Limits(output=2000))
    a = wire.session()
    answer = wire.say(a, b"".join(request_of("ECHO", b"%d" % number * 1000) for number in range(9)))
    assert answer.count(b"0") > 1000 and b"22" not in answer
    assert a.is_stalled
    assert wire.say(a, request_of("ECHO last")) == b""
    while a.is_stalled:
        answer += a.resume(0)
    assert [line[:1] for line in answer.split(b"\r\n")[1::2]] == [*map(b"%d".__mod__, range(9)), b"l"]
    assert wire.held == 0


def test_call_after_the_output_bound_can_block(request_of):
    wire = Wire(Limits(output=100))
    a, b = wire.session(), wire.session()
    wire.say(b, b"RQ.CREATE NAME jobs\r\n")
    wire.say(a, request_of("ECHO", b"x" * 200) + b"RQ.GET jobs\r\nPING\r\n")
    assert a.is_stalled
    assert a.resume(0) == b""
    assert not a.is_stalled
    wire.say(b, b"RQ.PUT jobs y\r\n")
    assert wire.hears(a) == b"$1\r\ny\r\n+PONG\r\n"


def test_incomplete_command_counts_as_held_memory(wire, request_of):
    a, data = wire.session(), request_of("ECHO", b"x" * 1000)
    wire.say(a, data[:500])
    assert wire.held >= 500
    wire.say(a, data[500:])
    assert wire.held == 0


def test_small_arguments_count_with_their_memory_as_objects(wire):
    """Each becomes a Python object, many times larger than the bytes sent."""
    a = wire.session()
    wire.say(a, b"*1000000\r\n" + b"$2\r\nxx\r\n" * 1000)
    assert wire.held >= 1000 * 35


def test_command_without_memory_for_it_is_refused_before_it_is_complete(request_of):
    wire = Wire(Limits(memory=100_000))
    a = wire.session()
    answer, sent = b"", 0
    while not answer:
        answer = wire.say(a, b"PING\r\n*2\r\n$4\r\nECHO\r\n$9000000\r\n" if not sent else b"x" * 10_000)
        answer = answer.removeprefix(b"+PONG\r\n")
        sent += 1
    assert answer.startswith(b"-TOOMANY ")
    assert a.client.is_leaving
    assert sent < 12
    assert wire.held == 0


def test_items_can_be_taken_when_memory_is_short(request_of):
    wire = Wire(Limits(memory=1000))
    a, b = wire.session(), wire.session()
    wire.say(a, request_of("LPUSH jobs", b"x" * 800))
    data = request_of("RQ.GET jobs")
    assert wire.say(b, data[:9] + b"") == b""
    assert wire.say(b, data[9:]) == b"$800\r\n" + b"x" * 800 + b"\r\n"
    assert wire.held < ALLOWANCE


def test_disconnected_client_holds_no_memory(wire, request_of):
    a = wire.session()
    wire.say(a, b"RQ.CREATE NAME jobs\r\nRQ.GET jobs\r\nPING\r\n" + request_of("ECHO", b"x" * 1000)[:-1])
    assert wire.held > 1000
    a.end()
    assert wire.held == 0
