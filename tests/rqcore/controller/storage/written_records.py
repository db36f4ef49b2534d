# SPDX-License-Identifier: GPL-3.0-or-later
"""A disk in memory: what a journal has written, from which queues are found again."""

from __future__ import annotations

from rqcore.controller.items import Item, ItemLease
from rqcore.controller.paged_store import Page
from rqcore.controller.storage.durable_queue import DurableQueue
from rqcore.controller.storage.journal import Journal
from rqcore.controller.storage.journal_replay import JournalReplay, read_page
from rqcore.protocol.memory import Memory


class Disk:
    """The records that were written, in memory."""

    def __init__(self) -> None:
        self.records: dict[int, bytes] = {}
        self.pages: dict[int, bytes] = {}

    def write(self, journal: Journal) -> None:
        record = journal.take_record()
        if record.parts:
            self.records[record.number] = b"".join(record.rows())
            self.pages.update(record.page_rows())
        journal.end_record(record)

    def rows_of(self, number: int, count: int) -> list[bytes]:
        return [self.pages[number + at] for at in range(count)]

    def read(self, page: Page) -> list[Item]:
        return read_page(page, self.rows_of(page.number, page.rows))

    def delete(self, before: int, left: int) -> None:
        """Delete the records in front of one, apart from the last ``left``: the controller was killed."""
        old = [number for number in sorted(self.records) if number < before]
        for number in old[: max(len(old) - left, 0)]:
            del self.records[number]

    def start(self, number: int = 1) -> tuple[Journal, list[DurableQueue], JournalReplay]:
        replay, journal = JournalReplay(self.rows_of), Journal()
        for _, record in sorted(self.records.items()):
            replay.read(record)
        journal.open(max(self.records, default=0) + 1, last_identity=replay.last_identity)
        journal.pages.next_number, journal.pages.load = max(self.pages, default=0) + 1, self.read
        journal.give_up_pages(replay.unneeded)
        queues = replay.make_queues(Memory(), journal, lambda: number)
        for queue in queues:
            for (position, item), absence in replay.queues[queue.identity].absent.values():
                queue.adopt_absent(position, item, absence, Visitor(), 0)
        return journal, queues, replay


class Visitor:
    """A client that leases items."""

    def __init__(self) -> None:
        self.session = None
        self.leases: dict[int, ItemLease] = {}
