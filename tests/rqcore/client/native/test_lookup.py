# SPDX-License-Identifier: GPL-3.0-or-later
"""Handles after a restart of the controller."""

from __future__ import annotations

import asyncio
import pickle

import pytest

from rqcore import Closed, NoQueue, aio

CALLS = {
    "put": lambda jobs: jobs.put(1),
    "put_many": lambda jobs: jobs.put_many([1]),
    "get": lambda jobs: (jobs.put(2), jobs.get())[1],
    "get_many": lambda jobs: jobs.get_many(1),
    "qsize": lambda jobs: jobs.qsize(),
    "peek": lambda jobs: jobs.peek(),
    "stat": lambda jobs: jobs.stat(),
    "join": lambda jobs: jobs.join(0),
    "shutdown": lambda jobs: jobs.shutdown(),
    "close": lambda jobs: jobs.close(),
}


@pytest.fixture
def restarted(launch):
    """Return ``restart``, which starts a new controller at the same port, and a handle of its clients."""
    with launch() as first:
        port = str(first.port)
        handle = first.connect()
        yield handle, lambda: (first.end(), second.append(launch("--port", port)))
        handle.close()
        for process in second:
            process.__exit__()


second: list = []


@pytest.fixture(autouse=True)
def _no_process_stays():
    yield
    second.clear()


def test_handle_made_by_name_finds_the_new_queue(restarted):
    # Given
    controller, restart = restarted
    created = controller.create("jobs")
    found = controller.queue("jobs")
    again = controller.create("jobs", exist_ok=True)
    handles = [created, found, again, pickle.loads(pickle.dumps(created))]
    # When
    restart()
    # Then
    with pytest.raises(NoQueue):
        created.qsize()
    # When
    new = controller.create("jobs", maxsize=5)
    new.put(1)
    # Then
    for handle in handles:
        assert handle.qsize() == 1
        assert (handle.namespace, handle.maxsize) == (new.namespace, 5)
    handles[3].controller.close()


def test_every_call_finds_the_new_queue(restarted):
    # Given
    controller, restart = restarted
    handles = {name: controller.create(f"jobs-{name}") for name in CALLS}
    restart()
    for name in CALLS:
        controller.create(f"jobs-{name}").put("here")
    # Then
    for name, call in CALLS.items():
        call(handles[name])


def test_move_finds_both_queues(restarted):
    # Given
    controller, restart = restarted
    source, target = controller.create("source"), controller.create("target")
    restart()
    controller.create("source").put(1)
    controller.create("target")
    # Then
    assert source.move(target) == 1
    with pytest.raises(NoQueue, match="no-such-queue"):
        source.move("no-such-queue")


def test_handle_made_by_namespace_or_of_a_closed_queue_stays_as_it_is(restarted):
    # Given
    controller, restart = restarted
    jobs = controller.create("jobs")
    by_namespace = controller.queue(jobs.namespace)
    unnamed = controller.create()
    closed = controller.create("closed")
    closed.close()
    controller.create("closed")
    # Then
    with pytest.raises(Closed):
        closed.qsize()
    # When
    restart()
    controller.create("jobs")
    # Then
    for handle in (by_namespace, unnamed):
        with pytest.raises(NoQueue):
            handle.qsize()


def test_asyncio_handle_finds_the_new_queue(restarted):
    controller, restart = restarted

    async def story():
        async with aio.connect(str(controller.url)) as other:
            jobs = await other.create("jobs")
            restart()
            await other.create("jobs")
            await jobs.put(1)
            assert await jobs.get() == 1

    asyncio.run(story())
