# SPDX-License-Identifier: MIT
"""Holds calls, and lets them continue: unchanged, changed, with an error, or without their items."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import Any

from rqcore.codec import Codec
from rqcore.controller.clients import Answer, BlockedCall, Client, MetRules, PendingRelease, Taken
from rqcore.controller.debugging.actions import ActionKind
from rqcore.controller.debugging.rules import CallRule
from rqcore.controller.interventions.call_end import CallEnd
from rqcore.controller.interventions.concerned_rules import labels_of, sees_call
from rqcore.controller.interventions.gradual_steps import NOTICE, Step
from rqcore.controller.interventions.started_call import StartedCall
from rqcore.controller.items import Item, ItemLease, total_bytes
from rqcore.controller.observation.touched_call import TouchedCall
from rqcore.controller.queue import BLOCKED, BlockedValue
from rqcore.controller.state import NO_VALUE, ControllerState
from rqcore.controller.storage.saved_sessions import save_session
from rqcore.controller.wait_queue import outcome_of
from rqcore.errors import BadCall, RqError
from rqcore.protocol.event_batch import NO_TIMEOUT, Method, Outcome, Phase
from rqcore.protocol.memory import ITEM_COST
from rqcore.protocol.slices import POSTPONED, PostponedRequest, SlicedList

RELEASING = 20
"""The work of letting a call continue, apart from the call itself."""
MOST_SHOWN = 64 * 1024
"""The most bytes of a payload in the description of a held call."""
MOST_LISTED = 10
"""The most items of a held call in its description."""


def hold_start(
    state: ControllerState,
    call: StartedCall,
    met: MetRules,
    rule: CallRule,
    now_ns: int,
    deadline_ns: int | None,
) -> BlockedValue:
    """Stop a call before it is executed. Its session keeps the request.

    Args:
        state: The controller.
        call: The call.
        met: What rules have done with it so far.
        rule: The rule that holds it.
        now_ns: The current time in ns.
        deadline_ns: When it continues automatically, in ns; None if it does not.
    """
    client, touched = call.client, met.touched
    touched.rule = rule.number
    held = PendingRelease(
        _number(state, met, now_ns),
        client,
        rule,
        call.method,
        call.queue,
        now_ns,
        met,
        call.row,
        call.recorded_timeout,
        call.items,
        deadline_ns,
        labels=labels_of(state, call),
    )
    client.slices = POSTPONED
    state.counters.commands -= 1
    _begin(state, held)
    return BLOCKED


def hold_end(
    state: ControllerState, ending: CallEnd, rule: CallRule, now_ns: int, deadline_ns: int | None
) -> None:
    """Stop a call that was executed, before its reply is sent.

    Args:
        state: The controller.
        ending: The call.
        rule: The rule that holds it.
        now_ns: The current time in ns.
        deadline_ns: When the reply is sent automatically, in ns; None if it is not.
    """
    client, met, like = ending.client, ending.met, ending.like
    met.touched.rule = rule.number
    timeout_ns = like.timeout_ns if isinstance(like, BlockedCall) else like.recorded_timeout
    assert client.command
    held = PendingRelease(
        _number(state, met, now_ns),
        client,
        rule,
        like.method,
        like.queue,
        now_ns,
        met,
        client.command,
        timeout_ns,
        ending.items,
        deadline_ns,
        labels=labels_of(state, like),
        is_at_end=True,
        value=ending.value,
        taken=ending.taken,
        record=state.journal.next_record if state.journal.is_open else 0,
        blocked=ending.blocked,
    )
    state.journal.handed_out = []  # it goes back if the client leaves
    save_session(state.journal, client, ending.value)
    _begin(state, held)


def _number(state: ControllerState, met: MetRules, now_ns: int) -> int:
    """Return the number of the call in events, which it gets when it is held for the first time."""
    touched = met.touched
    if not touched.number:
        touched.number, touched.began_ns = state.publisher.next_call_number(), now_ns
    return touched.number


def _begin(state: ControllerState, held: PendingRelease) -> None:
    debugging, rule = state.debuggers, held.rule_held
    held.client.call = held
    held.on_left = partial(_leave, state)
    rule.held[held.number] = debugging.held[held.number] = held
    if held.taken or not held.is_at_end:
        held.held_bytes = total_bytes(held.items) + ITEM_COST * len(held.items)
    state.memory.held += held.held_bytes
    debugging.held_deadlines.add(held)
    debugging.has_new_deadline = True
    state.publisher.record_blocked(held, Phase.START, Outcome.HELD, held.began_ns, held.items)
    _report(state, held, True)
    notify(state, held, "held", describe_held(state, held, held.began_ns))


def report_hold(state: ControllerState, client: Client, is_held: bool) -> None:
    """Report to a client with a session that the time of its call stands still, or runs again."""
    if client.session is not None:
        state.work += NOTICE
        state.debuggers.notices.append((client, "", is_held))


def _report(state: ControllerState, held: PendingRelease, is_held: bool) -> None:
    """Report to the client of a call that a breakpoint holds. Faults stay hidden."""
    if held.rule_held.action.kind is ActionKind.HOLD:
        report_hold(state, held.client, is_held)


def notify(state: ControllerState, held: PendingRelease, kind: str, value: Any) -> None:
    """Report to all debuggers that may see a held call what happened to it."""
    for session in state.debuggers.sessions.values():
        if sees_call(session.owner, held):
            state.work += NOTICE
            state.debuggers.notices.append((session.owner, kind, value))


def _forget(state: ControllerState, held: PendingRelease) -> None:
    """Note that a call is not held any more."""
    debugging = state.debuggers
    state.memory.held -= held.held_bytes
    del debugging.held[held.number]
    held.rule_held.held.pop(held.number, None)
    debugging.held_deadlines.discard(held)


def _leave(state: ControllerState, held: PendingRelease, now_ns: int) -> None:
    """Forget a call whose client has left."""
    _forget(state, held)
    state.publisher.record_blocked(held, Phase.END, Outcome.CANCELLED, now_ns, held.items)
    notify(state, held, "left", {"call": held.number})


def settle(state: ControllerState) -> None:
    """Forget the debuggers when there is none, and nothing of one is left."""
    if state.debuggers.is_idle:
        state.debugging = None


def find_held(state: ControllerState, number: int) -> PendingRelease:
    """Return the held call with a number. Raises BadCall if there is none."""
    held = state.debuggers.held.get(number)
    if held is None:
        raise BadCall(f"no call {number} is held; it has continued, or its client has left")
    return held


def release(state: ControllerState, held: PendingRelease, now_ns: int, reason: str = "released") -> None:
    """Let a held call continue."""
    state.work += RELEASING
    _forget(state, held)
    client = held.client
    client.call = None
    _report(state, held, False)
    notify(state, held, reason, {"call": held.number})
    if not held.is_at_end:
        client.met = held.met
        state.debuggers.continuing.add(client.number)
        state.outgoing.append((client, NO_VALUE))
    elif not held.meets_rest(held, now_ns):
        _record_end(state, held, now_ns)
        _send(state, held)
    settle(state)


def release_steps(
    state: ControllerState, calls: Iterable[PendingRelease], reason: str = "released"
) -> Iterator[Step]:
    """Return the steps that let calls continue, apart from calls that are not held any more then."""
    return (partial(_release_if_held, state, held, reason) for held in calls)


def _release_if_held(state: ControllerState, held: PendingRelease, reason: str, now_ns: int) -> None:
    if state.debuggers.held.get(held.number) is held:
        release(state, held, now_ns, reason)


def _send(state: ControllerState, held: PendingRelease) -> None:
    """Send the value of a call that was held at its end, when what it has changed is safe."""
    if state.journal.must_wait_for(held.record):
        state.hold(held.client, held.value, held.taken)
    else:
        state.send(held.client, held.value, not held.command.is_repeatable)


def _record_end(state: ControllerState, held: PendingRelease, now_ns: int) -> None:
    """Record the end of a call that was held at its end."""
    if held.blocked is not None:
        outcome = outcome_of(held.value) if isinstance(held.value, RqError) else Outcome.OK
        held.blocked.rule = held.rule
        state.publisher.record_blocked(held.blocked, Phase.END, outcome, now_ns, held.items)
    else:
        state.publisher.record_kept_back(held.met.touched, now_ns)


def answer(state: ControllerState, held: PendingRelease, now_ns: int, error: RqError) -> None:
    """Answer a held call with an error. At its end, what it has done stays done."""
    if held.is_at_end:
        held.value, held.meets_rest = error, lambda held, now_ns: False
    else:
        held.met.answer = Answer(error=error)
    release(state, held, now_ns, "answered")


def change(
    state: ControllerState,
    held: PendingRelease,
    payloads: Sequence[bytes],
    codec: Codec | None = None,
    key: bytes = b"",
) -> None:
    """Change the payloads of a held call: those that it puts, or those that its client will receive.

    Raises:
        BadCall: The call has no payloads, or not as many.
    """
    if not held.is_at_end:
        call = StartedCall(state, held.client, held.command, held.met.request)
        held.met.request = call.changed(payloads, codec, key)
        held.items = StartedCall(state, held.client, held.command, held.met.request).items
        return
    if len(payloads) != len(held.items) or key:
        raise BadCall(f"this call has {len(held.items)} payloads that can be changed, and no priority")
    new = {
        item.number: item._replace(payload=payload, codec=item.codec if codec is None else codec)
        for item, payload in zip(held.items, payloads, strict=True)
    }
    held.items = list(new.values())
    held.value = replaced(held.value, new)


def replaced(value: Any, items: dict[int, Item]) -> Any:
    """Return the value of a call with these items in place of its items with the same numbers."""
    if isinstance(value, Item):
        return items.get(value.number, value)
    if isinstance(value, ItemLease):
        value.item = items.get(value.item.number, value.item)
        return value
    if isinstance(value, SlicedList):
        return [replaced(each, items) for each in value.taken]
    if isinstance(value, list):
        return [replaced(each, items) for each in value]
    if type(value) is tuple:
        return tuple(replaced(each, items) for each in value)
    return value


def discard(state: ControllerState, held: PendingRelease, now_ns: int) -> None:
    """Let a held call continue without its items: a put is acknowledged, and a get finds none, or the next.

    Raises:
        BadCall: The call neither puts nor takes items.
    """
    if not held.is_at_end:
        if held.method not in (Method.PUT, Method.PUT_MANY, Method.GET, Method.GET_MANY, Method.LEASE):
            raise BadCall("only puts and gets can be discarded; release the call, or answer with an error")
        held.met.answer = Answer(is_lost=bool(held.items))
        release(state, held, now_ns, "discarded")
        return
    if not held.taken:
        raise BadCall("the call has taken no items; let it continue, or answer with an error")
    _forget(state, held)
    held.client.call = None
    record_lost(state, held.met, held.method, held.taken, now_ns)
    take_again(state, held.client, held.met, held.blocked, now_ns)
    notify(state, held, "discarded", {"call": held.number})


def record_lost(state: ControllerState, met: MetRules, method: Method, taken: Taken, now_ns: int) -> None:
    """Record that items which a call has taken are lost. It continues, so that this is not its end."""
    client, rule = met.touched.client, met.touched.rule
    met.touched.kept_back.clear()
    met.touched.is_kept_back = False
    with state.publisher.touching(TouchedCall(client, rule)):
        for queue, items, _ in taken:
            state.counters.lost_by_debuggers += len(items)
            state.publisher.record(client, method, now_ns, Outcome.LOST, queue=queue, items=items)


def lose_put(state: ControllerState, call: StartedCall, now_ns: int) -> Any:
    """Lose the items of a put. Returns the value with which it is acknowledged."""
    state.counters.lost_by_debuggers += len(call.items)
    state.publisher.record(
        call.client, call.method, now_ns, Outcome.LOST, call.queue, call.items, call.timeout_ns
    )
    return call.acknowledged()


def take_again(
    state: ControllerState, client: Client, met: MetRules, blocked: BlockedCall | None, now_ns: int
) -> None:
    """Execute a get again, whose items a rule has dropped."""
    met.has_begun = True
    if blocked is not None:
        if blocked.queue.is_closed:
            error = blocked.queue.closed_error()
            state.finish_call(blocked, error, now_ns, outcome_of(error), ())
            return
        for queue in blocked.alternatives or (blocked.queue,):
            queue.wait(blocked)
        state.begin_waiting(blocked)
        state.serve(blocked.queue, now_ns)
        return
    client.met = met
    try:
        value = state.execute(client, met.request, now_ns)
    except RqError as error:
        value = error
    if value is BLOCKED and client.slices is not None:
        value, client.slices = client.slices, None
        if isinstance(value, PostponedRequest):
            state.background.add(partial(_take_later, state, client, met))
            return
    if value is not BLOCKED:
        state.send(client, value)


def _take_later(state: ControllerState, client: Client, met: MetRules, now_ns: int) -> bool:
    take_again(state, client, met, None, now_ns)
    return False


def describe_held(
    state: ControllerState, held: PendingRelease, now_ns: int, most: int = MOST_SHOWN
) -> dict[str, Any]:
    """Return a held call as debuggers see it. ``most``: the most bytes of each payload."""
    client, queue = held.client, state.queues.get(held.queue.namespace.encode())
    left = None if held.deadline_ns is None else max(held.deadline_ns - now_ns, 0) / 1e9
    return {
        "call": held.number,
        "rule": held.rule,
        "at": "end" if held.is_at_end else "start",
        "command": held.command.name,
        "method": held.method.name.lower(),
        "queue": held.queue.label,
        "namespace": held.queue.namespace,
        "kind": queue.kind if queue else "",
        "depth": held.queue.size,
        "timeout": None if held.timeout_ns == NO_TIMEOUT else held.timeout_ns / 1e9,
        "client": client.number,
        "name": client.name,
        "address": client.address,
        "held": (now_ns - held.began_ns) / 1e9,
        "left": left,
        "items": [
            {
                "item": item.number,
                "codec": item.codec.name.lower(),
                "size": len(item.payload),
                "deliveries": item.deliveries,
                "payload": item.payload[:most] if isinstance(item.payload, bytes) else b"",
            }
            for item in held.items[:MOST_LISTED]
        ],
        "count": len(held.items),
    }
