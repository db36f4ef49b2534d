# SPDX-License-Identifier: GPL-3.0-or-later
"""Queues of rqcore on Redis behave as the queues of a controller, and as Python's own."""

from __future__ import annotations

import asyncio
import queue as standard
import threading
from collections import Counter

import pytest

import rqcore
import rqcore.redis.aio
from rqcore import Payload
from rqcore.client.capabilities import ALL_CAPABILITIES, Capability
from rqcore.codec import Codec
from rqcore.errors import BadCall, Empty, Full, NoQueue, NotComparable, ShutDown

KINDS = {"fifo": standard.Queue, "lifo": standard.LifoQueue, "priority": standard.PriorityQueue}
BY_KIND = pytest.mark.parametrize("kind", KINDS)


@BY_KIND
def test_items_come_out_in_the_order_of_the_standard_queue(handle, name, kind):
    # Given
    ours, theirs = handle.create(name, kind=kind), KINDS[kind]()
    for number in (3, -1, 2.5, 1 << 70, 0, -(1 << 70), 2, 1):
        ours.put(number)
        theirs.put(number)
    # Then
    expected = [theirs.get() for _ in range(8)]
    assert ours.peek() == expected
    assert ours.peek(1, 2) == expected[1:3] and ours.peek(-2, -1) == expected[-2:]
    assert ours.get_many(3) == expected[:3]
    assert [ours.get() for _ in range(5)] == expected[3:]


@pytest.mark.parametrize(
    "values", [["b", "", "a\0b", "a", "ä"], [(1, "b"), (1, "a"), (0,), (1,)], [True, 0.5, False]]
)
def test_priorities_of_any_type_sort_as_in_python(handle, name, values):
    jobs = handle.create(name, kind="priority")
    for value in values:
        jobs.put("item", priority=value)
        jobs.put(repr(value), priority=value)
    assert jobs.get_many(99) == [text for value in sorted(values) for text in ("item", repr(value))]


def test_items_of_equal_priority_come_out_in_the_order_of_their_arrival(handle, name):
    jobs = handle.create(name, kind="priority")
    for number in range(300):
        jobs.put(str(number), priority=number % 2)
    assert jobs.get_many(300) == [str(n) for n in (*range(0, 300, 2), *range(1, 300, 2))]


def test_items_that_cannot_be_ordered_are_refused(handle, name):
    jobs = handle.create(name, kind="priority")
    jobs.put_many([3, 1])
    for item in ("text", None, (1, 2), {"a": 1}):
        with pytest.raises(TypeError) as caught:
            jobs.put(item)
        assert isinstance(caught.value, NotComparable)
    with pytest.raises(NotComparable):
        jobs.put_many([2, "text"])
    assert jobs.peek() == [1, 3]
    assert jobs.stat().puts == 2


def test_number_is_refused_among_texts(handle, name):
    jobs = handle.create(name, kind="priority")
    jobs.put("text")
    with pytest.raises(NotComparable):
        jobs.put(1)
    assert jobs.get_many(9) == ["text"]


@pytest.mark.parametrize("values", [[(1, "a"), (1, 5)], [(1, (2, "b")), (1, (2, b"b"))], [None, None]])
def test_tuples_are_refused_where_their_order_depends_on_different_types(handle, name, values):
    jobs = handle.create(name, kind="priority")
    jobs.put("first", priority=values[0]) if values[0] else jobs.put(values[0])
    with pytest.raises(NotComparable):
        jobs.put("second", priority=values[1]) if values[1] else jobs.put(values[1])


def test_tuples_whose_order_is_decided_before_are_accepted(handle, name):
    jobs = handle.create(name, kind="priority")
    for value in [(2, "a"), (1, 5), (1, 5, None), (3,), ("a\0", 1)[1:]]:
        jobs.put(repr(value), priority=value)
    assert jobs.get_many(9) == ["(1,)", "(1, 5)", "(1, 5, None)", "(2, 'a')", "(3,)"]


@BY_KIND
def test_queue_counts_and_limits(handle, name, kind):
    jobs = handle.create(name, kind=kind, maxsize=3)
    assert jobs.put_many([1, 2, 3, 4], timeout=0) == 3
    assert jobs.full()
    with pytest.raises(Full, match="holds 3 of 3 items"):
        jobs.put(5, timeout=0.01)
    jobs.get()
    stat = handle.queue(name).stat()
    assert (stat.kind, stat.size, stat.maxsize, stat.puts, stat.gets) == (kind, 2, 3, 3, 1)
    assert (stat.unfinished, stat.bytes, stat.shutdown) == (3, 2, False)


@BY_KIND
def test_join_waits_until_all_items_are_done(handle, name, kind, aside, until):
    # Given
    jobs = handle.create(name, kind=kind)
    jobs.put_many([1, 2])
    assert jobs.join(timeout=0) is False
    assert jobs.join(timeout=0.01) is False
    joined = aside(jobs.join)
    until(lambda: jobs.stat().blocked_joins == 1)
    # When
    for _ in range(2):
        jobs.get()
        jobs.task_done()
    # Then
    assert joined.result(20) is True
    with pytest.raises(ValueError, match="too many times"):
        jobs.task_done()


@BY_KIND
def test_purge_counts_items_as_finished(handle, name, kind, aside, until):
    jobs = handle.create(name, kind=kind, maxsize=2)
    jobs.put_many([1, 2])
    waiting = aside(jobs.put, 3)
    until(lambda: jobs.stat().blocked_puts == 1)
    assert jobs.purge() == 2
    waiting.result(20)
    assert (jobs.qsize(), jobs.stat().unfinished) == (1, 1)


@BY_KIND
def test_shutdown_lets_items_be_taken_and_ends_calls_that_wait(handle, name, kind, aside, until):
    # Given
    jobs = handle.create(name, kind=kind, maxsize=1)
    jobs.put(1)
    waiting = aside(jobs.put, 2)
    until(lambda: jobs.stat().blocked_puts == 1)
    # When
    jobs.shutdown()
    # Then
    with pytest.raises(ShutDown):
        waiting.result(20)
    assert jobs.get() == 1
    with pytest.raises(ShutDown):
        jobs.get()


def test_immediate_shutdown_destroys_items_and_wakes_a_get(handle, name, aside, until):
    jobs = handle.create(name)
    waiting = aside(jobs.get)
    until(lambda: jobs.stat().blocked_gets == 1)
    jobs.shutdown(immediate=True)
    with pytest.raises(ShutDown):
        waiting.result(20)
    assert jobs.stat().unfinished == 0


def test_close_wakes_the_calls_that_wait(handle, name, aside, until):
    jobs = handle.create(name)
    waiting = [aside(jobs.get) for _ in range(3)]
    until(lambda: jobs.stat().blocked_gets == 3)
    assert jobs.close() == 0
    for each in waiting:
        with pytest.raises(rqcore.Closed):
            each.result(20)


def test_waiters_are_listed_the_oldest_first(handle, name, aside, until):
    jobs = handle.create(name)
    waiting = []
    for timeout in (20, None):
        waiting.append(aside(jobs.get, timeout=timeout))
        until(lambda: jobs.stat().blocked_gets == len(waiting))
    first, second = jobs.waiters()
    assert (first.method, first.timeout, second.timeout) == ("get", 20.0, None)
    assert "test" in first.name
    jobs.put_many([1, 2])
    assert [each.result(20) for each in waiting] == [1, 2]


@BY_KIND
def test_calls_that_wait_are_served_in_the_order_of_their_arrival(handle, name, kind, aside, until):
    jobs = handle.create(name, kind=kind)
    waiting = []
    for _ in range(5):
        waiting.append(aside(jobs.get))
        until(lambda: jobs.stat().blocked_gets == len(waiting))
    jobs.put_many(list(range(5)))
    assert [each.result(20) for each in waiting] == (list(range(5)) if kind != "lifo" else [4, 3, 2, 1, 0])


def test_a_put_does_not_overtake_one_that_waits(handle, name, aside, until):
    # Given
    jobs = handle.create(name, maxsize=1)
    jobs.put("first")
    waiting = aside(jobs.put_many, ["second", "third"])
    until(lambda: jobs.stat().blocked_puts == 1)
    # When
    assert jobs.get() == "first"
    with pytest.raises(Full):
        jobs.put("fourth", block=False)
    # Then
    assert [jobs.get(timeout=20), jobs.get(timeout=20)] == ["second", "third"]
    assert waiting.result(20) == 2


def test_large_item_waits_for_room(handle, name, aside, until):
    jobs, large = handle.create(name, maxsize=1), b"x" * 50_000
    jobs.put("first")
    waiting = aside(jobs.put, large)
    until(lambda: jobs.stat().blocked_puts == 1)
    assert jobs.get() == "first"
    assert jobs.get(timeout=20) == large
    waiting.result(20)


def test_more_items_than_one_request_holds(handle, name):
    jobs = handle.create(name, maxsize=25_000)
    assert jobs.put_many(list(range(30_000)), timeout=0) == 25_000
    assert jobs.get_many(50_000) == list(range(25_000))


@BY_KIND
def test_items_move_to_another_queue(handle, kind):
    # Given
    source, target = handle.create("{a} source", kind=kind), handle.create("{a} target", maxsize=4)
    source.put_many([3, 1, 2])
    order = source.peek()
    second = source.previews(1, 1, 9)[0].number
    # Then
    assert source.move(target, items=[second, 999]) == 1
    assert source.move(target.name, count=1) == 1
    assert source.move(target) == 1
    assert target.get_many(9) == [order[1], order[0], order[2]]
    assert (source.stat().unfinished, target.stat().unfinished) == (0, 3)
    # When
    source.put_many([1, 2, 3, 4, 5])
    # Then
    assert source.move(target) == 4
    assert source.qsize() == 1
    with pytest.raises(BadCall):
        source.move(source)
    with pytest.raises((NoQueue, rqcore.Closed)):
        source.move("{a} missing")
    target.shutdown()
    with pytest.raises(ShutDown):
        source.move(target)


@BY_KIND
def test_moved_items_wake_a_get_and_their_absence_a_put(handle, kind, aside, until):
    source, target = handle.create("{a} from", maxsize=1), handle.create("{a} to", kind=kind)
    source.put(1)
    putting, getting = aside(source.put, 2), aside(target.get)
    until(lambda: source.stat().blocked_puts == target.stat().blocked_gets == 1)
    assert source.move(target, count=1) == 1
    assert getting.result(20) == 1
    putting.result(20)


@BY_KIND
def test_part_of_a_payload_is_read_by_the_number_of_its_item(handle, name, kind):
    jobs = handle.create(name, kind=kind)
    for text in ("b first", "a second", "c third"):
        jobs.put(text)
    jobs.get()
    for preview in jobs.previews(0, -1, 3):
        assert preview.beginning == jobs.read_payload(preview.number, 0, 3)
        assert len(jobs.read_payload(preview.number, 1, 100)) == preview.size - 1
        assert preview.codec is Codec.TEXT
    assert jobs.read_payload(10**9, 0, 3) is None
    assert jobs.read_payload(jobs.previews(0, 0, 0)[0].number, 99, 3) == b""


@BY_KIND
def test_item_that_cannot_be_decoded_returns_to_its_place(handle, name, kind):
    # Given
    jobs, unreadable = handle.create(name, kind=kind), Payload(Codec.JSON, b"{")
    for priority, item in enumerate([1, unreadable, 3] if kind != "lifo" else [3, unreadable, 1]):
        jobs.put(item, priority=priority)
    # Then
    assert jobs.get_many(9) == [1]
    for call in (jobs.get, lambda: jobs.get_many(9)):
        with pytest.raises(rqcore.CodecError):
            call()
    assert jobs.get(decoded=False) == unreadable
    assert jobs.get() == 3


@BY_KIND
def test_many_producers_and_consumers_lose_and_double_nothing(handle, name, kind):
    # Given
    jobs, taken = handle.create(name, kind=kind, maxsize=5), []

    def produce(start):
        for number in range(start, start + 40):
            jobs.put(number)

    def consume():
        while True:
            try:
                taken.extend(jobs.get_many(3))
            except ShutDown:
                return

    producers = [threading.Thread(target=produce, args=(1000 * n,)) for n in range(4)]
    consumers = [threading.Thread(target=consume) for _ in range(4)]
    # When
    for thread in (*producers, *consumers):
        thread.start()
    for thread in producers:
        thread.join()
    jobs.shutdown()
    for thread in consumers:
        thread.join()
    # Then
    assert Counter(taken) == Counter(1000 * n + each for n in range(4) for each in range(40))


def test_handle_supports_all_but_the_commands_of_a_controller(server):
    jobs = server.create()
    assert jobs.capabilities == ALL_CAPABILITIES - {Capability.EXCHANGES}
    with pytest.raises(BadCall, match="another kind of server"):
        jobs.move(object())


def test_asyncio_queues(lone_server, name):
    async def story():
        async with rqcore.redis.aio.connect(lone_server.url) as server:
            jobs = await server.create(name, kind="lifo", maxsize=2)
            await jobs.put_many([1, 2])
            with pytest.raises(asyncio.QueueFull):
                await jobs.put(3, timeout=0)
            assert await jobs.get() == 2
            waiting = asyncio.create_task(jobs.join())
            await jobs.get()
            for _ in range(2):
                await jobs.task_done()
            assert await waiting
            with pytest.raises(asyncio.QueueEmpty):
                await jobs.get(timeout=0.01)
            await jobs.close()

    asyncio.run(asyncio.wait_for(story(), 20))


def test_cancelled_get_takes_no_item_and_keeps_no_place(lone_server, name):
    async def story():
        async with rqcore.redis.aio.connect(lone_server.url) as server:
            jobs = await server.create(name)
            first = asyncio.create_task(jobs.get())
            while not await jobs.waiters():
                await asyncio.sleep(0.001)
            first.cancel()
            with pytest.raises(asyncio.CancelledError):
                await first
            assert await jobs.waiters() == []
            await jobs.put(1)
            assert await jobs.get(timeout=0) == 1
            with pytest.raises(Empty):
                await jobs.get(timeout=0)
            await jobs.close()

    asyncio.run(asyncio.wait_for(story(), 20))
