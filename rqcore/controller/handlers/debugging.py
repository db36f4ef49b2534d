# SPDX-License-Identifier: MIT
"""Handlers of RQ.DEBUG: rules, freezes and held calls. ``interventions`` does the work.

Each subcommand takes the state, the client, the current time in ns, and its words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from rqcore.controller.clients import Client, PendingRelease
from rqcore.controller.debugger_state import HEARTBEAT_SECONDS, Freeze
from rqcore.controller.debugging.actions import GETS, PUTS
from rqcore.controller.debugging.rules import CallRule, Stage
from rqcore.controller.handlers.command_registry import handles
from rqcore.controller.interventions import debugger_sessions, edits, held_calls
from rqcore.controller.interventions.concerned_rules import sees_call
from rqcore.controller.interventions.freezes import SIDES, freeze, step
from rqcore.controller.interventions.gradual_steps import do_gradually
from rqcore.controller.interventions.held_calls import MOST_SHOWN, describe_held, find_held, release_steps
from rqcore.controller.queue import BLOCKED, BlockedValue, Queue
from rqcore.controller.state import ControllerState
from rqcore.errors import BY_CODE, BadCall, NotAllowed, quoted
from rqcore.protocol.arguments import codec, natural, text
from rqcore.protocol.event_values import Method
from rqcore.protocol.priority_keys import check_key
from rqcore.protocol.slices import SlicedList

Words = Sequence[bytes]
ALL = b"ALL"
FIRST_HELD = 1000
"""The most held calls that one HELD lists."""
PAYLOADS = 4 << 20
"""The bytes of payloads in one HELD, from which on it has only the beginning of further ones."""
BEGINNING = 100
"""Bytes of the beginning of a payload."""
DESCRIPTION = 5000
"""The bytes that take as long to encode as the fields of a rule, or of a held call."""
SLICE = 20 * DESCRIPTION
"""The bytes of a list that are encoded in one turn of the event loop."""
Described = tuple[dict[str, Any], int]
"""A member of a list, and about how many bytes it has beside its fields."""


@handles("RQ.DEBUG")
def debug(state: ControllerState, client: Client, now_ns: int, name: bytes, *words: bytes) -> Any:
    """Execute a subcommand.

    Raises:
        BadCall: It is unknown, or its words are invalid.
        NotAllowed: The client may not debug this controller, or not this queue.
        TooMany: There are too many rules.
    """
    usage, least, most, handler = SUBCOMMANDS.get(name.upper(), ("", 0, 0, None))
    if handler is None:
        names = ", ".join(each.decode() for each in SUBCOMMANDS)
        raise BadCall(f"unknown subcommand {quoted(name)}; RQ.DEBUG has {names}")
    if not least <= len(words) <= most:
        raise BadCall(f"wrong number of arguments; usage: RQ.DEBUG {usage}")
    debugger_sessions.check_allowed(state, client)
    return handler(state, client, now_ns, words)


def _begin(state: ControllerState, client: Client, now_ns: int, words: Words) -> dict[str, Any]:
    session = debugger_sessions.session_of(state, client, now_ns)
    return {"session": session.number, "token": session.token, "heartbeat": HEARTBEAT_SECONDS}


def _join(state: ControllerState, client: Client, now_ns: int, words: Words) -> int:
    return debugger_sessions.join_session(state, client, text(words[0])).number


def _beat(state: ControllerState, client: Client, now_ns: int, words: Words) -> str:
    debugger_sessions.session_of(state, client, now_ns)
    return "OK"


def _end(state: ControllerState, client: Client, now_ns: int, words: Words) -> str:
    if state.debugging is not None and (session := state.debugging.session_of.get(client.number)):
        debugger_sessions.end_session(state, session, now_ns)
    return "OK"


def _add(state: ControllerState, client: Client, now_ns: int, words: Words) -> dict[str, Any]:
    rule = debugger_sessions.add_rule(state, debugger_sessions.session_of(state, client, now_ns), words[0])
    return {"rule": rule.number, "waiting": _count_waiting(state, client, rule)}


def _count_waiting(state: ControllerState, client: Client, rule: CallRule) -> int:
    """Return how many calls wait already that the rule could have met at their start."""
    state.work += len(state.queues) // 8
    gets, puts, joins = (
        any(rule.meets(method, Stage.START) for method in methods) for methods in (GETS, PUTS, (Method.JOIN,))
    )
    return sum(
        gets * len(queue.getters) + puts * len(queue.putters) + joins * len(queue.joiners)
        for queue in state.queues.values()
        if rule.concerns((queue.label,)) and client.sees(queue)
    )


def _list(state: ControllerState, client: Client, now_ns: int, words: Words) -> BlockedValue:
    frozen = debugger_sessions.freezes_by_rule(state.debuggers)
    rules = [rule for rule in state.debuggers.rules if _may_change(state, client, rule)]
    described = (
        ({**rule.describe(), **_describe_freeze(frozen.get(rule.number))}, rule.size) for rule in rules
    )
    return _in_slices(client, len(rules), described)


def _in_slices(client: Client, count: int, described: Iterable[Described]) -> BlockedValue:
    """Reply with a list, of which some members are made in each turn of the event loop."""
    client.slices = SlicedList(count, _slices(described))
    return BLOCKED


def _slices(described: Iterable[Described]) -> Iterator[list[dict[str, Any]]]:
    members, size = list[dict[str, Any]](), 0
    for member, more in described:
        members.append(member)
        size += DESCRIPTION + more
        if size >= SLICE:
            yield members
            members, size = [], 0
    yield members


def _may_change(state: ControllerState, client: Client, rule: CallRule) -> bool:
    """Whether a client may see and change a rule: its own, or any if the client sees all queues."""
    session = state.debuggers.session_of.get(client.number)
    is_own = session is not None and session.number == rule.owner
    return is_own or client.access is None or client.access.sees_all


def _rule(state: ControllerState, client: Client, word: bytes) -> CallRule:
    rule = state.debuggers.rules.get(natural(word))
    if not _may_change(state, client, rule):
        raise NotAllowed(f"rule {rule.number} is another debugger's; only users of all queues may change it")
    return rule


def _describe_freeze(frozen: Freeze | None) -> dict[str, Any]:
    if frozen is None:
        return {}
    return {
        "freeze": frozen.queue.label,
        "side": frozen.side,
        "held": frozen.count,
        "steps": dict(frozen.steps),
    }


def _switch(state: ControllerState, client: Client, words: Words, is_enabled: bool) -> str:
    _rule(state, client, words[0]).is_enabled = is_enabled
    debugger_sessions.refresh(state)
    return "OK"


def _enable(state: ControllerState, client: Client, now_ns: int, words: Words) -> str:
    return _switch(state, client, words, True)


def _disable(state: ControllerState, client: Client, now_ns: int, words: Words) -> str:
    return _switch(state, client, words, False)


def _remove(state: ControllerState, client: Client, now_ns: int, words: Words) -> int:
    if words[0].upper() == ALL:
        found = [rule for rule in state.debuggers.rules if _may_change(state, client, rule)]
    else:
        found = [_rule(state, client, words[0])]
    debugger_sessions.remove_rules(state, found, now_ns)
    return len(found)


def _queue(state: ControllerState, client: Client, reference: bytes) -> Queue:
    if client.access is not None:
        client.access.check_queue(reference, state.label_of(reference))
    return state.find(reference)


def _freeze(state: ControllerState, client: Client, now_ns: int, words: Words) -> dict[str, Any]:
    options = [word.upper() for word in words[1:]]
    fails = b"FAIL" in options
    sides = [word for word in options if word != b"FAIL"]
    side = sides[0].decode(errors="replace").lower() if sides else "both"
    if len(sides) > 1 or side not in SIDES:
        raise BadCall("wrong arguments; usage: RQ.DEBUG FREEZE queue [PUTS|GETS|BOTH] [FAIL]")
    session = debugger_sessions.session_of(state, client, now_ns)
    number = state.debuggers.next_number()
    frozen = freeze(state, session.number, number, _queue(state, client, words[0]), side, fails, now_ns)
    return {"rule": number, "held": frozen.count}


def _frozen(state: ControllerState, client: Client, reference: bytes) -> Freeze:
    queue = _queue(state, client, reference)
    frozen: Freeze | None = state.debuggers.freezes.get(queue.namespace)
    if frozen is None:
        raise BadCall(f"queue {queue.label!r} is not frozen")
    return frozen


def _thaw(state: ControllerState, client: Client, now_ns: int, words: Words) -> int:
    frozen = _frozen(state, client, words[0])
    count = frozen.count
    frozen.release(now_ns)
    return count


def _step(state: ControllerState, client: Client, now_ns: int, words: Words) -> int:
    side = words[1].decode(errors="replace").lower()
    count = natural(words[2]) if len(words) > 2 else 1
    return step(state, _frozen(state, client, words[0]), side, count, now_ns)


def _held(state: ControllerState, client: Client, now_ns: int, words: Words) -> BlockedValue:
    seen = (each for each in state.debuggers.held.values() if sees_call(client, each))
    calls = list(islice(seen, FIRST_HELD))
    state.work += len(state.debuggers.held) // 8
    return _in_slices(client, len(calls), _describe_calls(state, calls, now_ns))


def _describe_calls(
    state: ControllerState, calls: Sequence[PendingRelease], now_ns: int
) -> Iterator[Described]:
    left = PAYLOADS
    for held in calls:
        call = describe_held(state, held, now_ns, MOST_SHOWN if left > 0 else BEGINNING)
        size = sum(len(item["payload"]) for item in call["items"])
        left -= size
        yield call, size


def _call(state: ControllerState, client: Client, word: bytes) -> PendingRelease:
    held = find_held(state, natural(word))
    if not sees_call(client, held):
        raise NotAllowed("this user may not use the queue of the call; ask for a pattern in the users file")
    return held


def _release(state: ControllerState, client: Client, now_ns: int, words: Words) -> int:
    if words[0].upper() == ALL:
        rules = [rule for rule in state.debuggers.rules if _may_change(state, client, rule)]
        calls = [held for rule in rules for held in rule.held.values()]
        do_gradually(state, release_steps(state, calls), now_ns)
        return len(calls)
    held = _call(state, client, words[0])
    options = _options(words[1:], b"PAYLOAD", b"CODEC", b"KEY")
    if options:
        payload = options.get(b"PAYLOAD")
        payloads = [payload] if payload is not None else [_content(each) for each in held.items]
        chosen = codec(options[b"CODEC"]) if b"CODEC" in options else None
        key = check_key(options[b"KEY"]) if b"KEY" in options else b""
        held_calls.change(state, held, payloads, chosen, key)
    held_calls.release(state, held, now_ns)
    return 1


def _content(item: Any) -> bytes:
    if not isinstance(item.payload, bytes):
        raise BadCall("the payload is in the spool; let the call continue unchanged")
    return item.payload


def _options(words: Words, *known: bytes) -> dict[bytes, bytes]:
    names = [word.upper() for word in words[::2]]
    if len(words) % 2 or not set(names) <= set(known):
        raise BadCall(f"wrong options; each of {', '.join(each.decode() for each in known)} takes one value")
    return dict(zip(names, words[1::2], strict=True))


def _fail(state: ControllerState, client: Client, now_ns: int, words: Words) -> int:
    held = _call(state, client, words[0])
    error = BY_CODE.get(words[1].decode(errors="replace").upper())
    if error is None:
        raise BadCall(f"unknown error code {quoted(words[1])}; choose from {', '.join(sorted(BY_CODE))}")
    message = text(words[2]) if len(words) > 2 else "a debugger lets this call fail"
    held_calls.answer(state, held, now_ns, error(message))
    return 1


def _discard(state: ControllerState, client: Client, now_ns: int, words: Words) -> int:
    held_calls.discard(state, _call(state, client, words[0]), now_ns)
    return 1


def _edit(state: ControllerState, client: Client, now_ns: int, words: Words) -> str:
    options = _options(words[3:], b"CODEC")
    chosen = codec(options[b"CODEC"]) if options else None
    edits.edit(state, _queue(state, client, words[0]), _item(words[1]), words[2], chosen)
    return "OK"


def _drop(state: ControllerState, client: Client, now_ns: int, words: Words) -> str:
    edits.remove(state, client, _queue(state, client, words[0]), _item(words[1]), now_ns)
    return "OK"


def _front(state: ControllerState, client: Client, now_ns: int, words: Words) -> str:
    edits.move_to_head(state, client, _queue(state, client, words[0]), _item(words[1]), now_ns)
    return "OK"


def _item(word: bytes) -> int:
    if not word.isdigit() or len(word) > 20:
        raise BadCall(f"invalid number of an item {quoted(word)}; RQ.PEEK shows them")
    return int(word)


Handler = Callable[[ControllerState, Client, int, Words], Any]

SUBCOMMANDS: dict[bytes, tuple[str, int, int, Handler | None]] = {
    b"BEGIN": ("BEGIN", 0, 0, _begin),
    b"JOIN": ("JOIN token", 1, 1, _join),
    b"HEARTBEAT": ("HEARTBEAT", 0, 0, _beat),
    b"END": ("END", 0, 0, _end),
    b"ADD": ("ADD rule", 1, 1, _add),
    b"LIST": ("LIST", 0, 0, _list),
    b"ENABLE": ("ENABLE n", 1, 1, _enable),
    b"DISABLE": ("DISABLE n", 1, 1, _disable),
    b"REMOVE": ("REMOVE n|ALL", 1, 1, _remove),
    b"FREEZE": ("FREEZE queue [PUTS|GETS|BOTH] [FAIL]", 1, 3, _freeze),
    b"STEP": ("STEP queue PUTS|GETS [n]", 2, 3, _step),
    b"THAW": ("THAW queue", 1, 1, _thaw),
    b"HELD": ("HELD", 0, 0, _held),
    b"RELEASE": ("RELEASE n|ALL [PAYLOAD bytes] [CODEC name] [KEY key]", 1, 7, _release),
    b"FAIL": ("FAIL n code [text]", 2, 3, _fail),
    b"DISCARD": ("DISCARD n", 1, 1, _discard),
    b"EDIT": ("EDIT queue item bytes [CODEC name]", 3, 5, _edit),
    b"DROP": ("DROP queue item", 2, 2, _drop),
    b"FRONT": ("FRONT queue item", 2, 2, _front),
}
"""Usage, fewest and most words, and handler of each subcommand."""
