# SPDX-License-Identifier: MIT
"""What an observer sees of an item that never leaves its program.

A sketch is made within the call, so it is quick and small: of Python's own
values, as far as JSON has them; all else is only named by its type. No method
of the program's is called, and no item is kept.
"""

from __future__ import annotations

import json
from typing import Any

from rqcore.codec import Codec

Shown = tuple[int, Any]
"""The number of an item from 1, 0 where that is not known, and what its preview is made of."""
UNKNOWN: Shown = (0, None)
MOST_LETTERS = 200
MOST_MEMBERS = 8
DEEPEST = 3
MOST_BYTES = 1000

_PLAIN = frozenset((int, float, bool, type(None)))
_LISTS = frozenset((list, tuple))


def of_put(arguments: tuple[Any, ...], result: object) -> Shown:
    """Of what was put, unless its argument was named."""
    return (0, (sketch(arguments[0]),)) if arguments else UNKNOWN


def of_get(arguments: tuple[Any, ...], result: object) -> Shown:
    return 0, (sketch(result),)


def sketch(value: Any, deepest: int = DEEPEST) -> Any:
    """A copy of it, cut short."""
    kind = type(value)
    if kind in _PLAIN:
        return value
    if kind is str or kind is bytes:
        return value[:MOST_LETTERS]
    if deepest and kind in _LISTS and len(value) <= MOST_MEMBERS:
        return [sketch(member, deepest - 1) for member in tuple(value)]
    if deepest and kind is dict and len(value) <= MOST_MEMBERS:
        members = tuple(value.items())  # at once: another thread may change it
        return {_key(key): sketch(member, deepest - 1) for key, member in members}
    return f"<{kind.__name__}>"


def _key(key: Any) -> str:
    return key[:MOST_LETTERS] if type(key) is str else f"<{type(key).__name__}>"


def written(sketched: Any) -> tuple[bytes, Codec]:
    """The preview of a sketch."""
    if isinstance(sketched, bytes):
        return sketched, Codec.RAW
    if isinstance(sketched, str):
        return sketched.encode(errors="backslashreplace"), Codec.TEXT
    try:
        text = json.dumps(sketched, ensure_ascii=False, separators=(",", ":"), default=lambda _: "<bytes>")
    except ValueError:  # a number of so many digits that Python does not write it
        return b"", Codec.RAW
    return text.encode(errors="backslashreplace")[:MOST_BYTES], Codec.JSON
