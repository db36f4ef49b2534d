# SPDX-License-Identifier: GPL-3.0-or-later
"""Leases, delays and dead letters on Redis behave as the leases of a controller."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from operator import attrgetter
from pathlib import Path

import pytest

import rqcore
import rqcore.redis.aio
from rqcore import Payload
from rqcore.codec import Codec
from rqcore.errors import BadCall, Empty, Full, LeaseLost, NoQueue, NotAllowed, ShutDown
from rqcore.redis.queue_keys import PREFIX, QueueKeys
from rqcore.redis.redis_queue import RedisQueue

BY_KIND = pytest.mark.parametrize("kind", ["fifo", "lifo", "priority"])
PATIENCE = 20
ROOT = Path(rqcore.__file__).parents[1]


@pytest.fixture
def jobs(handle, name):
    """A queue with the items 1, 2 and 3."""
    jobs = handle.create(name)
    jobs.put_many([1, 2, 3])
    return jobs


def test_end_of_the_block_acknowledges_an_item(jobs):
    with jobs.lease() as item:
        assert (item.value, item.deliveries) == (1, 1)
        stat = jobs.stat()
        assert (stat.size, stat.leased, stat.unfinished, stat.bytes) == (2, 1, 3, 2)
    stat = jobs.stat()
    assert (stat.size, stat.leased, stat.unfinished, stat.gets) == (2, 0, 2, 1)
    with pytest.raises(LeaseLost, match="has ended"):
        item.ack()


def test_exception_in_the_block_gives_the_item_back(jobs):
    with pytest.raises(ZeroDivisionError), jobs.lease() as item:
        _ = 1 / 0
    assert not item.is_open
    assert jobs.peek() == [1, 2, 3]
    with jobs.lease() as item:
        assert (item.value, item.deliveries) == (1, 2)


@BY_KIND
def test_items_that_return_have_their_places(handle, name, kind):
    # Given
    jobs = handle.create(name, kind=kind)
    jobs.put_many([1, 2, 3, 4])
    order = jobs.peek()
    first, second, third = (jobs.lease() for _ in range(3))
    # When
    for item in (second, third, first) if kind != "lifo" else (third, second, first):
        item.nack()
    # Then
    assert jobs.peek() == order
    assert jobs.stat().gets == 0


@BY_KIND
def test_item_whose_lease_has_ended_is_delivered_again(handle, name, kind):
    jobs = handle.create(name, kind=kind)
    jobs.put(1)
    late = jobs.lease(seconds=0.02)
    with jobs.lease(timeout=PATIENCE) as item:
        assert (item.value, item.deliveries) == (1, 2)
    for call in (late.ack, late.nack, late.extend):
        with pytest.raises(LeaseLost):
            call()
    assert jobs.join(timeout=0)


def test_figures_and_items_are_right_when_a_lease_has_ended(jobs, until):
    jobs.lease(seconds=0.02)
    until(lambda: jobs.qsize() == 3)
    assert jobs.peek() == [1, 2, 3]
    jobs.lease(seconds=0)
    until(lambda: jobs.previews(0, 0, 1)[0].beginning == b"1")
    jobs.lease(seconds=0)
    until(lambda: not jobs.leases())
    jobs.lease(seconds=0)
    until(lambda: jobs.stat().leased == 0)
    stat = jobs.stat()
    assert (stat.size, stat.gets) == (3, 0)


def test_lease_of_an_empty_queue_waits(handle, name, aside, until):
    jobs = handle.create(name)
    with pytest.raises(Empty):
        jobs.lease(block=False)
    with pytest.raises(Empty):
        jobs.lease(timeout=0.01)
    waiting = aside(jobs.lease)
    until(lambda: jobs.stat().blocked_gets == 1)
    assert [waiter.method for waiter in jobs.waiters()] == ["lease"]
    jobs.put("a")
    assert waiting.result(PATIENCE).value == "a"


def test_item_that_returns_goes_to_a_waiting_get(jobs, aside, until):
    leased = [jobs.lease() for _ in range(3)]
    waiting = aside(jobs.get)
    until(lambda: jobs.stat().blocked_gets == 1)
    leased[1].nack()
    assert waiting.result(PATIENCE) == 2


def test_get_that_waits_receives_an_item_when_a_lease_or_a_delay_ends(handle, name, aside, until):
    # Given
    jobs = handle.create(name)
    waiting = [aside(jobs.get) for _ in range(3)]
    until(lambda: jobs.stat().blocked_gets == 3)
    # When
    for number in range(3):
        jobs.put(number, delay=0.02)
    # Then
    assert sorted(each.result(PATIENCE) for each in waiting) == [0, 1, 2]


@BY_KIND
def test_delayed_item_counts_and_comes_later(handle, name, kind):
    # Given
    jobs = handle.create(name, kind=kind, maxsize=2)
    jobs.put(1, delay=0.05)
    jobs.put(2)
    # Then
    with pytest.raises(Full):
        jobs.put(3, block=False)
    assert jobs.get(timeout=PATIENCE) in (1, 2)
    assert jobs.get(timeout=PATIENCE) in (1, 2)
    assert (jobs.stat().unfinished, jobs.stat().puts, jobs.stat().gets) == (2, 2, 2)


def test_delayed_item_is_in_no_place_but_counted(handle, name):
    jobs = handle.create(name, maxsize=1)
    jobs.put(1, delay=100)
    stat = jobs.stat()
    assert (stat.size, stat.delayed, stat.unfinished, stat.puts, stat.bytes) == (0, 1, 1, 1, 0)
    assert jobs.peek() == [] and jobs.leases() == []
    with pytest.raises(Full):
        jobs.put(2, delay=1, block=False)
    with pytest.raises(Empty):
        jobs.get(block=False)
    assert jobs.purge() == 1
    assert (jobs.stat().delayed, jobs.stat().unfinished) == (0, 0)


def test_delayed_put_waits_for_room(handle, name, aside, until):
    jobs = handle.create(name, maxsize=1)
    jobs.put(1)
    waiting = aside(jobs.put, 2, delay=0.01)
    until(lambda: jobs.stat().blocked_puts == 1)
    assert jobs.get() == 1
    waiting.result(PATIENCE)
    assert jobs.get(timeout=PATIENCE) == 2


def test_item_given_back_with_a_delay_returns_later(jobs):
    jobs.lease().nack(delay=100)
    stat = jobs.stat()
    assert (stat.size, stat.leased, stat.delayed, stat.gets) == (2, 0, 1, 0)
    assert jobs.get_many(3) == [2, 3]


def test_item_given_back_with_a_short_delay_goes_to_a_get_that_waits_for_it(handle, name):
    jobs = handle.create(name)
    jobs.put(1)
    jobs.lease().nack(delay=0.02)
    assert jobs.get(timeout=PATIENCE) == 1


@BY_KIND
def test_item_that_was_leased_too_often_goes_to_the_dead_letter_queue(handle, kind, until):
    # Given
    jobs = handle.create("{x} jobs", kind=kind, max_deliveries=2, dead_letter="{x} dead")
    dead = handle.queue("{x} dead")
    jobs.put(5)
    # When
    jobs.lease().nack()
    assert dead.qsize() == 0
    jobs.lease(seconds=0)
    # Then
    until(lambda: jobs.stat().leased == 0)
    assert jobs.qsize() == 0
    stat = jobs.stat()
    assert (stat.dead, stat.max_deliveries, stat.dead_letter) == (1, 2, "{x} dead")
    assert (stat.unfinished, stat.gets, dead.stat().unfinished) == (0, 1, 1)
    assert jobs.join(timeout=0)
    # When
    assert dead.move(jobs) == 1
    # Then
    assert jobs.lease().deliveries == 1


def test_dead_letter_wakes_a_get_of_its_queue(handle, aside, until):
    jobs = handle.create("{x} jobs", max_deliveries=1, dead_letter="{x} dead", maxsize=1)
    dead = handle.queue("{x} dead")
    waiting = aside(dead.get)
    until(lambda: dead.stat().blocked_gets == 1)
    jobs.put("a")
    jobs.lease().nack(delay=50)
    assert waiting.result(PATIENCE) == "a"


def test_dead_letter_queue_that_was_closed_is_created_again(handle):
    jobs = handle.create("{x} jobs", max_deliveries=1, dead_letter="{x} dead")
    jobs.put_many([1, 2])
    handle.queue("{x} dead").close()
    jobs.lease().nack()
    assert handle.queue("{x} dead").get() == 1


def test_item_returns_if_its_dead_letter_queue_was_shut_down(handle):
    jobs = handle.create("{x} jobs", max_deliveries=1, dead_letter="{x} dead")
    jobs.put(1)
    handle.queue("{x} dead").shutdown()
    jobs.lease().nack()
    assert (jobs.peek(), jobs.stat().dead) == ([1], 0)


def test_dead_letter_queue_needs_a_number_of_deliveries_and_another_name(handle, name):
    for options in (
        {"max_deliveries": 1},
        {"dead_letter": "other"},
        {"max_deliveries": 1, "dead_letter": name},
    ):
        with pytest.raises(BadCall, match="belong together"):
            handle.create(name, **options)
    with pytest.raises(NoQueue):
        handle.queue(name)


def test_leases_show_who_has_each_item_and_how_long(jobs):
    first, second = jobs.lease(seconds=100), jobs.lease(seconds=50)
    views = sorted(jobs.leases(), key=attrgetter("item"))
    assert [view.item for view in views] == [first.number, second.number]
    assert [(view.deliveries, view.size) for view in views] == [(1, 1), (1, 1)]
    assert all("test" in view.name and view.held < PATIENCE for view in views)
    assert 50 < views[0].left <= 100 and views[1].left <= 50
    second.extend(1000)
    first.extend()
    assert [view.left > 90 for view in jobs.leases()] == [True, True]


def test_leases_are_listed_in_parts(jobs):
    first, second, third = (jobs.lease(seconds=100).number for _ in range(3))
    jobs.put("late", delay=50)
    parts = [jobs.leases(0, 2), jobs.leases(2, 2), jobs.leases(1), jobs.leases(3), jobs.leases(count=0)]
    assert [[view.item for view in part] for part in parts] == [
        [first, second],
        [third],
        [second, third],
        [],
        [],
    ]
    with pytest.raises(BadCall, match="'start' must be a whole number"):
        jobs.leases(-1)


def test_task_done_is_refused_for_leased_items(jobs):
    for _ in range(2):
        jobs.lease()
    jobs.get()
    jobs.task_done()
    with pytest.raises(BadCall, match="acknowledge them"):
        jobs.task_done()


def test_join_waits_for_acknowledgements(jobs, aside, until):
    leased = [jobs.lease() for _ in range(3)]
    joined = aside(jobs.join)
    until(lambda: jobs.stat().blocked_joins == 1)
    for item in leased:
        item.ack()
    assert joined.result(PATIENCE) is True


def test_join_ends_when_the_last_item_is_dead(handle, aside, until):
    jobs = handle.create("{x} jobs", max_deliveries=1, dead_letter="{x} dead")
    jobs.put(1)
    jobs.lease(seconds=0.2)
    assert aside(jobs.join).result(PATIENCE) is True
    assert handle.queue("{x} dead").get() == 1


def test_get_of_a_shut_down_queue_waits_while_items_can_return(jobs, aside, until):
    # Given
    leased = [jobs.lease() for _ in range(3)]
    jobs.shutdown()
    waiting = [aside(jobs.get) for _ in range(2)]
    until(lambda: jobs.stat().blocked_gets == 2)
    # When
    leased[0].nack()
    leased[1].ack()
    until(lambda: any(each.done() for each in waiting))
    leased[2].ack()
    # Then
    results = []
    for each in waiting:
        try:
            results.append(each.result(PATIENCE))
        except ShutDown:
            results.append(None)
    assert sorted(results, key=str) == [1, None]


@pytest.mark.parametrize("destroy", ["purge", "shutdown", "close"])
def test_leases_of_destroyed_items_end(jobs, destroy):
    item = jobs.lease()
    jobs.put(4, delay=100)
    if destroy == "shutdown":
        jobs.shutdown(immediate=True)
    else:
        assert getattr(jobs, destroy)() == 4
    with pytest.raises((LeaseLost, rqcore.Closed)):
        item.ack()
    assert not item.is_open


def test_leased_items_do_not_fill_the_queue_and_return_above_its_bound(handle, name):
    jobs = handle.create(name, maxsize=1)
    jobs.put(1)
    item = jobs.lease()
    jobs.put(2, block=False)
    item.nack()
    assert (jobs.peek(), jobs.qsize()) == ([1, 2], 2)


def test_items_of_a_closed_handle_return(jobs, until):
    with rqcore.connect(jobs.controller.url) as other:
        theirs = other.queue(jobs.namespace)
        kept = theirs.lease()
        theirs.lease()
        jobs.extend(kept)
    until(lambda: jobs.qsize() == 2)
    assert jobs.peek() == [2, 3]
    jobs.ack(kept)


def test_items_of_a_closed_handle_return_although_another_of_its_queues_was_deleted(handle, name):
    gone, jobs = handle.create(f"{name} gone"), handle.create(name)
    gone.put(1)
    jobs.put(2)
    with rqcore.connect(handle.url) as other:
        for queue in (gone, jobs):
            other.queue(queue.namespace).lease()
        gone.close()
    assert jobs.get(timeout=PATIENCE) == 2


def test_item_that_cannot_be_decoded_returns_and_its_delivery_counts(handle, name):
    jobs, unreadable = handle.create(name), Payload(Codec.JSON, b"{")
    jobs.put(unreadable)
    with pytest.raises(rqcore.CodecError):
        jobs.lease()
    item = jobs.lease(decoded=False)
    assert (item.value, item.deliveries) == (unreadable, 2)


def test_durations_have_limits(jobs):
    for call in (
        lambda: jobs.lease(seconds=86401),
        lambda: jobs.lease(seconds=float("nan")),
        lambda: jobs.put(1, delay=-1),
    ):
        with pytest.raises(BadCall, match="must be a number of seconds from 0 to 86400"):
            call()
    assert jobs.qsize() == 3


def test_plain_url_makes_a_queue_with_leases_where_they_are_asked_for(lone_server, bare):
    with rqcore.connect(lone_server.url) as server:
        jobs = server.create("jobs", max_deliveries=1, dead_letter="dead")
        assert type(jobs) is RedisQueue and type(server.queue("dead")) is RedisQueue
        plain = server.create("plain")
        for call in (plain.lease, lambda: plain.put("a", delay=1)):
            with pytest.raises(NotAllowed, match="queues=rqcore"):
                call()
    bare.flushall()


def test_dead_letter_queue_on_another_server_of_a_cluster_is_refused(redis_cluster):
    with rqcore.redis.connect(redis_cluster) as server:
        with pytest.raises(BadCall, match="same part in braces"):
            server.create("a", max_deliveries=1, dead_letter="b")
        assert server.queues() == []


def test_durable_queue_is_refused(server):
    with pytest.raises(NotAllowed, match="durable"):
        server.create("jobs", durable=True)


def test_asyncio_leases(lone_server, name):
    async def story():
        async with rqcore.redis.aio.connect(lone_server.url) as server:
            jobs = await server.create(name)
            await jobs.put(1)
            async with await jobs.lease() as item:
                assert item.value == 1
                await item.extend(5)
            assert await jobs.join(timeout=0)
            waiting = asyncio.create_task(jobs.lease())
            while not await jobs.waiters():
                await asyncio.sleep(0.001)
            waiting.cancel()
            with pytest.raises(asyncio.CancelledError):
                await waiting
            await jobs.put(2, delay=0.01)
            item = await jobs.lease(timeout=PATIENCE)
            assert [view.item for view in await jobs.leases()] == [item.number]
            await item.nack()
            assert await jobs.get() == 2
            await jobs.close()

    asyncio.run(asyncio.wait_for(story(), PATIENCE))


LEASE = """
import sys, rqcore.redis
jobs = rqcore.redis.connect(sys.argv[1], name="worker").queue(sys.argv[2])
print(jobs.lease(seconds=600).value, flush=True)
sys.stdin.read()
"""


@pytest.fixture
def worker(lone_server, name):
    """``worker()`` starts a process that leases an item for long; it runs until its input ends."""
    started = []

    def worker():
        command = [sys.executable, "-c", LEASE, lone_server.url, name]
        process = subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        started.append(process)
        assert process.stdout.readline() == "1\n"
        return process

    yield worker
    for process in started:
        process.kill()
        process.communicate()


def test_item_of_a_killed_client_returns_when_its_lease_ends(server, name, worker, end_leases):
    # Given
    jobs = server.create(name)
    jobs.put_many([1, 2])
    process = worker()
    # When
    process.kill()
    process.wait()
    # Then
    assert (jobs.peek(), jobs.stat().leased) == ([2], 1)
    assert "_worker_" in jobs.leases()[0].name
    end_leases(QueueKeys.of(name, PREFIX.encode()))
    with jobs.lease() as item:
        assert (item.value, item.deliveries) == (1, 2)
    assert (jobs.peek(), jobs.stat().leased) == ([2], 0)


def test_get_that_waits_receives_the_item_of_a_killed_client(server, name, worker, end_leases, aside, until):
    jobs = server.create(name)
    jobs.put(1)
    process = worker()
    waiting = aside(jobs.get)
    until(lambda: jobs.stat().blocked_gets == 1)
    process.kill()
    end_leases(QueueKeys.of(name, PREFIX.encode()))
    assert waiting.result(PATIENCE) == 1


def test_signal_during_a_lease_gives_back_an_item_that_was_not_seen(server, name, interrupted_by_signal):
    jobs = server.create(name)
    jobs.put_many([1, 2])
    with interrupted_by_signal("lease"):
        jobs.lease()
    assert jobs.peek() == [1, 2]
    assert jobs.lease().deliveries == 1
