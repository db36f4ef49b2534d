# SPDX-License-Identifier: MIT
"""The thread that writes the records of durable queues, and reads their pages ahead.

So the event loop never waits for a write.
"""

from __future__ import annotations

import asyncio
import sqlite3
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from queue import Empty, SimpleQueue
from typing import NamedTuple

from rqcore.controller.items import Item
from rqcore.controller.paged_store import Page
from rqcore.controller.storage.change_format import DamagedRecord
from rqcore.controller.storage.journal_replay import read_page
from rqcore.controller.storage.record_parts import Record
from rqcore.server.data_directory import DataDirectory

Finish = Callable[[Record, str], None]
"""Called in the event loop with a record, and why it could not be written; empty if it was."""


class _Write(NamedTuple):
    record: Record
    is_retry: bool


class _Delete(NamedTuple):
    before: int
    page_rows: Sequence[int]


class _Read(NamedTuple):
    page: Page
    then: Callable[[Sequence[Item]], None]


_Job = _Write | _Delete | _Read | None
DELETED_ROWS = 20
"""The most rows of pages that are deleted together, because commits wait for it."""


class StorageThread:
    """Carries out one job after the other.

    Args:
        directory: Where records are written. The thread closes it.
        finish: Called for each record.
    """

    def __init__(self, directory: DataDirectory, finish: Finish) -> None:
        """Prepare the thread; ``start`` starts it."""
        self._directory = directory
        self._finish = finish
        self._jobs: SimpleQueue[_Job] = SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="rqcore-storage", daemon=True)
        self._sync_at: float | None = None
        """When what was written must be on the disk, in seconds of the monotonic clock."""

    def start(self) -> None:
        """Start. Call in the event loop."""
        self._loop = asyncio.get_running_loop()
        self._thread.start()

    def write(self, record: Record, is_retry: bool = False) -> None:
        """Write a record. ``is_retry``: the last attempt failed."""
        self._jobs.put(_Write(record, is_retry))

    def delete(self, before: int, page_rows: Sequence[int] = ()) -> None:
        """Delete records, and then rows of pages, some at a time: what is written meanwhile comes first.

        Args:
            before: The number in front of which all records are deleted.
            page_rows: The numbers of the rows.
        """
        self._jobs.put(_Delete(before, page_rows))

    def read(self, page: Page, then: Callable[[Sequence[Item]], None]) -> None:
        """Read a page. ``then`` is called in the event loop with its items; none if it cannot be read."""
        self._jobs.put(_Read(page, then))

    def stop(self) -> None:
        """Let the thread end after the jobs so far, and wait for it."""
        self._jobs.put(None)
        if self._thread.ident is not None:
            self._thread.join()
        self._directory.close()

    def _run(self) -> None:
        while True:
            try:
                left = None if self._sync_at is None else max(self._sync_at - time.monotonic(), 0)
                job = self._jobs.get(timeout=left)
            except Empty:
                self._sync()
                continue
            if job is None:
                self._sync()
                return
            if isinstance(job, _Write):
                self._write(job)
            elif isinstance(job, _Read):
                self._read(job)
            else:
                self._delete(job)
            del job  # otherwise its record is kept until the next job

    def _write(self, job: _Write) -> None:
        problem = ""
        try:
            if job.is_retry:
                self._directory.reopen()
            self._directory.write(job.record.number, job.record.rows(), job.record.page_rows())
            self._plan_sync()
        except Exception as error:  # whatever it is: the calls of the record must not wait forever
            problem = str(error) or type(error).__name__
        with suppress(RuntimeError):  # the event loop is closed
            self._loop.call_soon_threadsafe(self._finish, job.record, problem)

    def _plan_sync(self) -> None:
        if self._directory.sync != "second":
            return
        if self._sync_at is None:
            self._sync_at = time.monotonic() + 1
        elif time.monotonic() >= self._sync_at:
            self._sync()

    def _sync(self) -> None:
        """Wait until what was written is on the disk. An error shows at the next write."""
        if self._sync_at is not None:
            self._sync_at = None
            with suppress(OSError):
                self._directory.sync_log()

    def _delete(self, job: _Delete) -> None:
        with suppress(sqlite3.Error):  # the next checkpoint deletes records, and the next start pages
            if self._directory.delete_some(job.before):
                self._jobs.put(job)
            elif job.page_rows:
                self._directory.delete_pages(job.page_rows[:DELETED_ROWS])
                self._jobs.put(job._replace(page_rows=job.page_rows[DELETED_ROWS:]))

    def _read(self, job: _Read) -> None:
        items: Sequence[Item] = ()
        with suppress(sqlite3.Error, DamagedRecord):  # the call that needs the page reports it
            items = read_page(job.page, self._directory.page_rows_ahead(job.page.number, job.page.rows))
        with suppress(RuntimeError):  # the event loop is closed
            self._loop.call_soon_threadsafe(job.then, items)
