# SPDX-License-Identifier: MIT
"""Calls that take several turns of the event loop: other clients are served between their steps."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from rqcore.controller.clients import Client, PendingTurn
from rqcore.controller.queue import BLOCKED, BlockedValue
from rqcore.controller.state import ControllerState
from rqcore.errors import RqError, without_frames

Steps = Generator[None, int, Any]
"""A call in steps. Each ``yield`` is in front of a step, and returns its time in ns."""


def finish_later(state: ControllerState, client: Client, steps: Steps) -> BlockedValue:
    """Do all steps of a call in later turns, also if the client leaves. Then send its value when it is safe.

    Args:
        state: The controller.
        client: The client that calls.
        steps: The steps, which return the value or raise the error of the call. If they return ``BLOCKED``,
            the call waits for something else.
    """
    next(steps)  # now it waits for the time of its first step
    pending, changes = PendingTurn(), state.journal.awaited_changes
    client.call = pending

    def do_step(now_ns: int) -> bool:
        try:
            steps.send(now_ns)
            return True
        except StopIteration as end:
            value = end.value
        except RqError as error:
            value = without_frames(error)
        if client.call is pending:  # otherwise the client has left, or the call is blocked now
            client.call = None
            if state.journal.awaited_changes == changes:
                state.send(client, value)
            else:
                state.hold(client, value, [])
        return False

    state.background.add(do_step)
    return BLOCKED
