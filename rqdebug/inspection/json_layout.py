# SPDX-License-Identifier: GPL-3.0-or-later
"""JSON as it was written: layout and trees that keep each number and each duplicate name."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

_TOKEN = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"?|[{}\[\],:]|[^\s{}\[\],:"]++', re.S)
_INDENT = "  "
MAX_NAME = 200
"""Characters of a name that is made of a key which is no text. In a key of a key, and so on, each quotation
mark needs twice as many characters in the next name: a few bytes would become gigabytes."""


class JsonNumber(str):
    """A number as it was written, such as ``0.10``, ``1E400`` or ``NaN``."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class JsonObject:
    """An object as it was written: its members in order. A name can occur several times."""

    members: tuple[tuple[str, object], ...]


def parse_document(data: bytes) -> object:
    """Return the value of a JSON text: a JsonObject, a list, a text, a JsonNumber, a bool or None.

    Raises:
        ValueError: The bytes are not JSON.
        RecursionError: The value is nested too deeply.
    """
    value: object = json.loads(
        data.decode("utf-8-sig"),
        object_pairs_hook=lambda pairs: JsonObject(tuple(pairs)),
        parse_int=JsonNumber,
        parse_float=JsonNumber,
        parse_constant=JsonNumber,
    )
    return value


def write_json(value: object) -> str:
    """Return a value of ``parse_document`` as JSON without blanks, with numbers as they were written."""
    if isinstance(value, JsonNumber):
        return str(value)
    if isinstance(value, JsonObject):
        members = (f"{write_json(name)}:{write_json(member)}" for name, member in value.members)
        return f"{{{','.join(members)}}}"
    if isinstance(value, list):
        return f"[{','.join(map(write_json, value))}]"
    return json.dumps(value, ensure_ascii=False)


def name_of_key(key: object) -> str:
    """Return the name of a member for a key of a map that is not in JSON.

    Args:
        key: A value as of ``parse_document``.

    Raises:
        ValueError: It is no text, and too long.
    """
    if isinstance(key, str):
        return str(key)
    name = write_json(key)
    if len(name) > MAX_NAME:
        raise ValueError("a key is too long")
    return name


def indent_json(text: str) -> str:
    """Return JSON with a line for each member. Only blanks and the escapes in texts change.

    Args:
        text: Valid JSON.
    """
    return "".join(_indented(_TOKEN.findall(text)))


def compact_json(text: str) -> str:
    """Return JSON without blanks between its parts.

    Args:
        text: Valid JSON.
    """
    return "".join(_TOKEN.findall(text))


def _indented(tokens: list[str]) -> Iterator[str]:
    depth, last = 0, ""
    for token in tokens:
        depth -= token in "]}"
        is_first = last in ("[", "{")
        if token in "]}":
            yield "" if is_first else _new_line(depth)
        elif is_first or last == ",":
            yield _new_line(depth)
        depth += token in "[{"
        yield (_without_escapes(token) if token[0] == '"' else token) + " " * (token == ":")
        last = token


def _new_line(depth: int) -> str:
    return "\n" + _INDENT * depth


def _without_escapes(text: str) -> str:
    """Return a JSON text with characters instead of their escapes, where they can be shown."""
    shown = json.dumps(json.loads(text), ensure_ascii=False)
    return text if re.search("[\ud800-\udfff]", shown) else shown
