# SPDX-License-Identifier: MIT
"""Flow control of one client's conversation, whatever protocol it speaks: bytes in, bytes out, no socket.

Theory of operation. A session is in one of four states::

                      request blocks                client.call
          ┌──────► ready ──────────────► blocked    is set
          │          │  ▲                   │
          │  replies │  │ deliver(value) ◄──┘ the call ended
   resume │  exceed  │  │
          │  bound   ▼  │
          └─────── stalled               any ──► leaving   client.is_leaving is set

- *ready*: requests are carried out as they arrive.
- *blocked*: the client waits for one call. What it sends meanwhile is kept as
  it came, up to a bound; a client that exceeds it is disconnected. We cannot
  simply stop reading: a closed connection would go unnoticed, and its blocked
  call would still take an item.
- *stalled*: there are replies enough to send, so the next requests wait until
  the connection calls ``resume``.
- *leaving*: nothing more is carried out; the connection closes.

What must never happen: a request is carried out before the one in front of it
has ended, or a reply is sent out of order; input is kept that is not counted in
the controller's memory (``counted``).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import deque
from typing import Any, Protocol

from rqcore.controller.clients import Client
from rqcore.controller.handlers.dispatcher import Controller
from rqcore.errors import RqError, TooBig
from rqcore.protocol.memory import ALLOWANCE, EXPANSION

CHUNK = 256 * 1024
"""Bytes of kept input that are parsed at once."""


class Parser(Protocol):
    """Bytes → requests. Once ``error`` is set it reads nothing more."""

    error: RqError | None
    held: int
    """Bytes of a request that is not whole yet."""

    def feed(self, data: bytes) -> list[Any]:
        """Every request that these bytes complete."""

    def fail(self, error: RqError) -> None:
        """Stop reading."""


class BaseSession(ABC):
    """The state between the bytes of one client and the controller."""

    def __init__(self, controller: Controller, client: Client, parser: Parser) -> None:
        """Begin a conversation.

        Args:
            controller: Carries out the requests.
            client: Whose conversation it is.
            parser: Reads its requests.
        """
        self.client = client
        self.is_stalled = False
        """There are replies enough to send; the next requests wait for ``resume``."""
        self.counted = 0
        """Bytes of the controller's memory that are counted for this session's input."""
        self._state = controller.state
        self._max_output = self._state.limits.output
        self._parser = parser
        self._pending: deque[Any] = deque()
        """Requests that are not carried out yet."""
        self._parsed_bytes = 0
        """Bytes of the input of which those are a part."""
        self._unparsed = bytearray()
        """Input that came while the session was blocked or stalled. As bytes it takes the least memory."""

    @abstractmethod
    def _execute(self, request: Any, now_ns: int) -> bytes:
        """Carry out a request; returns the reply, or b"" if there is none yet."""

    @abstractmethod
    def _finish(self, value: Any, now_ns: int) -> bytes:
        """The reply to the call that was blocked, or b"" if it goes on. ``value``: see ``outgoing``."""

    @abstractmethod
    def encode_refusal(self, error: RqError) -> bytes:
        """How this client receives an error that is no reply to a request."""

    def receive(self, data: bytes, now_ns: int) -> bytes:
        """Take in what the client sent, and carry out what can be; returns what to send."""
        if self.client.call or self.is_stalled:
            self._unparsed += data
            self._count()
            return self._refuse_surplus(now_ns) if self.client.call else b""
        self._pending += self._parser.feed(data)
        self._parsed_bytes = len(data)
        if self._parser.held or self.counted:
            self._count()
        return self._advance(b"", now_ns)

    def deliver(self, value: Any, now_ns: int) -> bytes:
        """Go on after the blocked call has ended with this value or error; returns what to send."""
        return self._advance(self._finish(value, now_ns), now_ns)

    def resume(self, now_ns: int) -> bytes:
        """Go on when there is room for more replies; returns what to send."""
        return self._advance(b"", now_ns)

    def end(self) -> None:
        """The client is gone. Its input is kept no longer."""
        self._pending.clear()
        self._unparsed.clear()
        self._state.memory.held -= self.counted
        self.counted = 0

    def _advance(self, reply: bytes, now_ns: int) -> bytes:
        client, pending, execute = self.client, self._pending, self._execute
        replies = [reply]
        room = self._max_output - len(reply)
        while not client.call and not client.is_leaving and (pending or (self._unparsed and self._refill())):
            if room <= 0:
                break
            if answer := execute(pending.popleft(), now_ns):
                replies.append(answer)
                room -= len(answer)
        if pending or self._unparsed:
            self.is_stalled = not client.call and not client.is_leaving
            self._count()
        else:
            self.is_stalled = False
            if self._parser.error and not client.call:
                replies.append(self._refuse_input())
            if self.counted:
                self._count()
        return b"".join(replies)

    def _refill(self) -> bool:
        """Parse on in the input that was kept; whether there are requests."""
        while self._unparsed and not self._pending:
            data = bytes(self._unparsed[:CHUNK])
            del self._unparsed[:CHUNK]
            self._pending += self._parser.feed(data)
            self._parsed_bytes = len(data)
        return bool(self._pending)

    def _refuse_surplus(self, now_ns: int) -> bytes:
        """Disconnect a client that sends too much behind its blocked call."""
        state, size = self._state, len(self._unparsed)
        if size > state.limits.pipelined:
            error: RqError = TooBig(
                f"{size} bytes came behind a call that waits; at most {state.limits.pipelined} are kept"
            )
            state.counters.refused_payloads += 1
        elif state.memory.is_over and size > ALLOWANCE:
            error = state.memory.refuse()
        else:
            return b""
        state.cancel(self.client, now_ns)
        self.client.is_leaving = True
        return self.encode_refusal(error)

    def _refuse_input(self) -> bytes:
        """Disconnect a client whose input cannot be parsed any further."""
        error = self._parser.error
        assert error
        self.client.is_leaving = True
        if isinstance(error, TooBig):
            self._state.counters.refused_payloads += 1
        return self.encode_refusal(error)

    def _count(self) -> None:
        """Bring the count of memory up to date. A request that would exceed it is refused half-way."""
        memory, parser = self._state.memory, self._parser
        pending = EXPANSION * self._parsed_bytes if self._pending else 0
        counted = parser.held + len(self._unparsed) + pending
        memory.held += counted - self.counted
        self.counted = counted
        if memory.is_over and parser.held > ALLOWANCE:
            parser.fail(memory.refuse())
            self._count()
