# SPDX-License-Identifier: MIT
"""The handles of ``rqcore.client.handles`` for queues on Redis: ``rqcore.connect("redis://…")``.

What such a queue cannot do raises NotAllowed; ``likeness.CAN`` has the table.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NoReturn

from rqcore import codec
from rqcore.client import handles
from rqcore.errors import BadCall, CodecError, Exists, NoQueue
from rqcore.pressure.adapter import bound_of, refuse, shown_name, stat_of, stored_name, waiters_of
from rqcore.pressure.blocking_queue import PressureQueue
from rqcore.pressure.keys import BOUND, PREFIX, escaped, to_bytes, to_text
from rqcore.pressure.plain_keys import find_plain
from rqcore.pressure.redis_address import RedisAddress
from rqcore.pressure.redis_connection import RedisConnection
from rqcore.pressure.redis_payloads import mark, unmark
from rqcore.protocol.queue_values import QueueStat, Waiter


def connect(url: str, *, name: str, network_timeout: float, codec: str | None) -> RedisControllerHandle:
    """A handle of the server at ``url``, which must answer. See ``rqcore.connect``."""
    handle = RedisControllerHandle(RedisConnection(RedisAddress.parse(url), name, network_timeout), codec)
    try:
        handle.ping()
    except BaseException:
        handle.close()
        raise
    return handle


class RedisControllerHandle(handles.ControllerHandle):
    """A Redis server, seen as a controller. Safe to use from several threads; can be pickled, and forked."""

    def __init__(self, link: RedisConnection, codec: str | None = None) -> None:
        if codec not in (None, "pickle"):
            raise CodecError(f'codec is None or "pickle", not {codec!r}: all others are chosen by the value')
        self.link = link
        self.url = link.place
        self.allow_pickle = codec == "pickle"
        self._settings = (link, codec)  # type: ignore[assignment]  # what it is made of again

    @property
    def share(self) -> None:
        """There is no spool."""
        return None

    def create(
        self, name: str | None = None, *, kind: str = "fifo", maxsize: int = 0, exist_ok: bool = False
    ) -> RedisQueueHandle:
        """Make a queue. Raises Exists when the name is taken, unless ``exist_ok``; NotAllowed."""
        bound = bound_of(kind, maxsize)
        stored = stored_name(self.link.place, name)
        try:
            self.pressure(stored).create(bound)
        except Exists:
            if not exist_ok:
                raise
            bound = self.pressure(stored).bound()
        return RedisQueueHandle(self, stored, name, kind, bound)

    def queue(self, reference: str) -> handles.QueueHandle:
        """The queue of this name; or the list or stream, where there is no queue. Raises NoQueue."""
        stored = stored_name(self.link.place, reference)
        try:
            stat = self.pressure(stored).standing()
        except NoQueue:
            plain = find_plain(self, reference)
            if plain is None:
                raise
            return plain
        return RedisQueueHandle(self, stored, shown_name(self.link.place, stored), "fifo", stat.bound)

    def queues(self) -> list[QueueStat]:
        """How every queue stands."""
        names = sorted(self._names())
        return [stat for name in names if (stat := self._stat(name))]

    def _stat(self, name: str) -> QueueStat | None:
        """None where the queue went away meanwhile, or never was one."""
        try:
            return stat_of(shown_name(self.link.place, name), self.pressure(name).standing())
        except (NoQueue, BadCall):
            return None

    def _names(self) -> Iterator[str]:
        """Of all queues. A foreign key that looks like one of theirs is none."""
        before = to_bytes(self.prefix) + b":"
        for key in self.link.scan(escaped(before) + b"*" + BOUND, "string"):
            name = key[len(before) : -len(BOUND)]
            if name:
                yield to_text(name)

    @property
    def prefix(self) -> str:
        """What the keys of all queues begin with."""
        return self.link.place.word("prefix", PREFIX)

    def pressure(self, name: str) -> PressureQueue:
        """The queue of the protocol, whether it is there or not."""
        return PressureQueue(name, self.prefix, self.link)

    def ping(self) -> bool:
        """Whether the server answers. Raises ConnectionLost when it does not."""
        return bool(self.link.ask("PING"))

    def info(self) -> dict[str, str]:
        """What INFO tells, all sections in one; of a cluster what one of its servers tells."""
        found = self.link.ask("INFO", **self.link.anywhere)
        return {str(key): str(value) for key, value in found.items()}

    def run(self, exchange: Any) -> NoReturn:
        refuse("an exchange of the controller's own protocol")

    def close(self) -> None:
        """Hang up. The queues live on."""
        self.link.close()


class RedisQueueHandle(handles.QueueHandle):
    """A queue on Redis, with the methods of a controller's.

    Any call raises Closed once the queue was deleted, ConnectionLost when the
    server is out of reach. Can be pickled and used in another process.
    """

    controller: RedisControllerHandle

    def __init__(
        self, controller: RedisControllerHandle, namespace: str, name: str | None, kind: str, maxsize: int
    ) -> None:
        super().__init__(controller, namespace, name, kind, maxsize)
        self._queue = controller.pressure(namespace)

    def put(
        self,
        item: Any,
        block: bool = True,
        timeout: float | None = None,
        *,
        codec: str | None = None,
        priority: float | None = None,
    ) -> None:
        """Put an item; wait for room up to ``timeout`` seconds. Raises Full, ShutDown, CodecError."""
        if priority is not None:
            refuse("a priority")
        self._queue.put(self._mark(item, codec), block, timeout)

    def get(self, block: bool = True, timeout: float | None = None, *, decoded: bool = True) -> Any:
        """Take the next item; wait for one up to ``timeout`` seconds. Raises Empty, ShutDown, CodecError."""
        return self._read(self._queue.get(block, timeout), decoded)

    def put_many(
        self, items: Sequence[Any], timeout: float | None = None, *, codec: str | None = None
    ) -> int:
        """Put items in order, as room comes; returns how many were put in time. Raises Full."""
        marked = [self._mark(item, codec) for item in items]
        return self._queue.put_many(marked, True, timeout) if marked else 0

    def get_many(self, count: int, timeout: float | None = None) -> list[Any]:
        """Take up to ``count`` items; wait for the first only. Raises Empty."""
        return [self._read(data, True) for data in self._queue.get_many(count, True, timeout)]

    def peek(self, start: int = 0, stop: int = -1, *, decoded: bool = True) -> list[Any]:
        """The items from ``start`` to ``stop``, both included, without taking them."""
        return [self._read(data, decoded) for data in self._queue.peek(start, stop)]

    def qsize(self) -> int:
        """How many items it holds."""
        return self._queue.qsize()

    def purge(self) -> int:
        """Destroy all items; returns how many there were."""
        return self._queue.purge()

    def task_done(self) -> None:
        """Not on Redis: raises NotAllowed."""
        refuse("task_done")

    def join(self, timeout: float | None = None) -> bool:
        """Not on Redis: raises NotAllowed."""
        refuse("join")

    def shutdown(self, immediate: bool = False) -> None:
        """Take no more items; what is there can still be taken, unless ``immediate``."""
        self._queue.shutdown(immediate)

    def waiters(self) -> list[Waiter]:
        """Who holds a role now."""
        return waiters_of(self._queue.standing())

    def stat(self) -> QueueStat:
        """How it stands."""
        return stat_of(shown_name(self.controller.link.place, self.namespace), self._queue.standing())

    def close(self) -> int:
        """Delete the queue for everybody; returns how many items were destroyed with it."""
        return self._queue.delete()

    def _mark(self, item: Any, codec: str | None) -> bytes:
        return mark(item, codec, self.controller.allow_pickle)

    def _read(self, data: bytes, decoded: bool) -> Any:
        payload = unmark(data)
        if not decoded:
            return payload
        return codec.decode(payload.data, payload.codec, allow_pickle=self.controller.allow_pickle)
