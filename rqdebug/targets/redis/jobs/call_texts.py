# SPDX-License-Identifier: GPL-3.0-or-later
"""The values in jobs, and the text of a call: names and arguments as a programmer writes them."""

from __future__ import annotations

import math
from datetime import datetime

from rqdebug.inspection.json_layout import JsonObject, parse_document, write_json
from rqdebug.inspection.pickle_values import NoPlainPickle, read_pickle


def arguments_text(positional: object, named: object) -> str:
    """Return arguments as in a call, such as ``17, subject="order"``.

    Args:
        positional: A list of values of ``parse_document``; anything else is written as it is.
        named: A JsonObject; anything else has no arguments.
    """
    parts = [_json(each) for each in positional] if isinstance(positional, list) else []
    if isinstance(named, JsonObject):
        parts += [f"{name}={_json(value)}" for name, value in named.members]
    return ", ".join(parts)


def json_value(data: bytes | None) -> object:
    """Return the value of a JSON text, as ``parse_document`` does; None if it is none."""
    try:
        return parse_document(data or b"")
    except (ValueError, RecursionError):
        return None


def pickled_value(data: bytes | None) -> object:
    """Return the value of a pickle, as ``read_pickle`` does; None if it is none."""
    try:
        return read_pickle(data or b"")
    except NoPlainPickle:
        return None


def member(value: object, name: str) -> object:
    """Return a member of a JsonObject; None if it is none, or has no such member."""
    if not isinstance(value, JsonObject):
        return None
    return next((each for key, each in value.members if key == name), None)


def text_member(value: object, name: str) -> str:
    """Return a member of a JsonObject as text; empty if it has none."""
    found = member(value, name)
    return "" if found is None else shown(found)


def shown(value: object) -> str:
    """Return a text, or another value of ``parse_document`` as JSON."""
    return value if isinstance(value, str) else _json(value)


def _json(value: object) -> str:
    """Return JSON, or … for a value that is nested too deeply."""
    try:
        return write_json(value)
    except RecursionError:
        return "…"


def number_of(value: object) -> float | None:
    """Return a JSON number, or the number in a text, if it is finite; None for anything else."""
    try:
        number = float(value) if isinstance(value, str) else math.inf
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def time_of(text: object) -> float | None:
    """Return an ISO time in seconds since 1970; None for anything else."""
    try:
        return datetime.fromisoformat(text).timestamp() if isinstance(text, str) and text else None
    except (ValueError, OverflowError):
        return None


def error_text(kind: str, messages: object) -> str:
    """Return type and message of an error. ``messages``: a list of values; anything else is no message."""
    texts = map(shown, messages) if isinstance(messages, list) else ()
    return ": ".join(filter(None, (kind, ", ".join(texts))))
