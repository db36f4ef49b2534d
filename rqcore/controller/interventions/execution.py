# SPDX-License-Identifier: MIT
"""Executes a request while there are debuggers: the rules at its start, its handler, the rules at its end."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from rqcore.controller.clients import BlockedCall, Client, MetRules, PendingRelease
from rqcore.controller.debugging.facts import CallFacts
from rqcore.controller.debugging.rules import CallRule, Stage
from rqcore.controller.interventions.call_end import CallEnd
from rqcore.controller.interventions.concerned_rules import concerned
from rqcore.controller.interventions.faults import NEXT, act_at_end, act_at_start, put_copies
from rqcore.controller.interventions.held_calls import lose_put, settle
from rqcore.controller.interventions.held_transactions import execute_transaction
from rqcore.controller.interventions.started_call import MOST_ITEMS, StartedCall, facts_of
from rqcore.controller.items import Item, ItemLease, items_of
from rqcore.controller.observation.touched_call import TouchedCall
from rqcore.controller.queue import BLOCKED
from rqcore.controller.state import ControllerState
from rqcore.controller.wait_queue import outcome_of
from rqcore.errors import RqError, without_frames
from rqcore.protocol.command_spec import CommandSpec
from rqcore.protocol.event_batch import Method, Outcome
from rqcore.protocol.slices import SlicedList

Run = Callable[[list[bytes]], Any]
"""Executes a request with its handler, and returns the value of the call."""
DESCRIBING = 10
"""The effort of making the facts of one item."""
TAKES = frozenset((Method.GET, Method.GET_MANY))
"""The methods whose items go back if a client cannot receive them."""


def execute_met(
    state: ControllerState, client: Client, row: CommandSpec, request: list[bytes], now_ns: int, run: Run
) -> Any:
    """Execute a request, and let the rules of debuggers act on it.

    Args:
        state: The controller.
        client: The client that sent it.
        row: The row of its command.
        request: The request with the name of the command.
        now_ns: The current time in ns.
        run: Executes it.

    Returns:
        As ``Controller.execute``.

    Raises:
        RqError: The call failed, or a rule lets it fail.
    """
    debugging = state.debuggers
    met, client.met = client.met, None
    if met is not None:
        debugging.continuing.discard(client.number)
        settle(state)
    method = row.method
    if state.in_transaction or client.number in debugging.session_of:
        return run(request)
    if row.name == "EXEC" and client.transaction is not None:
        return execute_transaction(state, client, client.transaction, met, request, now_ns, run)
    if method is None:
        return run(request)
    starts: Sequence[CallRule] = debugging.rules.rules_for(method, Stage.START)
    ends: Sequence[CallRule] = debugging.rules.rules_for(method, Stage.END)
    if met is None and not starts and not ends:
        return run(request)
    call = StartedCall(state, client, row, met.request if met else request)
    if row.name == "RQ.PUT" and call.values.get("front"):
        return run(request)  # a client gives back what it could not receive
    starts, ends = concerned(state, starts, call.labels), concerned(state, ends, call.labels)
    if met is None and not starts and not ends:
        return run(request)
    if met is None:
        met = MetRules(request, TouchedCall(client))
    try:
        with state.publisher.touching(met.touched):
            return _execute(state, call, met, starts, ends, now_ns, run)
    except RqError:
        client.failed = met.touched
        raise


def _execute(
    state: ControllerState,
    call: StartedCall,
    met: MetRules,
    starts: Sequence[CallRule],
    ends: Sequence[CallRule],
    now_ns: int,
    run: Run,
) -> Any:
    value = _start(state, call, met, starts, now_ns)
    if value is not NEXT:
        return value
    met.touched.is_kept_back = bool(ends)
    try:
        value = run(met.request)
    except RqError:
        state.publisher.record_kept_back(met.touched, now_ns)
        raise
    client = call.client
    if value is BLOCKED and not (isinstance(client.slices, SlicedList) and client.slices.taken and ends):
        state.publisher.record_kept_back(met.touched, now_ns)
        return BLOCKED
    if met.copies:
        _put_copies(state, call, met, now_ns)
    if not ends:
        return value
    if value is BLOCKED:
        assert isinstance(client.slices, SlicedList)
        value, client.slices = list(client.slices.taken), None
    if met.request is not call.request:  # rules at the end look at the payload that a rule has changed
        call = StartedCall(state, client, call.row, met.request)
    return _end(state, _ending_of(call, met, value), ends, now_ns)


def _start(
    state: ControllerState, call: StartedCall, met: MetRules, rules: Sequence[CallRule], now_ns: int
) -> Any:
    """Let a call meet the rules at its start. Returns ``NEXT`` if it must be executed."""
    if met.answer is not None:
        return _answered(state, call, met, now_ns)
    for rule in () if met.has_begun else rules:
        if rule.number <= met.passed or not rule.fires(call.facts, met.effort):
            continue
        met.passed = rule.number
        value = act_at_start(state, call, met, rule, now_ns)
        if value is not NEXT:
            return value
        if met.request is not call.request:
            call = StartedCall(state, call.client, call.row, met.request)
    return NEXT


def _answered(state: ControllerState, call: StartedCall, met: MetRules, now_ns: int) -> Any:
    """End a call as a debugger has chosen while it was held."""
    answer, met.answer = met.answer, None
    assert answer is not None
    if answer.error is not None:
        raise answer.error
    if not answer.is_lost:
        return call.empty()
    return lose_put(state, call, now_ns)


def _put_copies(state: ControllerState, call: StartedCall, met: MetRules, now_ns: int) -> None:
    """Put the items of a put again, as rules demand."""
    items = StartedCall(state, call.client, call.row, met.request).items
    queue = call.find(call.references[0])
    for _ in range(met.copies):
        if queue is not None:
            put_copies(state, call.client, now_ns, queue, items)


def _ending_of(call: StartedCall, met: MetRules, value: Any) -> CallEnd:
    """Return a call that was executed without waiting."""
    client = call.client
    if isinstance(value, ItemLease):
        return CallEnd(client, met, value, value.queue, (value.item,), (), call)
    items = items_of(value) if call.row.method in TAKES else []
    queue, _ = client.last_taken
    taken = ((queue, items, client.last_end),) if items and queue else ()
    return CallEnd(client, met, value, queue if items else None, items, taken, call)


def _end(state: ControllerState, ending: CallEnd, rules: Sequence[CallRule], now_ns: int) -> Any:
    """Let a call meet the rules at its end. Returns its value, or ``BLOCKED`` if no reply is sent now."""
    touched = ending.met.touched
    for rule in rules:
        if not rule.fires(_facts_at_end(state, ending), ending.met.effort):
            continue
        if act_at_end(state, ending, rule, now_ns) is BLOCKED:
            if isinstance(held := ending.client.call, PendingRelease):
                held.meets_rest = partial(_meet_rest, state, ending)
            return BLOCKED
    if ending.blocked is None:
        state.publisher.record_kept_back(touched, now_ns)
    if isinstance(ending.value, RqError):
        raise without_frames(ending.value)
    return ending.value


def _meet_rest(state: ControllerState, ending: CallEnd, held: PendingRelease, now_ns: int) -> bool:
    """Let a call that continues meet the rules behind the one that has held it, for ``meets_rest``."""
    ending.was_held, ending.value, ending.items = True, held.value, held.items
    rules = [rule for rule in _rules_at_end(state, ending.like) if rule.number > held.rule]
    try:
        held.value = _end(state, ending, rules, now_ns)
    except RqError as error:
        held.value = error
    held.items = ending.items
    return held.value is BLOCKED


def _rules_at_end(state: ControllerState, call: StartedCall | BlockedCall) -> Sequence[CallRule]:
    rules = state.debuggers.rules
    if isinstance(call, BlockedCall):
        return concerned(state, rules.rules_for(_command_method(call), Stage.END), [call.queue.label])
    assert call.row.method is not None
    return concerned(state, rules.rules_for(call.row.method, Stage.END), call.labels)


def _facts_at_end(state: ControllerState, ending: CallEnd) -> list[CallFacts]:
    like, queue, effort = ending.like, ending.queue, ending.met.effort
    if effort.left <= 0:
        return []
    if queue is None and isinstance(like, StartedCall):
        return like.facts
    target = queue or like.queue
    items: Sequence[Item | None] = ending.items[:MOST_ITEMS] or (None,)
    state.work += len(items) // 2
    effort.left -= DESCRIBING * len(items)
    timeout_ns = like.timeout_ns
    label = target.label if target else ""
    found = state.queues.get(target.namespace.encode()) if target else None
    count = len(ending.items)
    return [facts_of(ending.client, like.method, found, label, each, count, timeout_ns) for each in items]


def meet_blocked_end(
    state: ControllerState, call: BlockedCall, value: Any, items: Sequence[Item], now_ns: int
) -> bool:
    """Let a call that has waited, and succeeded, meet the rules at its end.

    Returns:
        Whether a rule has taken it over, so that neither its value is sent nor its end recorded.
    """
    client, queue = call.client, call.queue
    if client.number in state.debuggers.session_of or not _sends_commands(client):
        return False
    rules = _rules_at_end(state, call)
    if not rules:
        return False
    touched = TouchedCall(client, call.rule, call.number, call.began_ns)
    met = MetRules([], touched, has_begun=True)
    taken = ((queue, items, call.end),) if call.wanted and not call.lease_ns else ()
    ending = CallEnd(client, met, value, queue if call.wanted else None, items, taken, call)
    try:
        value = _end(state, ending, rules, now_ns)
    except RqError as error:
        value = error
    call.rule = touched.rule
    if value is BLOCKED:
        return True
    outcome = outcome_of(value) if isinstance(value, RqError) else Outcome.OK
    state.finish_call(call, value, now_ns, outcome, ending.items)
    return True


def _sends_commands(client: Client) -> bool:
    """Return whether rules concern a client. ZenQueue's clients send none of the commands that they know."""
    return client.command is not None and client.command.method is not None


def _command_method(call: BlockedCall) -> Method:
    """Return the method of the command that a call has executed."""
    return {Method.PUT_MANY: Method.PUT, Method.GET_MANY: Method.GET}.get(call.method, call.method)
