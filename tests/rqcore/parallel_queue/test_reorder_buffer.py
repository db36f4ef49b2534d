# SPDX-License-Identifier: GPL-3.0-or-later
"""Results come out in order and within the bounds, whatever the workers do."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rqcore.parallel_queue.reorder_buffer import Bounds, PassedValue, ReorderBuffer

BOUNDS = Bounds(waiting=5, ready=3, buffer=4)


@given(st.data())
def test_results_come_out_in_order_within_bounds(data):
    order, workers, got = ReorderBuffer(BOUNDS), [[], []], []
    for _ in range(data.draw(st.integers(0, 80))):
        step = data.draw(st.sampled_from(("put", "pass", "give", "finish", "die", "get")))
        worker = data.draw(st.sampled_from(workers))
        if step in ("put", "pass") and not order.full:
            order.add(b"%d" % order.put if step == "put" else PassedValue(order.put))
        elif step == "give":
            order.pass_values()
            if order.waiting and isinstance(order.waiting[0].content, bytes) and len(worker) < 2:
                worker.append(order.waiting.popleft())
        elif step == "finish" and worker and order.wants(worker[0].number):
            number, content = worker.pop(0)
            order.finish(number, int(content))
        elif step == "die":
            order.requeue(worker)
            worker.clear()
        elif step == "get" and order.ready:
            result = order.take()
            got.append(result.value if isinstance(result, PassedValue) else result)
        assert order.ready <= BOUNDS.ready + BOUNDS.buffer + 1
        assert order.buffered <= BOUNDS.buffer
        assert sorted(order.waiting, key=lambda task: task.number) == list(order.waiting)
    assert got == list(range(len(got)))


def test_result_of_the_head_of_line_task_is_always_accepted():
    order = ReorderBuffer(Bounds(waiting=9, ready=9, buffer=1))
    for _ in range(4):
        order.add(b"")
    order.finish(1, "b")
    assert [order.wants(number) for number in range(4)] == [True, False, False, False]
    order.finish(0, "a")
    assert (order.ready, order.buffered, order.turn) == (2, 0, 2)


def test_second_result_of_a_task_is_ignored():
    order = ReorderBuffer(BOUNDS)
    order.add(b"")
    order.finish(0, "first")
    order.finish(0, "second")
    assert (order.take(), order.finished) == ("first", 1)
