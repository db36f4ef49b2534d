# SPDX-License-Identifier: MIT
"""The journal: collects the changes of durable queues, and the calls that wait until they are safe.

Theory of operation, with the setting ``sync always``. A call on a durable queue changes the queue in memory
immediately, and its queue records the change here. The call then waits: ``handlers.commits`` keeps its value,
and its client counts as blocked. At the end of the turn of the event loop, the server takes all changes
together as one record, writes it in one transaction, and continues with the next turn meanwhile. When the
record is safe, the calls that wait for it end, and their replies are sent. So no reply is sent before its
changes are safe, and calls that arrive together share one write. Calls behind them on their connections wait
too; calls of other clients on queues in memory wait for nothing.

With ``sync second`` or ``off`` a call does not wait for its own changes, and a record has the changes of up
to 50 ms. But if more than ``MOST_UNWRITTEN`` bytes are not written yet, because the disk is slower than the
clients, calls wait as with ``always`` until it has caught up (``is_awaited``). This changes only between two
turns of the event loop, so that all parts of one call wait, or none. What is not written counts as memory.

States of the journal::

               take_record            the record is safe
    collecting ───────────► collecting ─────────────────► collecting
        │                   and writing                        ▲
        │                        │ the record                  │ the same record
        │ seal                   │ cannot be written           │ was written
        ▼                        ▼                             │
      sealed                  failing ─────────────────────────┘
                              (``failure`` says why)

- *failing*: the calls that wait fail with STORAGE, which says that their outcome is unknown. Items that they
  took go back to the head of their queues. No call changes a durable queue, but a change that needs no call
  is recorded: the controller remembers what it must write. It tries to write the same record again and again,
  in one transaction with what went back: the record alone would say that these items were taken. Then it
  continues with the next record. Queues in memory do not notice.
- *sealed*: the controller ends. What changes now is not recorded: its queues are closed in memory only. Calls
  that wait for durable queues get no reply if the sessions of their clients are saved: they are sent again.

What must never happen:

- The value of a call is sent before its changes are safe.
- A record is written before the records in front of it, or twice with different contents.
- An item is in the journal, but neither in the queue nor about to be removed by a later change, or the
  other way round.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Protocol

from rqcore.controller.items import Item
from rqcore.controller.paged_store import Page
from rqcore.controller.storage import change_format
from rqcore.controller.storage.change_format import Change, Figures
from rqcore.controller.storage.journal_pages import JournalPages
from rqcore.controller.storage.record_parts import Record, RecordParts
from rqcore.errors import NotAllowed, StorageError
from rqcore.protocol.memory import ARGUMENT_COST, Memory
from rqcore.protocol.queue_values import End

MOST_UNWRITTEN = 64 << 20
"""The bytes of changes that are not written yet from which on calls wait with every ``sync``."""
COUNTED = 100
"""The changes whose bytes are counted together."""


class JournalledQueue(Protocol):
    """The part of a durable queue that a journal uses."""

    identity: int
    """The number of the queue in the journal."""

    @property
    def held_bytes(self) -> int:
        """The bytes of its items that are in memory."""

    @property
    def held_items(self) -> int:
        """Their number."""

    @property
    def figures(self) -> Figures:
        """The state of the queue beside its items."""


def _ignore() -> None:
    pass


def _cost_of(change: bytes) -> int:
    """Return the memory that is counted for a change."""
    return len(change) + ARGUMENT_COST


class Journal:
    """Collects changes. A controller without a data directory has one that is never used.

    Args:
        memory: Counts the changes that are not written yet.
    """

    # Python 3.11 reads the attributes of an object with more than 30 slowly, unless it has slots.
    __slots__ = (
        "_changes",
        "_counted",
        "_last_identity",
        "_marked",
        "_memory",
        "_new_sessions",
        "_pending_bytes",
        "_session_changes",
        "_touched",
        "_uncounted",
        "_writing_bytes",
        "awaited_changes",
        "bytes",
        "enough",
        "failure",
        "handed_out",
        "is_awaited",
        "is_open",
        "is_synchronous",
        "live_bytes",
        "live_items",
        "next_record",
        "on_change",
        "on_full",
        "pages",
        "path",
        "records",
        "safe_record",
        "sessions",
        "sync",
        "waiting",
        "wall_offset_ns",
    )

    def __init__(self, memory: Memory | None = None) -> None:
        """Start with no queues. ``open`` enables it."""
        self.is_open: bool = False
        """Durable queues can be created, and their changes are recorded."""
        self.awaited_changes: int = 0
        """How many changes were recorded for which calls wait. A call that has raised it must wait."""
        self.failure: str = ""
        """Why the last record could not be written; empty if it could."""
        self.waiting: list[Any] = []
        """The calls that wait for the present record."""
        self.handed_out: list[tuple[Any, Sequence[Item], End | None]] = []
        """What the present call took, with the queue: it goes back if the record cannot be written."""
        self.on_change: Callable[[], None] = _ignore
        """Called when the present record gets its first change or its first waiting call."""
        self.on_full: Callable[[], None] = _ignore
        """Called when a change is recorded for which no call waits, although too much is not written yet."""
        self.enough: int = 0
        """The number of waiting calls for which the server waits before it takes the record; 0: for none."""
        self.next_record: int = 1
        """The number of the present record."""
        self.safe_record: int = 0
        """The number of the last record that is safe."""
        self.records: int = 0
        """How many records the journal has, apart from the present one."""
        self.bytes: int = 0
        """The bytes of these records, and of pages that are needed only for them."""
        self.pages: JournalPages = JournalPages()
        """The items that are not in memory."""
        self.live_bytes: int = 0
        """The bytes of the items in all durable queues, apart from pages, when the present record began."""
        self.live_items: int = 0
        """Their number."""
        self.path: str = ""
        """The data directory; empty if there is none."""
        self.sync: str = ""
        """When data must be on the disk."""
        self.is_synchronous: bool = True
        """Calls always wait until their changes are written, and sessions are saved: ``sync always``."""
        self.is_awaited: bool = True
        """Calls wait now until their changes are written."""
        self.sessions: dict[bytes, Any] = {}
        """The clients whose sessions are saved, by the tokens of the sessions."""
        self._session_changes: dict[bytes, bytes] = {}
        """The newest state of each session that has changed in the present record, by token."""
        self._new_sessions: set[bytes] = set()
        """The sessions that no earlier record has."""
        self.wall_offset_ns: int = 0
        """Wall clock minus the controller's clock. The server sets it."""
        self._marked = 0, 0
        self._counted: dict[int, tuple[int, int]] = {}
        """What each queue has in ``live_bytes`` and ``live_items``, by its identity."""
        self._memory = memory or Memory()
        self._pending_bytes = self._writing_bytes = 0
        """The memory that is counted for the present record, and for the one that is being written."""
        self._changes = RecordParts()
        self._uncounted: list[bytes] = []
        """The last changes of the record. To count each alone takes longer than to record it."""
        self._touched: dict[JournalledQueue, None] = {}
        self._last_identity = 0

    def open(self, next_record: int = 1, records: int = 0, size: int = 0, last_identity: int = 0) -> None:
        """Begin to record changes.

        Args:
            next_record: The number of the next record.
            records: How many records the journal has already.
            size: Their bytes.
            last_identity: The highest number of a queue in them.
        """
        self.is_open = True
        self.next_record, self.records, self.bytes = next_record, records, size
        self.safe_record = next_record - 1
        self._last_identity = last_identity

    def new_identity(self, label: str = "") -> int:
        """Return a number for a queue that is being created.

        Args:
            label: The name of the queue.

        Raises:
            NotAllowed: There is no data directory.
            StorageError: Nothing can be saved now.
        """
        if not self.is_open:
            raise NotAllowed(
                "this controller has no data directory for durable queues; start it with --data, or create "
                "the queue without durable"
            )
        if self.failure:
            raise self.refusal(label)
        self._last_identity += 1
        return self._last_identity

    def must_wait_for(self, record: int) -> bool:
        """Whether a reply must wait until a record is safe; while nothing can be written, none waits."""
        return record > self.safe_record and self.is_synchronous and self.is_open and not self.failure

    @property
    def is_empty(self) -> bool:
        """Whether the present record has nothing to write, and no call waits for it."""
        others = self._uncounted or self._session_changes
        return not (self._changes.parts or self._touched or self.waiting or others)

    def refusal(self, label: str) -> StorageError:
        """Create the error of a call on a queue that cannot be changed now."""
        return StorageError(
            f"queue {label!r} is durable, and its changes cannot be saved: {self.failure}; "
            "nothing was changed; try again when the controller can write"
        )

    @property
    def unwritten_bytes(self) -> int:
        """The memory that the changes that are not written yet use."""
        self._count_changes()
        return self._pending_bytes + self._writing_bytes

    # What durable queues record

    def record(self, queue: JournalledQueue, change: bytes) -> None:
        """Record a change of a queue, and that its figures have changed."""
        self.touch(queue)
        if self.is_open:
            self._uncounted.append(change)
            if len(self._uncounted) >= COUNTED:
                self._count_changes()

    def record_pieces(self, queue: JournalledQueue, pieces: Sequence[bytes]) -> None:
        """Record a change of a queue that is in one or more pieces, as ``record`` does."""
        if len(pieces) == 1:
            self.record(queue, pieces[0])
        else:
            self.touch(queue)
            if self.is_open:
                self._add(pieces)

    def _add(self, pieces: Sequence[bytes]) -> None:
        self._count_changes()
        size = sum(map(len, pieces))
        self._changes.add(pieces, size)
        self._count_pending(size + ARGUMENT_COST * len(pieces))

    def _count_changes(self) -> None:
        """Add the changes that are not counted yet to the record."""
        if changes := self._uncounted:
            self._uncounted = []
            self._count_pending(self._changes.add_all(changes) + ARGUMENT_COST * len(changes))

    def _count_pending(self, size: int) -> None:
        self._pending_bytes += size
        self._memory.held += size
        if not self.is_awaited and self._pending_bytes + self._writing_bytes > MOST_UNWRITTEN:
            self.on_full()

    def touch(self, queue: JournalledQueue) -> None:
        """Record that the figures of a queue have changed, or that a call must wait for its latest change."""
        if not self.is_open:
            return
        self.awaited_changes += self.is_awaited
        if not self._touched and self.is_empty:
            self.on_change()
        self._touched[queue] = None

    def record_put(self, queue: JournalledQueue, item: Item, position: int) -> None:
        """Record an item that was put."""
        self.record_pieces(queue, change_format.pack_put(queue.identity, item, position))

    def record_taken(self, queue: JournalledQueue, items: Iterable[Item]) -> None:
        """Record items that have left a queue."""
        self.record(queue, change_format.pack_taken(queue.identity, [item[0] for item in items]))

    def record_page(self, queue: JournalledQueue, items: Sequence[Item], position: int) -> Page:
        """Write items of a queue as a page, with the present record.

        Args:
            queue: The queue.
            items: The items in the order of their positions.
            position: The position of the first.
        """
        added = self.pages.add(queue.identity, items, position)
        self.record(queue, change_format.pack_page(Change.PAGED, added.page))
        self._count_pending(added.held_bytes)
        return added.page

    def copy_page(self, queue: JournalledQueue, page: Page) -> None:
        """Record a page again, so that earlier records are not needed."""
        self.record(queue, change_format.pack_page(Change.PAGED, page))

    def record_opened(self, queue: JournalledQueue, page: Page) -> None:
        """Record that the items of a page are in the queue."""
        self.record(queue, change_format.pack_page(Change.OPENED, page))
        self.give_up_pages((page,))

    def give_up_pages(self, pages: Iterable[Page]) -> None:
        """Let pages be deleted after the next checkpoint."""
        if self.is_open:
            self.pages.give_up(pages)

    def record_mark(self, queue: JournalledQueue, change: Change) -> None:
        """Record that a queue was purged or closed, or that all its items were copied."""
        self.record(queue, change_format.pack_mark(change, queue.identity))
        if change is Change.CLOSED:
            self._touched.pop(queue, None)
            self._count(queue.identity, 0, 0)
            del self._counted[queue.identity]

    def record_number(self, number: int) -> None:
        """Record a number that no item exceeds."""
        self._add((change_format.pack_number(number),))

    def record_plain(self, *pieces: bytes) -> None:
        """Record a change for which no call waits, and that concerns no queue, in one or more pieces."""
        if not self.is_open:
            return
        if self.is_empty:
            self.on_change()
        self._add(pieces)

    def record_session(self, token: bytes, client: Any, change: bytes) -> None:
        """Record the state of a session, for which no call waits. The newest one replaces the others.

        It is behind all other changes of the record, so that it can refer to the items that were taken.
        """
        if not self.is_open:
            return
        if token not in self.sessions and token not in self._session_changes:
            self._new_sessions.add(token)
        self.sessions[token] = client
        self._set_session(token, change)

    def record_end_of_session(self, token: bytes, change: bytes) -> None:
        """Record that a saved session has ended. One that began in the present record is forgotten."""
        if self.sessions.pop(token, None) is None or not self.is_open:
            return
        if token in self._new_sessions:
            self._new_sessions.remove(token)
            self._count_pending(-_cost_of(self._session_changes.pop(token)))
        else:
            self._set_session(token, change)

    def _set_session(self, token: bytes, change: bytes) -> None:
        if self.is_empty:
            self.on_change()
        before = self._session_changes.get(token)
        self._session_changes[token] = change
        self._count_pending(_cost_of(change) - (_cost_of(before) if before else 0))

    def record_handed_out(
        self, queue: JournalledQueue, items: Sequence[Item], end: End | None = None
    ) -> None:
        """Remember what the present call took, and from which end of a list; None for the next items."""
        if self.is_awaited:
            self.handed_out.append((queue, items, end))

    # What the server does

    def count(self, queue: JournalledQueue) -> None:
        """Count the items that a queue has now as live."""
        self._count(queue.identity, queue.held_bytes, queue.held_items)

    def _count(self, identity: int, size: int, items: int) -> None:
        known_size, known_items = self._counted.get(identity, (0, 0))
        self.live_bytes += size - known_size
        self.live_items += items - known_items
        self._counted[identity] = size, items

    def add_waiting(self, call: Any) -> None:
        """Let a call wait for the present record."""
        if self.is_empty or len(self.waiting) + 1 == self.enough:
            self.on_change()
        self.waiting.append(call)

    def take_record(self) -> Record:
        """Take the changes that were recorded, and begin another record."""
        for queue in self._touched:
            self._uncounted.append(change_format.pack_figures(queue.identity, queue.figures))
            self.count(queue)
        self._count_changes()
        changes = self._changes
        for change in self._session_changes.values():
            changes.add((change,), len(change))
        self._session_changes, self._new_sessions = {}, set()
        pages = self.pages.take()
        record = Record(self.next_record, changes.parts, self.waiting, self._pending_bytes, pages)
        self._changes, self._touched, self.waiting = RecordParts(), {}, []
        self._pending_bytes, self._writing_bytes = 0, self._writing_bytes + record.held_bytes
        self.next_record += len(record.parts)
        self.records += len(record.parts)
        self.bytes += changes.size + self.pages.take_unneeded()
        return record

    def end_record(self, record: Record) -> None:
        """Learn that a record is safe. It counts as memory no longer."""
        if record.parts:
            self.safe_record = record.number + len(record.parts) - 1
        for written in record.pages:
            written.page.items = None
        self._writing_bytes -= record.held_bytes
        self._memory.held -= record.held_bytes
        self.update_is_awaited()

    def update_is_awaited(self) -> None:
        """Decide whether calls wait from now on. Call it only between two calls."""
        self.is_awaited = self.is_synchronous or self.unwritten_bytes > MOST_UNWRITTEN

    def begin_checkpoint(self) -> None:
        """Remember which records a checkpoint replaces: all so far."""
        self._marked = self.records, self.bytes
        self.pages.begin_checkpoint()

    def end_checkpoint(self) -> list[Page]:
        """Stop counting what a checkpoint has replaced. Returns the pages to delete after the records."""
        records, size = self._marked
        self.records -= records
        self.bytes -= size
        return self.pages.end_checkpoint()

    def seal(self) -> Record:
        """Take the last record. What changes from now on is not recorded."""
        record = self.take_record()
        self.is_open = False
        return record
