# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rqcore.controller.clients import BlockedCall
from rqcore.controller.deadlines import Deadlines
from rqcore.protocol.event_batch import NO_TIMEOUT, Method


def call(number: int, timeout_ns: int = NO_TIMEOUT, began_ns: int = 0) -> BlockedCall:
    return BlockedCall(number, None, Method.GET, None, began_ns, timeout_ns, len)


def test_no_call_is_due_when_none_waits():
    deadlines = Deadlines()
    assert deadlines.next_due is None
    assert deadlines.pop_due(10**18) == []


def test_call_is_due_at_its_deadline_and_not_before():
    deadlines, first = Deadlines(), call(1, timeout_ns=10, began_ns=5)
    deadlines.add(first)
    assert deadlines.next_due == 15
    assert deadlines.pop_due(14) == []
    assert deadlines.pop_due(15) == [first]
    assert deadlines.pop_due(99) == []


def test_call_without_a_timeout_is_never_due():
    deadlines = Deadlines()
    deadlines.add(call(1))
    assert deadlines.next_due is None


def test_ended_call_is_not_due():
    deadlines, first, second = Deadlines(), call(1, 10), call(2, 20)
    deadlines.add(first)
    deadlines.add(second)
    deadlines.discard(first)
    assert deadlines.next_due == 20
    assert deadlines.pop_due(30) == [second]


def test_unknown_call_can_be_discarded():
    Deadlines().discard(call(1))


def test_deadlines_of_ended_calls_use_no_memory():
    deadlines = Deadlines()
    for number in range(10_000):
        deadlines.add(each := call(number, timeout_ns=10**18))
        deadlines.discard(each)
    assert len(deadlines._heap) < 200


STEPS = st.lists(
    st.tuples(st.just("add"), st.integers(-1, 30))
    | st.tuples(st.just("discard"), st.integers(0, 200))
    | st.tuples(st.just("due"), st.integers(0, 10)),
    max_size=300,
)


@given(STEPS)
def test_deadlines_behave_like_a_plain_list(steps):
    deadlines, waiting, now_ns = Deadlines(), [], 0
    for number, (step, value) in enumerate(steps):
        if step == "add":
            new = call(number, value, now_ns)
            deadlines.add(new)
            waiting += [new] if value != NO_TIMEOUT else []
        elif step == "discard" and waiting:
            deadlines.discard(waiting.pop(value % len(waiting)))
        elif step == "due":
            now_ns += value
            due = sorted(
                (c for c in waiting if c.deadline_ns <= now_ns), key=lambda c: (c.deadline_ns, c.number)
            )
            assert deadlines.pop_due(now_ns) == due
            waiting = [each for each in waiting if each not in due]
        assert deadlines.next_due == min((each.deadline_ns for each in waiting), default=None)
