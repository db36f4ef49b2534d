# SPDX-License-Identifier: GPL-3.0-or-later
"""Durable queues of a real controller that is killed, or whose disk fails."""

from __future__ import annotations

import asyncio
import os
import signal
import threading

import pytest

import rqcore.aio
from rqcore import Empty, Exists, NotAllowed
from rqcore.client import pool


@pytest.fixture
def start(launch, tmp_path):
    """Start a controller with the same data directory each time."""

    def start(*options: str):
        return launch("--data", str(tmp_path / "data"), *options)

    return start


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGKILL])
@pytest.mark.parametrize("kind", ["fifo", "lifo", "priority"])
def test_restart_finds_the_queue_again(start, ending, kind):
    values = ["text", 5, b"bytes", {"a": [1, None]}]
    with start() as process, process.connect() as controller:
        jobs = controller.create("jobs", kind=kind, maxsize=9, durable=True)
        for priority, value in enumerate(values):
            jobs.put(value, priority=-priority)
        jobs.get()
        before = jobs.stat()
        process.end(ending)

    with start() as process, process.connect() as controller:
        jobs = controller.queue("jobs")
        after = jobs.stat()
        rest = values[1:] if kind == "fifo" else values[2::-1]
        assert [jobs.get_nowait() for _ in range(3)] == rest
        for name in (
            "namespace",
            "kind",
            "maxsize",
            "puts",
            "gets",
            "size",
            "unfinished",
            "bytes",
            "durable",
        ):
            assert getattr(after, name) == getattr(before, name)


def test_asyncio_client_creates_durable_queues(start):
    async def put(url: str) -> None:
        async with rqcore.aio.connect(url) as controller:
            jobs = await controller.create("jobs", durable=True)
            await jobs.put_many(range(10))
            assert await jobs.get_many(4) == [0, 1, 2, 3]

    async def get(url: str) -> None:
        async with rqcore.aio.connect(url) as controller:
            assert await (await controller.queue("jobs")).get_many(99) == list(range(4, 10))

    with start() as process:
        asyncio.run(put(process.url))
        process.end(signal.SIGKILL)
    with start() as process:
        asyncio.run(get(process.url))


def test_closed_queue_stays_closed(start):
    with start() as process, process.connect() as controller:
        controller.create("jobs", durable=True).close()
        process.end(signal.SIGKILL)
    with start() as process, process.connect() as controller:
        assert controller.queues() == []


def test_queue_in_memory_is_not_found_again(start):
    with start() as process, process.connect() as controller:
        controller.create("jobs").put(1)
        process.end(signal.SIGKILL)
    with start() as process, process.connect() as controller:
        assert controller.queues() == []


def test_controller_without_a_directory_says_so(launch):
    with launch() as process, process.connect() as controller:
        with pytest.raises(NotAllowed, match="no data directory for durable queues; start it with --data"):
            controller.create("jobs", durable=True)
        assert controller.queues() == []


def test_second_controller_on_the_same_directory_ends_with_a_clear_error(start, rqcore_command, tmp_path):
    with start():
        ended = rqcore_command("serve", "--port", "0", "--data", str(tmp_path / "data"))
        assert ended.returncode != 0
        assert "another controller uses the data directory" in ended.stderr
        assert "Traceback" not in ended.stderr


@pytest.mark.parametrize("kind", ["fifo", "lifo", "priority"])
def test_leased_item_is_acknowledged_after_a_restart(start, kind):
    with start() as process, process.connect() as controller:
        jobs = controller.create("jobs", kind=kind, durable=True)
        jobs.put_many(["a", "b"])
        item = jobs.lease(timeout=0, seconds=60)
        process.restart()

        assert (jobs.stat().leased, jobs.stat().size, jobs.stat().unfinished) == (1, 1, 2)
        item.extend(70)
        item.ack()
        process.restart()

        assert (jobs.stat().leased, jobs.stat().size, jobs.stat().unfinished) == (0, 1, 1)
        assert jobs.get_nowait() == ("a" if kind == "lifo" else "b")


def test_lease_of_a_client_without_a_session_ends_with_the_restart(start, until):
    with start() as process, process.connect() as controller:
        jobs = controller.create("jobs", durable=True)
        jobs.put_many(["a", "b"])
        with process.socket() as wire:
            wire.sendall(b"RQ.LEASE jobs SECONDS 60\r\n")
            assert wire.recv(1000)
            process.restart()

        until(lambda: jobs.stat().size == 2)
        item = jobs.lease(timeout=0, seconds=60)
        assert (item.value, item.deliveries) == ("a", 2)
        item.nack()


def test_lease_ends_at_its_time_also_after_a_restart(start):
    with start() as process, process.connect() as controller:
        jobs = controller.create("jobs", durable=True)
        jobs.put("a")
        jobs.lease(timeout=0, seconds=3)
        process.restart()

        item = jobs.lease(timeout=20, seconds=60)
        assert (item.value, item.deliveries) == ("a", 2)
        item.ack()


def test_delayed_item_enters_the_queue_after_a_restart(start):
    with start() as process, process.connect() as controller:
        jobs = controller.create("jobs", durable=True)
        jobs.put("later", delay=3)
        jobs.put("much later", delay=600)
        process.restart()

        assert jobs.get(timeout=20) == "later"
        assert jobs.stat().delayed == 1


def test_dead_letter_queue_is_durable_too(start):
    with start() as process, process.connect() as controller:
        jobs = controller.create("jobs", durable=True, max_deliveries=2, dead_letter="jobs.dead")
        jobs.put("bad")
        jobs.lease(timeout=0, seconds=60).nack()
        process.restart()

        jobs.lease(timeout=0, seconds=60).nack()
        process.restart()

        dead = controller.queue("jobs.dead")
        assert dead.stat().durable and jobs.stat().dead == 1
        assert (jobs.stat().max_deliveries, jobs.stat().dead_letter) == (2, "jobs.dead")
        assert dead.get_nowait() == "bad"
        assert jobs.stat().unfinished == 0


def test_dead_letter_queue_in_memory_is_refused(start):
    with start() as process, process.connect() as controller:
        controller.create("jobs.dead")
        with pytest.raises(Exists, match=r"'jobs.dead' exists and is not durable"):
            controller.create("jobs", durable=True, max_deliveries=2, dead_letter="jobs.dead")
        assert [each.name for each in controller.queues()] == ["jobs.dead"]


def test_item_of_a_client_that_was_closed_is_not_delivered_again(start):
    with start() as process:
        with process.connect() as controller:
            jobs = controller.create("jobs", durable=True)
            jobs.put("once")
            jobs.get()
        process.end(signal.SIGKILL)

    with start("--max-absence", "1") as process, process.connect() as controller, pytest.raises(Empty):
        controller.queue("jobs").get(timeout=2)


def test_closing_client_proves_its_receipt_to_the_next_controller(start, monkeypatch):
    monkeypatch.setattr(pool, "LONGEST_RECALL", 0.0)
    with start("--max-absence", "1") as process:
        controller = process.connect(network_timeout=30)
        jobs = controller.create("jobs", durable=True)
        jobs.put("once")
        jobs.get()
        os.kill(process.pid, signal.SIGKILL)
        closing = threading.Thread(target=controller.close)
        closing.start()
        process.restart()
        closing.join(30)

        with process.connect() as other, pytest.raises(Empty):
            other.queue("jobs").get(timeout=2)
