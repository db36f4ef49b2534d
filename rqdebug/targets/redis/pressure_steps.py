# SPDX-License-Identifier: GPL-3.0-or-later
"""The result of a call on a pressure queue, from the commands of its client.

A client of the protocol takes a role, works, and gives the role back::

    put     BRPOP producer_free, SET producer, EXISTS closed, BRPOP not_full, LPUSH, LPUSH producer_free
    get     BRPOP consumer_free, SET consumer, EXISTS closed, BRPOP items closed, INCR, LPUSH consumer_free
    close   BRPOP producer_free, SET producer, EXISTS closed, LPUSH closed, LPUSH producer_free

A get from a closed queue waits for the items alone, and old clients do not count it. A client that does not
get the role continues with another command than SET. rqcore runs a script instead of these steps, and waits
with BLMOVE between two runs; MONITOR reports the commands of a script behind its EVALSHA. The functions here
only decide; they return None while a call continues, and UNKNOWN where the commands allow several results.

Sources: ``rqcore.pressure.key_protocol.keys`` and ``rqcore.pressure.key_protocol.lua_scripts``.
"""

from __future__ import annotations

import enum
from collections.abc import Sequence

from rqcore.pressure.key_protocol.keys import PARTS
from rqcore.protocol.event_batch import Method, Outcome
from rqdebug.targets.redis.monitor_arguments import read_seconds
from rqdebug.targets.redis.open_call import OpenCall


class PressureState(enum.Enum):
    """What is known of a pressure queue."""

    UNKNOWN = enum.auto()
    OPEN = enum.auto()
    CLOSED = enum.auto()
    DELETED = enum.auto()


STATE_AFTER = {
    Method.CREATE: PressureState.OPEN,
    Method.SHUTDOWN: PressureState.CLOSED,
    Method.CLOSE: PressureState.DELETED,
}
"""The state of a queue after each method that changes it."""
NO_ITEM = {Method.PUT: Outcome.FULL, Method.GET: Outcome.EMPTY}
"""The outcome of a call that moved nothing in time."""
_REFUSED = {PressureState.CLOSED: Outcome.SHUTDOWN, PressureState.DELETED: Outcome.NOQUEUE}
_SUFFIXES = sorted((part for part in PARTS if part), key=len, reverse=True)
_POPS = (b"BRPOP", b"BLPOP", b"RPOP", b"LPOP")


def part_of(key: bytes) -> bytes:
    """Return the suffix of a key in the protocol; empty for the list of items."""
    return next((part for part in _SUFFIXES if key.endswith(part)), b"")


def outcome_of_script(call: OpenCall, state: PressureState, is_last: bool = False) -> Outcome | None:
    """Return the outcome of a call after its script; None if it continues.

    Args:
        call: The call, with the commands of its script.
        state: The state of the queue.
        is_last: Whether the client does not wait after the script.
    """
    seen = {(step[0].upper(), part_of(step[1]) if len(step) > 1 else b"") for step in call.steps}
    if call.items:
        return Outcome.OK
    match call.method:
        case Method.CREATE:
            return Outcome.OK if (b"SET", b":bound") in seen else Outcome.EXISTS
        case Method.CLOSE:
            return Outcome.OK if (b"LPUSH", b":closed") in seen else Outcome.NOQUEUE
        case Method.SHUTDOWN:
            return Outcome.OK if (b"EXISTS", b":closed") in seen else Outcome.NOQUEUE
        case Method.STAT:
            return Outcome.OK if (b"TIME", b"") in seen else Outcome.NOQUEUE
        case Method.PURGE:
            return Outcome.OK if (b"LLEN", b"") in seen else Outcome.NOQUEUE
    return _outcome_of_move(call, seen, state, is_last)


def _outcome_of_move(
    call: OpenCall, seen: set[tuple[bytes, bytes]], state: PressureState, is_last: bool
) -> Outcome | None:
    """Return the outcome of a put or get whose script moved no item."""
    waits = call.is_patient and not is_last
    is_put = call.method is Method.PUT
    if (b"TIME", b"") in seen:  # the role is in use, or it was taken for waiting
        return None if waits else NO_ITEM[call.method]
    if is_put and (b"LLEN", b":not_full") in seen:
        return None if waits else Outcome.FULL
    if not is_put and (b"LLEN", b"") in seen:
        if waits:
            return None
        if call.is_patient:
            return Outcome.SHUTDOWN  # if it were empty only, the client would wait
        return {PressureState.OPEN: Outcome.EMPTY, PressureState.CLOSED: Outcome.SHUTDOWN}.get(
            state, Outcome.UNKNOWN
        )
    if is_put and (b"EXISTS", b":closed") in seen:
        return _REFUSED.get(state, Outcome.UNKNOWN)
    return Outcome.UNKNOWN if is_put else Outcome.NOQUEUE


def outcome_before(
    command: Sequence[bytes], call: OpenCall, waited_ns: int, state: PressureState
) -> Outcome | None:
    """Return the outcome of an open call when its client sends a command; None if the call continues.

    Args:
        command: The command.
        call: The call.
        waited_ns: Nanoseconds since the call began.
        state: The state of the queue.
    """
    name, part = command[0].upper(), part_of(command[1]) if len(command) > 1 else b""
    if call.is_script:
        return _outcome_after_script(name, call, state)
    if call.method is Method.CREATE:
        return Outcome.OK if (name, part) == (b"LPUSH", b":producer_free") else Outcome.EXISTS
    if _wants_role(call) and (name, part) not in ((b"SET", b":producer"), (b"SET", b":consumer")):
        in_time = call.waits and (not call.timeout_ns or waited_ns < call.timeout_ns)
        return Outcome.UNKNOWN if in_time else NO_ITEM[call.method]
    return None


def _outcome_after_script(name: bytes, call: OpenCall, state: PressureState) -> Outcome | None:
    """Return the outcome of a call by script when another command follows: BLMOVE waits, EVAL tries again."""
    if name == b"BLMOVE" or call.waits or (not call.steps and name == b"EVAL"):
        return None
    return outcome_of_script(call, state, is_last=True)


def _wants_role(call: OpenCall) -> bool:
    """Return whether the last command of the client asked for a role."""
    if not call.steps:
        return False
    last = call.steps[-1]
    return last[0].upper() in _POPS and part_of(last[1]) in (b":producer_free", b":consumer_free")


def outcome_of_role(call: OpenCall, waited_ns: int, state: PressureState) -> Outcome:
    """Return the outcome of a call whose client gives its role back.

    Args:
        call: The call, with the commands of its client.
        waited_ns: Nanoseconds since the client began to wait for an item or for space.
        state: The state of the queue.
    """
    if call.items:
        return Outcome.OK
    pops = [step for step in call.steps if step[0].upper() in _POPS and not step[1].endswith(b"er_free")]
    asked = any(step[0].upper() == b"EXISTS" and part_of(step[1]) == b":closed" for step in call.steps)
    if not pops:
        return Outcome.SHUTDOWN if asked else Outcome.UNKNOWN
    name, *keys = pops[-1]
    waits = name[:1] in b"Bb"
    forever = waits and not read_seconds(keys.pop())
    in_time = forever or (waits and waited_ns < (call.timeout_ns or 0))
    if call.method is Method.PUT:
        return Outcome.UNKNOWN if in_time else Outcome.FULL
    if len(keys) == 1:  # from a closed queue: it had an item, and old clients do not count it
        return Outcome.OK if forever else Outcome.UNKNOWN
    if in_time:
        return Outcome.SHUTDOWN
    return Outcome.EMPTY if state is PressureState.OPEN else Outcome.UNKNOWN


def may_be_close(call: OpenCall, outcome: Outcome) -> bool:
    """Return whether a refused call of a producer may be a put as well as a second close.

    Both take the role, ask whether the queue is closed, and give the role back.
    """
    return outcome is Outcome.SHUTDOWN and call.method is Method.PUT and not call.is_script


def outcome_of_lost(call: OpenCall, waited_ns: int) -> Outcome:
    """Return the outcome of a call whose client has disconnected.

    Args:
        call: The call, with the commands of its client.
        waited_ns: Nanoseconds since its current wait began. The client has disconnected some time before.
    """
    if call.items:
        return Outcome.OK
    if call.method is Method.CREATE or (call.waits and call.timeout_ns and waited_ns >= call.timeout_ns):
        return Outcome.UNKNOWN  # its timeout may have passed before
    popping = any(step[0].upper() in _POPS and not part_of(step[1]) for step in call.steps)
    return Outcome.UNKNOWN if popping else Outcome.CANCELLED
