# SPDX-License-Identifier: MIT
"""Actions: what a rule does with a call, with the numbers that it needs.

==============  =====================================================================================
``hold``        stops the call, until a debugger lets it continue
``log``         counts the call, and marks its events with the rule
``delay``       lets the call, or its reply, come later: ``seconds``; from ``low`` to ``high`` seconds; or
                normally distributed around ``mean`` with ``deviation``
``drop``        a put is acknowledged and lost; a taken item is lost, and the get continues
``duplicate``   a put puts its items twice; a taken item also stays in the queue
``corrupt``     changes payloads: flips ``bits``, cuts to ``bytes`` bytes, or replaces them with ``payload``
``reorder``     keeps puts until there are ``window`` of them, and lets them continue in another order
``throttle``    lets at most ``rate`` items a second pass
``fail``        answers with the error ``code``
``empty``       answers a get as if the queue were empty
``blackhole``   never answers, and keeps the connection
``disconnect``  cuts the connection, as a failed network does
==============  =====================================================================================

``drop``, ``duplicate`` and ``corrupt`` concern items: they act on a put at its start, and on a get at its
end. ``reorder`` and ``empty`` act at the start. For the others, the rule says where.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Mapping
from random import Random
from typing import Any

from rqcore.controller.debugging.rule_fields import RuleFields
from rqcore.errors import BY_CODE, BadCall
from rqcore.protocol.event_values import Method

LONGEST_DELAY = 3600.0
"""The most seconds of a delay."""
MOST_WINDOW = 1000
"""The most puts that are put into another order together."""
SECOND = 1_000_000_000
"""In ns."""

PUTS = frozenset((Method.PUT, Method.PUT_MANY))
GETS = frozenset((Method.GET, Method.GET_MANY, Method.LEASE))
"""The methods that put items, and those that take them."""

FAMILIES = {Method.PUT: (Method.PUT, Method.PUT_MANY), Method.GET: (Method.GET, Method.GET_MANY)}
"""The methods that a call of a command may have in events: with several items it has another one."""


class ActionKind(enum.Enum):
    """What a rule does."""

    HOLD = "hold"
    LOG = "log"
    DELAY = "delay"
    DROP = "drop"
    DUPLICATE = "duplicate"
    CORRUPT = "corrupt"
    REORDER = "reorder"
    THROTTLE = "throttle"
    FAIL = "fail"
    EMPTY = "empty"
    BLACKHOLE = "blackhole"
    DISCONNECT = "disconnect"


ON_ITEMS = frozenset((ActionKind.DROP, ActionKind.DUPLICATE, ActionKind.CORRUPT))
"""The actions on items."""
ON_PUTS = frozenset((ActionKind.REORDER,))
ON_GETS = frozenset((ActionKind.EMPTY,))
"""The actions that make sense for puts only, and for gets only."""
PASSIVE = frozenset((ActionKind.HOLD, ActionKind.LOG))
"""The actions of breakpoints. All others are faults."""


class Action:
    """One action with its numbers.

    Args:
        words: ``kind`` and its fields.
        random: Makes the decisions that are random.

    Raises:
        BadCall: The kind is unknown, or a field is missing or invalid.
    """

    __slots__ = ("code", "delay_ns", "description", "kind", "message", "mutate", "rate", "window")

    def __init__(self, words: Mapping[str, Any], random: Random) -> None:
        """Check the fields."""
        fields = RuleFields("action", words)
        self.kind: ActionKind = ActionKind(fields.choice("kind", [each.value for each in ActionKind]))
        self.delay_ns: Callable[[], int] = lambda: 0
        """Returns how long the next call is delayed, in ns."""
        self.mutate: Callable[[bytes], bytes] = bytes
        """Returns what becomes of a payload."""
        self.window: int = 0
        self.rate: float = 0.0
        self.code: str = ""
        self.message: str = ""
        if read := _READERS.get(self.kind):
            read(self, fields, random)
        fields.finish()
        self.description: dict[str, Any] = {"kind": self.kind.value, **fields.given}
        """The action as JSON."""

    @property
    def is_fault(self) -> bool:
        """Whether it changes what clients see, apart from the time."""
        return self.kind not in PASSIVE


def _read_delay(action: Action, fields: RuleFields, random: Random) -> None:
    if fields.has("low") or fields.has("high"):
        low = fields.number("low", 0, LONGEST_DELAY)
        high = fields.number("high", low, LONGEST_DELAY)
        action.delay_ns = lambda: round(random.uniform(low, high) * SECOND)
    elif fields.has("mean") or fields.has("deviation"):
        mean = fields.number("mean", 0, LONGEST_DELAY)
        deviation = fields.number("deviation", 0, LONGEST_DELAY)
        action.delay_ns = lambda: round(min(max(random.gauss(mean, deviation), 0.0), LONGEST_DELAY) * SECOND)
    else:
        delay_ns = round(fields.number("seconds", 0, LONGEST_DELAY) * SECOND)
        action.delay_ns = lambda: delay_ns


def _read_corrupt(action: Action, fields: RuleFields, random: Random) -> None:
    if fields.has("payload"):
        payload = fields.text("payload").encode()
        action.mutate = lambda _: payload
    elif fields.has("bytes"):
        kept = fields.number("bytes", 0, 2**32)
        if kept != int(kept):
            raise BadCall("the field bytes of the action must be a whole number")
        action.mutate = lambda data: data[: int(kept)]
    else:
        bits = fields.count("bits", default=1, most=1000)
        action.mutate = lambda data: _flipped(data, bits, random)


def _flipped(data: bytes, bits: int, random: Random) -> bytes:
    """Return the data with some of its bits flipped, each at most once."""
    changed = bytearray(data)
    for at in random.sample(range(len(data) * 8), min(bits, len(data) * 8)):
        changed[at // 8] ^= 1 << at % 8
    return bytes(changed)


def _read_reorder(action: Action, fields: RuleFields, random: Random) -> None:
    action.window = fields.count("window", most=MOST_WINDOW)


def _read_throttle(action: Action, fields: RuleFields, random: Random) -> None:
    action.rate = fields.number("rate", 0.001, 1e9)


def _read_fail(action: Action, fields: RuleFields, random: Random) -> None:
    action.code = fields.choice("code", sorted(BY_CODE))
    fields.given["code"] = action.code
    action.message = fields.text("message", "a debugger lets this call fail", 1000)


_READERS: dict[ActionKind, Callable[[Action, RuleFields, Random], None]] = {
    ActionKind.DELAY: _read_delay,
    ActionKind.CORRUPT: _read_corrupt,
    ActionKind.REORDER: _read_reorder,
    ActionKind.THROTTLE: _read_throttle,
    ActionKind.FAIL: _read_fail,
}
