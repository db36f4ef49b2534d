# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the text of scripts, for programs that generate or record them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rqcore.codec import Codec, Payload
from rqdebug.scripts.language.vocabulary import CALLS, METHODS

INDENT = "    "
PERIOD = 16
"""Characters. A long text that repeats itself with this period is written as a product."""


def write_literal(value: Any) -> str:
    """Return a value as a script writes it. Raises ValueError if no script can write it."""
    match value:
        case str() | bytes():
            return _text(value)
        case None | bool() | int():
            return repr(value)
        case float() if math.isinf(value):
            return "1e999" if value > 0 else "-1e999"
        case float() if not math.isnan(value):
            return repr(value)
        case list() | tuple():
            return f"[{', '.join(map(write_literal, value))}]"
        case dict():
            pairs = (f"{write_literal(key)}: {write_literal(member)}" for key, member in value.items())
            return f"{{{', '.join(pairs)}}}"
        case Payload(codec=Codec.PICKLE, data=data):
            return f"pickled({data!r})"
    raise ValueError(f"a script cannot write {value!r:.80}")


def write_call(receiver: str, method: str, arguments: Mapping[str, Any]) -> str:
    """Return a call. ``receiver`` is a variable, or empty; ``arguments`` are values by parameter."""
    return write_call_of_texts(
        receiver, method, {name: write_literal(value) for name, value in arguments.items()}
    )


def write_call_of_texts(receiver: str, method: str, arguments: Mapping[str, str]) -> str:
    """Return a call whose arguments are texts of the script language already."""
    parameters = (METHODS if method in METHODS else CALLS)[method].parameters
    required = {parameter.name for parameter in parameters if parameter.required}
    written = [text if name in required else f"{name}={text}" for name, text in arguments.items()]
    return f"{receiver}{'.' if receiver else ''}{method}({', '.join(written)})"


def write_comparison(call: str, value: Any) -> str:
    """Return an assertion that a call gives a value; for None, the call alone, which may give anything."""
    match value:
        case None:
            return call
        case bool():
            return f"assert {call}" if value else f"assert not {call}"
    return f"assert {call} == {write_literal(value)}"


def write_raises(call: str, errors: Sequence[str]) -> str:
    """Return an assertion that a call raises one of these errors."""
    return f"with raises({', '.join(errors)}): {call}"


def _text(value: str | bytes) -> str:
    times, rest = divmod(len(value), PERIOD)
    piece = value[:PERIOD]
    if times < 4 or value != piece * times + piece[:rest]:  # type: ignore[operator]  # both of one type
        return repr(value)
    return f"{piece!r} * {times}" + (f" + {piece[:rest]!r}" if rest else "")


def write_comment(text: str) -> list[str]:
    """Return the lines of a comment. No text can end the comment: line ends and controls are replaced."""
    printable = (
        "".join(letter if letter.isprintable() else "�" for letter in line) for line in text.splitlines()
    )
    return [f"# {line}".rstrip() for line in printable]


def indent(body: Iterable[str]) -> list[str]:
    """Return lines one level deeper."""
    return [INDENT + line for line in body]


def write_lane(name: str, body: Sequence[str]) -> list[str]:
    """Return the lines of a lane."""
    return [f"with lane({name!r}):", *indent(body)]


def write_parallel(lanes: Mapping[str, Sequence[str]]) -> list[str]:
    """Return the lines of lanes that run in parallel, by name. No body may be empty."""
    inner = [line for name, body in lanes.items() for line in write_lane(name, body)]
    return ["with parallel():", *indent(inner)]
