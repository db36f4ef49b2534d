# SPDX-License-Identifier: MIT
"""A controller without a socket, a clock or a loop: requests in, replies out.

Whoever drives it calls ``execute`` for each request with the time in ns, sends
what it returns and what then stands in ``outgoing``, and calls ``expire`` when
``next_deadline`` is reached.
"""

from __future__ import annotations

from collections.abc import Callable

from rqcore import connection_commands as connection
from rqcore import exposed, looking, resp
from rqcore import list_commands as lists
from rqcore import queue_commands as queue
from rqcore.at_once import AT_ONCE
from rqcore.clients import Client
from rqcore.command import Command
from rqcore.commands import COMMANDS
from rqcore.errors import NoAuth, RqError
from rqcore.hub import Hub
from rqcore.info import info
from rqcore.limits import Limits
from rqcore.tasks import tasks
from rqcore.users import Users

Handler = Callable[..., bytes | None]

_HANDLERS: dict[str, Handler] = {
    "RQ.CREATE": queue.create,
    "RQ.PUT": queue.put,
    "RQ.GET": queue.get,
    "RQ.MPUT": queue.put_many,
    "RQ.MGET": queue.get_many,
    "RQ.PEEK": looking.peek,
    "RQ.PIECE": looking.piece,
    "RQ.WAITERS": looking.waiters,
    "RQ.PURGE": queue.purge,
    "RQ.DONE": queue.done,
    "RQ.JOIN": queue.join,
    "RQ.SHUTDOWN": queue.shutdown,
    "RQ.SIZE": looking.size,
    "RQ.MAXSIZE": looking.maxsize,
    "RQ.STAT": looking.stat,
    "RQ.LIST": looking.list_,
    "RQ.CLOSE": queue.close,
    "RQ.OBSERVE": queue.observe,
    "RQ.UNOBSERVE": queue.unobserve,
    "RQ.REPORT": exposed.report,
    "RQ.TASKS": tasks,
    "RQ.SPOOL": queue.spool,
    "LPUSH": lists.lpush,
    "RPOP": lists.rpop,
    "BRPOP": lists.brpop,
    "LLEN": lists.llen,
    "LRANGE": lists.lrange,
    "EXISTS": lists.exists,
    "DEL": lists.delete,
    "TYPE": lists.type_,
    "HELLO": connection.hello,
    "AUTH": connection.auth,
    "PING": connection.ping,
    "ECHO": connection.echo,
    "TIME": connection.time,
    "SELECT": connection.select,
    "CLIENT": connection.client,
    "COMMAND": connection.command,
    "INFO": info,
    "CONFIG": connection.config,
    "QUIT": connection.quit_,
    "RESET": connection.reset,
}

_TABLE: dict[bytes, tuple[Command, Handler]] = {
    name: (row, _HANDLERS[row.name]) for name, row in COMMANDS.items()
}


class Controller:
    """Executes the commands of all clients of one controller."""

    def __init__(self, limits: Limits | None = None, users: Users | None = None) -> None:
        self.hub = Hub(limits, users)
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
                queue.failed(self.hub, client, row.method, now, request[1:], error.code)
            return resp.error(error.code, str(error))

    def close(self, now: int) -> None:
        """The controller ends: every waiting call fails with CLOSED."""
        for each in list(self.hub.queues.values()):
            self.hub.close(each, now)
