# SPDX-License-Identifier: GPL-3.0-or-later
"""The methods of the blocking handle of a queue."""

from __future__ import annotations

import queue

import pytest

from rqcore import (
    BadCall,
    Closed,
    CodecError,
    Empty,
    Full,
    Payload,
    ShutDown,
    codec,
)
from rqcore.codec import Codec


def test_items_are_returned_as_they_were_put(jobs):
    items = [b"\x00", "é", None, True, 10**30, 0.5, [1, "a"], {"n": {}}]
    for item in items:
        jobs.put(item)
    assert [jobs.get() for _ in items] == items


def test_full_and_empty_are_also_those_of_the_standard_library(controller):
    jobs = controller.create(maxsize=1)
    with pytest.raises(queue.Empty) as empty:
        jobs.get_nowait()
    jobs.put_nowait(1)
    with pytest.raises(queue.Full) as full:
        jobs.put(2, timeout=0.01)
    assert (type(empty.value), type(full.value)) == (Empty, Full)
    assert (jobs.qsize(), jobs.empty(), jobs.full()) == (1, False, True)
    jobs.close()


def test_put_wakes_a_waiting_get(jobs, aside, until):
    getter = aside(jobs.get)
    until(lambda: jobs.stat().blocked_gets == 1)
    jobs.put({"n": 1})
    assert getter.result(20) == {"n": 1}


def test_get_wakes_a_waiting_put(controller, aside, until):
    jobs = controller.create(maxsize=1)
    jobs.put(1)
    putter = aside(jobs.put, 2)
    until(lambda: jobs.stat().blocked_puts == 1)
    assert jobs.get() == 1
    assert putter.result(20) is None
    assert jobs.close() == 1


def test_closed_queue_raises_in_every_waiting_thread(process, jobs, aside, until):
    getters = [aside(jobs.get, timeout=60) for _ in range(3)]
    until(lambda: jobs.stat().blocked_gets == 3)
    with process.connect() as other:
        other.queue(jobs.namespace).close()
    for getter in getters:
        with pytest.raises(Closed):
            getter.result(20)
    with pytest.raises(Closed):
        jobs.put(1)


def test_threads_share_a_handle(jobs, aside):
    putters = [
        aside(lambda start=start: [jobs.put(n) for n in range(start, start + 25)])
        for start in range(0, 100, 25)
    ]
    getters = [aside(lambda: [jobs.get(timeout=20) for _ in range(25)]) for _ in range(4)]
    assert sorted(n for getter in getters for n in getter.result(20)) == list(range(100))
    assert all(putter.result(20) for putter in putters)


def test_put_many_and_get_many_keep_the_order(controller):
    jobs = controller.create(maxsize=3)
    assert jobs.put_many([]) == 0
    assert jobs.put_many([1, {"n": 2}], timeout=0) == 2
    assert jobs.put_many([3, 4], timeout=0.01) == 1
    with pytest.raises(Full):
        jobs.put_many([5], timeout=0)
    assert jobs.peek() == jobs.get_many(9) == [1, {"n": 2}, 3]
    with pytest.raises(Empty):
        jobs.get_many(1, timeout=0)
    jobs.close()


def test_payload_can_be_put_again(controller):
    jobs = controller.create()
    pickled = Payload(Codec.PICKLE, b"never loaded")
    jobs.put(pickled)
    jobs.put("a")
    assert jobs.peek(decoded=False) == [pickled, Payload(Codec.TEXT, b"a")]
    with pytest.raises(CodecError):
        jobs.peek()
    assert jobs.get(decoded=False) == pickled


def test_payload_is_read_in_pieces(jobs):
    jobs.put_many(["abc", "abcdef"])
    first, second = jobs.previews(0, -1, 4)
    assert (second.codec, second.size, second.beginning) == (Codec.TEXT, 6, b"abcd")
    assert jobs.read_payload(second.number, 4, 9) == b"ef"
    jobs.get()
    assert jobs.read_payload(first.number, 0, 9) is None


def test_put_many_uses_one_codec(jobs):
    """Each item is returned as it was put, or the call is refused before anything is sent."""
    try:
        jobs.put_many([1, "a"])
    except CodecError:
        assert jobs.qsize() == 0
    else:
        assert jobs.get_many(2) == [1, "a"]


def test_join_waits_for_task_done(jobs, aside, until):
    jobs.put(1)
    assert jobs.join(timeout=0.01) is False
    joiner = aside(jobs.join)
    until(lambda: jobs.stat().blocked_joins == 1)
    jobs.get()
    jobs.task_done()
    assert joiner.result(20) is True
    with pytest.raises(ValueError, match="too many times"):
        jobs.task_done()


def test_waiters_purge_and_shutdown(jobs, aside, until):
    getter = aside(jobs.get, timeout=60)
    until(lambda: len(jobs.waiters()) == 1)
    (waiter,) = jobs.waiters()
    assert (waiter.method, waiter.timeout) == ("get", 60.0)
    assert waiter.name.startswith("test@127.0.0.1:")
    jobs.shutdown()
    with pytest.raises(ShutDown):
        getter.result(20)
    assert jobs.purge() == 0


def test_priority_queue_returns_the_lowest_first(controller):
    jobs = controller.create(kind="priority")
    jobs.put(3)
    jobs.put(1)
    jobs.put("second", priority=2)
    assert [jobs.get() for _ in range(3)] == [1, "second", 3]
    with pytest.raises(BadCall, match="priority="):
        jobs.put(Payload(Codec.PICKLE, b"not loaded"))
    jobs.put(Payload(Codec.JSON, b"7"))
    jobs.put(6)
    assert jobs.get_many(2) == [6, 7]
    jobs.close()


@pytest.mark.parametrize(
    "items",
    [["b", "a", ""], [b"\0\xff", b"", b"\0"], [[1, "b"], [1, "a"], [0, "c"]], [2**64 + 1, 2**64, 0.5, True]],
)
@pytest.mark.parametrize("many", [False, True])
def test_items_of_a_priority_queue_are_ordered_as_python_orders_them(controller, items, many):
    jobs = controller.create(kind="priority")
    if many:
        jobs.put_many(items)
    else:
        for item in items:
            jobs.put(item)
    assert jobs.peek() == sorted(items)
    assert jobs.get_many(9) == sorted(items)
    jobs.close()


def test_equal_items_of_a_priority_queue_come_out_by_arrival(controller):
    jobs = controller.create(kind="priority")
    for item in (1.0, True, 1, -0.0, False):
        jobs.put(item)
    assert list(map(repr, jobs.get_many(9))) == ["-0.0", "False", "1.0", "True", "1"]
    jobs.close()


def test_item_that_cannot_be_ordered_is_a_type_error_and_is_not_put(controller):
    jobs = controller.create(kind="priority")
    jobs.put((1, "a"))
    for put in (jobs.put, lambda item: jobs.put_many([(0, "z"), item])):
        for item in ("text", 1, (1, 2), None, {"n": 1}):
            with pytest.raises(TypeError, match="cannot order"):
                put(item)
    assert jobs.peek() == [[1, "a"]]
    jobs.close()


def test_waiting_put_that_cannot_be_ordered_fails_when_there_is_space(controller, aside, until):
    # given
    jobs = controller.create(kind="priority", maxsize=2)
    jobs.put_many([1, 2])
    text = aside(jobs.put, "text")
    until(lambda: len(jobs.waiters()) == 1)
    number = aside(jobs.put_many, [3, "text", 4])
    until(lambda: len(jobs.waiters()) == 2)
    # when
    assert jobs.get() == 1
    # then
    with pytest.raises(TypeError, match="a text and a number"):
        text.result(20)
    jobs.get()
    assert number.result(20) == 1
    assert jobs.get_many(9) == [3]
    jobs.close()


@pytest.mark.parametrize("timeout", [-1, float("nan")])
def test_negative_timeout_is_refused(jobs, timeout):
    with pytest.raises(ValueError, match="non-negative"):
        jobs.get(timeout=timeout)


def test_true_is_rejected_as_timeout_and_one_second_is_accepted(jobs):
    jobs.put("a")
    with pytest.raises(BadCall):
        jobs.get(timeout=True)
    assert jobs.get(timeout=1) == "a"


@pytest.mark.parametrize("timeout", [1e30, float("inf")])
def test_very_long_timeout_waits(jobs, timeout):
    jobs.put("x")
    assert jobs.get(timeout=timeout) == "x"


def test_pickles_need_permission(process, jobs):
    with process.connect(codec="pickle") as trusting:
        trusted = trusting.queue(jobs.namespace)
        trusted.put({1, 2})
        with pytest.raises(CodecError, match="can run code"):
            jobs.get()
        assert trusted.get() == {1, 2}
    with pytest.raises(CodecError):
        jobs.put({1, 2})


UNREADABLE = Payload(Codec.JSON, b"{")


def test_get_of_an_unreadable_item_leaves_it_at_the_head(jobs):
    # Given
    jobs.put(UNREADABLE)
    jobs.put(2)
    # When
    for _ in range(2):
        with pytest.raises(CodecError, match="not valid json") as failed:
            jobs.get()
    # Then
    assert failed.value.payload == UNREADABLE
    assert jobs.get(decoded=False) == UNREADABLE
    assert jobs.get() == 2
    assert jobs.stat().gets == 2


def test_exception_of_a_signal_handler_during_decoding_is_raised_and_loses_nothing(jobs, monkeypatch):
    class Alarm(Exception):
        pass

    def interrupted(payload: bytes) -> object:
        raise Alarm

    # Given
    jobs.put("one")
    jobs.put(2)
    # When
    with monkeypatch.context() as patch:
        patch.setitem(codec._DECODERS, Codec.JSON, interrupted)
        with pytest.raises(Alarm):
            jobs.get_many(9)
    # Then
    assert jobs.get() == "one"
    with monkeypatch.context() as patch:
        patch.setitem(codec._DECODERS, Codec.JSON, interrupted)
        with pytest.raises(Alarm):
            jobs.get()
    assert jobs.get() == 2


def test_get_many_returns_the_items_in_front_of_an_unreadable_one(jobs):
    # Given
    for item in (1, 2, UNREADABLE, 4):
        jobs.put(item)
    # Then
    assert jobs.get_many(9) == [1, 2]
    with pytest.raises(CodecError):
        jobs.get_many(9)
    assert jobs.get(decoded=False) == UNREADABLE
    assert jobs.get_many(9) == [4]


def test_methods_of_multiprocessing_queues_exist(jobs):
    """The item is on the server when put returns, so there is no thread to wait for."""
    jobs.put(1)
    assert jobs.join_thread() is None
    assert jobs.cancel_join_thread() is None
    assert jobs.qsize() == 1
