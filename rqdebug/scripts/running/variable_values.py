# SPDX-License-Identifier: GPL-3.0-or-later
"""The values of the variables of a lane as texts, for the user of a run that is paused."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rqdebug.scripts.interventions.lane_interventions import ScriptHeldCall
from rqdebug.scripts.interventions.target_access import ObservedEvent
from rqdebug.scripts.running.judge import format_value, shorten
from rqdebug.scripts.running.redaction import Redaction
from rqdebug.scripts.running.target_pool import ConnectedTarget, ScriptLease, ScriptQueue


def describe_variables(variables: Mapping[str, Any], redaction: Redaction) -> dict[str, str]:
    """Return each value in one line, shortened and without secrets.

    Args:
        variables: The variables of a lane that waits, so that nothing changes them.
        redaction: The secrets of the run.
    """
    return {name: redaction.hide(_describe(value)) for name, value in variables.items()}


def _describe(value: Any) -> str:
    match value:
        case ScriptQueue(target=target, queue=queue):
            name = queue.name or queue.namespace
            return shorten(f"queue {name!r} on {target.name}")
        case ConnectedTarget(name=name):
            return shorten(f"target {name!r}")
        case ScriptLease(target=target):
            shown = f"leased item {format_value(value.value)}, delivery {value.deliveries}"
            return shorten(f"{shown}, on {target.name}")
        case ScriptHeldCall():
            return shorten(f"held {value.method} on {value.queue!r} by {value.client or value.address}")
        case ObservedEvent():
            return shorten(f"event {value}")
    return format_value(value)
