# SPDX-License-Identifier: MIT
"""The pages of a journal: items of long queues that are in the file, but not in memory.

::

               its record is safe           OPENED                a checkpoint is complete
    in memory ────────────────────► on disk ──────► not needed ──────────────────────────► deleted
        │         OPENED                                ▲
        └───────────────────────────────────────────────┘  also PURGED and CLOSED

A page is written in the transaction of the record with its PAGED. From then on a checkpoint only repeats
PAGED, and copies none of its items. OPENED adds them to the queue again. A replay of OPENED reads the page,
so its rows are deleted after all records from before the checkpoint that has copied the items.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from rqcore.controller.items import Item, total_bytes
from rqcore.controller.paged_store import Page
from rqcore.controller.storage.change_format import pack_puts, pack_record
from rqcore.controller.storage.record_parts import Piece, RecordParts
from rqcore.protocol.memory import ITEM_COST


class UnwrittenPage(NamedTuple):
    """A page that is written with the present record."""

    page: Page
    parts: Sequence[Sequence[Piece]]
    """The content of each row."""

    @property
    def held_bytes(self) -> int:
        """The memory that is counted for its items."""
        return self.page.bytes + ITEM_COST * self.page.count

    def rows(self) -> Iterator[tuple[int, bytes]]:
        """Pack one row after the other, each with its number."""
        return zip(self.page.row_numbers, map(pack_record, self.parts), strict=True)


def _nothing(page: Page) -> Sequence[Item]:
    raise NotImplementedError  # a journal that is never opened has no pages


def _ignore(queue: Any, page: Page) -> None:
    pass


class JournalPages:
    """The pages of all queues of a journal."""

    def __init__(self) -> None:
        """Start without pages."""
        self.next_number: int = 1
        """The number of the next page."""
        self.unwritten: list[UnwrittenPage] = []
        """The pages of the present record."""
        self.unneeded: list[Page] = []
        """The pages that are deleted after a checkpoint."""
        self.load: Callable[[Page], Sequence[Item]] = _nothing
        """Reads a page from the file. The server sets it. Raises StorageError."""
        self.on_expected: Callable[[Any, Page], None] = _ignore
        """Called when a queue will need a page soon. The server reads it, and passes it to the queue."""
        self._recorded = self._marked = 0
        """How many of ``unneeded`` the records before the present one have, and a checkpoint replaces."""

    def read(self, page: Page) -> Sequence[Item]:
        """Return the items of a page in the order of their positions. Raises StorageError."""
        return self.load(page) if page.items is None else page.items

    def add(self, queue: int, items: Sequence[Item], position: int) -> UnwrittenPage:
        """Write items as a page, with the present record.

        Args:
            queue: The number of the queue in the journal.
            items: The items in the order of their positions.
            position: The position of the first.
        """
        pieces, parts = pack_puts(queue, items, position), RecordParts()
        parts.add(pieces, sum(map(len, pieces)))
        rows, numbers = len(parts.parts), [item.number for item in items]
        sizes = len(items), total_bytes(items)
        page = Page(queue, self.next_number, rows, position, *sizes, numbers[0], max(numbers), items)
        self.next_number += rows
        self.unwritten.append(UnwrittenPage(page, parts.parts))
        return self.unwritten[-1]

    def take(self) -> list[UnwrittenPage]:
        """Take the pages of the present record."""
        taken, self.unwritten = self.unwritten, []
        return taken

    def take_unneeded(self) -> int:
        """Learn that the present record ends. Returns the bytes of the pages that were given up in it."""
        given_up = self.unneeded[self._recorded :]
        self._recorded = len(self.unneeded)
        return sum(page.bytes for page in given_up)

    def give_up(self, pages: Iterable[Page]) -> None:
        """Let pages be deleted after the next checkpoint."""
        for page in pages:
            page.is_gone = True
            self.unneeded.append(page)

    def begin_checkpoint(self) -> None:
        """Remember which pages can be deleted after a checkpoint."""
        self._marked = self._recorded

    def end_checkpoint(self) -> list[Page]:
        """Return the pages that can be deleted now."""
        deleted = self.unneeded[: self._marked]
        del self.unneeded[: self._marked]
        self._recorded -= self._marked
        return deleted
