# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the text of scripts. The generator and the recorder use it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rqcore.codec import Codec, Payload
from rqdebug.scripts.language.vocabulary import CALLS, LEASE_METHODS, MAX_DEPTH, MAX_NUMBER, METHODS
from rqdebug.support.characters import replace_unsafe

_SIGNATURES = {**METHODS, **LEASE_METHODS, **CALLS}
INDENT = "    "
MAX_NESTING = MAX_DEPTH - 10
"""The maximum depth of a literal, so that a call around it is not too deep."""
PERIOD = 16
"""In characters or bytes: a long text that repeats with this period is written as a product."""


def write_literal(value: Any, depth: int = 0) -> str:
    """Return a value as an expression of the script language.

    Args:
        value: The value.
        depth: How many lists and dicts are around it.

    Raises:
        ValueError: If the language has no expression for it.
    """
    match value:
        case int() if abs(value) > MAX_NUMBER:
            raise ValueError(f"a script cannot contain {value:.3e}; whole numbers end at 2**64")
        case list() | tuple() | dict() if depth >= MAX_NESTING:
            raise ValueError(f"a script cannot contain more than {MAX_NESTING} lists or dicts in each other")
        case str() | bytes():
            return _text(value)
        case None | bool() | int():
            return repr(value)
        # A literal that overflows is the only expression for infinity; NaN has none.
        case float() if math.isinf(value):
            return "1e999" if value > 0 else "-1e999"
        case float() if not math.isnan(value):
            return repr(value)
        case list() | tuple():
            return f"[{', '.join(write_literal(member, depth + 1) for member in value)}]"
        case dict():
            pairs = (
                f"{write_literal(key)}: {write_literal(member, depth + 1)}" for key, member in value.items()
            )
            return f"{{{', '.join(pairs)}}}"
        case Payload(codec=Codec.PICKLE, data=data):
            return f"pickled({data!r})"
        case Payload(codec=codec, data=data):
            return f"encoded({str(codec)!r}, {write_literal(data)})"
    raise ValueError(
        f"a script cannot contain {value!r:.80}; use text, bytes, numbers, True, False, None, lists or dicts"
    )


def write_call(receiver: str, method: str, arguments: Mapping[str, Any]) -> str:
    """Return the text of a call.

    Args:
        receiver: The variable of a queue, target or leased item; empty for a call of the lane's own target.
        method: One of METHODS, LEASE_METHODS or CALLS.
        arguments: Values by parameter name.

    Raises:
        ValueError: If the language has no expression for a value.
    """
    return write_call_of_texts(
        receiver, method, {name: write_literal(value) for name, value in arguments.items()}
    )


def write_call_of_texts(receiver: str, method: str, arguments: Mapping[str, str]) -> str:
    """Return the text of a call whose arguments are already expressions.

    Args:
        receiver: The variable of a queue, target or leased item; empty for a call of the lane's own target.
        method: One of METHODS, LEASE_METHODS or CALLS.
        arguments: Expressions as text, by parameter name.
    """
    parameters = _SIGNATURES[method].parameters
    required = {parameter.name for parameter in parameters if parameter.required}
    written = [text if name in required else f"{name}={text}" for name, text in arguments.items()]
    return f"{receiver}{'.' if receiver else ''}{method}({', '.join(written)})"


def write_comparison(call: str, value: Any) -> str:
    """Return a statement that expects a value of a call; for None, the call alone, with any result."""
    match value:
        case None:
            return call
        case bool():
            return f"assert {call}" if value else f"assert not {call}"
    return f"assert {call} == {write_literal(value)}"


def write_raises(call: str, errors: Sequence[str]) -> str:
    """Return a statement that expects a call to raise one of these errors."""
    return f"with raises({', '.join(errors)}): {call}"


def _text(value: str | bytes) -> str:
    times, rest = divmod(len(value), PERIOD)
    piece = value[:PERIOD]
    if times < 4 or value != piece * times + piece[:rest]:  # type: ignore[operator]  # both of one type
        return repr(value)
    return f"{piece!r} * {times}" + (f" + {piece[:rest]!r}" if rest else "")


def write_turn(name: str, number: int, body: Sequence[str]) -> list[str]:
    """Return the lines of a turn."""
    return [f"with turn({name!r}, {number}):", *indent(body)]


def write_comment(text: str) -> list[str]:
    """Return the lines of a comment.

    No text can end the comment early: each line gets its own ``#``, and unprintable characters are replaced.
    """
    return [f"# {replace_unsafe(line)}".rstrip() for line in text.splitlines()]


def indent(body: Iterable[str]) -> list[str]:
    """Return the lines with one more level of indentation."""
    return [INDENT + line for line in body]


def write_lane(name: str, body: Sequence[str]) -> list[str]:
    """Return the lines of a lane."""
    return [f"with lane({name!r}):", *indent(body)]


def write_parallel(lanes: Mapping[str, Sequence[str]]) -> list[str]:
    """Return the lines of a ``parallel`` block.

    Args:
        lanes: The statements of each lane by its name; at least one each.
    """
    inner = [line for name, body in lanes.items() for line in write_lane(name, body)]
    return ["with parallel():", *indent(inner)]
