# SPDX-License-Identifier: GPL-3.0-or-later
"""The storage thread writes records in order and reports each attempt to the event loop."""

from __future__ import annotations

import asyncio
import sqlite3
import weakref
from collections.abc import Callable, Iterable
from typing import Any

from rqcore.controller.storage.record_parts import Record
from rqcore.server.data_directory import DataDirectory
from rqcore.server.storage_thread import StorageThread


def run(directory: DataDirectory, work: Callable[[StorageThread], None], attempts: int) -> list[Any]:
    """Let a thread do some work, until it has reported this many attempts. Returns the reports."""

    async def main() -> list[Any]:
        reports: asyncio.Queue[tuple[int, str]] = asyncio.Queue()
        thread = StorageThread(
            directory, lambda record, problem: reports.put_nowait((record.number, problem))
        )
        thread.start()
        work(thread)
        found = [await reports.get() for _ in range(attempts)]
        thread.stop()
        return found

    return asyncio.run(main())


def stored(path: str) -> list[int]:
    directory = DataDirectory(path, "off")
    numbers = [number for number, _ in directory.records()]
    directory.close()
    return numbers


def record(number: int) -> Record:
    return Record(number, [[b"data"]], [])


def test_records_are_written_in_order(tmp_path):
    def work(thread: StorageThread) -> None:
        for number in (1, 2, 3):
            thread.write(record(number))

    assert run(DataDirectory(str(tmp_path), "always"), work, 3) == [(1, ""), (2, ""), (3, "")]
    assert stored(str(tmp_path)) == [1, 2, 3]


def test_error_is_reported_and_the_retry_opens_the_database_again(tmp_path):
    class Full(DataDirectory):
        is_full = True

        def write(
            self, number: int, rows: Iterable[bytes], page_rows: Iterable[tuple[int, bytes]] = ()
        ) -> None:
            if self.is_full:
                raise sqlite3.OperationalError("database or disk is full")
            super().write(number, rows, page_rows)

        def reopen(self) -> None:
            self.is_full = False
            super().reopen()

    def work(thread: StorageThread) -> None:
        thread.write(record(1))
        thread.write(record(1), is_retry=True)

    assert run(Full(str(tmp_path), "always"), work, 2) == [(1, "database or disk is full"), (1, "")]
    assert stored(str(tmp_path)) == [1]


def test_unexpected_error_is_reported_too_and_the_thread_continues(tmp_path):
    class Broken(DataDirectory):
        def write(
            self, number: int, rows: Iterable[bytes], page_rows: Iterable[tuple[int, bytes]] = ()
        ) -> None:
            if number == 1:
                raise KeyError("no caller expects this")
            super().write(number, rows, page_rows)

    def work(thread: StorageThread) -> None:
        thread.write(record(1))
        thread.write(record(2))

    assert run(Broken(str(tmp_path), "always"), work, 2) == [(1, "'no caller expects this'"), (2, "")]


def test_record_that_is_written_is_not_kept(tmp_path):
    class Value:
        """A value of a call that waits for the record."""

    async def main() -> None:
        finished = asyncio.Event()
        thread = StorageThread(DataDirectory(str(tmp_path), "always"), lambda *_: finished.set())
        thread.start()
        value = Value()
        is_alive = weakref.ref(value)
        thread.write(Record(1, [[b"data"]], [value]))
        del value
        await finished.wait()
        async with asyncio.timeout(20):
            while is_alive():  # the thread forgets it a moment later
                await asyncio.sleep(0)
        thread.stop()

    asyncio.run(main())


def test_all_old_records_are_deleted_before_the_thread_stops(tmp_path, monkeypatch):
    monkeypatch.setattr("rqcore.server.data_directory.DELETED_TOGETHER", 2)

    def work(thread: StorageThread) -> None:
        for number in range(1, 8):
            thread.write(record(number))
        thread.delete(7)
        thread.write(record(8))

    run(DataDirectory(str(tmp_path), "always"), work, 8)

    assert stored(str(tmp_path))[-2:] == [7, 8]


def test_writes_reach_the_disk_once_a_second(tmp_path):
    class Counting(DataDirectory):
        syncs = 0

        def sync_log(self) -> None:
            self.syncs += 1
            super().sync_log()

    def work(thread: StorageThread) -> None:
        for number in range(1, 50):
            thread.write(record(number))

    directory = Counting(str(tmp_path), "second")
    run(directory, work, 49)

    assert 1 <= directory.syncs < 49  # at the latest when it stops
