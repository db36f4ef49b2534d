# SPDX-License-Identifier: MIT
"""Which rules and debuggers a call concerns: their users may use all queues that the call names."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from rqcore.controller.clients import BlockedCall, Client, PendingRelease
from rqcore.controller.debugging.rules import CallRule
from rqcore.controller.interventions.started_call import StartedCall
from rqcore.controller.state import ControllerState
from rqcore.protocol.command_table import COMMANDS

LABELLING = 5
"""The work of finding the queues that one call names."""


def concerned(state: ControllerState, rules: Sequence[CallRule], labels: Sequence[str]) -> list[CallRule]:
    """Return the rules that may match a call on these queues, and whose owners see all of them."""
    found = [rule for rule in rules if rule.concerns(labels)]
    owners = {rule.owner for rule in found}
    allowed = {owner for owner in owners if _may_touch(state, owner, labels)}
    return [rule for rule in found if rule.owner in allowed]


def _may_touch(state: ControllerState, owner: int, labels: Collection[str]) -> bool:
    session = state.debuggers.sessions.get(owner)
    return session is not None and sees_all_of(session.owner, labels)


def sees_call(client: Client, held: PendingRelease) -> bool:
    """Return whether the rights of a client apply to all queues of a held call."""
    return sees_all_of(client, held.labels)


def sees_all_of(client: Client, labels: Collection[str]) -> bool:
    """Return whether the rights of a client apply to all queues with these labels."""
    access = client.access
    return access is None or access.sees_all or all(map(access.sees, labels))


def labels_of(state: ControllerState, call: StartedCall | BlockedCall) -> Collection[str]:
    """Return the labels of all queues that a call names, or in a transaction all of its calls."""
    if isinstance(call, BlockedCall):
        return [call.queue.label]
    return call.labels if call.client.transaction is None else labels_of_transaction(state, call.client)


def labels_of_transaction(state: ControllerState, client: Client) -> Collection[str]:
    """Return the labels of all queues that the calls name that a client has queued since MULTI."""
    assert client.transaction is not None
    requests = client.transaction.requests
    state.work += LABELLING * len(requests)
    calls = (StartedCall(state, client, COMMANDS[words[0].upper()], words) for words in requests)
    return {label for call in calls for label in call.labels}
