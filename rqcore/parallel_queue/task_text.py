# SPDX-License-Identifier: MIT
"""Tasks and results in a few words, for people, read from their bytes.

A pickle is read with inert stand-ins for all that it names: nothing of that is
imported, called or filled. So it costs little, and does nothing.
"""

from __future__ import annotations

import json
import pickle
from collections.abc import Iterable, Mapping
from functools import lru_cache
from io import BytesIO
from reprlib import Repr
from typing import Any, NoReturn, Self

LARGEST = 8 * 1024
"""Bytes; what is larger is not read to its end."""
MOST = 120
"""Characters."""
_NAMES = 1000
"""Names for which there is a stand-in already."""

_short = Repr()
_short.maxstring = _short.maxother = 60
_short.maxlevel = 3


def task_text(content: bytes, function: str) -> str:
    """``shrink('a.png', width=64)``. ``function``: that of all tasks, empty where each brings its own."""
    if not content.startswith(pickle.PROTO):
        return _far_task(content)
    if len(content) > LARGEST:
        return f"{function or _first_name(content)}(…)"
    try:
        read = _read(content)
        name, args, options = (function, *read) if function else read
        return _call(name if function else short(name), args, options)
    except Exception:  # a stand-in was asked for more than it can
        return f"{function}(…)"


def value_text(data: bytes, raised: bool = False) -> str:
    """Of a pickled value; ``raised``: of an exception, which comes with its traceback."""
    if len(data) > LARGEST:
        return f"{len(data):,} bytes"
    try:
        value = _read(data)
        return short(value[0] if raised else value)
    except Exception:  # as above
        return ""


def short(value: object) -> str:
    """Of a value that is Python's own."""
    try:
        return _short.repr(value)[:MOST]
    except ValueError:  # a number of so many digits that Python does not write it
        return f"a {type(value).__name__}"


def _far_task(content: bytes) -> str:
    """One for workers elsewhere: ``module:function``, a line end, arguments as JSON."""
    name, _, arguments = content.partition(b"\n")
    function = name.rpartition(b":")[2].decode(errors="replace")
    try:
        args, options = json.loads(b"[%b]" % arguments)
        return _call(function, args, options)
    except (ValueError, RecursionError):  # what is too large is cut off
        return f"{function}(…)"


def _call(name: str, args: Iterable[object], options: Mapping[str, object]) -> str:
    said = [*map(short, args), *(f"{key}={short(value)}" for key, value in options.items())]
    text = f"{name}({', '.join(said)})"
    return text if len(text) <= MOST else f"{text[: MOST - 2]}…)"


class _Name(type):
    """What a pickle names: a class, so that it can be called and instantiated, or so it seems."""

    named: str

    def __repr__(cls) -> str:
        return cls.named


class _StandIn(metaclass=_Name):
    """What a pickle makes of it. It takes all that it is filled with, and keeps nothing."""

    named = ""

    def __new__(cls, *args: object, **options: object) -> Self:
        made = super().__new__(cls)
        made.said = _call(cls.named, args, options)
        return made

    said: str

    def __init__(self, *args: object, **options: object) -> None: ...

    def __repr__(self) -> str:
        return self.said

    def __setstate__(self, state: object) -> None: ...

    def __setitem__(self, key: object, value: object) -> None: ...

    def append(self, value: object) -> None: ...

    def extend(self, values: Iterable[object]) -> None: ...


@lru_cache(_NAMES)
def _stand_in(name: str) -> type:
    return _Name("StandIn", (_StandIn,), {"named": name.rpartition(".")[2]})


class _Reader(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> type:
        return _stand_in(name)


class _FirstName(Exception):
    """It is all that was wanted."""


class _Beginner(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> NoReturn:
        raise _FirstName(name)


def _read(data: bytes) -> Any:
    """Raises whatever comes of a stand-in that was asked for more than it can."""
    return _Reader(BytesIO(data)).load()


def _first_name(data: bytes) -> str:
    if data[2:3] == pickle.FRAME:  # it promises more than there may be
        data = data[:2] + data[11:LARGEST]
    try:
        _Beginner(BytesIO(data)).load()
    except _FirstName as found:
        return str(found)
    except Exception:
        return ""
    return ""
