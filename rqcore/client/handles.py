# SPDX-License-Identifier: MIT
"""The blocking client: handles of a controller and of its queues."""

from __future__ import annotations

from collections.abc import Sequence
from types import TracebackType
from typing import Any, TypeVar

from rqcore import backends
from rqcore.client import exchanges
from rqcore.client.base import ControllerHandleBase, QueueHandleBase
from rqcore.client.exchanges import Exchange
from rqcore.client.pool import ConnectionPool
from rqcore.protocol.queue_values import Preview, QueueStat, Waiter
from rqcore.url import DEFAULT_URL as DEFAULT_URL
from rqcore.url import Url

T = TypeVar("T")


def connect(
    url: str | None = None, *, name: str = "", network_timeout: float = 5.0, codec: str | None = None
) -> ControllerHandle:
    """A handle of the controller at ``url``, which must answer.

    url: see ``rqcore.url``; without one RQ_URL in the environment says where,
    or it is the usual port of this machine. name: what observers see of this
    client. network_timeout: seconds that the network may take for any call,
    beside the call's own timeout. codec="pickle": values that are no bytes,
    text or JSON travel as pickles, and pickles are loaded; ask for it only
    among clients that trust each other.

    A ``redis://`` URL, and the others of ``rqcore.pressure.redis_address``, give the
    same handles of queues on Redis.

    Raises BadUrl, ConnectionLost, WrongPass, NoAuth.
    """
    other, place = backends.module(url, "redis_handles")
    if other:
        made: ControllerHandle = other.connect(place, name=name, network_timeout=network_timeout, codec=codec)
        return made
    handle = ControllerHandle(Url.find(url), name, network_timeout, codec)
    try:
        handle.ping()
    except BaseException:
        handle.close()
        raise
    return handle


class ControllerHandle(ControllerHandleBase):
    """A controller, seen from a client. Safe to use from several threads; can be pickled, and forked."""

    _pool: ConnectionPool

    def __init__(self, url: Url, name: str, network_timeout: float, codec: str | None) -> None:
        super().__init__(url, name, network_timeout, codec)
        self._pool = ConnectionPool(url, name, network_timeout)

    def create(
        self, name: str | None = None, *, kind: str = "fifo", maxsize: int = 0, exist_ok: bool = False
    ) -> QueueHandle:
        """Make a queue. Raises Exists when the name is taken, unless ``exist_ok``."""
        namespace = self.run(exchanges.create(name, kind, maxsize, exist_ok))
        if exist_ok:  # the one that was there may be of another kind
            return self.queue(namespace)
        return QueueHandle(self, namespace, name, kind, max(maxsize, 0))

    def queue(self, reference: str) -> QueueHandle:
        """The queue of this name or namespace. Raises NoQueue, Closed."""
        stat = self.run(exchanges.stat(reference))
        return QueueHandle(self, stat.namespace, stat.name, stat.kind, stat.maxsize)

    def queues(self) -> list[QueueStat]:
        """How every queue stands."""
        return self.run(exchanges.queues())

    def ping(self) -> bool:
        """Whether the controller answers. Raises ConnectionLost when it does not."""
        return self.run(exchanges.ping())

    def info(self) -> dict[str, str]:
        """What INFO tells, all sections in one."""
        return self.run(exchanges.info())

    def run(self, exchange: Exchange[T]) -> T:
        """Carry out one exchange of the flow.

        Interrupted by Ctrl-C it is called off at the controller too: an item
        that was on its way goes back to the head of its queue.
        """
        return self._pool.run(exchange)

    def close(self) -> None:
        """Hang up; calls that wait in other threads raise ConnectionLost. The queues live on."""
        self._pool.close()

    def __enter__(self) -> ControllerHandle:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class QueueHandle(QueueHandleBase[ControllerHandle]):
    """A queue of a controller, with the methods of ``queue.Queue`` and ``multiprocessing.Queue``.

    Any call raises Closed once the queue was closed, ConnectionLost when the
    controller is out of reach. Can be pickled and used in another process.
    """

    def put(
        self,
        item: Any,
        block: bool = True,
        timeout: float | None = None,
        *,
        codec: str | None = None,
        priority: float | None = None,
    ) -> None:
        """Put an item; wait for room up to ``timeout`` seconds.

        In a priority queue the lowest ``priority`` comes out first; without one
        it is the item, or the first member of it, when that is a number.
        Raises Full, ShutDown, CodecError, TooBig.
        """
        self.controller.run(self._put(item, block, timeout, codec, priority))

    def get(self, block: bool = True, timeout: float | None = None, *, decoded: bool = True) -> Any:
        """Take the next item; wait for one up to ``timeout`` seconds. Raises Empty, ShutDown, CodecError.

        Without ``decoded`` it comes as a Payload.
        """
        return self.controller.run(self._get(block, timeout, decoded))

    def put_nowait(self, item: Any) -> None:
        """Put an item if there is room. Raises as ``put`` does."""
        self.put(item, block=False)

    def get_nowait(self) -> Any:
        """Take the next item if there is one. Raises as ``get`` does."""
        return self.get(block=False)

    def qsize(self) -> int:
        """How many items it holds."""
        return self.controller.run(exchanges.size(self.namespace))

    def empty(self) -> bool:
        """Whether it holds none, at this moment."""
        return self.qsize() == 0

    def full(self) -> bool:
        """Whether it holds as many as it may, at this moment."""
        return 0 < self.maxsize <= self.qsize()

    def put_many(
        self, items: Sequence[Any], timeout: float | None = None, *, codec: str | None = None
    ) -> int:
        """Put items of one codec in order, as room comes; returns how many were put in time.

        Raises Full when there was not even room for the first.
        """
        return self.controller.run(self._put_many(items, timeout, codec)) if items else 0

    def get_many(self, count: int, timeout: float | None = None) -> list[Any]:
        """Take up to ``count`` items; wait for the first only. Raises Empty."""
        return self.controller.run(self._get_many(count, timeout))

    def peek(self, start: int = 0, stop: int = -1, *, decoded: bool = True) -> list[Any]:
        """The items from ``start`` to ``stop``, both included, without taking them.

        Without ``decoded`` each comes as a Payload: for whoever must not load pickles.
        """
        return self.controller.run(self._peek(start, stop, decoded))

    def previews(self, start: int, stop: int, most: int) -> list[Preview]:
        """How the items from ``start`` to ``stop``, both included, begin: ``most`` bytes of each."""
        return self.controller.run(exchanges.previews(self.namespace, start, stop, most))

    def piece(self, number: int, start: int, count: int) -> bytes | None:
        """So many bytes of the payload of an item, from ``start`` on, without taking it.

        ``number``: that of its events. None where the item is not in the queue any more.
        """
        return self.controller.run(exchanges.piece(self.namespace, number, start, count))

    def purge(self) -> int:
        """Destroy all items; returns how many there were."""
        return self.controller.run(exchanges.purge(self.namespace))

    def task_done(self) -> None:
        """Say that the work on one taken item is done. Raises ValueError when called too often."""
        self.controller.run(exchanges.task_done(self.namespace))

    def join(self, timeout: float | None = None) -> bool:
        """Wait until every item was called done; False when the time was up first."""
        return self.controller.run(exchanges.join(self.namespace, timeout)) == 0

    def shutdown(self, immediate: bool = False) -> None:
        """Take no more items; what is there can still be taken, unless ``immediate``."""
        self.controller.run(exchanges.shutdown(self.namespace, immediate))

    def waiters(self) -> list[Waiter]:
        """The calls that wait, first come first."""
        return self.controller.run(exchanges.waiters(self.namespace))

    def stat(self) -> QueueStat:
        """How it stands."""
        return self.controller.run(exchanges.stat(self.namespace))

    def close(self) -> int:
        """Destroy the queue for everybody; returns how many items were destroyed with it."""
        return self.controller.run(exchanges.close(self.namespace))

    def join_thread(self) -> None:
        """Nothing to wait for: when ``put`` comes back the controller has the item.

        Here for programs written for ``multiprocessing.Queue``, which puts from a thread of its own.
        """

    def cancel_join_thread(self) -> None:
        """Nothing to cancel, for the same reason: a process may end at once and loses no item."""
