# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

from functools import partial
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rqcore.controller.clients import BlockedCall
from rqcore.controller.deadlines import MOVED, Deadlines
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
    assert len(deadlines._heap) + len(deadlines._old) < 200


def test_lease_that_is_extended_again_and_again_keeps_its_entry():
    deadlines, entered = entered_leases(100)
    for _ in range(50):
        for lease in entered:
            move(deadlines, lease, lease.deadline_ns + 10)
    assert sorted(deadlines._heap) == [(number, number) for number in range(100)]
    assert deadlines.pop_due(499) == []
    assert [lease.number for lease in deadlines.pop_due(503)] == [0, 1, 2, 3]


def test_lease_that_is_shortened_ends_at_its_new_deadline():
    deadlines, (first, second) = entered_leases(2)
    move(deadlines, first, 100)
    move(deadlines, second, 60)
    move(deadlines, first, 50)
    assert deadlines.next_due == 50
    assert deadlines.pop_due(59) == [first]
    assert deadlines.pop_due(200) == [second]


def test_deadlines_in_both_heaps_are_due_in_order():
    deadlines, leases = entered_leases(200)
    while not deadlines._old:
        deadlines.discard(leases.pop())
    deadlines.add(new := SimpleNamespace(number=1000, deadline_ns=1))
    assert len(deadlines._old) > len(deadlines._heap) > 0
    assert deadlines.next_due == 0
    assert deadlines.pop_due(2) == [leases[0], leases[1], new, leases[2]]
    assert deadlines.next_due == 3


def entered_leases(count):
    """Return deadlines with leases that end one after the other, and the leases."""
    deadlines = Deadlines()
    leases = [SimpleNamespace(number=number, deadline_ns=number) for number in range(count)]
    for lease in leases:
        deadlines.add(lease)
    return deadlines, leases


def move(deadlines, lease, deadline_ns):
    before_ns, lease.deadline_ns = lease.deadline_ns, deadline_ns
    deadlines.move(lease, before_ns)


@pytest.fixture
def counted(monkeypatch):
    """Return the numbers of the leases whose entries were looked at."""
    looked, real = [], Deadlines._is_needed

    def is_needed(self, entry):
        looked.append(entry[1])
        return real(self, entry)

    monkeypatch.setattr(Deadlines, "_is_needed", is_needed)
    return looked


def most_in_a_step(counted, steps):
    """Return the most entries that one of the steps looks at."""
    most = 0
    for step in steps:
        counted.clear()
        step()
        most = max(most, len(counted))
    return most


def test_no_step_looks_at_many_entries_of_leases_that_have_ended(counted):
    deadlines, leases = entered_leases(5000)
    steps = [partial(deadlines.discard, lease) for lease in leases[::-1]]
    assert most_in_a_step(counted, steps) <= MOVED
    assert len(deadlines._heap) + len(deadlines._old) < 200


def test_no_step_looks_at_many_entries_of_leases_that_were_extended_or_have_ended(counted, monkeypatch):
    monkeypatch.setattr("rqcore.controller.deadlines.LOOKED", 100)
    deadlines, leases = entered_leases(2000)
    for lease in leases[:1000]:
        move(deadlines, lease, 10_000 + lease.number)
    for lease in leases[1000:1900]:
        deadlines.discard(lease)
    due = []
    steps = [lambda: deadlines.next_due, lambda: due.extend(deadlines.pop_due(9999, 50))] * 40
    assert most_in_a_step(counted, steps) <= 150
    assert due == leases[1900:]
    assert deadlines.next_due == 10_000


def test_time_before_the_earliest_deadline_is_due_until_it_is_found(monkeypatch):
    monkeypatch.setattr("rqcore.controller.deadlines.LOOKED", 1)
    deadlines, leases = entered_leases(3)
    for lease in leases:
        move(deadlines, lease, 50 + lease.number)
    assert deadlines.next_due == 1
    while (due_ns := deadlines.next_due) < 50:
        assert deadlines.pop_due(due_ns) == []
    assert deadlines.pop_due(99) == leases


STEPS = st.lists(
    st.tuples(st.just("add"), st.integers(-1, 30))
    | st.tuples(st.just("discard"), st.integers(0, 200))
    | st.tuples(st.just("move"), st.integers(0, 200))
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
        elif step == "move" and waiting:
            moved = waiting[value % len(waiting)]
            before_ns = moved.deadline_ns
            moved.timeout_ns = max(moved.timeout_ns + value - 100, 0)
            deadlines.move(moved, before_ns)
        elif step == "due":
            now_ns += value
            due = sorted(
                (c for c in waiting if c.deadline_ns <= now_ns), key=lambda c: (c.deadline_ns, c.number)
            )
            assert deadlines.pop_due(now_ns) == due
            waiting = [each for each in waiting if each not in due]
        assert deadlines.next_due == min((each.deadline_ns for each in waiting), default=None)
