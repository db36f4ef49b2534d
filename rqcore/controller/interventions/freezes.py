# SPDX-License-Identifier: MIT
"""Frozen queues: no put or get enters until the queue is thawed, except step by step.

A freeze is a rule that holds all puts, gets, or both, of one queue. Calls that already wait for the queue
keep their places and do not continue (``FrozenWaitQueue``); the clock of one that waits for no other queue
stands still. Moves from or to the queue are held too. Peek, join, close and shutdown pass; leases and delays
continue, and their items return to the queue.

To freeze and to thaw a queue takes no longer if many calls wait: their clocks, and the
reports to their clients, follow in the next turns of the event loop.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from random import Random
from typing import Any

from rqcore.controller.clients import BlockedCall, PendingRelease
from rqcore.controller.debugger_state import Freeze
from rqcore.controller.debugging.actions import GETS, PUTS, SECOND, Action
from rqcore.controller.debugging.predicates import Predicate, compile_predicate
from rqcore.controller.debugging.rules import LONGEST_HOLD, MOST_HELD, CallRule, Stage
from rqcore.controller.debugging.triggers import Trigger
from rqcore.controller.interventions.gradual_steps import NOTICE, Step, do_gradually
from rqcore.controller.interventions.held_calls import release_steps, report_hold
from rqcore.controller.queue import Queue
from rqcore.controller.state import ControllerState
from rqcore.controller.wait_queue import FrozenWaitQueue, queues_of
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
    rule = CallRule(
        number,
        owner,
        predicate,
        Stage.START,
        trigger,
        Action(action, random),
        random,
        seed=0,
        name=f"freeze {queue.label}",
        max_hold_ns=LONGEST_HOLD * SECOND,
        max_held=MOST_HELD,
    )
    frozen = Freeze(
        queue, side, rule, lambda then_ns: do_gradually(state, thaw(state, frozen, then_ns), then_ns)
    )
    debugging.rules.add(rule)
    debugging.freezes[queue.namespace], queue.frozen = frozen, side
    if not fails:
        _stop_waiting(state, frozen, now_ns)
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


def _stop_waiting(state: ControllerState, frozen: Freeze, now_ns: int) -> None:
    """Let no call continue that waits for the queue."""
    queue = frozen.queue
    if frozen.side != "gets":
        queue.putters = FrozenWaitQueue(queue.putters)
    if frozen.side != "puts":
        queue.getters = FrozenWaitQueue(queue.getters)
    calls = [call for waiting in frozen.wait_queues for call in waiting.frozen.values()]
    do_gradually(state, (partial(_stop_clock, state, call, now_ns) for call in calls), now_ns)


def _stop_clock(state: ControllerState, call: BlockedCall, frozen_ns: int, now_ns: int) -> None:
    """Stop the clock of a call, unless it also waits for a queue that is not frozen."""
    state.work += NOTICE
    if call.client.call is not call:
        return
    freezes = [state.debuggers.freezes.get(queue.namespace) for queue in queues_of(call)]
    if all(each is not None and each.stops(call) for each in freezes):
        state.deadlines.discard(call)
        report_hold(state, call.client, True)
        for each in freezes:
            assert each is not None
            each.stopped[call.number] = call, frozen_ns


def _start_clock(
    state: ControllerState, frozen: Freeze, call: BlockedCall, thawed_ns: int, now_ns: int
) -> None:
    """Let the clock of a call run again, if it was stopped and the call still waits."""
    state.work += NOTICE
    _, stopped_ns = frozen.stopped.pop(call.number, (call, None))
    for queue in queues_of(call):
        if other := state.debuggers.freezes.get(queue.namespace):
            other.stopped.pop(call.number, None)
    if stopped_ns is None or call.client.call is not call:
        return
    report_hold(state, call.client, False)
    if call.timeout_ns != NO_TIMEOUT:
        call.timeout_ns += thawed_ns - stopped_ns
    state.deadlines.add(call)


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
    waiting, passed = list[BlockedCall](), 0
    waits = frozen.queue.putters if side == "puts" else frozen.queue.getters
    while isinstance(waits, FrozenWaitQueue) and waits.frozen and passed < count:
        waiting.append(call := waits.pass_first())
        passed += max(len(call.items) - call.moved, call.wanted, 1)
    held = list[PendingRelease]()
    for each in frozen.rule.held.values():
        if passed >= count:
            break
        if each.method in SIDES[side] or each.method is Method.MOVE:
            held.append(each)
            passed += max(len(each.items), 1)
    for each in held:  # no other step chooses it again
        del frozen.rule.held[each.number]
    state.work += (len(waiting) + len(held)) // 2
    do_gradually(state, _continue(state, frozen, waiting, held, "stepped", now_ns), now_ns)
    frozen.steps[side] += passed
    return passed


def thaw(state: ControllerState, frozen: Freeze, now_ns: int) -> Iterator[Step]:
    """End a freeze. Returns the steps with which everything continues in the order of its arrival."""
    debugging, queue = state.debuggers, frozen.queue
    del debugging.freezes[queue.namespace]
    queue.frozen = ""
    debugging.rules.remove(frozen.rule)
    waiting = [call for call, _ in frozen.stopped.values()]
    if isinstance(queue.putters, FrozenWaitQueue):
        queue.putters = queue.putters.thawed()
    if isinstance(queue.getters, FrozenWaitQueue):
        queue.getters = queue.getters.thawed()
    return _continue(state, frozen, waiting, list(frozen.rule.held.values()), "thawed", now_ns)


def _continue(
    state: ControllerState,
    frozen: Freeze,
    waiting: Sequence[BlockedCall],
    held: Sequence[PendingRelease],
    reason: str,
    now_ns: int,
) -> Iterator[Step]:
    """Return the steps with which calls continue: those that wait for the queue, then held ones."""
    yield partial(state.serve, frozen.queue)
    for call in waiting:
        yield partial(_start_clock, state, frozen, call, now_ns)
    yield from release_steps(state, held, reason)
