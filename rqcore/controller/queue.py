# SPDX-License-Identifier: MIT
"""A queue: its items, its bound, and the calls that wait for it, first come first served.

Nothing here knows a socket or a clock. The rule that keeps waiting calls in
order: while a getter waits the queue is empty, and while a putter waits it is
full, so whoever comes later can never be served before.
"""

from __future__ import annotations

import sys
from collections import OrderedDict, deque
from dataclasses import replace
from functools import partial
from heapq import heappop, heappush
from math import inf
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, TypeVar
from uuid import uuid4

from rqcore.codec import Codec
from rqcore.protocol.memory import ITEM_COST, Memory
from rqcore.protocol.queue_values import QueueStat
from rqcore.protocol.spool_api import Content

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from rqcore.protocol.parallel_stats import ParallelStat


class Item(NamedTuple):
    """What was put, as it travels."""

    number: int
    codec: Codec
    payload: Content
    priority: float = 0.0


make_item: Callable[[tuple[int, Codec, Content, float]], Item] = partial(tuple.__new__, Item)
"""``Item`` of its four parts, without the cost of a call in Python: every put makes one."""

_payload_of: Callable[[Item], Content] = attrgetter("payload")


def size_of(items: Iterable[Item]) -> int:
    """Bytes of all their payloads."""
    return sum(map(len, map(_payload_of, items)))


class Store(Protocol):
    """The order in which items come out."""

    def __len__(self) -> int: ...
    def __iter__(self) -> Iterator[Item]:
        """In the order in which they will come out."""

    def push(self, item: Item) -> None: ...
    def extend(self, items: Iterable[Item]) -> None:
        """Push each."""

    def push_front(self, item: Item) -> None:
        """It will be the next to come out."""

    def take(self) -> Item: ...


class FifoStore(deque[Item]):
    """First in, first out."""

    push = deque.append
    push_front = deque.appendleft
    take = deque.popleft


class LifoStore(list[Item]):
    """Last in, first out."""

    push = list.append
    push_front = list.append
    take = list.pop
    __iter__ = list.__reversed__


class PriorityStore:
    """The lowest priority first; equal ones in the order of their arrival."""

    def __init__(self) -> None:
        self._heap: list[tuple[float, int, Item]] = []
        self._front = 0
        """Below the number of any item, and of what was pushed in front before."""

    def __len__(self) -> int:
        return len(self._heap)

    def __iter__(self) -> Iterator[Item]:
        return (item for _, _, item in sorted(self._heap))

    def push(self, item: Item) -> None:
        heappush(self._heap, (item.priority, item.number, item))

    def extend(self, items: Iterable[Item]) -> None:
        for item in items:
            self.push(item)

    def push_front(self, item: Item) -> None:
        self._front -= 1
        heappush(self._heap, (-inf, self._front, item))

    def take(self) -> Item:
        return heappop(self._heap)[2]


STORES: dict[str, type[FifoStore] | type[LifoStore] | type[PriorityStore]] = {
    "fifo": FifoStore,
    "lifo": LifoStore,
    "priority": PriorityStore,
}
"""Every kind of queue."""


class Numbered(Protocol):
    """A call, as far as a line needs to know it."""

    number: int


Waiting = TypeVar("Waiting", bound=Numbered)


class WaitQueue(OrderedDict[int, Waiting]):
    """Calls that wait, by number, in the order they came; any of them may give up."""

    def join(self, call: Waiting) -> None:
        self[call.number] = call

    def leave(self, call: Waiting) -> None:
        del self[call.number]

    @property
    def first(self) -> Waiting:
        return next(iter(self.values()))

    def next(self) -> Waiting:
        """Take out the first."""
        return self.popitem(last=False)[1]


class Queue:
    """One queue of a controller."""

    __slots__ = (
        "bytes",
        "clients",
        "drained",
        "gets",
        "getters",
        "joiners",
        "kind",
        "maxsize",
        "memory",
        "name",
        "namespace",
        "number",
        "puts",
        "putters",
        "shut",
        "store",
        "unfinished",
    )

    def __init__(
        self,
        number: int,
        name: str | None,
        kind: str = "fifo",
        maxsize: int = 0,
        memory: Memory | None = None,
    ) -> None:
        self.memory = memory or Memory()
        """Where what it holds is counted."""
        self.number = number
        self.namespace = str(uuid4())
        self.name = name
        self.kind = kind
        self.maxsize = maxsize
        self.store: Store = STORES[kind]()
        self.getters: WaitQueue[Any] = WaitQueue()
        self.putters: WaitQueue[Any] = WaitQueue()
        self.joiners: WaitQueue[Any] = WaitQueue()
        self.puts = 0
        self.gets = 0
        self.bytes = 0
        self.unfinished = 0
        """Items put for which no task_done has come."""
        self.shut = False
        self.drained = False
        """It was shut down at once: all its items were destroyed."""
        """Takes no more items."""
        self.clients = 0

    @property
    def label(self) -> str:
        return self.name or self.namespace

    @property
    def size(self) -> int:
        return len(self.store)

    @property
    def room(self) -> int:
        """How many more items it may hold."""
        return max(self.maxsize - len(self.store), 0) if self.maxsize else sys.maxsize

    @property
    def full(self) -> bool:
        return self.room == 0

    def push(self, item: Item) -> None:
        self.store.push(item)
        self.puts += 1
        self.unfinished += 1
        self.bytes += (size := len(item.payload))
        self.memory.held += size + ITEM_COST

    def push_many(self, items: Sequence[Item], size: int) -> None:
        """Push each; ``size``: bytes of all their payloads."""
        self.store.extend(items)
        self.puts += len(items)
        self.unfinished += len(items)
        self.bytes += size
        self.memory.held += size + ITEM_COST * len(items)

    def give_back(self, item: Item) -> None:
        """Undo a ``take``: the item is in front again, and as unfinished as it was."""
        self.store.push_front(item)
        self.gets = max(self.gets - 1, 0)
        self.unfinished = max(self.unfinished, len(self.store))
        self.bytes += (size := len(item.payload))
        self.memory.held += size + ITEM_COST

    def take(self) -> Item:
        item = self.store.take()
        self.gets += 1
        self.bytes -= (size := len(item.payload))
        self.memory.held -= size + ITEM_COST
        return item

    def take_many(self, count: int) -> list[Item]:
        """As many as are there, up to ``count``."""
        take = self.store.take
        items = [take() for _ in range(min(count, len(self.store)))]
        self._took(len(items), size_of(items))
        return items

    def drop(self, count: int, size: int) -> None:
        """Take so many, which were seen already; ``size``: bytes of all their payloads."""
        take = self.store.take
        for _ in range(count):
            take()
        self._took(count, size)

    def _took(self, count: int, size: int) -> None:
        self.gets += count
        self.bytes -= size
        self.memory.held -= size + ITEM_COST * count

    def forget(self) -> None:
        """It is destroyed with all its items: nothing of it is held any more."""
        self.memory.held -= self.bytes + ITEM_COST * len(self.store)

    def stat(self) -> QueueStat:
        return QueueStat(
            namespace=self.namespace,
            name=self.name,
            kind=self.kind,
            size=len(self.store),
            maxsize=self.maxsize,
            puts=self.puts,
            gets=self.gets,
            blocked_puts=len(self.putters),
            blocked_gets=len(self.getters),
            blocked_joins=len(self.joiners),
            unfinished=self.unfinished,
            shutdown=self.shut,
            clients=self.clients,
            bytes=self.bytes,
        )


class ExposedQueue(Queue):
    """A queue that lives in another program, as that tells of it: it can be looked at, and no more."""

    __slots__ = ("tasks", "told", "waiting")

    def __init__(self, number: int, name: str, kind: str) -> None:
        super().__init__(number, name)
        self.kind = kind
        self.told: dict[str, int] = {}
        """Figures of a QueueStat."""
        self.waiting: list[dict[str, object]] = []
        """Calls that wait for it, as RQ.WAITERS tells them."""
        self.tasks: ParallelStat | None = None
        """What its workers do; None where that is not told."""

    @property
    def size(self) -> int:
        return self.told.get("size", 0)

    def stat(self) -> QueueStat:
        return replace(super().stat(), **self.told)  # type: ignore[arg-type]
