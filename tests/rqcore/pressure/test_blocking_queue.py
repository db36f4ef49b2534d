# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import os
import pickle
import queue as standard

import pytest

from rqcore.errors import BadCall, CodecError
from rqcore.pressure import (
    ConsumerInUse,
    Empty,
    Exists,
    Full,
    Missing,
    ProducerInUse,
    ShutDown,
)

SOON = 0.05


def holds(queue, role):
    return lambda: any(holder.role == role for holder in queue.holders())


def test_items_come_out_in_order(make):
    queue = make(0)
    for item in ("a", b"b", bytearray(b"\xff\0"), memoryview(b"")):
        queue.put(item)
    assert queue.peek() == [b"a", b"b", b"\xff\0", b""]
    assert queue.peek(1, 2) == [b"b", b"\xff\0"]
    assert [queue.get() for _ in range(4)] == [b"a", b"b", b"\xff\0", b""]
    assert queue.empty() and len(queue) == 0


def test_only_bytes_and_text(make):
    with pytest.raises(CodecError, match="must be bytes or text, not"):
        make(0).put({})


def test_bound_limits_the_items(make):
    queue = make(2)
    queue.put("a")
    assert not queue.full()
    queue.put("b")
    assert queue.full() and queue.bound() == 2
    with pytest.raises(Full, match="holds 2 of 2"):
        queue.put_nowait("c")
    with pytest.raises(standard.Full):
        queue.put("c", timeout=SOON)
    assert queue.holders() == (), "the role was given back"
    assert queue.get() == b"a"
    queue.put("c", timeout=5)


def test_get_from_an_empty_queue_raises_empty(make):
    queue = make(0)
    with pytest.raises(Empty):
        queue.get_nowait()
    with pytest.raises(standard.Empty):
        queue.get(timeout=SOON)
    assert queue.holders() == ()


@pytest.mark.parametrize("seconds", [0.0001, 0.0011, 0.0019])
def test_very_short_timeout_ends(make, seconds):
    """Some servers take a very short timeout for no timeout."""
    queue = make(1)
    with pytest.raises(Empty):
        queue.get(timeout=seconds)
    queue.put("a")
    with pytest.raises(Full):
        queue.put("b", timeout=seconds)


def test_put_many_and_get_many(make):
    queue = make(3)
    assert queue.put_many("abcde", timeout=SOON) == 3
    with pytest.raises(Full):
        queue.put_many("f", timeout=0)
    assert queue.get_many(2) == [b"a", b"b"]
    assert queue.get_many(9) == [b"c"]
    assert queue.get_many(0) == []
    assert queue.put_many([]) == 0
    standing = queue.status()
    assert (standing.produced_messages, standing.consumed_messages) == (3, 3)
    assert (standing.produced_bytes, standing.consumed_bytes) == (3, 3)


def test_get_waits_for_an_item(make, aside, until):
    queue = make(0)
    waiting = aside(queue.get)
    until(holds(queue, "consumer"))
    with pytest.raises(ConsumerInUse, match=r"free\('consumer'\)") as refused:
        queue.get_nowait()
    assert refused.value.holder == queue.holders()[0].name
    assert refused.value.age >= 0
    queue.put("a")
    assert waiting.result(20) == b"a"
    assert queue.holders() == ()


def test_put_waits_for_space(make, aside, until):
    queue = make(1)
    queue.put("a")
    waiting = aside(queue.put, "b")
    until(holds(queue, "producer"))
    with pytest.raises(ProducerInUse):
        queue.put("c", timeout=SOON)
    assert queue.get() == b"a"
    waiting.result(20)
    assert queue.get() == b"b"


def test_consumers_take_turns(make, aside):
    queue = make(0)
    waiting = [aside(queue.get) for _ in range(3)]
    queue.put_many("abc")
    assert sorted(each.result(20) for each in waiting) == [b"a", b"b", b"c"]


def test_threads_lose_no_item(make, aside):
    queue = make(3)
    putting = [
        aside(lambda start=start: [queue.put(str(n)) for n in range(start, start + 50)]) for start in (0, 50)
    ]
    getting = [aside(lambda: [int(queue.get()) for _ in range(50)]) for _ in range(2)]
    for each in putting:
        each.result(30)
    assert sorted(item for each in getting for item in each.result(30)) == list(range(100))
    assert queue.status().consumed_messages == 100


def test_items_of_a_closed_queue_can_be_taken(make, aside, until):
    queue = make(0)
    queue.put_many("ab")
    queue.close()
    assert queue.closed()
    with pytest.raises(ShutDown):
        queue.put("c")
    assert list(queue) == [b"a", b"b"]
    with pytest.raises(ShutDown):
        queue.get()


def test_second_close_is_an_error(make):
    queue = make(0)
    queue.put("a")
    queue.close()
    with pytest.raises(ShutDown, match="is closed already"):
        queue.close()
    assert queue.get() == b"a"


def test_second_shutdown_is_no_error(make):
    queue = make(0)
    queue.put("a")
    queue.shutdown()
    queue.shutdown(immediate=True)
    assert queue.qsize() == 0


def test_full_queue_can_be_overfilled(make):
    queue = make(2)
    queue.put_many("ab")
    queue.put("c", allow_overfilling=True)
    assert queue.put_many("de", allow_overfilling=True) == 2
    assert (queue.qsize(), queue.full()) == (5, True)
    with pytest.raises(Full):
        queue.put("f", block=False)
    assert [queue.get() for _ in range(4)] == [b"a", b"b", b"c", b"d"]
    queue.put("f", block=False)
    assert [queue.get(), queue.get()] == [b"e", b"f"]


def test_overfilling_needs_the_producer_role(make, old):
    queue = make(1)
    old(queue)._take("producer", 5)
    with pytest.raises(ProducerInUse):
        queue.put("a", timeout=0.05, allow_overfilling=True)


def test_overfilling_a_closed_queue_is_refused(make):
    queue = make(1)
    queue.close()
    with pytest.raises(ShutDown):
        queue.put("a", allow_overfilling=True)


@pytest.mark.parametrize("end", ["close", "shutdown", "delete"])
def test_blocked_consumer_is_woken(make, aside, until, end):
    queue = make(0)
    waiting = aside(queue.get)
    until(holds(queue, "consumer"))
    getattr(queue, end)()
    with pytest.raises(Missing if end == "delete" else ShutDown):
        waiting.result(20)


def test_waiting_producer_is_woken(make, aside, until):
    queue = make(1)
    queue.put("a")
    waiting = aside(queue.put, "b")
    until(holds(queue, "producer"))
    queue.shutdown(immediate=True)
    with pytest.raises(ShutDown):
        waiting.result(20)
    assert queue.qsize() == 0


def test_unblock_ends_waiting_calls(make, aside, until):
    queue = make(1)
    waiting = aside(queue.get)
    until(holds(queue, "consumer"))
    queue.unblock()
    with pytest.raises(Empty):
        waiting.result(20)
    queue.put("a")
    waiting = aside(queue.put, "b")
    until(holds(queue, "producer"))
    queue.unblock()
    with pytest.raises(Full):
        waiting.result(20)
    assert queue.holders() == ()


def test_delete_leaves_no_key(make, bare):
    queue = make(2, name="gone")
    queue.put_many("ab")
    assert queue.exists()
    assert queue.delete() == 2
    assert bare.keys("__pressure__:gone*") == []
    assert not queue.exists()
    for call in (queue.get, queue.qsize, queue.delete, queue.close, queue.peek, lambda: queue.put("a")):
        with pytest.raises(Missing, match="no queue is named 'gone'"):
            call()


def test_delete_does_not_wait_for_a_dead_client(make, old, bare):
    queue = make(0, name="haunted")
    bare.delete("__pressure__:haunted:consumer_free")
    queue.delete()
    assert bare.keys("__pressure__:haunted*") == []


def test_create_deletes_leftover_keys(make, bare):
    bare.lpush("__pressure__:swept", "stale")
    queue = make(1, name="swept")
    assert queue.qsize() == 0
    with pytest.raises(Exists):
        queue.create()
    with pytest.raises(BadCall):
        make(-1)


def test_purge_deletes_all_items(make):
    queue = make(1)
    queue.put("a")
    assert queue.purge() == 1
    assert queue.purge() == 0
    queue.put_nowait("b")
    assert queue.get() == b"b"


def test_queue_can_be_pickled(make):
    queue = make(0)
    with pickle.loads(pickle.dumps(queue)) as other:
        other.put("a")
    assert queue.get() == b"a"


@pytest.mark.parametrize("name", ["a b", "a:b", "a\nb", "{a}b", "*", b"\xff\xfe", "ü", "bound"])
def test_any_name_can_be_used(make, name):
    queue = make(1, name=name)
    queue.put("a")
    assert queue.get() == b"a"


@pytest.mark.parametrize("name", ["", "a:bound", "a:stats:produced_bytes"])
def test_name_that_ends_like_a_key_is_refused(make, name):
    from rqcore.pressure import Queue

    with pytest.raises(BadCall):
        Queue(name)


def test_prefix_begins_the_keys(make, bare):
    queue = make(0, prefix="mine")
    queue.put("a")
    assert bare.llen(f"mine:{queue.name}") == 1


def test_forked_process_has_its_own_connections_and_name(make):
    queue = make(0)
    queue.put("parent")
    before = queue._connection.client_name
    child = os.fork()
    if not child:  # no test may go on in there
        try:
            queue.put(f"child {queue._connection.client_name}")
        finally:
            os._exit(0)
    os.waitpid(child, 0)
    first, second = queue.get_many(2)
    assert first == b"parent"
    assert second.startswith(b"child ") and before.encode() not in second


def test_threads_share_one_client(make, aside):
    queue = make(name="not there")
    asked = [aside(lambda: queue._connection.client_name) for _ in range(8)]
    assert len({each.result(20) for each in asked}) == 1
