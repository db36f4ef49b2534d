# SPDX-License-Identifier: MIT
"""The tree of a predicate: from JSON to nodes and back.

A node is an object of one of these forms, with no other members::

    {"and": [node, …]}     all match; of no nodes: every call
    {"or": [node, …]}      at least one matches
    {"not": node}
    {"field": "queue", "operator": "==", "value": "jobs"}
    {"field": "method", "operator": "in", "values": ["put", "put_many"]}
    {"field": "size", "operator": "between", "first": 1, "last": 4096}    one end can be left out
    {"field": "payload", "path": ["order", "id"], "operator": ">", "value": 17}
    {"field": "client", "operator": "~", "value": "^loader-[0-9]+$"}    see ``linear_patterns``
    {"field": "address", "operator": "in_network", "value": "10.0.0.0/8"}    see ``networks``

``FIELDS`` has the fields with the kind of their values, and ``OPERATORS`` the operators of each kind. Sizes
are in bytes and timeouts in nanoseconds; ``"forever"`` is no timeout, which is the longest.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from rqcore.codec import Codec
from rqcore.controller.debugging.networks import check_network
from rqcore.errors import BadCall, quoted
from rqcore.protocol.event_values import Method

MAX_DEPTH = 50
"""The most levels of a tree. The levels of paths do not count."""
MAX_NODES = 1000
"""The most nodes, values and steps of paths of a tree together."""
MAX_TEXT = 4096
"""The most characters of one text."""
MAX_PATTERNS = 16
"""The most regular expressions of a tree."""
FOREVER = "forever"
FOREVER_NS = 2**63 - 1
"""The value of no timeout, so that it is longer than any other."""
_MAX_BITS = 4096
"""The most bits of a whole number that is compared with JSON."""

Scalar = str | int | float | bool | None
Step = str | int


class FieldKind(enum.Enum):
    """What the values of a field are, and so which operators apply to it."""

    WORD = "word"
    """A word of a fixed set, compared in lower case."""
    TEXT = "text"
    ADDRESS = "address"
    """A text with a host, which can be in a network."""
    NUMBER = "number"
    """A whole number from 0."""
    JSON = "JSON value"
    """A number, a text, true, false or null. A value of another type matches only ``!=``."""
    BYTES = "payload"
    """A payload. It is compared with the bytes of a text."""


FIELDS = {
    "method": FieldKind.WORD,
    "queue": FieldKind.TEXT,
    "namespace": FieldKind.TEXT,
    "kind": FieldKind.TEXT,
    "client": FieldKind.TEXT,
    "address": FieldKind.ADDRESS,
    "size": FieldKind.NUMBER,
    "depth": FieldKind.NUMBER,
    "items": FieldKind.NUMBER,
    "timeout": FieldKind.NUMBER,
    "codec": FieldKind.WORD,
    "priority": FieldKind.JSON,
    "deliveries": FieldKind.NUMBER,
    "payload": FieldKind.BYTES,
}
"""The kind of the values of each field. With a path, ``payload`` is a member of a JSON payload."""
WORDS: dict[str, dict[str, Any]] = {
    "method": {method.name.lower(): method for method in Method},
    "codec": {codec.name.lower(): codec for codec in Codec},
}
"""Field → word → its number."""
ORDERS = ("<", "<=", ">", ">=", "between")
"""The operators that need an order."""
SEARCHES = ("contains", "startswith", "endswith", "~")
"""The operators that look for a text, or for a regular expression."""
IN_NETWORK = "in_network"
_EQUALITIES = ("==", "!=", "in")
OPERATORS: dict[FieldKind, tuple[str, ...]] = {
    FieldKind.WORD: (*_EQUALITIES, *SEARCHES),
    FieldKind.TEXT: (*_EQUALITIES, *SEARCHES),
    FieldKind.ADDRESS: (*_EQUALITIES, *SEARCHES, IN_NETWORK),
    FieldKind.NUMBER: (*_EQUALITIES, *ORDERS),
    FieldKind.JSON: (*_EQUALITIES, *ORDERS, *SEARCHES),
    FieldKind.BYTES: (*_EQUALITIES, *SEARCHES),
}
"""The operators that apply to each kind of value."""


@dataclass(frozen=True, slots=True)
class Condition:
    """A comparison of one field."""

    field: str
    path: tuple[Step, ...]
    """The names and indices that lead to a member of a JSON payload; empty for the field itself."""
    operator: str
    values: tuple[Scalar, ...]
    """One value; all values of ``in``; or both ends of ``between``, of which None is no end."""

    @property
    def kind(self) -> FieldKind:
        """What is compared."""
        return FieldKind.JSON if self.path else FIELDS[self.field]


@dataclass(frozen=True, slots=True)
class Inversion:
    """The opposite of a node."""

    child: PredicateNode


@dataclass(frozen=True, slots=True)
class Combination:
    """Several nodes, of which all or at least one must match."""

    word: str
    """``and`` or ``or``."""
    children: tuple[PredicateNode, ...]


PredicateNode = Condition | Inversion | Combination


def read_tree(tree: object) -> PredicateNode:
    """Check a tree of parsed JSON.

    Raises:
        BadCall: It is no predicate. The message names the invalid part, and says what is allowed.
    """
    return _TreeReader().read(tree, "", 1)


def write_tree(node: PredicateNode) -> dict[str, Any]:
    """Return the tree of a node as JSON. ``read_tree`` returns an equal node for it."""
    if isinstance(node, Combination):
        return {node.word: [write_tree(child) for child in node.children]}
    if isinstance(node, Inversion):
        return {"not": write_tree(node.child)}
    path = {"path": list(node.path)} if node.path else {}
    return {"field": node.field, **path, "operator": node.operator, **_written_values(node)}


def _written_values(node: Condition) -> dict[str, Any]:
    shown = [FOREVER if (node.field, each) == ("timeout", FOREVER_NS) else each for each in node.values]
    if node.operator == "in":
        return {"values": shown}
    if node.operator == "between":
        ends = zip(_VALUE_NAMES["between"], shown, strict=True)
        return {name: end for name, end in ends if end is not None}
    return {"value": shown[0]}


class _TreeReader:
    """Reads one tree, and counts its parts. ``where`` is the place of a part, such as ``.and[1].value``."""

    def __init__(self) -> None:
        self._parts = self._patterns = 0

    def read(self, tree: object, where: str, depth: int) -> PredicateNode:
        if depth > MAX_DEPTH:
            raise BadCall(f"the predicate has more than {MAX_DEPTH} levels; use fewer, wider nodes")
        self._count(1)
        if not isinstance(tree, dict):
            raise BadCall(f"the predicate{where} is {_shown(tree)}; a node is an object such as {_EXAMPLE}")
        if "field" in tree:
            return self._condition(tree, where)
        if len(tree) != 1 or not tree.keys() <= {"and", "or", "not"}:
            names = ", ".join(_shown(name) for name in list(tree)[:5]) or "no members"
            raise BadCall(
                f"the predicate{where} has {names}; a node has `field`, or only `and`, `or` or `not`"
            )
        [(word, content)] = tree.items()
        if word == "not":
            return Inversion(self.read(content, f"{where}.not", depth + 1))
        children = self._list(content, f"{where}.{word}")
        if word == "or" and not children:
            raise BadCall(f"the predicate{where}.or is empty, so no call can match; give at least one node")
        return Combination(
            word,
            tuple(self.read(child, f"{where}.{word}[{at}]", depth + 1) for at, child in enumerate(children)),
        )

    def _condition(self, tree: dict[str, Any], where: str) -> Condition:
        field = _choice(tree["field"], tuple(FIELDS), f"{where}.field", "fields")
        path = self._path(tree["path"], field, f"{where}.path") if "path" in tree else ()
        kind = FieldKind.JSON if path else FIELDS[field]
        operators = OPERATORS[kind]
        operator = _choice(tree.get("operator"), operators, f"{where}.operator", f"operators of {field}")
        allowed = _VALUE_NAMES.get(operator, ("value",))
        given = tree.keys() - {"field", "path", "operator"}
        if not given or not given <= set(allowed):
            have = ", ".join(map(_shown, sorted(given)[:5])) or "no value"
            raise BadCall(f"the predicate{where} has {have}; give {' or '.join(allowed)} for {operator}")
        self._patterns += operator == "~"
        if self._patterns > MAX_PATTERNS:
            raise BadCall(f"the predicate has more than {MAX_PATTERNS} regular expressions; use fewer")
        read = _value_reader(field, kind, operator)
        values = self._values(tree, operator, read, where)
        return Condition(field, path, operator, values)

    def _values(
        self, tree: dict[str, Any], operator: str, read: Callable[[object, str], Scalar], where: str
    ) -> tuple[Scalar, ...]:
        if operator == "in":
            values = self._list(tree["values"], f"{where}.values")
            if not values:
                raise BadCall(
                    f"the predicate{where}.values is empty, so no call can match; give at least one value"
                )
            return tuple(read(each, f"{where}.values[{at}]") for at, each in enumerate(values))
        if operator == "between":
            names = _VALUE_NAMES["between"]
            ends = tuple(read(tree[name], f"{where}.{name}") if name in tree else None for name in names)
            _check_range(ends, where)
            return ends
        return (read(tree["value"], f"{where}.value"),)

    def _path(self, content: object, field: str, where: str) -> tuple[Step, ...]:
        if field != "payload":
            raise BadCall(f"the predicate{where} is for members of JSON payloads; {field} has none")
        steps = self._list(content, where)
        if not steps:
            raise BadCall(f"the predicate{where} is empty; leave it out to compare the whole payload")
        for step in steps:
            if isinstance(step, str):
                _text(step, where)
            elif type(step) is not int or not 0 <= step < 10**9:
                raise BadCall(
                    f"the predicate{where} has {_shown(step)}; a step is the name of a member, or an index"
                )
        return tuple(steps)

    def _list(self, content: object, where: str) -> list[Any]:
        if not isinstance(content, list):
            raise BadCall(f"the predicate{where} is {_shown(content)}; it must be an array")
        self._count(len(content))
        return content

    def _count(self, more: int) -> None:
        self._parts += more
        if self._parts > MAX_NODES:
            raise BadCall(f"the predicate has more than {MAX_NODES} parts; use fewer conditions or values")


_VALUE_NAMES = {"in": ("values",), "between": ("first", "last")}
"""Operator → the members with its values; for all others, ``value``."""
_EXAMPLE = '{"field": "queue", "operator": "==", "value": "jobs"}'


def _value_reader(field: str, kind: FieldKind, operator: str) -> Callable[[object, str], Scalar]:
    """Return the function that checks a value for an operator on a field."""
    if operator == IN_NETWORK:
        return _network
    if operator in SEARCHES or kind in (FieldKind.TEXT, FieldKind.ADDRESS, FieldKind.BYTES):
        return _text
    if kind is FieldKind.WORD:
        return lambda value, where: _word(value, WORDS[field], where)
    if kind is FieldKind.NUMBER:
        return _timeout if field == "timeout" else _number
    return _ordered_json if operator in ORDERS else _json


def _text(value: object, where: str) -> str:
    if not isinstance(value, str):
        raise BadCall(f"the predicate{where} is {_shown(value)}; it must be a text")
    if len(value) > MAX_TEXT:
        raise BadCall(f"the predicate{where} has {len(value)} characters; use at most {MAX_TEXT}")
    if not _is_unicode(value):
        raise BadCall(f"the predicate{where} has half of a surrogate pair; no call can match it")
    return value


def _network(value: object, where: str) -> str:
    text = _text(value, where)
    try:
        return check_network(text)
    except ValueError as error:
        raise BadCall(f"the predicate{where} is {_shown(text)}; it must be {error}") from None


def _word(value: object, words: dict[str, Any], where: str) -> str:
    word = _text(value, where).lower()
    is_number = word.startswith("#") and word[1:].isascii() and word[1:].isdigit()
    return word if is_number else _choice(word, tuple(words), where, "words")


def _number(value: object, where: str) -> int:
    if type(value) is not int or not 0 <= value <= FOREVER_NS:
        raise BadCall(
            f"the predicate{where} is {_shown(value)}; it must be a whole number from 0 to 2^63 - 1"
        )
    return value


def _timeout(value: object, where: str) -> int:
    if isinstance(value, str) and value != FOREVER:
        raise BadCall(f"the predicate{where} is {_shown(value)}; it must be nanoseconds, or `{FOREVER}`")
    return FOREVER_NS if value == FOREVER else _number(value, where)


def _json(value: object, where: str) -> Scalar:
    if isinstance(value, str):
        return _text(value, where)
    if type(value) is int and value.bit_length() > _MAX_BITS:
        raise BadCall(f"the predicate{where} is a number of more than {_MAX_BITS} bits; use a smaller one")
    if isinstance(value, float) and value != value:
        raise BadCall(f"the predicate{where} is NaN; nothing equals it")
    if value is not None and not isinstance(value, (bool, int, float)):
        raise BadCall(
            f"the predicate{where} is {_shown(value)}; it must be a number, a text, true, false or null"
        )
    return value


def _ordered_json(value: object, where: str) -> Scalar:
    if value is None:
        raise BadCall(f"the predicate{where} is null, which has no order; compare with == or !=")
    return _json(value, where)


def _check_range(ends: Sequence[Scalar], where: str) -> None:
    first, last = ends
    if first is None or last is None:
        return
    is_ordered: Any = json_type(first) is json_type(last) and first <= last  # type: ignore[operator]
    if not is_ordered:
        raise BadCall(
            f"the predicate{where}: nothing is between {_shown(first)} and {_shown(last)}; exchange them"
        )


def _choice(value: object, choices: tuple[str, ...], where: str, plural: str) -> str:
    if not isinstance(value, str) or value not in choices:
        raise BadCall(f"the predicate{where} is {_shown(value)}; the {plural} are {', '.join(choices)}")
    return value


def _shown(value: object) -> str:
    """Return a value in an error: texts and numbers as they are, if they are short."""
    if isinstance(value, str):
        return quoted(value if _is_unicode(value) else ascii(value))
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, int):
        return str(value) if value.bit_length() <= 128 else "a long number"
    if isinstance(value, float):
        return str(value)
    return "an object" if isinstance(value, dict) else "an array"


def _is_unicode(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def json_type(value: object) -> type:
    """Return the JSON type of a value: int and float are both numbers, and true is no number."""
    return float if type(value) is int else type(value)
