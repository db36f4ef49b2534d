# SPDX-License-Identifier: GPL-3.0-or-later
"""Sentences about what debuggers have set on a target."""

from __future__ import annotations

from collections.abc import Iterator

from rqdebug.targets.base import Interventions
from rqdebug.ui.style.tr import counted, later, tr

FROZEN = {
    "puts": later("Frozen by a debugger: no item enters the queue"),
    "gets": later("Frozen by a debugger: no item leaves the queue"),
    "both": later("Frozen by a debugger: no item enters or leaves the queue"),
}
"""What a freeze means, by the side of the queue."""


def frozen_sentence(side: str) -> str:
    """Return what it means that this side of a queue is frozen; empty if none is."""
    return tr(FROZEN.get(side, FROZEN["both"])) if side else ""


def describe_interventions(interventions: Interventions) -> str:
    """Return what acts on the calls of a target, and which debuggers have set it; empty if nothing acts."""
    what = ", ".join(_counts(interventions))
    if not what or not interventions.debuggers:
        return what
    return tr("{what} – set by {debuggers}", what=what, debuggers=", ".join(interventions.debuggers))


def _counts(interventions: Interventions) -> Iterator[str]:
    if count := interventions.frozen_queues:
        yield counted(count, "{n} queue is frozen", "{n} queues are frozen")
    if count := interventions.held_calls:
        yield counted(count, "{n} call is held", "{n} calls are held")
    if count := interventions.breakpoints:
        yield counted(count, "{n} breakpoint", "{n} breakpoints")
    if count := interventions.faults:
        yield counted(count, "{n} fault", "{n} faults")
