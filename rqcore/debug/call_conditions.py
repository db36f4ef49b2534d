# SPDX-License-Identifier: MIT
"""Conditions on calls: ``method.is_("put") & (size > 1000) & ~(payload["order"]["id"] == 17)``.

A condition is evaluated by the controller, before a call happens or at its end. Combine conditions with
``&``, ``|`` and ``~``, and put comparisons in parentheses.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from rqcore.errors import BadCall

SECOND = 1_000_000_000
"""In ns."""
LONGEST = 2**63 / SECOND
"""The first timeout, in seconds, that is too long for a controller."""
Tree = dict[str, Any]
"""A condition as the controller reads it."""
Value = str | int | float | bool | None


class CallCondition:
    """A condition on calls.

    Args:
        tree: The condition as the controller reads it.
    """

    __slots__ = ("tree",)

    def __init__(self, tree: Tree) -> None:
        """Keep the tree."""
        self.tree: Tree = tree

    def __and__(self, other: CallCondition) -> CallCondition:
        """Return the condition that both match."""
        return CallCondition({"and": [self.tree, checked(other).tree]})

    def __or__(self, other: CallCondition) -> CallCondition:
        """Return the condition that at least one matches."""
        return CallCondition({"or": [self.tree, checked(other).tree]})

    def __invert__(self) -> CallCondition:
        """Return the opposite condition."""
        return CallCondition({"not": self.tree})

    def __bool__(self) -> bool:
        """Refuse ``and``, ``or`` and ``not``, which cannot build a condition."""
        raise BadCall("conditions are combined with &, | and ~; put comparisons in parentheses")

    def __repr__(self) -> str:
        return f"<condition {self.tree}>"


Parser = Callable[[str], CallCondition]
"""Makes a condition of a text."""


def checked(other: object, parse: Parser | None = None) -> CallCondition:
    """Return a condition, also of its text if there is a parser. Raises BadCall for anything else."""
    if parse is not None and isinstance(other, str):
        return parse(other)
    if not isinstance(other, CallCondition):
        raise BadCall(
            f"{other!r} is no condition; use queue.is_('jobs') and others, and put comparisons in parentheses"
        )
    return other


class CallField:
    """Something that is known of a call. Comparing it gives a condition.

    Args:
        name: The name, as filters have it.
        path: The names and indices that lead to a member of a JSON payload.
    """

    __slots__ = ("_name", "_path")

    def __init__(self, name: str, path: tuple[str | int, ...] = ()) -> None:
        """Describe a field."""
        self._name = name
        self._path = path

    def _compare(self, operator: str, **values: Any) -> CallCondition:
        values = {name: self._converted(value) for name, value in values.items()}
        path = {"path": list(self._path)} if self._path else {}
        return CallCondition({"field": self._name, **path, "operator": operator, **values})

    def _converted(self, value: Any) -> Any:
        """Return a value, or a list of them, as the controller reads it."""
        return value

    def is_(self, *values: Value) -> CallCondition:
        """Return the condition that the field is one of these values."""
        if len(values) == 1:
            return self._compare("==", value=values[0])
        return self._compare("in", values=list(values))

    def __eq__(self, value: Value) -> CallCondition:  # type: ignore[override]
        """Return the condition that the field is this value."""
        return self.is_(value)

    def __ne__(self, value: Value) -> CallCondition:  # type: ignore[override]
        """Return the condition that the field is another value."""
        return self._compare("!=", value=value)

    def __lt__(self, value: Value) -> CallCondition:
        """Return the condition that the field is less than a value."""
        return self._compare("<", value=value)

    def __le__(self, value: Value) -> CallCondition:
        """Return the condition that the field is at most a value."""
        return self._compare("<=", value=value)

    def __gt__(self, value: Value) -> CallCondition:
        """Return the condition that the field is more than a value."""
        return self._compare(">", value=value)

    def __ge__(self, value: Value) -> CallCondition:
        """Return the condition that the field is at least a value."""
        return self._compare(">=", value=value)

    def contains(self, text: str) -> CallCondition:
        """Return the condition that the field contains a text."""
        return self._compare("contains", value=text)

    def starts_with(self, text: str) -> CallCondition:
        """Return the condition that the field begins with a text."""
        return self._compare("startswith", value=text)

    def ends_with(self, text: str) -> CallCondition:
        """Return the condition that the field ends with a text."""
        return self._compare("endswith", value=text)

    def matches(self, pattern: str) -> CallCondition:
        """Return the condition that a regular expression of RE2 is found in the field."""
        return self._compare("~", value=pattern)


class CallPayload(CallField):
    """The payload of an item. ``payload["order"]["id"]`` is a member of a JSON payload."""

    __slots__ = ()

    def __getitem__(self, step: str | int) -> CallPayload:
        """Return a member of the payload, by its name or index."""
        return CallPayload(self._name, (*self._path, step))


class CallAddress(CallField):
    """The address of a client."""

    __slots__ = ()

    def in_network(self, network: str) -> CallCondition:
        """Return the condition that the address is in a network such as ``10.0.0.0/8`` or ``fd00::/8``."""
        return self._compare("in_network", value=network)


class CallTimeout(CallField):
    """The timeout of a call, in seconds."""

    __slots__ = ()

    def _converted(self, value: Any) -> Any:
        if isinstance(value, list):
            return [self._converted(each) for each in value]
        if value is None or value == "forever":
            return "forever"
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < LONGEST:
            raise BadCall(f"{value!r} is no timeout; write seconds, or None for no timeout")
        return round(value * SECOND)


method: CallField = CallField("method")
"""The method, such as ``put``, ``put_many``, ``get``, ``get_many``, ``lease`` or ``ack``."""
queue: CallField = CallField("queue")
"""The name of the queue, or its namespace if it has none."""
kind: CallField = CallField("kind")
"""The kind of the queue: ``fifo``, ``lifo`` or ``priority``."""
client: CallField = CallField("client")
"""The name of the client that calls."""
address: CallAddress = CallAddress("address")
"""Its address, such as ``10.0.0.7:40312``."""
size: CallField = CallField("size")
"""The bytes of the payload."""
depth: CallField = CallField("depth")
"""The number of items in the queue before the call."""
items: CallField = CallField("items")
"""The number of items that the call puts or wants."""
timeout: CallTimeout = CallTimeout("timeout")
"""The timeout of the call in seconds. None is no timeout, which is longer than any other."""
codec: CallField = CallField("codec")
"""The codec: ``raw``, ``text``, ``json`` or ``pickle``."""
priority: CallField = CallField("priority")
"""The priority of the item."""
deliveries: CallField = CallField("deliveries")
"""How often the item was leased."""
payload: CallPayload = CallPayload("payload")
"""The payload. What has more than 64 KiB is unknown, and matches nothing."""
