# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

from types import SimpleNamespace

import pytest

from rqcore.controller.debugger_state import HEARTBEAT_SECONDS, DebuggerState, Freeze
from rqcore.controller.queue import Queue
from rqcore.controller.wait_queue import FrozenWaitQueue
from rqcore.protocol.memory import Memory


@pytest.fixture
def state():
    return DebuggerState(Memory())


@pytest.fixture
def frozen(state):
    """A queue whose gets are frozen."""
    queue = Queue(1, "jobs")
    frozen = Freeze(queue, "gets", SimpleNamespace(held={7: "a held put"}), lambda now_ns: None)
    queue.getters = FrozenWaitQueue(queue.getters)
    state.freezes[queue.namespace] = frozen
    return frozen


def call(queue, number):
    return SimpleNamespace(number=number, queue=queue)


def test_freeze_counts_calls_that_wait_and_calls_that_are_held(frozen):
    waits = call(frozen.queue, 3)
    frozen.queue.getters.frozen.add(waits)
    frozen.queue.getters.add(passes := call(frozen.queue, 4))
    assert frozen.count == 2
    assert (frozen.stops(waits), frozen.stops(passes)) == (True, False)


def test_clock_of_a_call_stands_still_only_in_a_frozen_queue(state, frozen):
    stopped = call(frozen.queue, 3)
    frozen.stopped[3] = stopped, 0
    assert state.has_stopped(stopped)
    assert not state.has_stopped(call(frozen.queue, 4))
    assert not state.has_stopped(call(Queue(2, "others"), 3))


def test_session_lives_as_long_as_its_debugger_sends_commands(state):
    session = state.begin_session(SimpleNamespace(number=5), 1, 0)
    assert state.next_due == HEARTBEAT_SECONDS * 10**9
    state.beat(session, 10**9)
    assert state.next_due <= session.deadline_ns == (HEARTBEAT_SECONDS + 1) * 10**9
    assert not state.is_idle
    assert state.remove_session(session) == []
    assert state.is_idle
