# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest

from rqcore.protocol.event_batch import Outcome, Phase
from rqdebug.events.open_calls import OpenCalls, OpenStart

BLOCKED = {"call": 7, "phase": Phase.START, "outcome": Outcome.BLOCKED, "time": 5}
HELD = {**BLOCKED, "outcome": Outcome.HELD}


@pytest.fixture
def calls():
    return OpenCalls()


def test_call_is_open_from_its_start_to_its_end(calls, columns):
    calls.record(3, columns({}, BLOCKED))
    assert calls.start(7, "") == OpenStart(row=4, time_ns=5, is_held=False)
    calls.record(5, columns({"call": 7}))
    assert (calls.start(7, ""), len(calls)) == (None, 0)


def test_held_call_is_open_and_not_blocked(calls, columns):
    calls.record(0, columns(HELD, {**BLOCKED, "call": 8}))
    assert (len(calls), calls.blocked) == (2, 1)


def test_newest_start_says_whether_a_call_is_blocked_or_held(calls, columns):
    batch = columns(HELD, BLOCKED, {**HELD, "time": 9})
    calls.record(0, batch.slice(0, 2))
    assert calls.newest_mask(batch).to_pylist() == [False, True, False]
    calls.record(2, batch.slice(2))
    assert calls.newest_mask(batch).to_pylist() == [False, False, True]
    assert calls.blocked == 0


def test_running_task_is_not_open(calls, columns):
    calls.record(0, columns({**BLOCKED, "outcome": Outcome.BUSY}))
    assert len(calls) == 0
