# SPDX-License-Identifier: GPL-3.0-or-later
"""Several filters at once, and filters made of what is seen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rqdebug.events.event_log import Event
from rqdebug.events.filters.fields import FIELDS, FOR_EVER
from rqdebug.events.filters.filter import parse
from rqdebug.events.filters.filter_nodes import Junction
from rqdebug.events.filters.literals import TIMES, AmountType, quote


@dataclass(frozen=True, slots=True)
class FilterLayer:
    """A filter of a stack."""

    text: str
    on: bool = True
    excluding: bool = False
    """It takes events away, rather than letting them in."""


def stacked(layers: Iterable[FilterLayer]) -> str:
    """One filter of all that are on: what any including one lets in, and no excluding one takes away.

    Where no including filter is on, everything is let in.
    """
    on = [layer for layer in layers if layer.on and layer.text.strip()]
    included = " or ".join(_inside(layer.text) for layer in on if not layer.excluding)
    excluded = [f"not {_inside(layer.text)}" for layer in on if layer.excluding]
    several = sum(not layer.excluding for layer in on) > 1 and excluded
    return " and ".join(filter(None, [f"({included})" if several else included, *excluded]))


def joined(text: str, word: str, addition: str) -> str:
    """A filter with a further test: ``word`` is ``and``, ``or`` or ``and not``."""
    negated = word.endswith("not")
    addition = f"not {_inside(addition)}" if negated else addition
    if not text.strip():
        return addition
    return f"{_inside(text)} {word.removesuffix(' not')} {addition if negated else _inside(addition)}"


def test_of(name: str, event: Event) -> str:
    """The test of a field that an event passes, and others like it: ``queue == "jobs"``."""
    value = getattr(event, name)
    if name == "payload":
        readable = value.decode(errors="replace").split("\N{REPLACEMENT CHARACTER}")
        return f"payload contains {quote(max(readable, key=len))}"
    if name == "time":
        return f"sequence == {event.sequence}"
    if value is None:
        return f"{name} == {'forever' if name == 'timeout' else 'none'}"
    kind = FIELDS[name].kind
    if isinstance(kind, AmountType) and kind.units is TIMES:
        return f"{name} == {min(value, FOR_EVER)}ns" if value else f"{name} == 0"
    return f"{name} == {quote(value) if isinstance(value, str) else value}"


test_of.__test__ = False  # type: ignore[attr-defined]  # pytest: this is not a test case


def _inside(text: str) -> str:
    """The text as it can stand beside ``and``, ``or`` and ``not``."""
    node = parse(text, _Anything()).node
    return f"({text})" if isinstance(node, Junction) else text


class _Anything(dict[str, str]):
    """Knows a filter of every name: what they are does not matter here."""

    def __contains__(self, key: object) -> bool:
        return True

    def __missing__(self, key: str) -> str:
        return ""


def layers_of(rows: Sequence[object]) -> list[FilterLayer]:
    """What was saved of a stack, as far as it can be read."""
    found = []
    for row in rows:
        match row:
            case [str(text), bool(on), bool(excluding)]:
                found.append(FilterLayer(text, on, excluding))
    return found
