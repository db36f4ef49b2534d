# SPDX-License-Identifier: GPL-3.0-or-later
"""Flow control does not depend on a protocol: here a request is a line, and the reply the same line.

What it does for a client that speaks RESP is tested in ``test_client_session``.
"""

from __future__ import annotations

from itertools import count

import pytest

from rqcore.controller.clients import Client
from rqcore.controller.handlers.dispatcher import Controller
from rqcore.controller.limits import Limits
from rqcore.errors import ProtocolError, RqError
from rqcore.protocol.event_batch import Method, decode_batch
from rqcore.protocol.resp import command
from rqcore.server import base_session
from rqcore.server.base_session import BaseSession
from rqcore.server.client_session import ClientSession


class LineParser:
    """Splits input into lines; a line with a NUL byte cannot be parsed."""

    def __init__(self) -> None:
        self.error: RqError | None = None
        self.has_more, self.wanted = False, 0
        self._rest = b""

    @property
    def held(self) -> int:
        return len(self._rest)

    def feed(self, data: bytes) -> list[bytes]:
        *lines, self._rest = (self._rest + data).split(b"\n")
        if b"\0" in self._rest:
            self.fail(ProtocolError("NUL"))
        return lines

    def fail(self, error: RqError) -> None:
        self.error, self._rest = error, b""


class EchoSession(BaseSession):
    """Repeats each line; the line ``wait`` blocks until a value is delivered."""

    def __init__(self, controller: Controller) -> None:
        super().__init__(controller, controller.connect("10.0.0.1:1", 0), LineParser())

    def _execute(self, request: bytes, now: int) -> bytes:
        if request == b"wait":
            self.client.call = object()
            return b""
        return request + b"\n"

    def _finish(self, value: object, now: int) -> bytes:
        return f"{value}\n".encode()

    def encode_refusal(self, error: RqError) -> bytes:
        return b"refused\n"

    def end_call(self, value: object) -> bytes:
        self.client.call = None
        return self.deliver(value, 0)


@pytest.fixture
def session():
    return EchoSession(Controller())


def test_requests_are_answered_in_their_order(session):
    assert session.receive(b"one\ntwo\nthr", 0) == b"one\ntwo\n"
    assert session.receive(b"ee\n", 0) == b"three\n"


def test_blocked_session_keeps_requests_until_its_call_has_ended(session):
    assert session.receive(b"one\nwait\ntwo\n", 0) == b"one\n"
    assert session.receive(b"three\n", 0) == b""
    assert session.end_call("done") == b"done\ntwo\nthree\n"


def test_stalled_session_continues_when_it_is_resumed():
    session = EchoSession(Controller(Limits(output=3)))
    assert session.receive(b"one\ntwo\n", 0) == b"one\n"
    assert session.is_stalled
    assert session.receive(b"three\n", 0) == b""
    assert session.resume(0) == b"two\n"
    assert session.resume(0) == b"three\n"
    assert not session.is_stalled


def test_input_that_cannot_be_parsed_is_refused_after_the_replies(session):
    assert session.receive(b"one\n\0", 0) == b"one\nrefused\n"
    assert session.client.is_leaving


def test_kept_input_is_counted_in_memory_and_released(session):
    memory = session._state.memory
    session.receive(b"wait\n" + b"x" * 1000 + b"\n", 0)
    assert memory.held >= 1000
    session.end()
    assert memory.held == 0


# How long the controller needs for a request


def took_of(controller, observer):
    """Return method, part and ``took`` of each event since the last call."""
    publisher = controller.state.publisher
    publisher.flush()
    batches, _ = publisher.subscriptions[observer.number].take()
    events = [event for parts in batches for event, _ in decode_batch(b"".join(parts)).events()]
    return [(Method(event["method"]).name, event["part"], event["took"]) for event in events]


@pytest.fixture
def clock(monkeypatch):
    """Make each reading of the clock 7 ns later than the one before."""
    readings = count(0, 7)
    monkeypatch.setattr(base_session, "perf_counter_ns", lambda: next(readings))


@pytest.fixture
def measured(clock):
    """A controller with an observer and a queue, and the session of another client."""
    controller = Controller()
    observer = controller.connect("10.0.0.9:1", 0)
    for words in (b"HELLO 3", b"RQ.CREATE NAME jobs", b"RQ.OBSERVE VERSION 3"):
        controller.execute(observer, words.split(), 0)
    session = ClientSession(controller, controller.connect("10.0.0.1:1", 0))

    def say(*lines):
        session.receive(b"".join(command(line.split()) for line in lines), 0)
        return took_of(controller, observer)

    return say


def test_request_that_takes_no_fast_path_has_its_time(measured):
    assert measured(b"RQ.PUT jobs x", b"RQ.SIZE jobs") == [
        ("CONNECT", 0, -1),
        ("PUT", 0, 7),
        ("QSIZE", 0, 7),
    ]


def test_repeated_request_has_no_time(measured):
    measured(b"RQ.PUT jobs x")
    assert measured(b"RQ.PUT jobs y") == [("PUT", 0, -1)]
    assert measured(*[b"RQ.PUT jobs y"] * 3) == [("PUT", 0, -1)] * 3


def test_each_record_of_a_call_has_its_time(measured):
    measured(b"PING")
    assert measured(b"RQ.MPUT jobs ITEMS a b") == [("PUT_MANY", 0, 7), ("PUT_MANY", 1, 7)]
    measured(b"RQ.CREATE NAME other")
    assert measured(b"RQ.MOVE jobs other COUNT 1") == [("MOVE", 0, 7), ("MOVE_IN", 0, 7)]


def test_calls_of_a_transaction_have_no_time(measured):
    measured(b"PING")
    assert measured(b"MULTI", b"RQ.PUT jobs x", b"RQ.SIZE jobs", b"EXEC") == [
        ("PUT", 0, -1),
        ("QSIZE", 0, -1),
    ]


def test_call_that_ends_later_has_no_time_at_its_end(measured):
    measured(b"PING")
    assert measured(b"RQ.GET jobs") == [("GET", 0, 7)]


def test_clock_is_not_read_while_no_client_observes(monkeypatch):
    monkeypatch.setattr(base_session, "perf_counter_ns", None)
    session = ClientSession(Controller(), Client(1, "10.0.0.1:1", 0, 0, None))
    assert session.receive(command([b"PING"]), 0) == b"+PONG\r\n"
