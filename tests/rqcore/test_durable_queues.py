# SPDX-License-Identifier: GPL-3.0-or-later
"""Durable queues of a real controller that is killed, or whose disk fails."""

from __future__ import annotations

import asyncio
import signal

import pytest

import rqcore.aio
from rqcore import NotAllowed


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
