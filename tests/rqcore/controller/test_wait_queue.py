# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import sys
from itertools import count
from types import SimpleNamespace

import pytest
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from hypothesis.strategies import integers

from rqcore.controller.wait_queue import FrozenWaitQueue, WaitQueue, step_aside, take_place


@pytest.fixture
def waiting():
    """Calls in the order of their arrival."""
    waiting = WaitQueue()
    for number in (3, 5, 9):
        waiting.add(SimpleNamespace(number=number))
    return waiting


def test_calls_are_served_first_come_first(waiting):
    assert waiting.first.number == 3
    assert [waiting.pop_first().number for _ in range(3)] == [3, 5, 9]
    assert not waiting


def test_any_call_can_be_removed(waiting):
    waiting.remove(SimpleNamespace(number=3))
    waiting.remove(SimpleNamespace(number=5))
    assert [call.number for call in waiting.values()] == [9]


def test_call_that_does_not_wait_cannot_be_removed(waiting):
    with pytest.raises(KeyError):
        waiting.remove(SimpleNamespace(number=4))


def test_frozen_calls_do_not_wait_in_front_of_calls_that_pass(waiting):
    frozen = FrozenWaitQueue(waiting)
    assert not frozen
    frozen.add(SimpleNamespace(number=11))
    assert frozen.pop_first().number == 11


def test_frozen_calls_can_leave_and_return(waiting):
    frozen = FrozenWaitQueue(waiting)
    frozen.remove(call := SimpleNamespace(number=3))
    frozen.discard(SimpleNamespace(number=9))
    frozen.insert(call)
    with pytest.raises(KeyError):
        frozen.remove(SimpleNamespace(number=9))
    assert [each.number for each in frozen.thawed().in_order()] == [3, 5]


def test_calls_that_passed_are_at_their_places_when_the_queue_is_thawed(waiting):
    frozen = FrozenWaitQueue(waiting)
    frozen.add(SimpleNamespace(number=11))
    assert frozen.pass_first().number == 3
    assert [call.number for call in frozen.in_order()] == [3, 11]
    assert [call.number for call in frozen.thawed().in_order()] == [3, 5, 9, 11]


def waiting_calls(count):
    """Return a queue, and calls that wait for it."""
    queue = SimpleNamespace(getters=WaitQueue(), is_closed=False)
    calls = [SimpleNamespace(number=number, queue=queue, alternatives={}) for number in range(count)]
    for call in calls:
        queue.getters.add(call)
    return queue, calls


def numbers(queue):
    return [call.number for call in queue.getters.in_order()]


def test_call_that_stepped_aside_waits_in_front_of_later_ones_again():
    queue, calls = waiting_calls(5)
    for call in (calls[3], calls[1]):
        step_aside(call)
    assert numbers(queue) == [0, 2, 4]
    for call in (calls[1], calls[3]):
        take_place(call)
    assert numbers(queue) == [0, 1, 2, 3, 4]
    assert [queue.getters.pop_first().number for _ in range(5)] == [0, 1, 2, 3, 4]


class Walk(RuleBasedStateMachine):
    """Calls that wait, leave, return and are served, beside a sorted list of their numbers."""

    def __init__(self):
        super().__init__()
        self.queue, _ = waiting_calls(0)
        self.present, self.aside, self.next_number = [], [], 0

    @rule()
    def begin(self):
        call = SimpleNamespace(number=self.next_number, queue=self.queue, alternatives={})
        self.next_number += 1
        self.queue.getters.add(call)
        self.present.append(call)

    @precondition(lambda self: self.present)
    @rule(at=integers(0, 99))
    def lose(self, at):
        call = self.present.pop(at % len(self.present))
        step_aside(call)
        self.aside.append(call)

    @precondition(lambda self: self.aside)
    @rule(at=integers(0, 99))
    def resume(self, at):
        call = self.aside.pop(at % len(self.aside))
        take_place(call)
        self.present = sorted((*self.present, call), key=lambda each: each.number)

    @precondition(lambda self: self.present)
    @rule()
    def serve(self):
        assert self.queue.getters.first is self.present[0]
        assert self.queue.getters.pop_first() is self.present.pop(0)

    @invariant()
    def order_is_that_of_arrival(self):
        assert self.queue.getters.in_order() == self.present
        assert len(self.queue.getters) == len(self.present)


TestWalk = Walk.TestCase


def test_thousands_of_calls_that_return_newest_first_take_their_places_in_few_steps():
    queue, calls = waiting_calls(2000)
    for call in calls:
        step_aside(call)
    lines = count()

    def trace(frame, event, argument):
        if event == "line":
            next(lines)
        return trace

    sys.settrace(trace)
    try:
        for call in reversed(calls):
            take_place(call)
    finally:
        sys.settrace(None)
    assert next(lines) < 20 * 2000
    assert numbers(queue) == list(range(2000))


def test_calls_that_return_and_leave_again_and_again_use_little_memory():
    queue, calls = waiting_calls(3)
    for _ in range(1000):
        step_aside(calls[1])
        take_place(calls[1])
    assert len(queue.getters._returned) < 100
    assert numbers(queue) == [0, 1, 2]
