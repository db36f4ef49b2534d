# SPDX-License-Identifier: MIT
"""Show tasks and results as short text, without running code from their pickles.

A pickle is read with inert stand-ins: the classes and functions that it names are not imported, called or
filled with state. So reading is fast, and runs no code of the pickle. It is no protection against pickles
that were made to cost time or memory: a few bytes can ask for gigabytes. Read only pickles of this
program.
"""

from __future__ import annotations

import json
import pickle
from collections.abc import Iterable, Mapping
from functools import lru_cache
from io import BytesIO
from reprlib import Repr
from typing import Any, Self

LARGEST = 8 * 1024
"""Bytes. Of a larger pickle only the beginning is read."""
MOST = 120
"""Maximum length of a text in characters."""
_NAMES = 1000
"""Maximum number of cached stand-ins."""

_short = Repr()
_short.maxstring = _short.maxother = 60
_short.maxlevel = 3


def task_text(content: bytes, function: str) -> str:
    """Return a task as a call, such as ``shrink('a.png', width=64)``.

    Args:
        content: The pickled call, or the encoded call for a remote worker.
        function: The name of the function of all tasks; empty if each task brings its own.
    """
    if not content.startswith(pickle.PROTO):
        return _remote_task(content)
    if len(content) > LARGEST:
        return f"{function or _first_name(content)}(…)"
    try:
        read = _read(content)
        name, args, options = (function, *read) if function else read
        return _call(name if function else short(name), args, options)
    except Exception:  # the pickle needs something that a stand-in cannot do
        return f"{function}(…)"


def value_text(data: bytes, raised: bool = False) -> str:
    """Return a pickled value as text; empty if it cannot be read.

    Args:
        data: The pickle.
        raised: Whether it holds an exception and its traceback.
    """
    if len(data) > LARGEST:
        return f"{len(data):,} bytes"
    try:
        value = _read(data)
        return short(value[0] if raised else value)
    except Exception:  # as above
        return ""


def short(value: object) -> str:
    """Return the ``repr`` of a value of a builtin type, cut to ``MOST`` characters."""
    try:
        return _short.repr(value)[:MOST]
    except ValueError:  # Python limits the digits of an int that it converts
        return f"a {type(value).__name__}"


def _remote_task(content: bytes) -> str:
    """Show a task for remote workers: ``module:function``, a line end, and the arguments as JSON."""
    name, _, arguments = content.partition(b"\n")
    function = name.rpartition(b":")[2].decode(errors="replace")
    try:
        args, options = json.loads(b"[%b]" % arguments)
        return _call(function, args, options)
    except (ValueError, RecursionError):  # a large task was cut, so its JSON is not complete
        return f"{function}(…)"


def _call(name: str, args: Iterable[object], options: Mapping[str, object]) -> str:
    arguments = [*map(short, args), *(f"{key}={short(value)}" for key, value in options.items())]
    text = f"{name}({', '.join(arguments)})"
    return text if len(text) <= MOST else f"{text[: MOST - 2]}…)"


class _Name(type):
    """The class of stand-ins. A stand-in is a class itself, so that a pickle can call and instantiate it."""

    named: str

    def __repr__(cls) -> str:
        return cls.named


class _StandIn(metaclass=_Name):
    """Replaces any class or function in a pickle. Accepts any arguments and state, and keeps none."""

    named = ""

    def __new__(cls, *args: object, **options: object) -> Self:
        made = super().__new__(cls)
        made.text = _call(cls.named, args, options)
        return made

    text: str

    def __call__(self, *args: object, **options: object) -> Self:
        made = object.__new__(type(self))
        made.text = _call(self.text, args, options)
        return made

    def __init__(self, *args: object, **options: object) -> None: ...

    def __repr__(self) -> str:
        return self.text

    def __setstate__(self, state: object) -> None: ...

    def __setitem__(self, key: object, value: object) -> None: ...

    def append(self, value: object) -> None: ...

    def extend(self, values: Iterable[object]) -> None: ...


@lru_cache(_NAMES)
def _stand_in(name: str) -> type:
    return _Name("StandIn", (_StandIn,), {"named": name.rpartition(".")[2]})


def _attribute(owner: object, name: object, *_: object) -> _StandIn:
    """Replace ``getattr``, by which bound methods are pickled, and members of Enum in Python 3.11.2."""
    attribute = object.__new__(_StandIn)
    attribute.text = f"{short(owner)}.{name}"
    return attribute


class _StandInReader(pickle.Unpickler):
    """Reads a pickle with stand-ins."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) == ("builtins", "getattr"):
            return _attribute
        return _stand_in(name)


class _FirstName(Exception):
    """Carries the first name in a pickle, and ends its reading."""


class _FirstNameReader(pickle.Unpickler):
    """Reads a pickle up to the first name."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) == ("builtins", "getattr"):
            return _attribute  # the class of a bound method comes next
        raise _FirstName(name)


def _read(data: bytes) -> Any:
    """Read a pickle with stand-ins. May raise any exception if it needs what a stand-in cannot do."""
    return _StandInReader(BytesIO(data)).load()


def _first_name(data: bytes) -> str:
    if data[2:3] == pickle.FRAME:  # the frame is longer than the beginning that we have
        data = data[:2] + data[11:LARGEST]
    try:
        _FirstNameReader(BytesIO(data)).load()
    except _FirstName as found:
        return str(found)
    except Exception:
        return ""
    return ""
