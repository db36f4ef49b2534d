# SPDX-License-Identifier: GPL-3.0-or-later
"""The functions with which a script disturbs and watches other programs. To add one, write one here.

``@debugger_function`` registers a function with its syntax and help. The parser, completion, call tips,
reference and runs all use this table. The first parameter of a function is the lane that calls it; the others
have the names of its syntax.
"""

from __future__ import annotations

import enum
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, TypeVar

from rqcore.controller.debugging.actions import PASSIVE, ActionKind
from rqcore.controller.debugging.rules import make_rule
from rqcore.debug import FrozenQueue
from rqcore.errors import BadCall
from rqdebug.errors import ExpectationFailed
from rqdebug.scripts.interventions.lane_interventions import (
    Effect,
    ExpectedEvents,
    LaneInterventions,
    ScriptHeldCall,
)
from rqdebug.scripts.interventions.target_access import ObservedEvent
from rqdebug.scripts.signatures import Signature, ValueKind

Implementation = TypeVar("Implementation", bound=Callable[..., Any])
Given = Mapping[str, Any]
"""The arguments of a call by name; UNKNOWN if it is computed in the run."""
UNKNOWN = object()
"""The value of an argument that is not known before the run."""
MAX_WAIT = 24 * 60 * 60.0
"""The maximum number of seconds to wait."""


class BlockUse(enum.Enum):
    """Whether a function begins a block."""

    NEVER = enum.auto()
    ALLOWED = enum.auto()
    ALWAYS = enum.auto()


class FilterUse(enum.Enum):
    """What the filter of a function is about."""

    CALLS = enum.auto()
    """Calls that have not happened yet: only what the target knows then can be used."""
    EVENTS = enum.auto()
    """Events: the whole language can be used."""


@dataclass(frozen=True, slots=True)
class DebuggerFunction:
    """One function."""

    signature: Signature
    implementation: Callable[..., Any]
    """Called with LaneInterventions, then with the parameters of the signature by name."""
    filter: FilterUse | None
    """None without a filter."""
    block: BlockUse
    check: Callable[[Given], None]
    """Checks the arguments before the run. Raises ValueError with one sentence."""

    @property
    def takes_queue(self) -> bool:
        """Whether it has the target of its queue; otherwise it can be called on a target."""
        return any(each.kind is ValueKind.QUEUE for each in self.signature.parameters)

    @property
    def has_value(self) -> bool:
        """Whether it returns a value that conditions can compare."""
        return self.block is BlockUse.NEVER and self.signature.returns is ValueKind.VALUE


DEBUGGER_FUNCTIONS: dict[str, DebuggerFunction] = {}
"""All functions by name, in the order of the reference."""


def debugger_function(
    syntax: str,
    help: str,
    *,
    returns: ValueKind = ValueKind.VALUE,
    filter: FilterUse | None = None,
    block: BlockUse = BlockUse.NEVER,
    check: Callable[[Given], None] = lambda given: None,
) -> Callable[[Implementation], Implementation]:
    """Register a function.

    Args:
        syntax: Its signature as Python would write it, without the lane.
        help: One or two sentences for completion, call tips and the reference.
        returns: What it returns.
        filter: What its parameter ``filter`` is about.
        block: Whether it begins a block.
        check: Checks its arguments before the run.

    Returns:
        A decorator that registers a function and returns it unchanged.
    """

    def register(implementation: Implementation) -> Implementation:
        signature = Signature(syntax, help, returns)
        DEBUGGER_FUNCTIONS[signature.name] = DebuggerFunction(signature, implementation, filter, block, check)
        return implementation

    return register


# What disturbs other programs

_FIELDS = {
    "delay": ("seconds", "low", "high", "mean", "deviation"),
    "corrupt": ("bits", "bytes", "payload"),
    "reorder": ("window",),
    "throttle": ("rate",),
    "fail": ("code", "message"),
}
"""The fields of the faults that have some."""
_TRIGGERS = {"nth": "on", "first": "first", "after": "after", "probability": "probability"}
"""Parameter → kind of the trigger."""
FAULTS = tuple(kind.value for kind in ActionKind if kind not in PASSIVE)
"""The kinds of faults."""


def _rule_of(kind: str, options: Given) -> dict[str, Any]:
    """Return a fault as the controller takes it, without its filter.

    Raises:
        ValueError: It has two triggers.
    """
    given = {name: value for name, value in options.items() if value is not None}
    triggers = [name for name in _TRIGGERS if name in given]
    if len(triggers) > 1:
        raise ValueError(f"a fault takes {triggers[0]} or {triggers[1]}, not both")
    rule: dict[str, Any] = {"at": given.pop("at")} if "at" in given else {}
    for name in triggers:
        number = "p" if name == "probability" else "n"
        rule["trigger"] = {"kind": _TRIGGERS[name], number: given.pop(name)}
    return {**rule, "action": {"kind": kind, **given}}


def check_fault(given: Given) -> None:
    """Check the kind of a fault and its fields, as far as they are known.

    Raises:
        ValueError: The kind is unknown, or a field is missing, invalid, or not one of the kind.
    """
    options = {name: value for name, value in given.items() if name not in ("kind", "filter", "seed")}
    kind = given.get("kind")
    if kind is UNKNOWN:
        return
    if kind not in FAULTS:
        close = get_close_matches(str(kind), FAULTS, 1)
        hint = f"did you mean {close[0]!r}?" if close else f"the faults are {', '.join(FAULTS)}"
        raise ValueError(f"there is no fault {kind!r}; {hint}")
    fields = _FIELDS.get(str(kind), ())
    for name in options:
        if name not in (*fields, *_TRIGGERS, "at"):
            takes = f"it takes {', '.join(fields)}" if fields else "it takes no fields"
            raise ValueError(f"the fault {kind!r} has no {name!r}; {takes}")
    rule = _rule_of(str(kind), options)
    if UNKNOWN in options.values():
        return
    try:
        make_rule(0, 0, json.dumps(rule).encode())
    except (BadCall, TypeError) as error:
        raise ValueError(f"the fault {kind!r} is wrong: {error}") from None


@debugger_function(
    "fault(kind, filter=None, *, seconds=None, low=None, high=None, mean=None, deviation=None, bits=None, "
    "bytes=None, payload=None, window=None, rate=None, code=None, message=None, at=None, probability=None, "
    "nth=None, first=None, after=None, seed=None)",
    "Disturb the calls that match, as long as the block runs. The kinds are delay (seconds; low, high; mean, "
    "deviation), drop, duplicate, corrupt (bits, bytes or payload), reorder (window), throttle (rate), fail "
    "(code, message), empty, blackhole and disconnect.",
    filter=FilterUse.CALLS,
    block=BlockUse.ALWAYS,
    check=check_fault,
)
def fault(lane: LaneInterventions, kind: Any, filter: Any = None, seed: Any = None, **options: Any) -> Effect:
    """Add a fault.

    Args:
        lane: The lane.
        kind: The kind.
        filter: The calls that it disturbs; None disturbs all.
        seed: Makes its random decisions repeatable; None takes the seed of the run.
        options: The fields of the kind, ``at``, and a trigger.

    Raises:
        ValueError: The arguments are wrong.
        NotAllowed: The target cannot be debugged.
    """
    check_fault({"kind": kind, **options})
    rule = _rule_of(kind, options)
    added = lane.debugger.add(
        rule["action"],
        filter,
        at=rule.get("at"),
        trigger=rule.get("trigger"),
        seed=lane.seed if seed is None else seed,
    )
    return lane.keep(f"the fault {kind!r} has ended", added.remove)


def check_side(given: Given) -> None:
    """Check which calls of a queue are frozen, or stepped.

    Raises:
        ValueError: It is no side.
    """
    sides = ("puts", "gets") if "count" in given else ("puts", "gets", "both")
    side = given.get("side", sides[-1])
    if side is not UNKNOWN and side not in sides:
        raise ValueError(f"the side of a queue is {' or '.join(map(repr, sides))}, not {side!r}")


@debugger_function(
    "freeze(queue: queue, side='both', *, fails=False)",
    "Hold all calls that put items into the queue, take them, or both, until thaw or the end of the block. "
    "With fails=True they fail instead.",
    block=BlockUse.ALLOWED,
    check=check_side,
)
def freeze(lane: LaneInterventions, queue: Any, side: Any = "both", fails: Any = False) -> Effect:
    """Freeze a queue. Raises ValueError, BadCall, NotAllowed."""
    check_side({"side": side})
    frozen = lane.debugger.freeze(queue.namespace, side, fails=bool(fails))
    return lane.keep("the freeze has ended", frozen.thaw, frozen=queue.namespace)


@debugger_function("thaw(queue: queue)", "End the freeze of a queue: its held calls continue.")
def thaw(lane: LaneInterventions, queue: Any) -> None:
    """End a freeze. Raises BadCall if the queue is not frozen."""
    effect = lane.find_freeze(queue.namespace)
    if effect is None:
        FrozenQueue(lane.debugger, queue.namespace).thaw()
    else:
        effect.end()


@debugger_function(
    "step(queue: queue, side, count=1)",
    "Let items through a frozen queue in the order in which their calls arrived; side is puts or gets. "
    "Returns how many have passed.",
    check=lambda given: check_side({"count": 1, **given}),
)
def step(lane: LaneInterventions, queue: Any, side: Any, count: Any = 1) -> int:
    """Let items through a frozen queue. Raises ValueError, BadCall."""
    check_side({"side": side, "count": count})
    return FrozenQueue(lane.debugger, queue.namespace).step(side, count)


def check_wait(given: Given) -> None:
    """Check how long to wait, and for how many.

    Raises:
        ValueError: It is no duration, or no number.
    """
    for name in ("timeout", "within"):
        value = given.get(name, UNKNOWN)
        is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
        if value is not UNKNOWN and not (is_number and 0 <= value <= MAX_WAIT):
            raise ValueError(f"{name} is a number of seconds from 0 to {MAX_WAIT:,.0f}, not {value!r}")
    times = given.get("times", UNKNOWN)
    if times is not UNKNOWN and (type(times) is not int or times < 0):
        raise ValueError(f"times is a whole number from 0, not {times!r}")


@debugger_function(
    "break_on(filter, *, timeout=5, at=None)",
    "Wait for the next call that matches, and hold it until release, fail or discard. at is start or end.",
    returns=ValueKind.HELD,
    filter=FilterUse.CALLS,
    check=check_wait,
)
def break_on(lane: LaneInterventions, filter: Any, timeout: Any = 5, at: Any = None) -> ScriptHeldCall:
    """Hold the next call that matches.

    Raises:
        ExpectationFailed: No call matched in time.
        ValueError: The arguments are wrong.
        NotAllowed: The target cannot be debugged.
    """
    check_wait({"timeout": timeout})
    rule = lane.debugger.hold(filter, at=at, trigger={"kind": "once"})
    effect = lane.keep("the held call continues", rule.remove)
    try:
        return ScriptHeldCall(rule.wait(timeout), effect)
    except TimeoutError:
        effect.end()
        raise ExpectationFailed(f"a call that matches within {timeout:g} s", "none") from None


# What other programs are expected to do


@debugger_function(
    "wait_for(filter, *, timeout=5)",
    "Wait for an event that matches, and return it. It can have happened before, since the script or the "
    "test around this line began; an event that was returned to this lane is not returned again.",
    returns=ValueKind.EVENT,
    filter=FilterUse.EVENTS,
    check=check_wait,
)
def wait_for(lane: LaneInterventions, filter: Any, timeout: Any = 5) -> ObservedEvent:
    """Return the next event that matches.

    Raises:
        ExpectationFailed: None matched in time.
        ValueError: The timeout is wrong.
    """
    check_wait({"timeout": timeout})
    event = lane.events.find(filter, lane.since, lane.returned, timeout)
    if event is None:
        raise ExpectationFailed(f"an event that matches within {timeout:g} s", "none")
    lane.returned.add(event.row)
    return event


@debugger_function(
    "count(filter)",
    "The number of events that match, since the script or the test around this line began.",
    filter=FilterUse.EVENTS,
)
def count(lane: LaneInterventions, filter: Any) -> int:
    """Return the number of events that match."""
    return lane.events.count(filter, lane.since)


@debugger_function(
    "never(filter, *, within=1)",
    "Wait, and expect that no event matches: neither one that wait_for would return now, nor a later one.",
    filter=FilterUse.EVENTS,
    check=check_wait,
)
def never(lane: LaneInterventions, filter: Any, within: Any = 1) -> None:
    """Expect that no event matches.

    Raises:
        ExpectationFailed: One matches.
        ValueError: The duration is wrong.
    """
    check_wait({"within": within})
    event = lane.events.find(filter, lane.since, lane.returned, within, is_certain=True)
    if event is not None:
        raise ExpectationFailed("no event that matches", str(event))


@debugger_function(
    "expect(filter, *, times=1, within=5)",
    "Expect this number of events that match, from the beginning of the block until within seconds after its "
    "end. The block ends as soon as there are this many.",
    filter=FilterUse.EVENTS,
    block=BlockUse.ALWAYS,
    check=check_wait,
)
def expect(lane: LaneInterventions, filter: Any, times: Any = 1, within: Any = 5) -> ExpectedEvents:
    """Begin to expect events. Raises ValueError."""
    check_wait({"times": times, "within": within})
    return ExpectedEvents(lane.target, lane.events, filter, lane.events.mark(), times, within)
