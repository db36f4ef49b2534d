# SPDX-License-Identifier: MIT
"""What a queue has: its settings, its items and waiting calls, its figures, and the errors of its state."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import uuid4

from rqcore.controller.deadlines import ItemDeadlines
from rqcore.controller.items import DelayedItem, ItemLease
from rqcore.controller.stores import STORES, Store
from rqcore.controller.wait_queue import WaitQueue
from rqcore.errors import Closed, Empty, Full, ShutDown
from rqcore.protocol.memory import Memory
from rqcore.protocol.queue_values import RIGHT, End, QueueStat


class QueueFields:
    """The attributes of a queue, without its rules.

    Args:
        number: Unique in the controller. Events identify the queue by it.
        name: The name that clients use, or None.
        kind: ``fifo``, ``lifo`` or ``priority``.
        maxsize: The most items that the queue can hold; 0 for no limit.
        memory: Counts the memory of the items. None creates a counter without a limit.
        deadlines: The deadlines of leases and delayed items of all queues. None creates them.
    """

    __slots__ = (
        "bytes",
        "dead",
        "dead_letter",
        "deadlines",
        "delayed",
        "frozen",
        "gets",
        "getters",
        "head",
        "is_closed",
        "is_emptied",
        "is_shut_down",
        "joiners",
        "kind",
        "leases",
        "max_deliveries",
        "maxsize",
        "memory",
        "name",
        "namespace",
        "number",
        "puts",
        "putters",
        "redelivers",
        "store",
        "taken_bytes",
        "unfinished",
        "users",
    )

    is_durable: ClassVar[bool] = False
    """Whether a restart of the controller finds the queue again."""

    def __init__(
        self,
        number: int,
        name: str | None,
        kind: str = "fifo",
        maxsize: int = 0,
        memory: Memory | None = None,
        deadlines: ItemDeadlines | None = None,
    ) -> None:
        """Create an empty queue with a new namespace."""
        self.memory: Memory = memory or Memory()
        self.deadlines: ItemDeadlines = ItemDeadlines() if deadlines is None else deadlines
        self.number: int = number
        self.namespace: str = str(uuid4())
        self.name: str | None = name
        self.kind: str = kind
        self.maxsize: int = maxsize
        self.store: Store = self.new_store()
        self.head: End = RIGHT
        """The end of a Redis list at which the next item is."""
        self.getters: WaitQueue[Any] = WaitQueue()
        self.putters: WaitQueue[Any] = WaitQueue()
        self.joiners: WaitQueue[Any] = WaitQueue()
        self.puts: int = 0
        """The number of items put since the queue was created."""
        self.gets: int = 0
        """The number of items taken since the queue was created."""
        self.bytes: int = 0
        """The payload bytes in the queue."""
        self.unfinished: int = 0
        """The number of items that were put, but not yet reported done with task_done or acknowledged."""
        self.is_shut_down: bool = False
        """The queue accepts no more items."""
        self.is_emptied: bool = False
        """An immediate shutdown destroyed the items."""
        self.is_closed: bool = False
        """The queue was destroyed."""
        self.taken_bytes: int = 0
        """The payload bytes of the items that were last taken together."""
        self.leases: dict[int, ItemLease] = {}
        """The leases of items, by their numbers. These items are not in the queue."""
        self.delayed: dict[int, DelayedItem] = {}
        """The items that enter the queue later, by their numbers as delayed items."""
        self.max_deliveries: int = 0
        """The most leases of an item: when the last one ends, it goes to ``dead_letter``. 0: no limit."""
        self.dead_letter: str | None = None
        """The name of the queue to which it goes."""
        self.dead: int = 0
        """The number of items that went there since the queue was created."""
        self.redelivers: bool = self.is_durable
        """Items in the queue may have been leased before."""
        self.frozen: str = ""
        """What a debugger stops here: ``puts``, ``gets`` or ``both``; empty for nothing."""
        self.users: set[Any] = set()
        """The connected clients that have used the queue."""

    def new_store(self) -> Store:
        """Return an empty store for the kind of the queue."""
        return STORES[self.kind]()

    @property
    def label(self) -> str:
        """The queue's name, or its namespace if it has no name."""
        return self.name or self.namespace

    @property
    def size(self) -> int:
        """The number of items in the queue."""
        return len(self.store)

    @property
    def all_items(self) -> int:
        """The number of items in the queue, leased items and delayed items."""
        return len(self.store) + len(self.leases) + len(self.delayed)

    def stat(self) -> QueueStat:
        """Return the current state of the queue."""
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
            shutdown=self.is_shut_down,
            clients=len(self.users),
            bytes=self.bytes,
            leased=len(self.leases),
            delayed=len(self.delayed),
            dead=self.dead,
            max_deliveries=self.max_deliveries,
            dead_letter=self.dead_letter,
            durable=self.is_durable,
            frozen=self.frozen,
        )

    # Errors that describe the state of the queue

    def full_error(self) -> Full:
        """Create the error of a put that found no free space in time."""
        size, maxsize = len(self.store), self.maxsize
        return Full(f"queue {self.label!r} holds {size} of {maxsize} items; wait, or raise its maxsize")

    def empty_error(self) -> Empty:
        """Create the error of a get that found no item in time."""
        return Empty(f"queue {self.label!r} is empty")

    def closed_error(self) -> Closed:
        """Create the error of a call that waited for a queue that was destroyed."""
        return Closed(f"queue {self.label!r} was closed; create it again to use it")

    def shut_down_error(self) -> ShutDown:
        """Create the error of a put into a queue that was shut down."""
        return ShutDown(f"queue {self.label!r} was shut down; it accepts no more items")
