# SPDX-License-Identifier: GPL-3.0-or-later
"""Flow control does not depend on a protocol: here a request is a line, and the reply the same line.

What it does for a client that speaks RESP is tested in ``test_client_session``.
"""

from __future__ import annotations

import pytest

from rqcore.controller.handlers.dispatcher import Controller
from rqcore.controller.limits import Limits
from rqcore.errors import ProtocolError, RqError
from rqcore.server.base_session import BaseSession


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
