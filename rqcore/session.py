# SPDX-License-Identifier: MIT
"""One client's conversation with the controller: bytes in, bytes out, no socket.

Requests are answered in the order they came. While a call waits, what the
client sends after it is kept, and goes on when the call ends.
"""

from __future__ import annotations

from collections import deque

from rqcore import resp
from rqcore.clients import Client
from rqcore.controller import Controller
from rqcore.requests import RequestParser

MAX_PENDING = 64 * 1024
"""Requests that may wait behind a blocked call before the shell stops reading."""


class Session:
    """The state between one client's bytes and the controller's ``execute``."""

    def __init__(self, controller: Controller, client: Client) -> None:
        self.client = client
        self._controller = controller
        self._parser = RequestParser(controller.hub.limits.payload)
        self._pending: deque[list[bytes]] = deque()
        self._out: list[bytes] = []

    @property
    def backlogged(self) -> bool:
        """Whether the client should be read no further for now."""
        return len(self._pending) > MAX_PENDING or self._parser.buffered > self._controller.hub.limits.payload

    def receive(self, data: bytes, now: int) -> None:
        """Take in what the client sent and do what can be done."""
        self._pending.extend(self._parser.feed(data))
        self._advance(now)

    def deliver(self, reply: bytes, now: int) -> None:
        """Take the reply to the call that waited, and go on with what came after it."""
        self._out.append(reply)
        self._advance(now)

    def _advance(self, now: int) -> None:
        client = self.client
        while self._pending and not client.call and not client.leaving:
            reply = self._controller.execute(client, self._pending.popleft(), now)
            if reply is not None:
                self._out.append(reply)
        if self._parser.error and not self._pending and not client.call:
            error = self._parser.error
            self._out.append(resp.error(error.code or "ERR", f"Protocol error: {error}"))
            client.leaving = True

    def take(self) -> bytes:
        """What is to be sent."""
        data = b"".join(self._out) if len(self._out) != 1 else self._out[0]
        self._out.clear()
        return data
