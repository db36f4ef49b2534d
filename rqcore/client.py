# SPDX-License-Identifier: MIT
"""The blocking client: handles of a controller and of its queues."""

from __future__ import annotations

from collections.abc import Sequence
from types import TracebackType
from typing import Any, TypeVar

from rqcore import flow
from rqcore.errors import CodecError
from rqcore.flow import Exchange
from rqcore.link import Pool
from rqcore.queues import QueueStat, Waiter
from rqcore.url import DEFAULT_PORT, Url

T = TypeVar("T")

DEFAULT_URL = f"rq://127.0.0.1:{DEFAULT_PORT}"


def connect(
    url: str = DEFAULT_URL, *, name: str = "", network_timeout: float = 5.0, codec: str | None = None
) -> ControllerHandle:
    """A handle of the controller at ``url``, which must answer.

    name: what observers see of this client. network_timeout: seconds that the
    network may take for any call, beside the call's own timeout.
    codec="pickle": values that are no bytes, text or JSON travel as pickles,
    and pickles are loaded; ask for it only among clients that trust each other.

    Raises BadUrl, ConnectionLost, WrongPass, NoAuth.
    """
    handle = ControllerHandle(Url.parse(url), name, network_timeout, codec)
    handle.ping()
    return handle


class ControllerHandle:
    """A controller, seen from a client. Safe to use from several threads; can be pickled."""

    def __init__(self, url: Url, name: str, network_timeout: float, codec: str | None) -> None:
        if codec not in (None, "pickle"):
            raise CodecError(f'codec is None or "pickle", not {codec!r}: all others are chosen by the value')
        self.url = url
        self._settings = (url, name, network_timeout, codec)
        self.allow_pickle = codec == "pickle"
        self._pool = Pool(url, name, network_timeout)

    def create(
        self, name: str | None = None, *, kind: str = "fifo", maxsize: int = 0, exist_ok: bool = False
    ) -> QueueHandle:
        """Make a queue. Raises Exists when the name is taken, unless ``exist_ok``."""
        namespace = self.run(flow.create(name, kind, maxsize, exist_ok))
        if exist_ok:  # the one that was there may be of another kind
            return self.queue(namespace)
        return QueueHandle(self, namespace, name, kind, max(maxsize, 0))

    def queue(self, reference: str) -> QueueHandle:
        """The queue of this name or namespace. Raises NoQueue, Closed."""
        stat = self.run(flow.stat(reference))
        return QueueHandle(self, stat.namespace, stat.name, stat.kind, stat.maxsize)

    def queues(self) -> list[QueueStat]:
        """How every queue stands."""
        return self.run(flow.queues())

    def ping(self) -> bool:
        """Whether the controller answers. Raises ConnectionLost when it does not."""
        return self.run(flow.ping())

    def info(self) -> dict[str, str]:
        """What INFO tells, all sections in one."""
        return self.run(flow.info())

    def run(self, exchange: Exchange[T]) -> T:
        """Carry out one exchange of the flow."""
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

    def __repr__(self) -> str:
        return f"<controller {self.url}>"

    def __reduce__(self) -> tuple[Any, ...]:
        return ControllerHandle, self._settings


class QueueHandle:
    """A queue of a controller, with the methods of ``queue.Queue``.

    Any call raises Closed once the queue was closed, ConnectionLost when the
    controller is out of reach. Can be pickled and used in another process.
    """

    def __init__(
        self, controller: ControllerHandle, namespace: str, name: str | None, kind: str, maxsize: int
    ) -> None:
        self.controller = controller
        self.namespace = namespace
        self.name = name
        self.kind = kind
        self.maxsize = maxsize

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
        if priority is None and self.kind == "priority":
            priority = flow.natural_priority(item)
        allow_pickle = self.controller.allow_pickle
        self.controller.run(flow.put(self.namespace, item, block, timeout, codec, priority, allow_pickle))

    def get(self, block: bool = True, timeout: float | None = None) -> Any:
        """Take the next item; wait for one up to ``timeout`` seconds. Raises Empty, CodecError."""
        return self.controller.run(flow.get(self.namespace, block, timeout, self.controller.allow_pickle))

    def put_nowait(self, item: Any) -> None:
        self.put(item, block=False)

    def get_nowait(self) -> Any:
        return self.get(block=False)

    def qsize(self) -> int:
        """How many items it holds."""
        return self.controller.run(flow.size(self.namespace))

    def empty(self) -> bool:
        return self.qsize() == 0

    def full(self) -> bool:
        return 0 < self.maxsize <= self.qsize()

    def put_many(
        self, items: Sequence[Any], timeout: float | None = None, *, codec: str | None = None
    ) -> int:
        """Put items of one codec in order, as room comes; returns how many were put in time.

        Raises Full when there was not even room for the first.
        """
        if not items:
            return 0
        return self.controller.run(
            flow.put_many(self.namespace, items, timeout, codec, self.controller.allow_pickle)
        )

    def get_many(self, count: int, timeout: float | None = None) -> list[Any]:
        """Take up to ``count`` items; wait for the first only. Raises Empty."""
        return self.controller.run(
            flow.get_many(self.namespace, count, timeout, self.controller.allow_pickle)
        )

    def peek(self, start: int = 0, stop: int = -1) -> list[Any]:
        """The items from ``start`` to ``stop``, both included, without taking them."""
        return self.controller.run(flow.peek(self.namespace, start, stop, self.controller.allow_pickle))

    def purge(self) -> int:
        """Destroy all items; returns how many there were."""
        return self.controller.run(flow.purge(self.namespace))

    def task_done(self) -> None:
        """Say that the work on one taken item is done. Raises ValueError when called too often."""
        self.controller.run(flow.task_done(self.namespace))

    def join(self, timeout: float | None = None) -> bool:
        """Wait until every item was called done; False when the time was up first."""
        return self.controller.run(flow.join(self.namespace, timeout)) == 0

    def shutdown(self, immediate: bool = False) -> None:
        """Take no more items; what is there can still be taken, unless ``immediate``."""
        self.controller.run(flow.shutdown(self.namespace, immediate))

    def waiters(self) -> list[Waiter]:
        """The calls that wait, first come first."""
        return self.controller.run(flow.waiters(self.namespace))

    def stat(self) -> QueueStat:
        """How it stands."""
        return self.controller.run(flow.stat(self.namespace))

    def close(self) -> int:
        """Destroy the queue for everybody; returns how many items were destroyed with it."""
        return self.controller.run(flow.close(self.namespace))

    def __repr__(self) -> str:
        return f"<queue {self.name or self.namespace} of {self.controller.url}>"

    def __reduce__(self) -> tuple[Any, ...]:
        return QueueHandle, (self.controller, self.namespace, self.name, self.kind, self.maxsize)
