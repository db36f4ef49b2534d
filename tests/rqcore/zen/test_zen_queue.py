# SPDX-License-Identifier: GPL-3.0-or-later
"""ZenQueue's queues inside one process."""

from __future__ import annotations

import asyncio

import pytest

from rqcore.errors import Empty
from rqcore.zen import AsyncQueue, Queue, ZenTimeout


def test_values_come_in_order():
    queue = Queue()
    queue.push(1)
    queue.push_many(2, 3, 4, 5)
    assert (queue.pull(), queue.pull_many(3), len(queue)) == (1, [2, 3, 4], 1)
    assert queue.pull_many(9, timeout=0) == [5]
    assert queue.pull_many(0) == []


def test_queue_can_begin_with_values():
    queue = Queue([1, 2])
    queue.push(3)
    assert [queue.pull() for _ in range(3)] == [1, 2, 3]

    async def main():
        waiting = AsyncQueue(iter("ab"))
        return [await waiting.pull(), await waiting.pull(0)]

    assert asyncio.run(main()) == ["a", "b"]


def test_errors_are_attributes_as_in_zenqueue():
    queue = Queue()
    with pytest.raises(queue.Timeout):
        queue.pull(0)
    assert AsyncQueue.Timeout is Queue.Timeout is ZenTimeout


def test_negative_timeout_does_not_wait_in_an_event_loop():
    async def main():
        queue = AsyncQueue(["a"])
        assert await queue.pull(-1) == "a"
        with pytest.raises(ZenTimeout):
            await queue.pull(-1)

    asyncio.run(main())


@pytest.mark.parametrize("timeout", [0, 0.01, -1])
def test_timeout_raises_empty_and_timeout_error(timeout):
    for error in (ZenTimeout, Empty, TimeoutError):
        with pytest.raises(error):
            Queue().pull(timeout)
    with pytest.raises(ZenTimeout):
        Queue().pull_many(3, timeout)


def test_pull_many_without_a_number_takes_all_values():
    queue = Queue()
    queue.push_many(*range(5))
    assert queue.pull_many(None, timeout=0.01) == list(range(5))


def test_threads_wait_for_values(aside, until):
    queue = Queue()
    getters = [aside(queue.pull, 20) for _ in range(3)]
    queue.push_many(1, 2, 3)
    assert sorted(getter.result(20) for getter in getters) == [1, 2, 3]
    many = aside(queue.pull_many, 2, 20)
    queue.push("a")
    queue.push("b")
    assert many.result(20) == ["a", "b"]


def test_tasks_of_an_event_loop_wait_for_values():
    async def main():
        queue = AsyncQueue()
        getter = asyncio.create_task(queue.pull_many(3, 20))
        await queue.push("a")
        await queue.push_many("b", "c", "d")
        assert await getter == ["a", "b", "c"]
        assert await queue.pull_many(None, 0) == ["d"]
        for pull in (queue.pull(0), queue.pull(0.01), queue.pull_many(2, 0.01)):
            with pytest.raises(ZenTimeout):
                await pull
        cancelled = asyncio.create_task(queue.pull())
        await asyncio.sleep(0)
        cancelled.cancel()
        await queue.push("e")
        assert (await queue.pull(), len(queue)) == ("e", 0)

    asyncio.run(main())
