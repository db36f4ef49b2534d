# SPDX-License-Identifier: MIT
"""Lets many calls stop or continue in their order, a part of them in each turn of the event loop."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from rqcore.controller.state import ControllerState

TURN = 2000
"""The work of one turn, in units of about a microsecond."""
NOTICE = 10
"""The work of reporting to one client what happened to a call."""
Step = Callable[[int], object]
"""Does something small at the given time in ns, and counts its work."""


def do_gradually(state: ControllerState, steps: Iterator[Step], now_ns: int) -> None:
    """Do steps in their order: the first of them now, unless the controller is busy, the others later."""

    def do_some(then_ns: int) -> bool:
        most_work = state.work + TURN
        for step in steps:
            step(then_ns)
            if state.work >= most_work:
                return True
        return False

    if state.is_busy:
        state.background.add(do_some)
    else:
        state.background.begin(do_some, now_ns)
