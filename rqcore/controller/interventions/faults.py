# SPDX-License-Identifier: MIT
"""What each action does with a call, at its start and at its end."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from rqcore.controller.calls.queue_calls import put_items
from rqcore.controller.clients import Client, MetRules
from rqcore.controller.debugging.actions import ActionKind
from rqcore.controller.debugging.rules import CallRule
from rqcore.controller.interventions.call_end import CallEnd
from rqcore.controller.interventions.gradual_steps import do_gradually
from rqcore.controller.interventions.held_calls import (
    hold_end,
    hold_start,
    lose_put,
    record_lost,
    release_steps,
    replaced,
    take_again,
)
from rqcore.controller.interventions.started_call import StartedCall
from rqcore.controller.items import Item
from rqcore.controller.queue import BLOCKED, Queue
from rqcore.controller.state import ControllerState
from rqcore.errors import BY_CODE, RqError
from rqcore.protocol.slices import POSTPONED

MOST_COPIES = 10_000
"""The most copies of items of one call, as many as one call may put."""
NEXT: Final = object()
"""The call meets the next rule."""


def act_at_start(
    state: ControllerState, call: StartedCall, met: MetRules, rule: CallRule, now_ns: int
) -> Any:
    """Let a rule act on a call before it is executed.

    Returns:
        ``NEXT`` if the call continues; ``BLOCKED`` if it is held, or its connection ends; otherwise the value
        with which the call ends.

    Raises:
        RqError: The call fails.
    """
    rule.acted += 1
    met.touched.rule = rule.number
    return _AT_START[rule.action.kind](state, call, met, rule, now_ns)


def act_at_end(state: ControllerState, ending: CallEnd, rule: CallRule, now_ns: int) -> Any:
    """Let a rule act on a call that was executed. It can change the value.

    Returns:
        ``NEXT`` if the reply can be sent; ``BLOCKED`` if it is held, or never sent.
    """
    rule.acted += 1
    ending.met.touched.rule = rule.number
    return _AT_END[rule.action.kind](state, ending, rule, now_ns)


def _has_room(rule: CallRule) -> bool:
    """Whether a rule may hold another call. Counts those that it cannot hold."""
    if len(rule.held) < rule.max_held:
        return True
    rule.overflowed += 1
    return False


def _due_ns(rule: CallRule, now_ns: int, items: int) -> int | None:
    """Return when a call continues that the rule stops now, in ns; None if it does not."""
    kind = rule.action.kind
    if kind is ActionKind.DELAY:
        return now_ns + rule.action.delay_ns()
    if kind is ActionKind.THROTTLE:
        free_ns = max(rule.next_free_ns, now_ns)
        rule.next_free_ns = free_ns + round(max(items, 1) * 1e9 / rule.action.rate)
        return free_ns
    return None if kind is ActionKind.BLACKHOLE else now_ns + rule.max_hold_ns


def _hold_start(state: ControllerState, call: StartedCall, met: MetRules, rule: CallRule, now_ns: int) -> Any:
    due_ns = _due_ns(rule, now_ns, call.count)
    if (due_ns is not None and due_ns <= now_ns) or not _has_room(rule):
        return NEXT
    return hold_start(state, call, met, rule, now_ns, due_ns)


def _go_on(*_: Any) -> Any:
    return NEXT


def _drop_put(state: ControllerState, call: StartedCall, met: MetRules, rule: CallRule, now_ns: int) -> Any:
    return lose_put(state, call, now_ns)


def _duplicate_put(
    state: ControllerState, call: StartedCall, met: MetRules, rule: CallRule, now_ns: int
) -> Any:
    if _may_copy(met, rule, call.count):
        met.copies += 1
    return NEXT


def _may_copy(met: MetRules, rule: CallRule, count: int) -> bool:
    """Whether ``count`` items of a call may be put again. Counts the calls of which they may not."""
    if met.copied + count > MOST_COPIES:
        rule.overflowed += 1
        return False
    met.copied += count
    return True


def _corrupt_put(
    state: ControllerState, call: StartedCall, met: MetRules, rule: CallRule, now_ns: int
) -> Any:
    payloads = [item.payload for item in call.items]
    if all(isinstance(each, bytes) for each in payloads) and not call.values.get("spooled"):
        met.request = call.changed([rule.action.mutate(bytes(each)) for each in payloads])  # type: ignore[arg-type]
    return NEXT


def _reorder(state: ControllerState, call: StartedCall, met: MetRules, rule: CallRule, now_ns: int) -> Any:
    if not _has_room(rule):
        return NEXT
    hold_start(state, call, met, rule, now_ns, now_ns + rule.max_hold_ns)
    if len(rule.held) >= rule.action.window:
        calls = list(rule.held.values())
        rule.random.shuffle(calls)
        do_gradually(state, release_steps(state, calls), now_ns)
    return BLOCKED


def _fail(state: ControllerState, call: StartedCall, met: MetRules, rule: CallRule, now_ns: int) -> Any:
    raise _error_of(rule)


def _error_of(rule: CallRule) -> RqError:
    return BY_CODE[rule.action.code](rule.action.message)


def _answer_empty(
    state: ControllerState, call: StartedCall, met: MetRules, rule: CallRule, now_ns: int
) -> Any:
    return call.empty()


def _disconnect(state: ControllerState, call: StartedCall, met: MetRules, rule: CallRule, now_ns: int) -> Any:
    _cut(state, call.client)
    return BLOCKED


def _cut(state: ControllerState, client: Client) -> None:
    client.cut()
    state.debuggers.cut(client)


def _hold_end(state: ControllerState, ending: CallEnd, rule: CallRule, now_ns: int) -> Any:
    due_ns = _due_ns(rule, now_ns, len(ending.items))
    if (due_ns is not None and due_ns <= now_ns) or not _has_room(rule):
        return NEXT
    hold_end(state, ending, rule, now_ns, due_ns)
    return BLOCKED


def _drop_taken(state: ControllerState, ending: CallEnd, rule: CallRule, now_ns: int) -> Any:
    if not ending.taken:
        return NEXT
    record_lost(state, ending.met, ending.like.method, ending.taken, now_ns)
    if ending.blocked is not None or ending.was_held:
        take_again(state, ending.client, ending.met, ending.blocked, now_ns)
    else:  # the session executes the request again, in front of what the client has sent behind it
        client, ending.met.has_begun = ending.client, True
        client.met, client.slices = ending.met, POSTPONED
        state.debuggers.continuing.add(client.number)
        state.counters.commands -= 1
    return BLOCKED


def _duplicate_taken(state: ControllerState, ending: CallEnd, rule: CallRule, now_ns: int) -> Any:
    may_copy = ending.queue is not None and ending.taken and _may_copy(ending.met, rule, len(ending.items))
    if ending.queue is not None and may_copy:
        put_copies(state, ending.client, now_ns, ending.queue, ending.items, rule)
    return NEXT


def put_copies(
    state: ControllerState,
    client: Client,
    now_ns: int,
    queue: Queue,
    items: Sequence[Item],
    rule: CallRule | None = None,
) -> None:
    """Put copies of items into a queue, if they fit. ``rule``: counts them if they do not."""
    copies = [
        item._replace(number=number, deliveries=0)
        for item, number in zip(items, (state.skip_number() for _ in items), strict=True)
    ]
    try:
        put_items(state, client, now_ns, queue, copies, 0)
    except RqError:
        if rule is not None:
            rule.overflowed += 1


def _corrupt_taken(state: ControllerState, ending: CallEnd, rule: CallRule, now_ns: int) -> Any:
    new, left = {}, state.limits.payload
    for item in ending.items:
        if not isinstance(item.payload, bytes):
            continue
        changed = item._replace(payload=rule.action.mutate(item.payload))
        left -= len(changed.payload)
        if left < 0:  # the reply would be larger than a controller may send
            rule.overflowed += 1
            break
        new[item.number] = changed
    ending.value = replaced(ending.value, new)
    ending.items = [new.get(item.number, item) for item in ending.items]
    return NEXT


def _fail_end(state: ControllerState, ending: CallEnd, rule: CallRule, now_ns: int) -> Any:
    ending.value = _error_of(rule)
    return NEXT


def _disconnect_end(state: ControllerState, ending: CallEnd, rule: CallRule, now_ns: int) -> Any:
    _cut(state, ending.client)  # the value is kept for its session, and cannot be sent
    return NEXT


_AT_START: dict[ActionKind, Callable[[ControllerState, StartedCall, MetRules, CallRule, int], Any]] = {
    ActionKind.HOLD: _hold_start,
    ActionKind.LOG: _go_on,
    ActionKind.DELAY: _hold_start,
    ActionKind.THROTTLE: _hold_start,
    ActionKind.BLACKHOLE: _hold_start,
    ActionKind.DROP: _drop_put,
    ActionKind.DUPLICATE: _duplicate_put,
    ActionKind.CORRUPT: _corrupt_put,
    ActionKind.REORDER: _reorder,
    ActionKind.FAIL: _fail,
    ActionKind.EMPTY: _answer_empty,
    ActionKind.DISCONNECT: _disconnect,
}
_AT_END: dict[ActionKind, Callable[[ControllerState, CallEnd, CallRule, int], Any]] = {
    ActionKind.HOLD: _hold_end,
    ActionKind.LOG: _go_on,
    ActionKind.DELAY: _hold_end,
    ActionKind.THROTTLE: _hold_end,
    ActionKind.BLACKHOLE: _hold_end,
    ActionKind.DROP: _drop_taken,
    ActionKind.DUPLICATE: _duplicate_taken,
    ActionKind.CORRUPT: _corrupt_taken,
    ActionKind.FAIL: _fail_end,
    ActionKind.DISCONNECT: _disconnect_end,
}
