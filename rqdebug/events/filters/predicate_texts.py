# SPDX-License-Identifier: GPL-3.0-or-later
"""The way back: from a predicate, as a server reports it, to the filter that a user reads."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from rqcore.controller.debugging.predicate_tree import FOREVER
from rqdebug.events.filters.fields import FIELDS
from rqdebug.events.filters.json_members import format_path
from rqdebug.events.filters.literals import TIMES, AmountType, quote

JOINING = ("and", "or")


def filter_of(predicate: Mapping[str, Any]) -> str:
    """Return the filter of a predicate in JSON; an empty text if every call matches it."""
    for word in JOINING:
        if word in predicate:
            parts = predicate[word]
            return f" {word} ".join(map(_part, parts)) if len(parts) > 1 else "".join(map(filter_of, parts))
    if "not" in predicate:
        return f"not {_part(predicate['not'])}"
    name = format_path(predicate["path"]) if "path" in predicate else predicate["field"]
    if "values" in predicate:
        return f"{name} in {{{', '.join(_value(name, each) for each in predicate['values'])}}}"
    if predicate["operator"] == "between":
        first, last = (_value(name, predicate[end]) if end in predicate else "" for end in ("first", "last"))
        return f"{name} in {first}..{last}"
    return f"{name} {predicate['operator']} {_value(name, predicate['value'])}"


def _part(predicate: Mapping[str, Any]) -> str:
    """Return the filter of a part, in parentheses if a word joins it."""
    text = filter_of(predicate)
    return f"({text})" if any(word in predicate for word in JOINING) else text


def _value(name: str, value: Any) -> str:
    if name == "timeout" and value != FOREVER:
        kind = FIELDS[name].kind
        assert isinstance(kind, AmountType) and kind.units is TIMES
        return kind.read(f"{value}ns").text
    is_word = name in ("method", "codec", "kind", "timeout")
    return quote(value) if isinstance(value, str) and not is_word else json.dumps(value).strip('"')
