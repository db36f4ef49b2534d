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
        self._held = 0
        """Bytes that came behind a blocked call."""

    @property
    def backlogged(self) -> bool:
        """Whether the client should be read no further for now."""
        return len(self._pending) > MAX_PENDING or self._held > self._controller.hub.limits.payload

    def receive(self, data: bytes, now: int) -> bytes:
        """Take in what the client sent and do what can be done; gives what is to be sent."""
        self._pending += self._parser.feed(data)
        if self.client.call:
            self._held += len(data)
            return b""
        return self._advance(b"", now)

    def deliver(self, reply: bytes, now: int) -> bytes:
        """Go on after the call that waited: its reply, and those to what came after it."""
        return self._advance(reply, now)

    def _advance(self, reply: bytes, now: int) -> bytes:
        client, pending, execute = self.client, self._pending, self._controller.execute
        replies = [reply]
        self._held = 0
        while pending and not client.call and not client.leaving:
            replies.append(execute(client, pending.popleft(), now) or b"")
        if self._parser.error and not pending and not client.call:
            error = self._parser.error
            replies.append(resp.error(error.code or "ERR", f"Protocol error: {error}"))
            client.leaving = True
        return b"".join(replies)
