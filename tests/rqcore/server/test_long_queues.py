# SPDX-License-Identifier: GPL-3.0-or-later
"""A controller keeps the pages of long durable queues in its data directory."""

from __future__ import annotations

import asyncio
import sqlite3

import pytest

from rqcore.controller import paged_store
from rqcore.controller.handlers import long_replies
from rqcore.controller.storage import checkpoint
from rqcore.errors import BadSetting, StorageError, TooBig
from rqcore.server import committer
from rqcore.server.backup import back_up
from rqcore.server.data_directory import DATABASE
from tests.rqcore.server.test_committer import Disk, Running, again, run

PAYLOADS = [f"payload-{number}" for number in range(200)]


@pytest.fixture(autouse=True)
def small_pages(monkeypatch):
    for name, value in {"PAGE_ITEMS": 5, "WINDOW_ITEMS": 10, "LOW_ITEMS": 7}.items():
        monkeypatch.setattr(paged_store, name, value)


@pytest.fixture
def disk(tmp_path):
    return Disk(str(tmp_path / "data"), "always")


async def fill(running: Running, kind: str = "fifo") -> None:
    await running.call(f"RQ.CREATE NAME jobs KIND {kind} DURABLE")
    await running.call("RQ.MPUT jobs ITEMS " + " ".join(PAYLOADS[:150]))
    for payload in PAYLOADS[150:]:
        await running.call(f"RQ.PUT jobs {payload}")


async def take(running: Running, count: int) -> list[str]:
    return [(await running.call("RQ.GET jobs")).payload.decode() for _ in range(count)]


async def until(condition) -> None:
    for _ in range(2000):
        if condition():
            return
        await asyncio.sleep(0.005)
    raise AssertionError("it did not happen in 10 s")


def page_rows(directory: Disk, last: int = 1 << 60) -> int:
    with sqlite3.connect(directory.database) as connection:
        (count,) = connection.execute("SELECT count(*) FROM pages WHERE number <= ?", (last,)).fetchone()
    connection.close()
    return count


@pytest.mark.parametrize("kind", ["fifo", "lifo"])
def test_long_queue_is_found_again_without_being_in_memory(disk, kind):
    order = PAYLOADS if kind == "fifo" else PAYLOADS[::-1]

    async def first(running: Running) -> None:
        await fill(running, kind)
        assert await take(running, 30) == order[:30]

    async def second(running: Running) -> None:
        queue = running.state.names[b"jobs"]
        assert queue.size == 170
        assert queue.held_items < 40
        assert await take(running, 170) == order[30:]

    run(disk, first)
    run(again(disk), second)


def test_next_page_is_read_while_there_are_items_in_memory(disk):
    async def work(running: Running) -> None:
        await fill(running)
        queue = running.state.names[b"jobs"]

        await take(running, 4)
        await until(lambda: len(queue.store.head) >= paged_store.LOW_ITEMS)

        assert len(queue.store.head) == 11

    run(disk, work)


def test_checkpoint_deletes_pages_that_are_not_needed(disk, monkeypatch):
    async def work(running: Running) -> None:
        await fill(running)
        assert page_rows(disk, 15) == 15
        await take(running, 100)
        monkeypatch.setattr(checkpoint, "LEAST_RECORDS", 0)
        for _ in range(100):
            await running.call("RQ.PUT jobs more")
        await until(lambda: page_rows(disk, 15) == 0)

    async def check(running: Running) -> None:
        assert await take(running, 100) == PAYLOADS[100:]

    run(disk, work)
    run(again(disk), check)


def test_rows_that_no_record_needs_are_deleted_at_the_next_start(disk):
    run(disk, fill)
    with sqlite3.connect(disk.database) as connection:
        connection.execute("INSERT INTO pages VALUES (5000, x'00')")
    connection.close()
    before = page_rows(disk)

    async def check(running: Running) -> None:
        await until(lambda: page_rows(disk) == before - 1)
        assert await take(running, 200) == PAYLOADS

    run(again(disk), check)


def damage(disk: Disk, change: str) -> None:
    with sqlite3.connect(disk.database) as connection:
        connection.execute(change)
    connection.close()


@pytest.mark.parametrize("change", ["UPDATE pages SET page = x'00'", "DELETE FROM pages"])
def test_damaged_page_fails_the_calls_that_need_it(disk, change):
    run(disk, fill)
    damage(disk, change)

    async def check(running: Running) -> None:
        assert await take(running, 10) == PAYLOADS[:10]
        for _ in range(2):
            with pytest.raises(StorageError, match=r"page \d+ of .* cannot be read: .*; nothing was changed"):
                await running.call("RQ.GET jobs")
        await running.call("RQ.PUT jobs more")
        assert await running.call("RQ.PURGE jobs") == 191
        await running.call("RQ.PUT jobs last")
        assert await take(running, 1) == ["last"]

    run(again(disk), check)


def test_full_disk_loses_no_item_of_a_page(disk, monkeypatch):
    monkeypatch.setattr(committer, "RETRY", 0.01)

    async def work(running: Running) -> None:
        await fill(running)
        disk.problem = "database or disk is full"
        with pytest.raises(StorageError, match="disk is full"):
            await running.call("RQ.MPUT jobs ITEMS " + " ".join(["new"] * 20))
        disk.problem = ""
        await until(lambda: not running.state.journal.failure)
        assert await take(running, 220) == PAYLOADS + ["new"] * 20

    run(disk, work)


def test_transaction_takes_items_of_several_pages(disk):
    async def work(running: Running) -> None:
        await fill(running)
        client = running.client()
        for words in ("MULTI", "RQ.MGET jobs 50", "RQ.PUT jobs x", "RQ.MGET jobs 50"):
            await running.call(words, client)
        taken, _, more = await running.call("EXEC", client)
        found = [item.payload.decode() for item in (*taken.value, *more.value)]
        assert found == PAYLOADS[:100]

    run(disk, work)


def test_items_are_moved_out_of_pages_and_into_them(disk):
    async def work(running: Running) -> None:
        await fill(running)
        await running.call("RQ.CREATE NAME other DURABLE")
        assert await running.call("RQ.MOVE jobs other COUNT 150") == 150

    async def check(running: Running) -> None:
        jobs, other = (running.state.names[name] for name in (b"jobs", b"other"))
        assert [item.payload.decode() for item in [*other.store, *jobs.store]] == PAYLOADS
        assert other.store.pages and other.unfinished == 150

    run(disk, work)
    run(again(disk), check)


def test_directory_of_an_older_version_is_used(disk):
    async def create(running: Running) -> None:
        await running.call("RQ.CREATE NAME jobs DURABLE")
        await running.call("RQ.PUT jobs first")

    run(disk, create)
    damage(disk, "DROP TABLE pages")
    damage(disk, "PRAGMA user_version = 1")

    async def check(running: Running) -> None:
        assert await take(running, 1) == ["first"]

    run(again(disk), check)


def test_backup_has_the_pages(disk, tmp_path):
    run(disk, fill)

    assert back_up(disk.path, tmp_path / "copy") == (1, 200)

    async def check(running: Running) -> None:
        assert await take(running, 200) == PAYLOADS

    run(Disk(str(tmp_path / "copy"), "always"), check)


def test_backup_reports_a_damaged_page(disk, tmp_path):
    run(disk, fill)
    damage(disk, "UPDATE pages SET page = x'00' WHERE number = 3")

    with pytest.raises(BadSetting, match="the data is damaged: page 3 cannot be read"):
        back_up(disk.path, tmp_path / "copy")

    assert not (tmp_path / "copy" / DATABASE).exists()


def test_reply_reads_a_bounded_number_of_pages(disk, monkeypatch):
    monkeypatch.setattr(long_replies, "MOST_PAGES", 4)

    async def look(running: Running) -> None:
        await fill(running)
        with pytest.raises(
            TooBig, match=r"are in \d+ pages on the disk, and a reply reads 4; request \d+ items"
        ):
            await running.call("LRANGE jobs 0 -1")
        assert len(await running.call("LRANGE jobs 100 114")) == 15

    run(disk, look)
