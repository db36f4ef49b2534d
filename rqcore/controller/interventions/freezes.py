# SPDX-License-Identifier: MIT
"""Frozen queues: no put or get enters until the queue is thawed, except step by step.

A freeze is a rule that holds all puts, gets, or both, of one queue. Calls that already wait for the queue
step aside: their clocks stand still until they take their places again. Moves from or to the queue are held
too. Peek, join, close and shutdown pass; leases and delays continue, and their items return to the queue.
"""

from __future__ import annotations

from random import Random
from typing import Any

from rqcore.controller.clients import BlockedCall, PendingRelease
from rqcore.controller.debugger_state import Freeze
from rqcore.controller.debugging.actions import GETS, PUTS, Action
from rqcore.controller.debugging.predicates import Predicate, compile_predicate
from rqcore.controller.debugging.rules import CallRule, Stage
from rqcore.controller.debugging.triggers import Trigger
from rqcore.controller.interventions.held_calls import release, report_hold
from rqcore.controller.queue import Queue
from rqcore.controller.state import ControllerState
from rqcore.controller.wait_queue import take_place
from rqcore.errors import BadCall, quoted
from rqcore.protocol.event_batch import NO_TIMEOUT, Method

SIDES: dict[str, frozenset[Method]] = {"puts": PUTS, "gets": GETS, "both": PUTS | GETS}
"""What can be frozen, and the methods that it concerns. Moves are always concerned."""


def freeze(
    state: ControllerState, owner: int, number: int, queue: Queue, side: str, fails: bool, now_ns: int
) -> Freeze:
    """Freeze a queue.

    Args:
        state: The controller.
        owner: The number of the debugger session.
        number: The number of the rule.
        queue: The queue.
        side: A key of ``SIDES``.
        fails: Calls fail with NOTALLOWED instead of being held.
        now_ns: The current time in ns.

    Raises:
        BadCall: The queue is frozen already, or there is no such side.
        TooMany: There are too many rules.
    """
    debugging = state.debuggers
    if side not in SIDES:
        raise BadCall(f"unknown side {quoted(side)} of a freeze; choose from {', '.join(SIDES)}")
    if queue.namespace in debugging.freezes:
        raise BadCall(f"queue {queue.label!r} is frozen already; thaw it first")
    action: dict[str, Any] = {"kind": "hold"}
    if fails:
        action = {"kind": "fail", "code": "NOTALLOWED", "message": f"queue {queue.label!r} is frozen"}
    random = Random(0)  # noqa: S311  nothing of a freeze is random
    predicate, trigger = _predicate(queue, side), Trigger({}, random)
    rule = CallRule(number, owner, predicate, Stage.START, trigger, Action(action, random), random, 0)
    rule.name = f"freeze {queue.label}"
    frozen = Freeze(queue, side, rule, lambda then_ns: thaw(state, frozen, then_ns))
    debugging.rules.add(rule)
    debugging.freezes[queue.namespace], queue.frozen = frozen, side
    for call in [] if fails else queue.waiting_calls:
        if call.method in SIDES[side]:
            _set_aside(state, frozen, call, now_ns)
    return frozen


def _predicate(queue: Queue, side: str) -> Predicate:
    methods = frozenset((*SIDES[side], Method.MOVE))
    namespace = queue.namespace
    shown = compile_predicate({"field": "queue", "operator": "==", "value": queue.label})
    return Predicate(
        lambda facts: facts.namespace == namespace and facts.method in methods,
        methods,
        frozenset((queue.label,)),
        shown.fields,
        shown.tree,
    )


def _set_aside(state: ControllerState, frozen: Freeze, call: BlockedCall, now_ns: int) -> None:
    """Let a call leave its place in all wait queues, and stop its clock."""
    for queue in call.alternatives or (call.queue,):
        (queue.putters if call.items else queue.getters).discard(call)
    state.deadlines.discard(call)
    call.is_aside = True
    report_hold(state, call.client, True)
    frozen.waiting[call.number] = call, now_ns


def _put_back(state: ControllerState, frozen: Freeze, call: BlockedCall, since_ns: int, now_ns: int) -> None:
    """Let a call take its place again, and its clock run, unless another of its queues is frozen."""
    if call.client.call is not call:
        return
    if other := _other_freeze(state, frozen, call):
        other.waiting[call.number] = call, since_ns
        return
    call.is_aside = False
    report_hold(state, call.client, False)
    if call.timeout_ns != NO_TIMEOUT:
        call.timeout_ns += now_ns - since_ns
    state.deadlines.add(call)
    if call.items:
        call.queue.putters.insert(call)
    else:
        take_place(call)


def _other_freeze(state: ControllerState, frozen: Freeze, call: BlockedCall) -> Freeze | None:
    """Return another freeze of a get that waits for several queues."""
    found = (state.debuggers.freezes.get(queue.namespace) for queue in call.alternatives)
    others = (each for each in found if each is not None and each is not frozen)
    return next((each for each in others if call.method in SIDES[each.side]), None)


def step(state: ControllerState, frozen: Freeze, side: str, count: int, now_ns: int) -> int:
    """Let some calls through that a freeze holds, in the order of their arrival.

    Args:
        state: The controller.
        frozen: The freeze.
        side: ``puts`` or ``gets``.
        count: How many items may pass. A call of several items passes as a whole.
        now_ns: The current time in ns.

    Returns:
        The number of items of the calls that were let through.

    Raises:
        BadCall: The freeze does not concern this side.
    """
    if side not in ("puts", "gets"):
        raise BadCall(f"unknown side {quoted(side)} of a step; choose puts or gets")
    if frozen.side not in (side, "both"):
        queue = frozen.queue
        raise BadCall(f"the freeze of {queue.label!r} concerns {frozen.side}; step through these")
    passed = 0
    for call, since_ns in [each for each in frozen.waiting.values() if _is_of(side, each[0].method)]:
        if passed >= count:
            break
        del frozen.waiting[call.number]
        _put_back(state, frozen, call, since_ns, now_ns)
        passed += max(len(call.items) - call.moved, call.wanted, 1)
    state.serve(frozen.queue, now_ns)
    for held in [each for each in frozen.rule.held.values() if _is_of(side, each.method)]:
        if passed >= count:
            break
        release(state, held, now_ns, "stepped")
        passed += _size(held)
    frozen.steps[side] += passed
    return passed


def _is_of(side: str, method: Method) -> bool:
    return method in SIDES[side] or method is Method.MOVE


def _size(held: PendingRelease) -> int:
    return max(len(held.items), 1)


def thaw(state: ControllerState, frozen: Freeze, now_ns: int) -> int:
    """End a freeze: everything continues in the order of its arrival. Returns the number of calls."""
    debugging = state.debuggers
    del debugging.freezes[frozen.queue.namespace]
    frozen.queue.frozen = ""
    debugging.rules.remove(frozen.rule)
    count = len(frozen.waiting) + len(frozen.rule.held)
    for call, since_ns in frozen.waiting.values():
        _put_back(state, frozen, call, since_ns, now_ns)
    frozen.waiting.clear()
    state.serve(frozen.queue, now_ns)
    for held in list(frozen.rule.held.values()):
        release(state, held, now_ns, "thawed")
    return count
