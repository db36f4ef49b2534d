# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads the plain values in a pickle, without loading it: nothing is imported, called or executed.

Job frameworks write names and arguments of calls as pickles. Texts, numbers, lists and maps in them are
values already; an object of a class is shown as the class with what it was made from. The opcodes are
described in ``pickletools`` of the standard library.
"""

from __future__ import annotations

import math
import pickletools
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from rqdebug.inspection.json_layout import JsonNumber, JsonObject, name_of_key

MAX_DEPTH = 50
"""The depth of values in each other."""
MAX_VALUES = 100_000
"""The number of values. References in a pickle can multiply few bytes without end."""

MAX_SIZE = 8 << 20
"""Bytes and characters of all values together, each reference counted."""

_MARK = object()


class NoPlainPickle(ValueError):
    """Bytes that are no pickle, or one of too many values, or nested too deeply."""


@dataclass
class _Map:
    """A map, or the contents that an object of a class got."""

    pairs: list[tuple[Any, Any]]


@dataclass
class _Made:
    """An object of a class, which is not made."""

    name: str
    arguments: Any = ()
    state: Any = None


def read_pickle(data: bytes) -> object:
    """Return the value of a pickle, as ``json_layout.parse_document`` returns values.

    Tuples and sets become lists, bytes ``{"bytes": "00ff"}``, and an object of a class
    ``{"class": "datetime.date", "arguments": […], "state": …}``.

    Raises:
        NoPlainPickle: The bytes are not a whole pickle, or it is too large.
    """
    try:
        value = _Stack().run(data)
        return _Writer().write(value, 0)
    except NoPlainPickle:
        raise
    except (ValueError, IndexError, KeyError, AttributeError, TypeError, UnicodeError) as error:
        raise NoPlainPickle(str(error)) from error  # of pickletools, or of opcodes in a wrong order


class _Stack:
    """The stack of an unpickler that makes no objects."""

    def __init__(self) -> None:
        self._values: list[Any] = []
        self._memo: dict[int, Any] = {}

    def run(self, data: bytes) -> Any:
        """Return the value on the stack at the end."""
        for opcode, argument, _ in pickletools.genops(data):
            name = opcode.name
            if name == "STOP":
                return self._values.pop()
            if name in _CONSTANTS:
                self._values.append(_CONSTANTS[name]())
            elif _LITERALS.fullmatch(name):
                self._values.append(argument)
            else:
                _STEPS[name](self, argument)
        raise NoPlainPickle("the pickle is cut")

    def _pop_to_mark(self) -> list[Any]:
        at = len(self._values) - 1
        while self._values[at] is not _MARK:  # as many steps as values are removed
            at -= 1
        values = self._values[at + 1 :]
        del self._values[at:]
        return values

    def _pop(self, count: int) -> list[Any]:
        if not 0 < count <= len(self._values):
            raise NoPlainPickle("the stack is empty")
        values = self._values[-count:]
        del self._values[-count:]
        return values

    def pop_mark(self, _: Any) -> None:
        self._pop_to_mark()

    def pop(self, _: Any) -> None:
        self._pop(1)

    def duplicate(self, _: Any) -> None:
        self._values.append(self._values[-1])

    def keep(self, number: Any) -> None:
        self._memo[len(self._memo) if number is None else int(number)] = self._values[-1]

    def get(self, number: Any) -> None:
        self._values.append(self._memo[int(number)])

    def tuple(self, count: int) -> None:
        self._values.append(self._pop(count))

    def marked_list(self, _: Any) -> None:
        self._values.append(self._pop_to_mark())

    def marked_map(self, _: Any) -> None:
        self._values.append(_Map(_pairs(self._pop_to_mark())))

    def append(self, _: Any) -> None:
        self._values[-2].append(self._values[-1])
        self._pop(1)

    def extend(self, _: Any) -> None:
        values = self._pop_to_mark()
        self._values[-1].extend(values)

    def set_items(self, _: Any) -> None:
        self._add_pairs(self._pop_to_mark())

    def set_item(self, _: Any) -> None:
        self._add_pairs(self._pop(2))

    def _add_pairs(self, values: list[Any]) -> None:
        target = self._values[-1]
        if isinstance(target, _Made):  # a subclass of dict
            target.state = target.state or _Map([])
            target = target.state
        target.pairs.extend(_pairs(values))

    def name(self, dotted: str) -> None:
        self._values.append(_Made(dotted.replace(" ", ".")))

    def name_on_stack(self, _: Any) -> None:
        module, name = self._pop(2)
        if not isinstance(module, str) or not isinstance(name, str):
            raise NoPlainPickle("the name of a class is no text")
        self._values.append(_Made(f"{module}.{name}"))

    def make(self, _: Any) -> None:
        made, arguments = self._pop(2)
        self._values.append(_Made(_class_of(made), arguments))

    def make_with_keywords(self, _: Any) -> None:
        made, arguments, keywords = self._pop(3)
        self._values.append(_Made(_class_of(made), arguments, keywords))

    def make_marked(self, name: str | None) -> None:
        made, *arguments = [_Made(name.replace(" ", "."))] if name else [], *self._pop_to_mark()
        self._values.append(_Made(_class_of(made), arguments))

    def set_state(self, _: Any) -> None:
        (state,) = self._pop(1)
        self._values[-1].state = state


def _pairs(values: list[Any]) -> list[tuple[Any, Any]]:
    return list(zip(values[::2], values[1::2], strict=True))


def _class_of(made: Any) -> str:
    if not isinstance(made, _Made):
        raise NoPlainPickle("an object without a class")
    return made.name


_CONSTANTS: dict[str, Callable[[], Any]] = {
    "MARK": lambda: _MARK,
    "NONE": lambda: None,
    "NEWTRUE": lambda: True,
    "NEWFALSE": lambda: False,
    "EMPTY_LIST": list,
    "EMPTY_TUPLE": list,
    "EMPTY_SET": list,
    "EMPTY_DICT": lambda: _Map([]),
}
_LITERALS = re.compile(
    r"INT|BININT[12]?|LONG[14]?|FLOAT|BINFLOAT|STRING|(SHORT_)?BINSTRING|UNICODE|(SHORT_)?BINUNICODE"
    r"|BINUNICODE8|(SHORT_)?BINBYTES|BINBYTES8|BYTEARRAY8"
)
_STEPS: dict[str, Callable[[_Stack, Any], None]] = {
    "PROTO": lambda stack, _: None,
    "FRAME": lambda stack, _: None,
    "POP": _Stack.pop,
    "POP_MARK": _Stack.pop_mark,
    "DUP": _Stack.duplicate,
    **dict.fromkeys(("PUT", "BINPUT", "LONG_BINPUT", "MEMOIZE"), _Stack.keep),
    **dict.fromkeys(("GET", "BINGET", "LONG_BINGET"), _Stack.get),
    "TUPLE1": lambda stack, _: stack.tuple(1),
    "TUPLE2": lambda stack, _: stack.tuple(2),
    "TUPLE3": lambda stack, _: stack.tuple(3),
    **dict.fromkeys(("LIST", "TUPLE", "FROZENSET"), _Stack.marked_list),
    "DICT": _Stack.marked_map,
    "APPEND": _Stack.append,
    **dict.fromkeys(("APPENDS", "ADDITEMS"), _Stack.extend),
    "SETITEM": _Stack.set_item,
    "SETITEMS": _Stack.set_items,
    "GLOBAL": _Stack.name,
    "STACK_GLOBAL": _Stack.name_on_stack,
    **dict.fromkeys(("REDUCE", "NEWOBJ"), _Stack.make),
    "NEWOBJ_EX": _Stack.make_with_keywords,
    **dict.fromkeys(("INST", "OBJ"), _Stack.make_marked),
    "BUILD": _Stack.set_state,
}
"""Opcode → what it does. Others, such as persistent ids and extension codes, are refused."""


class _Writer:
    """Makes plain values of a stack's, within bounds."""

    def __init__(self) -> None:
        self._count = self._size = 0

    def write(self, value: Any, depth: int) -> object:
        """Return a plain value."""
        self._count += 1
        if depth > MAX_DEPTH or self._count > MAX_VALUES:
            raise NoPlainPickle("the pickle has too many values")
        self._size += _size_of(value)
        if self._size > MAX_SIZE:
            raise NoPlainPickle("the values of the pickle are too large")
        match value:
            case None | bool() | str():
                return value
            case int():
                return JsonNumber(f"{value:#x}" if value.bit_length() > 4000 else value)
            case float():
                return JsonNumber(value) if math.isfinite(value) else str(value)
            case bytes() | bytearray():
                return JsonObject((("bytes", value.hex()),))
            case list():
                return [self.write(each, depth + 1) for each in value]
            case _Map():
                members = ((self._name(key, depth), self.write(each, depth + 1)) for key, each in value.pairs)
                return JsonObject(tuple(members))
            case _Made():
                return self._object(value, depth)
        raise NoPlainPickle("a value of an unknown kind")

    def _name(self, key: Any, depth: int) -> str:
        return name_of_key(self.write(key, depth + 1))

    def _object(self, made: _Made, depth: int) -> JsonObject:
        members: list[tuple[str, object]] = [("class", made.name)]
        for name, value in (("arguments", made.arguments), ("state", made.state)):
            if value not in (None, (), []):
                members.append((name, self.write(value, depth + 1)))
        return JsonObject(tuple(members))


def _size_of(value: Any) -> int:
    """Return the bytes or characters of a value; its members are not counted."""
    match value:
        case str() | bytes() | bytearray():
            return len(value)
        case int():
            return value.bit_length() // 8
        case _Made():
            return len(value.name)
    return 0
