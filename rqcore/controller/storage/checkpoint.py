# SPDX-License-Identifier: MIT
"""Checkpoints keep a journal short: they copy what durable queues contain into new records.

Theory of operation. A journal only grows. Once all items have been copied into new records, the old ones are
not needed, and the server deletes them. So a checkpoint begins when the journal has several times the bytes
of the items in it: for queues that are nearly empty, it is a record of a few bytes.

The items are copied in small parts, one with each record that is written anyway, so clients hardly notice.
Meanwhile the queues change: an item that has left its queue is not copied any more, and one that was put has
a new record. The copies count only when all items of a queue are there (CHECKED), because until then some
items would have positions of the old records, and some of the new ones. If the controller is killed during a
checkpoint, the old records are complete. The next start reads them, and forgets the copies.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import groupby

from rqcore.controller.items import DelayedItem, Item, ItemLease
from rqcore.controller.paged_store import PagedStore
from rqcore.controller.storage import change_format
from rqcore.controller.storage.change_format import Change
from rqcore.controller.storage.durable_queue import DurableQueue
from rqcore.controller.storage.items_to_copy import ItemsToCopy
from rqcore.controller.storage.journal import Journal
from rqcore.controller.storage.saved_sessions import copy_session
from rqcore.controller.stores import PriorityStore

LEAST_BYTES = 16 << 20
"""The bytes of a journal for which no checkpoint is worth while."""
LEAST_RECORDS = 10_000
"""The records of a journal for which no checkpoint is worth while."""
PART = 500
"""The most items that are copied with one record; fewer if they are large."""
DISCARDED = 20_000
"""The most items of a purged queue that are given up with one record."""
BYTES_OF_A_UNIT = 1024
"""Bytes of a payload or of another part that count as one more item."""


class Checkpoint:
    """Copies the items of durable queues into the records of their journal.

    Args:
        journal: The journal.
        queues: The durable queues.
        last_item: Returns a number that no item exceeds.
    """

    def __init__(self, journal: Journal, queues: list[DurableQueue], last_item: Callable[[], int]) -> None:
        """Begin; ``copy_part`` does the work."""
        self.first_record: int = journal.next_record
        """The record in front of which all others can be deleted, once ``is_done`` and all are written."""
        self.is_done: bool = False
        """All items have been copied."""
        self.other_bytes: int = 0
        """What it has copied apart from the payloads in queues: names, keys, leased items and sessions."""
        self._journal = journal
        self._last_item = last_item
        self._left = PART
        """The units of work that fit into the present record."""
        self._parts = self._copy_all(queues)

    def copy_part(self) -> None:
        """Copy some items into the present record."""
        self.is_done = next(self._parts, True)

    def _copy_all(self, queues: list[DurableQueue]) -> Iterator[bool]:
        for queue in queues:
            yield from self._end_full_part()
            if not queue.is_closed:
                yield from self._copy_queue(queue)
        for client in list(self._journal.sessions.values()):
            self._count_other(copy_session(self._journal, client))
            yield from self._end_full_part()
        self._journal.record_number(self._last_item())

    def _copy_queue(self, queue: DurableQueue) -> Iterator[bool]:
        self._count_other(queue.record_creation())
        stored = queue.begin_copy()
        while stored and queue.copied is not None:
            self._copy(queue, self._next_items(stored))
            yield from self._end_full_part()
        while stored:  # the queue was purged
            stored.discard(DISCARDED)
            self._journal.record_number(self._last_item())  # so that a record follows
            self._left = 0
            yield from self._end_full_part()
        if not queue.is_closed:
            self._journal.record_mark(queue, Change.CHECKED)
        for page in list(queue.store.pages) if isinstance(queue.store, PagedStore) else ():
            if not page.is_gone:
                self._journal.copy_page(queue, page)
                self._left -= 1
                yield from self._end_full_part()
        absent: list[ItemLease | DelayedItem] = [*queue.leases.values(), *queue.delayed.values()]
        for entry in absent:
            queue.copy_absent(entry)
            self._count_other(_size_of(entry.item))
            yield from self._end_full_part()
        queue.copied = None

    def _end_full_part(self) -> Iterator[bool]:
        """Yield False if no more fits into the present record."""
        if self._left <= 0:
            yield False
            self._left = PART

    def _next_items(self, stored: ItemsToCopy) -> list[tuple[int, Item]]:
        """Take as many items as fit into the present record, at least one."""
        items: list[tuple[int, Item]] = []
        while stored and (self._left > 0 or not items):
            items.append(stored.pop())
            self._left -= _units(_size_of(items[-1][1]))
        items.reverse()
        return items

    def _count_other(self, size: int) -> None:
        """Count bytes of something that is not in a queue."""
        self.other_bytes += size
        self._left -= _units(size)

    def _copy(self, queue: DurableQueue, items: list[tuple[int, Item]]) -> None:
        """Copy the items that are still in their queue."""
        assert queue.copied is not None
        present = [stored for stored in items if stored[1].number not in queue.copied]
        self.other_bytes += sum(len(item.priority) for _, item in present)
        changes: list[bytes] = []
        if isinstance(queue.store, PriorityStore):
            for at, item in present:
                changes += change_format.pack_put(queue.identity, item, at, True)
        else:
            for group in _consecutive(present):
                alike = [item for _, item in group]
                changes += change_format.pack_puts(queue.identity, alike, group[0][0], True)
        self._journal.record_pieces(queue, change_format.join_small(changes))


def _size_of(item: Item) -> int:
    return len(item.payload) + len(item.priority)


def _units(size: int) -> int:
    """Return how much work it is to copy something of this many bytes."""
    return 1 + size // BYTES_OF_A_UNIT


def _consecutive(stored: list[tuple[int, Item]]) -> list[list[tuple[int, Item]]]:
    """Split items where the positions have a gap."""
    numbered = enumerate(stored)
    groups = groupby(numbered, key=lambda each: each[1][0] - each[0])
    return [[each for _, each in group] for _, group in groups]
