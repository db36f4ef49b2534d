# SPDX-License-Identifier: MIT
"""Reads the records of a journal when a controller starts, and makes its durable queues again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from rqcore.controller.deadlines import ItemDeadlines
from rqcore.controller.items import Item
from rqcore.controller.paged_store import Page
from rqcore.controller.storage.change_format import (
    Absence,
    Change,
    DamagedRecord,
    Figures,
    RestoredTo,
    is_continued,
    read_record,
)
from rqcore.controller.storage.durable_queue import DurableQueue
from rqcore.controller.storage.inserted_items import InsertedItems
from rqcore.controller.storage.journal import Journal
from rqcore.protocol.memory import Memory

Stored = tuple[int | None, Item]
"""The position of an item in its queue, and the item; None if others, or its number, show its place."""


class RecoveredQueue:
    """What the records have said about one queue."""

    __slots__ = ("absent", "copies", "definition", "figures", "inserted", "items", "pages")

    def __init__(self) -> None:
        """Start without items."""
        self.definition: dict[str, Any] = {}
        """What it was created with; empty if a record that is deleted said it, and a later one repeats it."""
        self.figures: Figures = Figures(0, 0, 0, 0)
        self.items: dict[int, Stored] = {}
        """The position of each item and the item, by its number."""
        self.inserted: InsertedItems = InsertedItems()
        """The items that returned to a place between two others."""
        self.absent: dict[int, tuple[Stored, Absence]] = {}
        """The leased and delayed items, by their numbers."""
        self.copies: dict[int, Stored] = {}
        """Copies of items, until all are there."""
        self.pages: dict[int, Page] = {}
        """The pages, by their numbers."""


ReadRows = Callable[[int, int], Iterable[bytes]]
"""Returns the rows of a page, by the number of the first and how many there are."""


def _no_rows(number: int, count: int) -> Iterable[bytes]:
    return ()


class JournalReplay:
    """Collects the changes of all records, in order.

    Args:
        read_rows: Reads pages that the records have opened.
    """

    def __init__(self, read_rows: ReadRows = _no_rows) -> None:
        """Start without queues."""
        self._read_rows = read_rows
        self.unneeded: list[Page] = []
        """The pages that are needed only for the records."""
        self.queues: dict[int, RecoveredQueue] = {}
        """The queues by their numbers in the journal."""
        self.last_identity: int = 0
        """The highest number of a queue."""
        self.last_item: int = 0
        """A number that no item exceeds."""
        self.sessions: dict[str, tuple[dict[str, Any], list[Item]]] = {}
        """What is saved of each session, by its token, and the items that it keeps."""
        self._pieces: list[bytes] = []
        """Pieces of changes that were too large for one part of a record."""
        self._taken: dict[tuple[int, int], Stored] = {}
        """The items that left their queues in the present record, by the numbers of queue and item."""

    def read(self, record: bytes) -> None:
        """Read the next record. Raises DamagedRecord."""
        if not is_continued(record):
            self._taken.clear()
        read_record(record, self)

    def make_queues(
        self,
        memory: Memory,
        journal: Journal,
        next_number: Callable[[], int],
        deadlines: ItemDeadlines | None = None,
    ) -> list[DurableQueue]:
        """Make the queues, without their leased and delayed items.

        Args:
            memory: Counts their items.
            journal: Where they record changes.
            next_number: Returns the number of another queue in events.
            deadlines: The deadlines of leases and delayed items.

        Raises:
            DamagedRecord: A queue has items, but no record has created it.
        """
        queues = []
        for identity, found in self.queues.items():
            if not found.definition:
                if found.items:
                    raise DamagedRecord(f"no record creates its queue {identity}")
                continue
            values = found.definition
            queue = DurableQueue(
                next_number(),
                values["name"],
                values["kind"],
                values["maxsize"],
                memory,
                journal,
                identity,
                deadlines,
            )
            queue.max_deliveries = values.get("max_deliveries", 0)
            queue.dead_letter = values.get("dead_letter")
            pages = list(found.pages.values())
            queue.restore(values["namespace"], found.figures, found.items, found.inserted, pages)
            found.items = {}
            queues.append(queue)
        return queues

    # What records say

    def _queue(self, identity: int) -> RecoveredQueue:
        queue = self.queues.get(identity)
        if queue is None:
            queue = self.queues[identity] = RecoveredQueue()
            self.last_identity = max(self.last_identity, identity)
        return queue

    def put(self, queue: int, position: int, item: Item, is_copy: bool) -> None:
        """Add an item at a position."""
        found = self._queue(queue)
        (found.copies if is_copy else found.items)[item.number] = position, item
        self.last_item = max(self.last_item, item.number)

    def put_run(self, queue: int, position: int, items: list[Item], is_copy: bool) -> None:
        """Add items at consecutive positions."""
        found = self._queue(queue)
        first = items[0].number
        stored = enumerate(items, position)
        known = found.copies if is_copy else found.items
        known.update(zip(range(first, first + len(items)), stored, strict=True))
        self.last_item = max(self.last_item, first + len(items) - 1)

    def take(self, queue: int, numbers: Sequence[int]) -> None:
        """Remove the items with these numbers."""
        found = self._queue(queue)
        for number in numbers:
            if stored := found.items.pop(number, None):
                self._taken[queue, number] = stored
            if found.copies:
                found.copies.pop(number, None)
        if found.inserted:
            found.inserted.remove(numbers)
        self.last_item = max(self.last_item, *numbers)

    def set_figures(self, queue: int, figures: Figures) -> None:
        """Replace the figures of a queue."""
        self._queue(queue).figures = figures

    def create(self, queue: int, definition: dict[str, Any]) -> None:
        """Add a queue, or repeat what it was created with."""
        self._queue(queue).definition = definition

    def mark(self, change: Change, queue: int) -> None:
        """Carry out PURGED, CLOSED or CHECKED. ``read`` has obeyed CONTINUED."""
        if change is Change.CONTINUED:
            return
        found = self._queue(queue)
        if change is not Change.CHECKED:
            self.unneeded += found.pages.values()
            found.pages = {}
        if change is Change.CLOSED:
            del self.queues[queue]
        elif change is Change.CHECKED:
            found.items.update(found.copies)
            for number in found.copies if found.inserted else ():
                found.inserted.detach(number)
            found.copies = {}
        else:
            found.items, found.copies, found.absent, found.inserted = {}, {}, {}, InsertedItems()

    def set_number(self, number: int) -> None:
        """Learn a number that no item exceeds."""
        self.last_item = max(self.last_item, number)

    def keep(self, queue: int, position: int, item: Item) -> None:
        """Learn an item that a session keeps, or that is absent."""
        self._taken[queue, item.number] = position, item
        self.last_item = max(self.last_item, item.number)

    def _find_absent(self, queue: int, number: int) -> Stored | None:
        """Remove and return an item; None if a checkpoint has copied it: then its copy follows."""
        found = self._queue(queue)
        self.last_item = max(self.last_item, number)
        found.copies.pop(number, None)
        if stored := found.items.pop(number, None):
            return stored
        if absent := found.absent.pop(number, None):
            return absent[0]
        return self._taken.get((queue, number))

    def set_absent(self, queue: int, absence: Absence) -> None:
        """Lease or delay an item."""
        if stored := self._find_absent(queue, absence.item):
            item = stored[1]._replace(deliveries=absence.deliveries)
            self._queue(queue).absent[absence.item] = (stored[0], item), absence
        self._queue(queue).inserted.remove((absence.item,))

    def restore(self, queue: int, item: int, deliveries: int, place: RestoredTo, number: int) -> None:
        """Put an absent item into its queue, or another item to another place in it."""
        if stored := self._find_absent(queue, item):
            found = self._queue(queue)
            position = number if place is RestoredTo.POSITION else None
            found.items[item] = position, stored[1]._replace(deliveries=deliveries)
            if place is RestoredTo.IN_FRONT_OF:
                found.inserted.insert(item, number)
            else:
                found.inserted.detach(item)

    def finish(self, queue: int, number: int) -> None:
        """Remove an absent item."""
        self._find_absent(queue, number)
        self._queue(queue).inserted.remove((number,))

    def add_page(self, page: Page) -> None:
        """Learn a page of a queue, perhaps again."""
        self._queue(page.queue).pages[page.number] = page
        self.last_item = max(self.last_item, page.last_item)

    def open_page(self, page: Page) -> None:
        """Add the items of a page to its queue, and remove the page."""
        found = self._queue(page.queue)
        found.pages.pop(page.number, None)
        self.unneeded.append(page)
        known = len(found.items)
        for row in self._read_rows(page.number, page.rows):
            read_record(row, self)
        if len(found.items) != known + page.count:
            raise DamagedRecord(f"page {page.number} has other items than were written")

    def join_piece(self, piece: bytes, before: int, behind: int) -> bytes:
        """Learn a piece of changes. Returns the changes when all pieces are there, otherwise nothing.

        The first pieces can be missing if a checkpoint has replaced them: then nothing needs the others.
        """
        if not before:
            self._pieces = []
        if len(self._pieces) < before:
            return b""
        self._pieces.append(piece)
        if behind:
            return b""
        pieces, self._pieces = self._pieces, []
        return b"".join(pieces)

    def set_session(self, session: dict[str, Any]) -> None:
        """Replace what is saved of a session. Without further fields, it has ended."""
        token = session["token"]
        if len(session) == 1:
            self.sessions.pop(token, None)
            return
        # An item can be missing if a checkpoint has copied the session: it follows again, with its items.
        found = [self._taken.get((session["queue"], number)) for number in session["items"]]
        self.sessions[token] = session, [stored[1] for stored in found if stored is not None]


def read_page(page: Page, rows: Iterable[bytes]) -> list[Item]:
    """Return the items of a page in the order of their positions. Raises DamagedRecord."""
    replay = JournalReplay(lambda number, count: rows)
    replay.open_page(page)
    return [item for _, item in replay.queues[page.queue].items.values()]
