# SPDX-License-Identifier: MIT
"""One client's conversation with the controller: bytes in, bytes out, no socket.

Requests are answered in the order they came. While a call waits, what the
client sends after it is kept up to a bound, and goes on when the call ends.
Replies stop at a bound, and go on when the shell says that there is room.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from functools import partial
from typing import Any, Protocol

from rqcore.controller.clients import Client
from rqcore.controller.handlers.dispatcher import Controller
from rqcore.errors import RqError, TooBig
from rqcore.protocol import resp
from rqcore.protocol.memory import ALLOWANCE, EXPANSION
from rqcore.protocol.request_parser import RequestParser

CHUNK = 256 * 1024
"""Bytes that are read as requests at once, of those that had to wait."""


class Parser(Protocol):
    """What came → requests. Once ``error`` is set it reads no more."""

    error: RqError | None
    held: int
    """Bytes of a request that is not whole yet."""

    def feed(self, data: bytes) -> list[Any]: ...

    def fail(self, error: RqError) -> None: ...


class ClientSession:
    """The state between one client's bytes and the controller's ``execute``."""

    def __init__(self, controller: Controller, client: Client) -> None:
        self.client = client
        self.stalled = False
        """There are replies enough to send; the next requests wait for ``go_on``."""
        self.counted = 0
        """Bytes of the controller's memory that are counted for this session's input."""
        self._controller = controller
        self._hub = controller.hub
        self._max_output = self._hub.limits.output
        parser = RequestParser(self._hub.limits.payload)
        self._parser: Parser = parser
        self._refrain = parser.refrain
        self._execute: Callable[[Any, int], bytes | None] = partial(controller.execute, client)
        self._pending: deque[Any] = deque()
        """Requests that are not carried out yet."""
        self._parsed = 0
        """Bytes of which they are a part."""
        self._behind = bytearray()
        """What came meanwhile, as it came: so it takes the least room."""

    def receive(self, data: bytes, now: int) -> bytes:
        """Take in what the client sent and do what can be done; gives what is to be sent."""
        if self.client.call or self.stalled:
            self._behind += data
            self._count()
            return self._refuse_surplus(now) if self.client.call else b""
        if (replies := self._receive_refrain(data, now)) is not None:
            return replies
        self._pending += self._parser.feed(data)
        self._parsed = len(data)
        if self._parser.held or self.counted:
            self._count()
        return self._advance(b"", now)

    def _receive_refrain(self, data: bytes, now: int) -> bytes | None:
        """The replies, if these are requests like the one before, and either one or to be executed as one."""
        refrain = self._refrain
        last = refrain.last_words(data)
        if last is None:
            return None
        if len(last) == 1:
            return self._controller.execute(self.client, refrain.words + last, now) or b""
        return self._controller.execute_all(self.client, refrain.words, last, now, self._max_output)

    def _refuse_surplus(self, now: int) -> bytes:
        """Whoever sends too much behind a blocked call is hung up on. To read it no further would not do:
        then nobody could tell when it is gone, and its call would take an item for it.
        """
        hub, size = self._hub, len(self._behind)
        if size > hub.limits.pipelined:
            error: RqError = TooBig(
                f"{size} bytes came behind a call that waits; at most {hub.limits.pipelined} are kept"
            )
            hub.counters.refused_payloads += 1
        elif hub.memory.over and size > ALLOWANCE:
            error = hub.memory.full()
            hub.counters.refused_for_memory += 1
        else:
            return b""
        hub.cancel(self.client, now)
        self.client.leaving = True
        return self.say(error)

    def deliver(self, reply: bytes, now: int) -> bytes:
        """Go on after the call that waited: its reply, and those to what came after it."""
        return self._advance(reply, now)

    def go_on(self, now: int) -> bytes:
        """There is room for more replies."""
        return self._advance(b"", now)

    def _refill(self) -> bool:
        """Read on in what had to wait; whether there are requests."""
        while self._behind and not self._pending:
            data = bytes(self._behind[:CHUNK])
            del self._behind[:CHUNK]
            self._pending += self._parser.feed(data)
            self._parsed = len(data)
        return bool(self._pending)

    def _advance(self, reply: bytes, now: int) -> bytes:
        client, pending, execute = self.client, self._pending, self._execute
        replies = [reply]
        room = self._max_output - len(reply)
        while not client.call and not client.leaving and (pending or (self._behind and self._refill())):
            if room <= 0:
                break
            if answer := execute(pending.popleft(), now):
                replies.append(answer)
                room -= len(answer)
        if pending or self._behind:
            self.stalled = not client.call and not client.leaving
            self._count()
        else:
            self.stalled = False
            if self._parser.error and not client.call:
                replies.append(self._refusal())
            if self.counted:
                self._count()
        return b"".join(replies)

    def _refusal(self) -> bytes:
        """What came cannot be read as requests any further."""
        error = self._parser.error
        assert error
        self.client.leaving = True
        if isinstance(error, TooBig):
            self._hub.counters.refused_payloads += 1
        return self.say(error)

    def say(self, error: RqError) -> bytes:
        """How this client is told an error that is no reply to a command."""
        return resp.error(error.code or "ERR", str(error) if error.code else f"Protocol error: {error}")

    def _count(self) -> None:
        """Bring the count of memory up to date; a request that it has no room for is refused half-way."""
        memory, parser = self._hub.memory, self._parser
        counted = parser.held + len(self._behind) + (EXPANSION * self._parsed if self._pending else 0)
        memory.held += counted - self.counted
        self.counted = counted
        if memory.over and parser.held > ALLOWANCE:
            self._hub.counters.refused_for_memory += 1
            parser.fail(memory.full())
            self._count()

    def end(self) -> None:
        """The client is gone, and what it sent is no longer kept."""
        self._pending.clear()
        self._behind.clear()
        self._hub.memory.held -= self.counted
        self.counted = 0
