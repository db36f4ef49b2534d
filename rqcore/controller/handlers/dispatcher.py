# SPDX-License-Identifier: MIT
"""A controller without a socket, a clock or a loop: requests in, replies out.

Whoever drives it calls ``execute`` for each request with the time in ns, sends
what it returns and what then stands in ``outgoing``, and calls ``expire`` when
``next_deadline`` is reached.
"""

from __future__ import annotations

from collections.abc import Callable

from rqcore.controller.clients import Client
from rqcore.controller.handlers import connection_setup, inspection, queue_methods, redis_lists, reports
from rqcore.controller.handlers.batched import AT_ONCE
from rqcore.controller.handlers.info import info
from rqcore.controller.handlers.parallel_workers import tasks
from rqcore.controller.limits import Limits
from rqcore.controller.state import ControllerState
from rqcore.controller.users import Users
from rqcore.errors import NoAuth, RqError
from rqcore.protocol import resp
from rqcore.protocol.command_spec import CommandSpec
from rqcore.protocol.command_table import COMMANDS

Handler = Callable[..., bytes | None]

_HANDLERS: dict[str, Handler] = {
    "RQ.CREATE": queue_methods.create,
    "RQ.PUT": queue_methods.put,
    "RQ.GET": queue_methods.get,
    "RQ.MPUT": queue_methods.put_many,
    "RQ.MGET": queue_methods.get_many,
    "RQ.PEEK": inspection.peek,
    "RQ.PIECE": inspection.piece,
    "RQ.WAITERS": inspection.waiters,
    "RQ.PURGE": queue_methods.purge,
    "RQ.DONE": queue_methods.done,
    "RQ.JOIN": queue_methods.join,
    "RQ.SHUTDOWN": queue_methods.shutdown,
    "RQ.SIZE": inspection.size,
    "RQ.MAXSIZE": inspection.maxsize,
    "RQ.STAT": inspection.stat,
    "RQ.LIST": inspection.list_,
    "RQ.CLOSE": queue_methods.close,
    "RQ.OBSERVE": queue_methods.observe,
    "RQ.UNOBSERVE": queue_methods.unobserve,
    "RQ.REPORT": reports.report,
    "RQ.TASKS": tasks,
    "RQ.SPOOL": queue_methods.spool,
    "LPUSH": redis_lists.lpush,
    "RPOP": redis_lists.rpop,
    "BRPOP": redis_lists.brpop,
    "LLEN": redis_lists.llen,
    "LRANGE": redis_lists.lrange,
    "EXISTS": redis_lists.exists,
    "DEL": redis_lists.delete,
    "TYPE": redis_lists.type_,
    "HELLO": connection_setup.hello,
    "AUTH": connection_setup.auth,
    "PING": connection_setup.ping,
    "ECHO": connection_setup.echo,
    "TIME": connection_setup.time,
    "SELECT": connection_setup.select,
    "CLIENT": connection_setup.client,
    "COMMAND": connection_setup.command,
    "INFO": info,
    "CONFIG": connection_setup.config,
    "QUIT": connection_setup.quit_,
    "RESET": connection_setup.reset,
}

_TABLE: dict[bytes, tuple[CommandSpec, Handler]] = {
    name: (row, _HANDLERS[row.name]) for name, row in COMMANDS.items()
}


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
            if not client.trusted and not row.open:
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
