# SPDX-License-Identifier: GPL-3.0-or-later
"""Text of the script language, for whoever writes scripts by program."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rqcore.codec import Codec, Payload
from rqdebug.scripts.language.vocabulary import CALLS, METHODS

INDENT = "    "
PERIOD = 16
"""A long text that repeats itself after so many letters is not written in full."""


def literal(value: Any) -> str:
    """A value as a script writes it. Raises ValueError for one that no script can write."""
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
            return f"[{', '.join(map(literal, value))}]"
        case dict():
            return f"{{{', '.join(f'{literal(key)}: {literal(held)}' for key, held in value.items())}}}"
        case Payload(codec=Codec.PICKLE, data=data):
            return f"pickled({data!r})"
    raise ValueError(f"a script cannot write {value!r:.80}")


def call(receiver: str, method: str, arguments: Mapping[str, Any]) -> str:
    """A call with its arguments, by parameter; ``receiver``: a variable, or empty."""
    return call_of_texts(receiver, method, {name: literal(value) for name, value in arguments.items()})


def call_of_texts(receiver: str, method: str, arguments: Mapping[str, str]) -> str:
    """The same, where the arguments are written already."""
    parameters = (METHODS if method in METHODS else CALLS)[method].parameters
    required = {parameter.name for parameter in parameters if parameter.required}
    given = [text if name in required else f"{name}={text}" for name, text in arguments.items()]
    return f"{receiver}{'.' if receiver else ''}{method}({', '.join(given)})"


def gives(call: str, value: Any) -> str:
    """What a call must give; None: anything."""
    match value:
        case None:
            return call
        case bool():
            return f"assert {call}" if value else f"assert not {call}"
    return f"assert {call} == {literal(value)}"


def raises(call: str, errors: Sequence[str]) -> str:
    return f"with raises({', '.join(errors)}): {call}"


def _text(value: str | bytes) -> str:
    times, rest = divmod(len(value), PERIOD)
    piece = value[:PERIOD]
    if times < 4 or value != piece * times + piece[:rest]:  # type: ignore[operator]  # both of one type
        return repr(value)
    return f"{piece!r} * {times}" + (f" + {piece[:rest]!r}" if rest else "")


def comment(text: str) -> list[str]:
    """Lines of a comment; whatever comes from elsewhere stays in it."""
    printable = (
        "".join(letter if letter.isprintable() else "�" for letter in line) for line in text.splitlines()
    )
    return [f"# {line}".rstrip() for line in printable]


def indented(body: Iterable[str]) -> list[str]:
    return [INDENT + line for line in body]


def lane(name: str, body: Sequence[str]) -> list[str]:
    return [f"with lane({name!r}):", *indented(body)]


def parallel(lanes: Mapping[str, Sequence[str]]) -> list[str]:
    """Lanes beside each other, by name; each must hold something."""
    inner = [line for name, body in lanes.items() for line in lane(name, body)]
    return ["with parallel():", *indented(inner)]
