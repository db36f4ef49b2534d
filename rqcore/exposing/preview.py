# SPDX-License-Identifier: MIT
"""Previews of the items of exposed queues, which never leave their program.

A sketch is made during the call, so it must be fast and small. It is a shortened copy of Python's own
types, as far as JSON has them; any other object becomes the name of its type. No method of the program is
called, and no reference to an item is kept.
"""

from __future__ import annotations

import json
from typing import Any

from rqcore.codec import Codec

ItemSketch = tuple[int, Any]
"""The number of an item, from 1 (0: unknown), and the sketch from which its preview is made."""
NO_ITEM: ItemSketch = (0, None)
MAX_CHARACTERS = 200
"""Characters or bytes of a string in a sketch."""
MAX_MEMBERS = 8
"""Members of a container; a larger one is shown only by its type."""
MAX_DEPTH = 3
"""Levels of nested containers."""
MAX_BYTES = 1000
"""Bytes of a preview."""

_PLAIN = frozenset((int, float, bool, type(None)))
_LISTS = frozenset((list, tuple))


def sketch_put(arguments: tuple[Any, ...], result: object) -> ItemSketch:
    """Return the sketch of the item of a put, or NO_ITEM if it was passed by keyword."""
    return (0, (sketch(arguments[0]),)) if arguments else NO_ITEM


def sketch_get(arguments: tuple[Any, ...], result: object) -> ItemSketch:
    """Return the sketch of the item that a get returned."""
    return 0, (sketch(result),)


def sketch(value: Any, deepest: int = MAX_DEPTH) -> Any:
    """Return a shortened copy of a value, at most ``deepest`` levels deep."""
    kind = type(value)
    if kind in _PLAIN:
        return value
    if kind is str or kind is bytes:
        return value[:MAX_CHARACTERS]
    if deepest and kind in _LISTS and len(value) <= MAX_MEMBERS:
        return [sketch(member, deepest - 1) for member in tuple(value)]
    if deepest and kind is dict and len(value) <= MAX_MEMBERS:
        members = tuple(value.items())  # one atomic step: another thread may change it
        return {_key(key): sketch(member, deepest - 1) for key, member in members}
    return f"<{kind.__name__}>"


def _key(key: Any) -> str:
    return key[:MAX_CHARACTERS] if type(key) is str else f"<{type(key).__name__}>"


def encode_sketch(sketched: Any) -> tuple[bytes, Codec]:
    """Return the preview of a sketch, as bytes and their codec."""
    if isinstance(sketched, bytes):
        return sketched, Codec.RAW
    if isinstance(sketched, str):
        return sketched.encode(errors="backslashreplace"), Codec.TEXT
    try:
        text = json.dumps(sketched, ensure_ascii=False, separators=(",", ":"), default=lambda _: "<bytes>")
    except ValueError:  # an integer with more digits than Python converts
        return b"", Codec.RAW
    return text.encode(errors="backslashreplace")[:MAX_BYTES], Codec.JSON
