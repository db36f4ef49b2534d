# SPDX-License-Identifier: MIT
"""A controller without a socket, a clock or a loop: requests in, replies out.

Whoever drives it calls ``execute`` for each request with the time in ns, sends
what it returns and what then stands in ``outgoing``, and calls ``expire`` when
``next_deadline`` is reached.
"""

from __future__ import annotations

from collections.abc import Callable

from rqcore.controller.clients import Client
from rqcore.controller.handlers import (
    connection_setup,
    info,
    inspection,
    parallel_workers,
    queue_methods,
    redis_lists,
    reports,
)
from rqcore.controller.handlers.batched import AT_ONCE
from rqcore.controller.handlers.registry import HANDLERS
from rqcore.controller.limits import Limits
from rqcore.controller.state import ControllerState
from rqcore.controller.users import Users
from rqcore.errors import NoAuth, RqError
from rqcore.protocol import resp
from rqcore.protocol.command_spec import CommandSpec
from rqcore.protocol.command_table import COMMANDS

Handler = Callable[..., bytes | None]

MODULES = (connection_setup, info, inspection, parallel_workers, queue_methods, redis_lists, reports)
"""The modules with handlers. Importing them registers the handlers."""

_TABLE: dict[bytes, tuple[CommandSpec, Handler]] = {
    name: (row, HANDLERS[row.name]) for name, row in COMMANDS.items()
}
"""Importing this module fails if a command has no handler."""


class Controller:
    """Executes the commands of all clients of one controller."""

    def __init__(self, limits: Limits | None = None, users: Users | None = None) -> None:
        self.hub = ControllerState(limits, users)
        self.outgoing = self.hub.outgoing
        self.arrive = self.hub.arrive
        self.leave = self.hub.leave
        self.expire = self.hub.expire

    @property
    def next_deadline(self) -> int | None:
        """When ``expire`` has something to do, in ns; None when nothing waits with a timeout."""
        return self.hub.deadlines.next

    def execute_all(
        self, client: Client, words: list[bytes], last: list[bytes], now: int, room: int
    ) -> bytes | None:
        """The replies to requests that differ in their last word only, of which ``room`` bytes may be kept;
        None, and nothing is done, where each has to be executed by itself.
        """
        hub, name = self.hub, words[0] if words else b""
        handler = AT_ONCE.get(name)
        if handler is None or not client.trusted:
            return None
        replies = handler(hub, client, now, words, last, room)
        if replies is not None:
            hub.counters.commands += len(last)
            client.active = now
            client.last = name.decode()
        return replies

    def execute(self, client: Client, request: list[bytes], now: int) -> bytes | None:
        """The reply to a request, or None while its call waits. Never raises for bad input."""
        self.hub.counters.commands += 1
        client.active = now
        entry = _TABLE.get(request[0]) or _TABLE.get(request[0].upper())
        if entry is None:
            return resp.error("ERR", f"no command is called {request[0][:40].decode(errors='replace')!r}")
        row, handler = entry
        client.last = row.name
        try:
            if not client.trusted and not row.before_login:
                raise NoAuth("this controller wants a password: AUTH user password")
            words = request[1:]
            if row.fewest <= len(words) <= row.most:
                return handler(self.hub, client, now, *words)
            values, options = row.parse(words)
            return handler(self.hub, client, now, *values, **options)
        except RqError as error:
            if row.method is not None and self.hub.news.observing:
                queue_methods.failed(self.hub, client, row.method, now, request[1:], error.code)
            return resp.error(error.code, str(error))

    def close(self, now: int) -> None:
        """The controller ends: every waiting call fails with CLOSED."""
        for each in list(self.hub.queues.values()):
            self.hub.close(each, now)
