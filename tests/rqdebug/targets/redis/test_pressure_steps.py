# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest

from rqcore.protocol.event_batch import Method, Outcome
from rqdebug.targets.redis.open_call import OpenCall, QueueKey
from rqdebug.targets.redis.pressure_steps import PressureState, outcome_of_script

KEY = QueueKey("jobs", b"", True)


@pytest.mark.parametrize(
    ("state", "outcome"),
    [
        (PressureState.OPEN, Outcome.EMPTY),
        (PressureState.CLOSED, Outcome.SHUTDOWN),
        (PressureState.UNKNOWN, Outcome.UNKNOWN),
    ],
)
def test_get_without_an_item_depends_on_the_state_of_the_queue(state, outcome):
    call = OpenCall(Method.GET, KEY, 0, 0, 1, waits=False)
    call.steps = [[b"LLEN", b"P:jobs"], [b"EXISTS", b"P:jobs:closed"]]
    assert outcome_of_script(call, state) is outcome
