# SPDX-License-Identifier: GPL-3.0-or-later
"""Build filters from other filters, and from the values of an event."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rqdebug.events.event_log import Event, column_values
from rqdebug.events.filters.fields import FIELDS, FOREVER_NS, OTHER_NAMES, SOURCE_FIELDS
from rqdebug.events.filters.filter_nodes import Junction
from rqdebug.events.filters.grammar import parse_node
from rqdebug.events.filters.json_members import format_path
from rqdebug.events.filters.literals import TIMES, AmountType, quote


@dataclass(frozen=True, slots=True)
class FilterLayer:
    """One of several filters that are combined. A layer adds events; an excluding one removes them."""

    text: str
    is_on: bool = True
    is_excluding: bool = False


def combine_layers(layers: Iterable[FilterLayer]) -> str:
    """Return one filter: events that match an including layer, and no excluding layer.

    Layers that are off or empty are ignored. If no layer includes, all events
    are included.
    """
    active = [layer for layer in layers if layer.is_on and layer.text.strip()]
    included = [_parenthesize(layer.text) for layer in active if not layer.is_excluding]
    excluded = [f"not {_parenthesize(layer.text)}" for layer in active if layer.is_excluding]
    union = " or ".join(included)
    needs_group = len(included) > 1 and excluded
    return " and ".join(filter(None, [f"({union})" if needs_group else union, *excluded]))


def add_condition(text: str, word: str, condition: str) -> str:
    """Return a filter with one more condition.

    Args:
        text: The filter so far; it can be empty.
        word: How to join them: ``and``, ``or`` or ``and not``.
        condition: The filter to add.

    Raises:
        FilterError: One of the texts is not a filter.
    """
    is_negated = word.endswith("not")
    condition = f"not {_parenthesize(condition)}" if is_negated else condition
    if not text.strip():
        return condition
    sign = word.removesuffix(" not")
    return f"{_parenthesize(text)} {sign} {condition if is_negated else _parenthesize(condition)}"


def make_condition(name: str, event: Event) -> str:
    """Return a condition on one field that matches this event, such as ``queue == "jobs"``.

    A measured duration hardly occurs twice, so it becomes a range such as ``waited > 100ms``.

    Args:
        name: The name of the field.
        event: Any event of a log.
    """
    name = OTHER_NAMES.get(name, name)
    value = column_values(event)[name]
    if name == "payload":
        readable = value.decode(errors="replace").split("\N{REPLACEMENT CHARACTER}")
        return f"payload contains {quote(max(readable, key=len))}"
    if name == "time" or (value is None and name not in ("timeout", "item")):
        return f"sequence == {event.sequence}"
    if value is None and name in ("timeout", "item"):
        return f"{name} == {'forever' if name == 'timeout' else 'none'}"
    kind = FIELDS[name].kind
    if isinstance(kind, AmountType) and kind.units is TIMES:
        if name != "timeout" and value:
            return f"{name} > {_duration(kind, _round_below(value))}"
        return f"{name} == {_duration(kind, value)}"
    return f"{name} == {quote(value) if isinstance(value, str) else value}"


def make_call_condition(name: str, event: Event) -> str:
    """Return a condition that is known of a call before there is an event of it, from a value of an event.

    Of the queue, the method, and what only the log knows, it is a condition on both:
    ``queue == "jobs" and method == put``.

    Args:
        name: The name of the field.
        event: Any event of a log.
    """
    name = OTHER_NAMES.get(name, name)
    value = column_values(event)[name]
    is_known = (
        name in SOURCE_FIELDS
        and name not in ("queue", "namespace", "method")
        and value not in (None, b"", "")
    )
    if is_known:
        return make_condition(name, event)
    fields = [each for each in ("queue", "method") if column_values(event)[each]]
    return " and ".join(make_condition(each, event) for each in fields)


def make_member_condition(path: Sequence[str | int], text: str) -> str:
    """Return a condition on a member of a JSON payload, such as ``payload.order.id == 99``.

    Args:
        path: The names and indices that lead to the member.
        text: Its value as JSON; a number stays as it is written.

    Returns:
        The condition; empty for what no filter can equal: objects, arrays, NaN and halves of characters.
    """
    value = json.loads(text)
    steps = [step for step in (*path, value) if isinstance(step, str)]
    is_complete = not re.search("[\ud800-\udfff]", "".join(steps))
    if not path or isinstance(value, (dict, list)) or value != value or not is_complete:
        return ""
    return f"{format_path(path)} == {quote(value) if isinstance(value, str) else text}"


def _round_below(value: int) -> int:
    """Return the largest number below the value that has one digit and zeros."""
    power = int("1" + "0" * (len(str(value - 1)) - 1))
    return (value - 1) // power * power


def _duration(kind: AmountType, value: int) -> str:
    """Return a number of ns in its largest whole unit, as a filter prints it."""
    return kind.read(f"{min(value, FOREVER_NS)}ns").text


def read_layers(rows: Sequence[object]) -> list[FilterLayer]:
    """Return the layers in parsed JSON: rows of text, is on, is excluding. Malformed rows are skipped."""
    layers = []
    for row in rows:
        match row:
            case [str(text), bool(is_on), bool(is_excluding)]:
                layers.append(FilterLayer(text, is_on, is_excluding))
    return layers


def _parenthesize(text: str) -> str:
    """Return the text, in parentheses if an operator beside it would split it."""
    return f"({text})" if isinstance(parse_node(text), Junction) else text
