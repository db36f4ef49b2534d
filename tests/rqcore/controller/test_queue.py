# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rqcore.codec import Codec
from rqcore.controller.clients import BlockedCall
from rqcore.controller.items import Item
from rqcore.controller.queue import BLOCKED, EndedCall, Queue
from rqcore.controller.stores import STORES
from rqcore.errors import BadCall, Closed, Empty, Full, ShutDown, TooMany
from rqcore.protocol.event_batch import NO_TIMEOUT, Method
from rqcore.protocol.memory import ITEM_COST, Memory
from rqcore.protocol.priority_keys import priority_key
from rqcore.protocol.queue_values import KINDS, LEFT

PRIORITIES = st.lists(st.integers(-3, 3), max_size=30)


def item(number: int, priority: float = 0, payload: bytes = b"x") -> Item:
    return Item(number, Codec.RAW, payload, priority_key(priority))


def items(count: int) -> list[Item]:
    return [item(number + 1) for number in range(count)]


def call(number: int, method: Method = Method.GET, **fields) -> BlockedCall:
    return BlockedCall(number, None, method, None, 0, NO_TIMEOUT, list, **fields)


def getter(number: int, wanted: int = 1) -> BlockedCall:
    return call(number, wanted=wanted)


def putter(number: int, *brought: Item) -> BlockedCall:
    return call(number, Method.PUT_MANY, items=list(brought))


class HeldQueue(Queue):
    """A frozen queue: no item may leave, although it contains items."""

    can_get = False


class SealedQueue(Queue):
    """A queue that accepts no item, although it has free space."""

    can_put = False


# One call at a time


def test_item_comes_out_as_it_was_put():
    queue = Queue(1, "jobs")
    assert queue.put(item(7)) == item(7)
    assert queue.get() == item(7)


def test_get_of_empty_queue_blocks():
    assert Queue(1, "jobs").get() is BLOCKED
    assert Queue(1, "jobs").get_many(3) is BLOCKED


def test_put_to_full_queue_blocks():
    queue = Queue(1, "jobs", maxsize=1)
    queue.put(item(1))
    assert queue.put(item(2)) is BLOCKED
    assert [each.number for each in queue.store] == [1]


def test_put_many_puts_the_items_that_fit():
    queue = Queue(1, "jobs", maxsize=3)
    assert queue.put_many(items(2)) == items(2)
    assert queue.put_many(items(2)) == items(1)
    assert queue.put_many(items(2)) == ()


def test_get_many_takes_up_to_count():
    queue = Queue(1, "jobs")
    queue.put_many(items(5))
    assert queue.get_many(3) == items(5)[:3]
    assert queue.get_many(9) == items(5)[3:]


def test_get_many_stops_at_the_limit_but_takes_at_least_one_item():
    queue = Queue(1, "jobs")
    queue.put_many([item(1, payload=b"x" * 50), item(2, payload=b"x" * 50)])
    assert [each.number for each in queue.get_many(9, most_bytes=10)] == [1]


class CountedPayload:
    """Counts how often the size of a payload is asked for."""

    asked = 0

    def __len__(self) -> int:
        CountedPayload.asked += 1
        return 10


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("end", [None, LEFT])
def test_get_many_looks_only_at_the_items_that_it_takes(kind, end):
    queue = Queue(1, "jobs", kind)
    queue.put_many([item(number, payload=CountedPayload()) for number in range(1000)])
    CountedPayload.asked = 0

    taken = queue.get_many(3, most_bytes=500, end=end if kind == "fifo" else None)

    assert len(taken) == 3 and CountedPayload.asked <= 10


def test_moving_nothing_removes_nothing():
    queue = Queue(1, "jobs")
    queue.put_many(items(2))

    assert queue.withdraw(0, most_bytes=1) == [] and queue.size == 2


def test_put_without_memory_is_refused_and_counted():
    memory = Memory(ITEM_COST)
    queue = Queue(1, "jobs", memory=memory)
    with pytest.raises(TooMany):
        queue.put(item(1))
    with pytest.raises(TooMany):
        queue.put_many(items(2))
    assert (queue.size, memory.held, memory.refused) == (0, 0, 2)


def test_task_done_is_called_once_for_each_item():
    queue = Queue(1, "jobs")
    queue.put(item(1))
    assert queue.join() is BLOCKED
    queue.task_done()
    assert queue.join() == 0
    with pytest.raises(BadCall, match="too many times"):
        queue.task_done()


def test_purged_items_need_no_task_done():
    queue = Queue(1, "jobs")
    queue.put_many(items(3))
    queue.get()
    assert list(queue.purge()) == items(3)[1:]
    assert (queue.size, queue.unfinished) == (0, 1)


@pytest.mark.parametrize(
    ("most", "numbers", "left"),
    [(2, None, [3, 4]), (9, {4, 1, 7}, [2, 3]), (1, {4, 1}, [2, 3, 4]), (0, {1}, [1, 2, 3, 4])],
)
def test_withdrawn_items_are_removed_and_need_no_task_done(most, numbers, left):
    queue = Queue(1, None)
    queue.put_many(items(4))

    withdrawn = queue.withdraw(most, numbers)

    assert [each.number for each in queue.store] == left
    assert [each.number for each in withdrawn] == [number for number in range(1, 5) if number not in left]
    assert (queue.unfinished, queue.bytes, queue.gets) == (len(left), len(left), 4 - len(left))
    assert queue.memory.held == len(left) * (ITEM_COST + 1)


def test_after_shutdown_items_can_be_taken_but_not_put():
    queue = Queue(1, "jobs")
    queue.put(item(1))
    assert not queue.shutdown()
    with pytest.raises(ShutDown):
        queue.put(item(2))
    with pytest.raises(ShutDown):
        queue.put_many(items(2))
    assert queue.get() == item(1)
    with pytest.raises(ShutDown, match="and is empty"):
        queue.get()


def test_immediate_shutdown_destroys_items_and_later_returned_items():
    queue = Queue(1, "jobs")
    queue.put_many(items(2))
    taken = queue.get()
    assert list(queue.shutdown(immediate=True)) == items(2)[1:]
    assert queue.give_back(taken) is False
    assert (queue.size, queue.unfinished) == (0, 0)


@pytest.mark.parametrize("kind", STORES)
@given(PRIORITIES, st.integers(0, 30))
def test_returned_items_come_out_in_their_old_order(kind, priorities, count):
    # given
    queue, brought = Queue(1, None, kind), [item(number + 1, each) for number, each in enumerate(priorities)]
    for each in brought:
        queue.put(each)
    before, order = queue.stat(), list(queue.store)
    # when
    taken = [queue.get() for _ in range(min(count, len(brought)))]
    for each in reversed(taken):
        queue.give_back(each)
    # then
    assert queue.stat() == before
    assert [queue.get() for _ in brought] == order


def test_item_that_was_not_taken_can_also_be_returned():
    queue = Queue(1, None)
    queue.give_back(item(1))
    assert (queue.gets, queue.unfinished, queue.bytes, queue.size) == (0, 1, 1, 1)


# Blocked calls


def test_waiting_gets_continue_in_order_of_arrival():
    # given
    queue = Queue(1, "jobs")
    first, second = getter(5), getter(3, wanted=9)
    queue.wait(first)
    queue.wait(second)
    # when
    queue.push_many(items(3), 3)
    # then
    served = list(queue.serve())
    assert served == [EndedCall(first, items(3)[:1]), EndedCall(second, items(3)[1:])]
    assert not queue.getters


def test_waiting_puts_continue_in_order_and_in_parts():
    # given
    queue = Queue(1, "jobs", maxsize=2)
    many, one = putter(1, *items(3)), putter(2, item(9))
    queue.wait(many)
    queue.wait(one)
    # when
    assert list(queue.serve()) == []
    assert many.moved == 2
    # then
    queue.get()
    assert list(queue.serve()) == [EndedCall(many, items(3))]
    queue.get_many(2)
    assert list(queue.serve()) == [EndedCall(one, [item(9)])]


def test_items_pass_from_waiting_puts_through_a_full_queue_to_waiting_gets():
    queue = Queue(1, "jobs", maxsize=1)
    first, second, many = getter(1), getter(2), putter(3, *items(2))
    for each in (first, second, many):
        queue.wait(each)
    ended = [each.call for each in queue.serve()]
    assert ended == [first, many, second]


def test_waiting_joins_end_when_all_items_are_finished():
    queue = Queue(1, "jobs")
    queue.put(item(1))
    queue.wait(joiner := call(1, Method.JOIN))
    assert list(queue.serve()) == []
    queue.task_done()
    assert list(queue.serve()) == [EndedCall(joiner, ())]


def test_shutdown_ends_waiting_puts_and_the_gets_of_an_empty_queue():
    queue = Queue(1, "jobs", maxsize=1)
    queue.put(item(1))
    partly, waiting = putter(1, *items(2)), putter(2, item(9))
    partly.moved = 1
    queue.wait(partly)
    queue.wait(waiting)
    queue.shutdown()
    given, refused = queue.serve()
    assert given == EndedCall(partly, items(1)), "a put that moved something has not failed"
    assert (refused.call, type(refused.error)) == (waiting, ShutDown)
    assert queue.size == 1


def test_close_fails_every_waiting_call():
    queue = Queue(1, "jobs")
    calls = [getter(1), putter(2, item(1)), call(3, Method.JOIN)]
    for each in calls:
        queue.wait(each)
    ended = list(queue.close())
    assert [each.call for each in ended] == calls
    assert {type(each.error) for each in ended} == {Closed}


def test_timeout_fails_puts_and_gets_and_lets_joins_succeed():
    queue = Queue(1, "jobs")
    waiting = [getter(1), putter(2, item(1)), call(3, Method.JOIN)]
    for each in waiting:
        queue.wait(each)
    assert [type(queue.time_out(each).error) for each in waiting] == [Empty, Full, type(None)]
    assert not (queue.getters or queue.putters or queue.joiners)


# No call is overtaken, whatever determines which call may continue


def test_get_waits_if_no_item_may_leave():
    queue = HeldQueue(1, "jobs")
    queue.put_many(items(2))
    assert queue.get() is BLOCKED
    assert queue.get_many(2) is BLOCKED
    queue.wait(getter(1))
    assert list(queue.serve()) == []
    assert (queue.size, len(queue.getters)) == (2, 1)


def test_new_get_does_not_overtake_a_waiting_get(monkeypatch):
    # given: a get that waited while the queue was frozen
    queue = HeldQueue(1, "jobs")
    queue.put_many(items(2))
    queue.wait(first := getter(1))
    # when: the queue is no longer frozen
    monkeypatch.setattr(HeldQueue, "can_get", True)
    # then: a new get waits behind it
    assert queue.get() is BLOCKED
    assert queue.get_many(1) is BLOCKED
    assert list(queue.serve()) == [EndedCall(first, items(1))]
    assert queue.get() == items(2)[1]


def test_new_put_does_not_overtake_a_waiting_put(monkeypatch):
    # given
    queue = SealedQueue(1, "jobs")
    queue.wait(first := putter(1, item(1)))
    assert list(queue.serve()) == []
    # when
    monkeypatch.setattr(SealedQueue, "can_put", True)
    # then
    assert queue.put(item(2)) is BLOCKED
    assert queue.put_many(items(2)) == ()
    assert queue.has_room_for(1) is False
    assert list(queue.serve()) == [EndedCall(first, [item(1)])]
    assert queue.put(item(2)) == item(2)


def test_waiting_gets_of_a_queue_with_items_are_not_free_space():
    queue = HeldQueue(1, "jobs", maxsize=2)
    queue.put(item(1))
    queue.wait(getter(1, wanted=5))
    assert queue.has_room_for(1)
    assert not queue.has_room_for(2)


# What a queue is


def test_new_queue_has_a_namespace_and_is_empty():
    stat = Queue(1, "jobs", maxsize=3).stat()
    assert UUID(stat.namespace).version == 4
    assert (stat.name, stat.kind, stat.size, stat.maxsize, stat.label) == ("jobs", "fifo", 0, 3, "jobs")
    assert not stat.shutdown


def test_label_of_a_queue_without_name_is_its_namespace():
    queue = Queue(1, None)
    assert queue.label == queue.stat().label == queue.namespace


def test_no_two_queues_share_a_namespace():
    assert len({Queue(1, "jobs").namespace for _ in range(100)}) == 100


@pytest.mark.parametrize(("maxsize", "count", "can_put"), [(0, 5, True), (2, 1, True), (2, 2, False)])
def test_queue_accepts_items_up_to_its_maxsize(maxsize, count, can_put):
    queue = Queue(1, "jobs", maxsize=maxsize)
    queue.put_many(items(count))
    assert queue.can_put is can_put


def test_queue_counts_its_puts_and_gets():
    queue = Queue(1, "jobs")
    queue.put(item(1, payload=b"abc"))
    queue.put(item(2, payload=b"de"))
    assert queue.get().payload == b"abc"
    stat = queue.stat()
    assert (stat.size, stat.puts, stat.gets, stat.bytes, stat.unfinished) == (1, 2, 1, 2, 2)
