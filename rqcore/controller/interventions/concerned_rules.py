# SPDX-License-Identifier: MIT
"""Which rules and debuggers a call concerns: their users may use all queues that the call names."""

from __future__ import annotations

from collections.abc import Sequence

from rqcore.controller.clients import Client, PendingRelease
from rqcore.controller.debugging.rules import CallRule
from rqcore.controller.interventions.started_call import StartedCall
from rqcore.controller.state import ControllerState


def concerned(state: ControllerState, rules: Sequence[CallRule], labels: Sequence[str]) -> list[CallRule]:
    """Return the rules that may match a call on these queues, and whose owners see all of them."""
    found = [rule for rule in rules if rule.concerns(labels)]
    owners = {rule.owner for rule in found}
    allowed = {owner for owner in owners if _may_touch(state, owner, labels)}
    return [rule for rule in found if rule.owner in allowed]


def _may_touch(state: ControllerState, owner: int, labels: Sequence[str]) -> bool:
    session = state.debuggers.sessions.get(owner)
    return session is not None and _sees_all_of(session.owner, labels)


def sees_call(state: ControllerState, client: Client, held: PendingRelease) -> bool:
    """Return whether the rights of a client apply to all queues of a held call."""
    if client.access is None or client.access.sees_all:
        return True
    if not client.access.sees(held.queue.label):
        return False
    request = held.met.request
    return not request or _sees_all_of(client, StartedCall(state, held.client, held.command, request).labels)


def _sees_all_of(client: Client, labels: Sequence[str]) -> bool:
    return client.access is None or all(map(client.access.sees, labels))
