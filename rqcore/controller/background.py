# SPDX-License-Identifier: MIT
"""Work that is too long for one turn of the event loop: its steps alternate with the calls of clients."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rqcore.controller.items import Item, total_bytes
from rqcore.controller.leases import Destroyed
from rqcore.errors import StorageError
from rqcore.protocol.memory import ITEM_COST, Memory

Task = Callable[[int], bool]
"""Does one short step at the given time in ns. Returns whether there are further steps."""
Record = Callable[[list[Item], int], None]
"""Records the end of some items: takes them, and the number of items that ended before them."""
FREED, RECORDED = 2000, 500
"""The most items that one step frees, and that it frees and records."""
UNITS_OF_A_FILE = 50
"""A file in the spool takes as long to delete as this many items."""
BYTES_OF_A_UNIT = 1 << 16
"""Bytes of a payload that take as long to free as one item."""


class BackgroundWork:
    """Tasks, each of which gets its step in turn.

    Args:
        memory: Counts the items that are freed.
    """

    def __init__(self, memory: Memory) -> None:
        """Start without tasks."""
        self._memory = memory
        self.is_deferring: bool = False
        """Whether ``begin`` leaves the first step for a later turn too, because many tasks begin now."""
        self.tasks: deque[Task] = deque()
        """The tasks that have further steps."""

    def __bool__(self) -> bool:
        return bool(self.tasks)

    def add(self, task: Task) -> None:
        """Do a first step of a task in a later turn."""
        self.tasks.append(task)

    def begin(self, task: Task, now_ns: int) -> None:
        """Do the first step of a task now, and the others in later turns."""
        if self.is_deferring or task(now_ns):
            self.tasks.append(task)

    @contextmanager
    def deferring(self) -> Iterator[None]:
        """Do nothing of the tasks that begin in the block before later turns."""
        before, self.is_deferring = self.is_deferring, True
        try:
            yield
        finally:
            self.is_deferring = before

    def discard(
        self,
        store: Destroyed,
        now_ns: int,
        record: Record | None = None,
        then: Callable[[], None] | None = None,
    ) -> None:
        """Free the items of a queue that was purged or closed, most of them in later turns.

        Args:
            store: The items. No queue uses it any more.
            now_ns: The current time in ns.
            record: Records the end of some items; None if there is no observer.
            then: Called when all items are freed.
        """
        self.begin(DiscardedItems(store, self._memory, record, then).free_some, now_ns)

    def step(self, now_ns: int) -> None:
        """Do one step of the next task."""
        if self.tasks:
            task = self.tasks.popleft()
            if task(now_ns):
                self.tasks.append(task)


class DiscardedItems:
    """The items of a queue that was purged or closed. They count as memory until they are freed.

    Args:
        store: The items. No queue uses it any more.
        memory: Counts the items.
        record: Records the end of some items; None if there is no observer.
        then: Called when all items are freed.
    """

    def __init__(
        self,
        store: Destroyed,
        memory: Memory,
        record: Record | None = None,
        then: Callable[[], None] | None = None,
    ) -> None:
        self._then = then
        self._store = store
        self._record = record
        self._ended = 0
        self._memory = memory
        if record is None:
            store.forget_pages()

    def free_some(self, now_ns: int) -> bool:
        """Free some items. Returns whether there are others."""
        items, left = [], RECORDED if self._record else FREED
        while left > 0 and self._store:
            try:
                item = self._store.pop()
            except StorageError:
                self._store.forget_pages()  # no client can see them any more
                continue
            items.append(item)
            left -= _units(item)
        if self._record and items:
            self._record(items, self._ended)
            self._ended += len(items)
        self._memory.held -= total_bytes(items) + ITEM_COST * len(items)
        if not self._store and self._then:
            self._then()
        return bool(self._store)


def _units(item: Item) -> int:
    """Return how long it takes to free an item, measured in small items."""
    payload = item.payload
    return 1 + len(payload) // BYTES_OF_A_UNIT if isinstance(payload, bytes) else UNITS_OF_A_FILE
