# SPDX-License-Identifier: MIT
"""Which rules may act on calls on certain queues: those that match them, and whose owners may see them."""

from __future__ import annotations

from collections.abc import Sequence

from rqcore.controller.debugging.rules import CallRule
from rqcore.controller.state import ControllerState


def concerned(state: ControllerState, rules: Sequence[CallRule], labels: Sequence[str]) -> list[CallRule]:
    """Return the rules that may match a call on queues with these labels, and may be seen by their owners."""
    return [
        rule
        for rule in rules
        if any(rule.concerns(each) and _may_touch(state, rule, each) for each in labels)
    ]


def _may_touch(state: ControllerState, rule: CallRule, label: str) -> bool:
    session = state.debuggers.sessions.get(rule.owner)
    return session is not None and (session.owner.access is None or session.owner.access.sees(label))
