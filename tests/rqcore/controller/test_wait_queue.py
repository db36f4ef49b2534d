# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

from types import SimpleNamespace

import pytest

from rqcore.controller.wait_queue import WaitQueue, step_aside, take_place


@pytest.fixture
def waiting():
    """Calls in the order of their arrival, which differs from the order of their numbers."""
    waiting = WaitQueue()
    for number in (5, 3, 9):
        waiting.add(SimpleNamespace(number=number))
    return waiting


def test_calls_are_served_first_come_first(waiting):
    assert waiting.first.number == 5
    assert [waiting.pop_first().number for _ in range(3)] == [5, 3, 9]
    assert not waiting


def test_any_call_can_be_removed(waiting):
    waiting.remove(SimpleNamespace(number=3))
    waiting.remove(SimpleNamespace(number=5))
    assert [call.number for call in waiting.values()] == [9]


def test_call_that_does_not_wait_cannot_be_removed(waiting):
    with pytest.raises(KeyError):
        waiting.remove(SimpleNamespace(number=4))


def test_call_that_stepped_aside_waits_in_front_of_later_ones_again():
    queue = SimpleNamespace(getters=WaitQueue(), is_closed=False)
    calls = [SimpleNamespace(number=number, queue=queue, alternatives=()) for number in range(5)]
    for call in calls:
        queue.getters.add(call)
    for call in (calls[3], calls[1]):
        step_aside(call)
    assert list(queue.getters) == [0, 2, 4]
    for call in (calls[1], calls[3]):
        take_place(call)
    assert list(queue.getters) == [0, 1, 2, 3, 4]
