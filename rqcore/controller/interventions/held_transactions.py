# SPDX-License-Identifier: MIT
"""Rules and transactions: EXEC is held as a whole if a rule would hold one of its calls. Faults do not act.

The calls of a transaction are executed as one step, so nothing can be held or changed between them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from rqcore.controller.clients import Client, MetRules
from rqcore.controller.debugging.actions import ActionKind
from rqcore.controller.debugging.rules import CallRule, Stage
from rqcore.controller.interventions.concerned_rules import concerned, labels_of_transaction, sees_all_of
from rqcore.controller.interventions.faults import NEXT, act_at_start
from rqcore.controller.interventions.started_call import StartedCall
from rqcore.controller.observation.touched_call import TouchedCall
from rqcore.controller.state import ControllerState
from rqcore.controller.transaction import Transaction
from rqcore.errors import ExecAbort
from rqcore.protocol.command_table import COMMANDS


def execute_transaction(
    state: ControllerState,
    client: Client,
    transaction: Transaction,
    met: MetRules | None,
    request: list[bytes],
    now_ns: int,
    run: Callable[[list[bytes]], Any],
) -> Any:
    """Execute EXEC, or hold it.

    Args:
        state: The controller.
        client: The client.
        transaction: Its transaction.
        met: What rules have done with it before.
        request: The request of EXEC.
        now_ns: The current time in ns.
        run: Executes it.

    Raises:
        RqError: A debugger answers with an error, or discards the transaction.
    """
    if met is not None and met.answer is not None:
        client.end_transaction()
        raise met.answer.error or ExecAbort("a debugger discarded the transaction; nothing was executed")
    met = met or MetRules(request, TouchedCall(client))
    state.work += len(transaction.requests)
    blind = _debuggers_without_rights(state, client)
    for words in transaction.requests:
        row = COMMANDS[words[0].upper()]
        found = () if row.method is None else state.debuggers.rules.rules_for(row.method, Stage.START)
        rules = [rule for rule in found if _holds(rule) and rule.owner not in blind]
        if not rules:
            continue
        call = StartedCall(state, client, row, words)
        for rule in concerned(state, rules, call.labels):
            if rule.number > met.passed and rule.fires(call.facts, met.effort):
                met.passed = rule.number
                value = act_at_start(state, call, met, rule, now_ns)
                if value is not NEXT:
                    return value
    return run(request)


def _debuggers_without_rights(state: ControllerState, client: Client) -> set[int]:
    """Return the debuggers whose users may not use all queues of the transaction of a client."""
    sessions = state.debuggers.sessions.values()
    limited = [each for each in sessions if each.owner.access and not each.owner.access.sees_all]
    if not limited:
        return set()
    labels = labels_of_transaction(state, client)
    return {each.number for each in limited if not sees_all_of(each.owner, labels)}


def _holds(rule: CallRule) -> bool:
    return rule.action.kind is ActionKind.HOLD
