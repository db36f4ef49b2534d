# SPDX-License-Identifier: MIT
"""Writes the changes of durable queues: takes records from the journal, and ends the calls that wait.

``rqcore.controller.storage.journal`` explains what a record is. At most one record is written at a time.
Meanwhile changes collect in the next one, and all of their calls share one transaction.

Calls that are answered together send their next requests together, a moment later. A record that would be
taken immediately would miss them, and the clients would fall into two groups that wait for each other. So
the next record is taken when as many calls wait as were answered, or when no further call came in a turn of
the event loop, or after ``GATHERING`` at the latest. If the disk is slow and other calls wait already, it is
worth waiting also while no call comes.
"""

from __future__ import annotations

import asyncio
import enum
import gc
import logging
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial

from rqcore.controller.handlers import commits
from rqcore.controller.handlers.dispatcher import Controller
from rqcore.controller.handlers.restored_sessions import restore_sessions
from rqcore.controller.items import Item
from rqcore.controller.paged_store import Page
from rqcore.controller.storage import checkpoint
from rqcore.controller.storage.change_format import MALFORMED, DamagedRecord
from rqcore.controller.storage.checkpoint import Checkpoint
from rqcore.controller.storage.durable_queue import DurableQueue
from rqcore.controller.storage.journal_replay import JournalReplay, read_page
from rqcore.controller.storage.record_parts import Record
from rqcore.errors import StorageError
from rqcore.server.data_directory import DataDirectory
from rqcore.server.storage_thread import StorageThread

log: logging.Logger = logging.getLogger("rqcore.storage")

GATHERING = 0.001
"""The most seconds that a record waits for calls of clients that were just answered."""
SLOW_NS = 1_500_000
"""The shortest write, in ns, after which a record waits also while no call comes."""
COLLECTING = 0.05
"""Seconds for which changes are collected if no call waits for them."""
RETRY = 1.0
"""Seconds between two attempts to write a record."""
CLOCK_STEP_NS = 10**9
"""The smallest step of the wall clock, in ns, after which the deadlines in the journal are written again."""
SWITCH_INTERVAL = 0.0005
"""How long the event loop may keep Python's lock while the thread waits for it, in seconds. With Python's
default of 5 ms, a commit of 2 ms took 15 ms beside a busy event loop."""


class _Events(enum.Enum):
    """The state of the events of changes that are not safe yet."""

    NONE = "none"
    EXPECTED = "expected"
    """They are passed to the subscriptions with the next record."""
    PASSED = "passed"
    """They are sent when the present record is safe."""


class Committer:
    """Connects a journal to its directory.

    Args:
        controller: The controller, whose durable queues are restored.
        directory: The directory.
        clock: The monotonic clock.

    Raises:
        BadSetting: The data in the directory cannot be read.
    """

    def __init__(self, controller: Controller, directory: DataDirectory, clock: Callable[[], int]) -> None:
        """Restore the queues; ``start`` begins to write."""
        self._state = controller.state
        self._journal = self._state.journal
        self._directory = directory
        self._clock = clock
        self._thread = StorageThread(directory, self._finish)
        self._written: Record | None = None
        """The record that is being written, or that must be written again."""
        self._began_ns = 0
        """When its writing began, in ns of the clock."""
        self._expected = 0
        """How many calls waited when the last record was safe, including those that it answered."""
        self._gathering_ends_ns = 0
        """When the next record is taken at the latest, in ns of the clock."""
        self._timer: asyncio.Handle | None = None
        """Takes the next record."""
        self._limiter: asyncio.Handle | None = None
        """Lets calls wait."""
        self._checkpoint: Checkpoint | None = None
        self._other_bytes = 0
        """What the last checkpoint had to copy apart from the payloads in queues."""
        self._strays: list[int] = []
        """The rows of pages that no record needs any longer, because the controller was killed before."""
        self._saved_offset_ns = 0
        """The wall clock minus the clock, in ns, by which all deadlines in the journal were written."""
        self._last = Record(0, [], [])
        """The record of the changes before ``seal``."""
        self._events = _Events.NONE
        self._stopped: asyncio.Future[None] | None = None
        self.is_incomplete: bool = False
        """The controller has ended, and its last changes could not be saved."""
        self.on_finished: Callable[[], None]
        """Called when calls have ended. The server sets it."""
        self.on_events: Callable[[], None]
        """Called when the events that the subscriptions have may be sent. The server sets it."""
        with _without_collector():
            self._restore()

    def _restore(self) -> None:
        """Read the records of the directory. Raises BadSetting."""
        replay, number, count, size = JournalReplay(self._read_rows), 0, 0, 0
        for number, record in self._directory.records():
            try:
                replay.read(record)
            except DamagedRecord as error:
                raise self._directory.damaged(number, error) from error
            count += 1
            size += len(record)
        self._journal.open(number + 1, count, size, replay.last_identity)
        self._restore_pages(replay)
        self._journal.path, self._journal.sync = str(self._directory.path.absolute()), self._directory.sync
        self._journal.is_synchronous = self._directory.sync == "always"
        self._journal.update_is_awaited()
        self._journal.wall_offset_ns = self._saved_offset_ns = time.time_ns() - self._clock()
        try:
            self._state.restore(replay)
            restore_sessions(self._state, replay, self._clock())
        except (DamagedRecord, *MALFORMED) as error:
            raise self._directory.damaged(number, error) from error
        queues = self._state.durable_queues
        facts = {"queues": len(queues), "items": sum(queue.size for queue in queues), "records": count}
        log.info("durable queues restored", extra=facts)

    # Pages

    def _read_rows(self, number: int, count: int) -> list[bytes]:
        """Return the rows of a page while the records are read. Raises BadSetting."""
        try:
            return self._directory.page_rows(number, count)
        except sqlite3.Error as error:
            raise self._directory.unusable(error) from error

    def _restore_pages(self, replay: JournalReplay) -> None:
        """Learn which rows of pages the directory has. Raises BadSetting."""
        pages, rows = self._journal.pages, set(self._directory.page_numbers())
        pages.next_number = max(rows, default=0) + 1
        pages.load = self._load
        known = [page for queue in replay.queues.values() for page in queue.pages.values()]
        self._journal.give_up_pages(replay.unneeded)
        for page in (*known, *replay.unneeded):
            rows.difference_update(page.row_numbers)
        self._strays = sorted(rows)

    def _load(self, page: Page) -> Sequence[Item]:
        """Return the items of a page. Raises StorageError."""
        try:
            return read_page(page, self._directory.page_rows(page.number, page.rows))
        except (sqlite3.Error, DamagedRecord) as error:
            raise StorageError(
                f"page {page.number} of {self._journal.path}, with {page.count} items of a durable queue, "
                f"cannot be read: {error}; nothing was changed; restore a backup, or purge the queue"
            ) from error

    def _read_ahead(self, queue: DurableQueue, page: Page) -> None:
        self._thread.read(page, partial(self._open_read, queue, page))

    def _open_read(self, queue: DurableQueue, page: Page, items: Sequence[Item]) -> None:
        if self._stopped is None:
            queue.open_read(page, items)

    def start(self) -> None:
        """Begin to write. Call in the event loop."""
        sys.setswitchinterval(min(sys.getswitchinterval(), SWITCH_INTERVAL))
        self._thread.start()
        self._journal.on_change = self._schedule
        self._journal.on_full = self._slow_down
        self._journal.pages.on_expected = self._read_ahead
        for queue in self._state.durable_queues:
            queue.expect_page()
        if self._strays:
            self._thread.delete(0, self._strays)
        if not self._journal.is_empty:
            self._schedule()

    def _schedule(self) -> None:
        """Take the next record soon, unless one is being written."""
        if self._written is None:
            if self._journal.is_awaited:
                self._take_when_calm()
            else:
                self._take_in(COLLECTING)

    def _slow_down(self) -> None:
        """Let calls wait from the end of the turn on, and begin to write."""
        if self._limiter is None:
            self._limiter = asyncio.get_running_loop().call_soon(self._limit)

    def _limit(self) -> None:
        self._limiter = None
        self._journal.update_is_awaited()
        self._schedule()

    def _take_in(self, seconds: float) -> None:
        """Take the next record after some seconds, and no earlier; 0: at the end of the turn."""
        if self._timer:
            self._timer.cancel()
        loop = asyncio.get_running_loop()
        self._timer = loop.call_later(seconds, self._take) if seconds else loop.call_soon(self._take)

    def _take_when_calm(self) -> None:
        """Take the next record at the end of the turn, or of the first one in which no expected call came."""
        if self._timer:
            self._timer.cancel()
        self._gathering_ends_ns = self._clock() + int(GATHERING * 1e9)
        self._timer = asyncio.get_running_loop().call_soon(self._take_unless_more_came, 0)

    def _take_unless_more_came(self, known: int) -> None:
        """Take the next record, unless more calls wait than were ``known``, and still others are expected."""
        waiting = len(self._journal.waiting)
        if known < waiting < self._expected and self._clock() < self._gathering_ends_ns:
            self._timer = asyncio.get_running_loop().call_soon(self._take_unless_more_came, waiting)
        else:
            self._take()

    def _take(self) -> None:
        self._timer = None
        self._journal.enough = 0
        if self._written is not None:
            return
        if self._events is _Events.EXPECTED:
            self._pass_events()
        if self._checkpoint is not None and not self._checkpoint.is_done:
            self._checkpoint.copy_part()
        self._write(self._journal.take_record())

    def _write(self, record: Record) -> None:
        if record.parts:
            self._written = record
            self._began_ns = self._clock()
            self._thread.write(record)
        else:
            self._end_calls(record)
            self._release_events()

    def _finish(self, record: Record, problem: str) -> None:
        """Continue after an attempt to write a record. ``problem``: why it failed; empty if it did not."""
        if self._stopped is not None and self._stopped.done():
            return
        if problem:
            self._fail(record, problem)
            return
        self._written = None
        if self._journal.failure:
            log.warning("durable queues can be saved again", extra={"directory": str(self._directory.path)})
            commits.continue_after_failure(self._state, self._clock())
        self._end_calls(record)
        self._release_events()
        self._follow_checkpoint()
        self._expected = len(record.waiting) + len(self._journal.waiting)
        if self._stopped is not None:
            self._write_last()
        elif not self._journal.is_empty or self._checkpoint:
            self._gather(len(record.waiting))

    def _gather(self, answered: int) -> None:
        """Take the next record, perhaps a moment later."""
        waiting = len(self._journal.waiting)
        if waiting and answered and self._clock() - self._began_ns >= SLOW_NS:
            self._journal.enough = self._expected
            self._take_in(GATHERING)
        elif waiting:
            self._take_when_calm()
        elif self._journal.is_awaited or self._checkpoint is not None:
            self._take_in(0.0)
        else:
            self._take_in(COLLECTING)

    def _end_calls(self, record: Record) -> None:
        commits.finish_record(self._state, record)
        if record.waiting:
            self.on_finished()

    def _fail(self, record: Record, problem: str) -> None:
        is_first = not self._journal.failure
        if self._journal.failure != problem:
            facts = {"directory": str(self._directory.path), "problem": problem}
            log.error("durable queues cannot be saved; their calls fail until they can", extra=facts)
        commits.fail_record(self._state, record, problem, self._clock())
        self.on_finished()
        self._release_events()
        if self._stopped is not None:
            commits.fail_record(self._state, self._last, problem, self._clock())
            self._lose_last(problem)
        else:
            if is_first:  # what went back; later changes are in the record behind it
                record = record.followed_by(self._journal.take_record())
            self._written = record
            asyncio.get_running_loop().call_later(RETRY, self._retry, record)

    def _retry(self, record: Record) -> None:
        if self._stopped is None:
            self._thread.write(record, is_retry=True)

    # Checkpoints

    def _follow_checkpoint(self) -> None:
        """Delete old records when a checkpoint is complete; begin one if the journal is too long."""
        journal = self._journal
        if self._checkpoint is not None:
            if self._checkpoint.is_done:
                pages = journal.end_checkpoint()
                page_rows = [number for page in pages for number in page.row_numbers]
                self._thread.delete(self._checkpoint.first_record, page_rows)
                self._other_bytes = self._checkpoint.other_bytes
                self._checkpoint = None
        elif self._is_too_long() or self._has_stepped():
            self._begin_checkpoint()

    def _begin_checkpoint(self) -> None:
        self._journal.begin_checkpoint()
        self._saved_offset_ns = self._journal.wall_offset_ns
        self._checkpoint = Checkpoint(self._journal, self._state.durable_queues, self._state.skip_number)

    def _is_too_long(self) -> bool:
        journal = self._journal
        live_bytes, items = journal.live_bytes + self._other_bytes, journal.live_items
        return (
            journal.bytes >= checkpoint.LEAST_BYTES + 2 * live_bytes + 64 * items
            or journal.records >= checkpoint.LEAST_RECORDS + items // 2
        )

    def set_wall_offset(self, offset_ns: int) -> None:
        """Learn the wall clock minus the clock, in ns.

        The journal has deadlines of leases and delayed items by the wall clock. When it was set, for example
        after the start of a machine whose clock has no battery, a checkpoint writes them again.
        """
        self._journal.wall_offset_ns = offset_ns
        is_idle = self._checkpoint is None and self._written is None and self._stopped is None
        if is_idle and self._has_stepped():
            self._begin_checkpoint()
            self._take_in(0.0)

    def _has_stepped(self) -> bool:
        """Whether the wall clock was set while items have deadlines."""
        step_ns = abs(self._journal.wall_offset_ns - self._saved_offset_ns)
        return step_ns >= CLOCK_STEP_NS and bool(self._state.item_deadlines)

    # Events

    def hold_events(self) -> bool:
        """Let events wait until the changes that they show are safe.

        Returns:
            Whether they must wait: then ``on_events`` is called.
        """
        if self._written is None and self._journal.is_empty:
            return False
        if self._journal.is_empty:
            self._pass_events()
        else:
            self._events = _Events.EXPECTED
        return True

    def _pass_events(self) -> None:
        """Pass the events so far to the observers' subscriptions, to be sent when the record is safe."""
        self._state.publisher.flush()
        self._events = _Events.PASSED

    def _release_events(self) -> None:
        if self._events is _Events.PASSED:
            self._events = _Events.NONE
            self.on_events()

    # The end

    def seal(self) -> None:
        """Stop recording changes, because the controller ends."""
        for handle in (self._timer, self._limiter):
            if handle:
                handle.cancel()
        self._last = self._journal.seal()

    async def stop(self) -> None:
        """Write what was changed before ``seal``, and close the directory.

        What cannot be written is lost: ``is_incomplete`` is set. With ``sync always`` its calls have failed,
        so no client counts on it.
        """
        self._stopped = asyncio.get_running_loop().create_future()
        if self._written is None:
            self._write_last()
        elif self._journal.failure:
            self._lose_last(self._journal.failure)
        await self._stopped
        self._thread.stop()

    def _write_last(self) -> None:
        """Write the last record, if it is not written yet."""
        record, self._last = self._last, Record(0, [], [])
        self._write(record)
        if self._written is None:
            self._give_up()

    def _lose_last(self, problem: str) -> None:
        self.is_incomplete = True
        facts = {"directory": str(self._directory.path), "problem": problem}
        log.error("the last changes of durable queues could not be saved, and are lost", extra=facts)
        self._give_up()

    def _give_up(self) -> None:
        """Write nothing more."""
        assert self._stopped
        commits.finish_record(self._state, self._last)
        if not self._stopped.done():
            self._stopped.set_result(None)


@contextmanager
def _without_collector() -> Iterator[None]:
    """Turn off the collection of cycles, which visits a million new items again and again: 1.2 s, not 3.4."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if was_enabled:
            gc.enable()
