# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rqcore.codec import Codec
from rqcore.controller.clients import BlockedCall
from rqcore.controller.queue import STORES, Item, Queue, WaitQueue
from rqcore.protocol.event_batch import NO_TIMEOUT, Method

PRIORITIES = st.lists(st.integers(-3, 3), max_size=30)


def item(number: int, priority: float = 0.0, payload: bytes = b"x") -> Item:
    return Item(number, Codec.RAW, payload, priority)


def call(number: int) -> BlockedCall:
    return BlockedCall(number, None, Method.GET, None, 0, NO_TIMEOUT, reply=lambda _: b"")


ORDERS = {
    "fifo": lambda items: items,
    "lifo": lambda items: items[::-1],
    "priority": lambda items: sorted(items, key=lambda each: each.priority),
}


@pytest.mark.parametrize("kind", STORES)
@given(PRIORITIES)
def test_items_come_out_in_the_order_of_their_kind(kind, priorities):
    store, items = STORES[kind](), [item(number, value) for number, value in enumerate(priorities)]
    for each in items:
        store.push(each)
    expected = ORDERS[kind](items)
    assert (len(store), list(store)) == (len(items), expected)
    assert [store.take() for _ in items] == expected
    assert len(store) == 0


@pytest.mark.parametrize("kind", STORES)
@given(PRIORITIES, st.integers(0, 30))
def test_what_is_given_back_comes_out_as_if_it_had_stayed(kind, priorities, count):
    queue, items = Queue(1, None, kind), [item(number + 1, value) for number, value in enumerate(priorities)]
    for each in items:
        queue.push(each)
    before = queue.stat()
    taken = [queue.take() for _ in range(min(count, len(items)))]
    for each in reversed(taken):
        queue.give_back(each)
    assert queue.stat() == before
    assert [queue.take() for _ in items] == ORDERS[kind](items)


def test_what_was_never_taken_can_be_given_back_too():
    queue = Queue(1, None)
    queue.give_back(item(1))
    assert (queue.gets, queue.unfinished, queue.bytes, len(queue.store)) == (0, 1, 1, 1)


def test_a_line_is_served_first_come_first():
    line = WaitQueue()
    calls = [call(number) for number in (5, 3, 9)]
    for each in calls:
        line.join(each)
    assert list(line.values()) == calls
    assert line.first is calls[0]
    assert [line.next() for _ in calls] == calls
    assert not line


def test_any_call_of_a_line_may_give_up():
    line = WaitQueue()
    first, second, third = (call(number) for number in (1, 2, 3))
    for each in (first, second, third):
        line.join(each)
    line.leave(second)
    line.leave(first)
    assert list(line.values()) == [third]


def test_a_new_queue():
    stat = Queue(1, "jobs", maxsize=3).stat()
    assert UUID(stat.namespace).version == 4
    assert (stat.name, stat.kind, stat.size, stat.maxsize, stat.label) == ("jobs", "fifo", 0, 3, "jobs")
    assert not stat.shutdown


def test_a_queue_without_a_name_is_called_by_its_namespace():
    queue = Queue(1, None)
    assert queue.label == queue.stat().label == queue.namespace


def test_no_two_queues_share_a_namespace():
    assert len({Queue(1, "jobs").namespace for _ in range(100)}) == 100


@pytest.mark.parametrize(("maxsize", "items", "full"), [(0, 5, False), (2, 1, False), (2, 2, True)])
def test_a_queue_is_full_at_its_bound(maxsize, items, full):
    queue = Queue(1, "jobs", maxsize=maxsize)
    for number in range(items):
        queue.push(item(number))
    assert queue.full is full


def test_a_queue_counts_what_passes():
    queue = Queue(1, "jobs")
    queue.push(item(1, payload=b"abc"))
    queue.push(item(2, payload=b"de"))
    assert queue.take().payload == b"abc"
    stat = queue.stat()
    assert (stat.size, stat.puts, stat.gets, stat.bytes, stat.unfinished) == (1, 2, 1, 2, 2)
