# SPDX-License-Identifier: GPL-3.0-or-later
"""The names that are defined at one position in a script, and what each refers to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rqdebug.scripts.language.functions import SCRIPT_FUNCTIONS
from rqdebug.scripts.language.vocabulary import (
    CALLS,
    ERRORS,
    FIELDS_OF,
    KEYWORDS,
    MAX_NAMES,
    NOT_RESERVED,
    did_you_mean,
)
from rqdebug.scripts.signatures import ValueKind

_RESERVED = {*CALLS, *SCRIPT_FUNCTIONS, *KEYWORDS, *ERRORS} - NOT_RESERVED


class BrokenName(Exception):
    """A name is used whose definition has an error, which is reported already."""


class Scope:
    """The names of one lane.

    The methods raise ValueError with a message for the user; the caller adds the position.

    Args:
        names: The names that are already defined, for example before the lane.
        broken: The names whose definitions have errors.
    """

    def __init__(self, names: dict[str, ValueKind] | None = None, broken: Iterable[str] = ()) -> None:
        self._kinds = dict(names or {})
        self._broken = set(broken)
        self._is_too_large = False

    def lane(self) -> Scope:
        """Return the scope of a new lane: it sees the names so far, but its own names stay inside it."""
        return Scope(self._kinds, self._broken)

    def has(self, name: str) -> bool:
        """Whether a name is defined."""
        return name in self._kinds

    def forget(self, names: Iterable[str]) -> None:
        """Remove names, so that parameters of a function can have them."""
        for name in names:
            self._kinds.pop(name, None)
            self._broken.discard(name)

    def mark_broken(self, name: str) -> None:
        """Report no further errors of a name, because its definition has one."""
        self._broken.add(name)

    def define(self, name: str, kind: ValueKind) -> None:
        """Define a name, or assign it again.

        Raises:
            ValueError: If the name is reserved or names something of another kind, or there are too many.
            BrokenName: If there were too many already, which is one error and not one of each further name.
        """
        if name in _RESERVED or name.startswith("__"):
            raise ValueError(f"{name!r} is a reserved name; choose another name")
        current = self._kinds.get(name, kind)
        if current is not kind:
            raise ValueError(
                f"{name!r} is {current.value} and cannot become {kind.value}; choose another name"
            )
        if len(self._kinds) >= MAX_NAMES and name not in self._kinds:
            if self._is_too_large:
                raise BrokenName(name)
            self._is_too_large = True
            raise ValueError(f"a lane can have at most {MAX_NAMES} variables")
        self._kinds[name] = kind
        self._broken.discard(name)

    def kind(self, name: str) -> ValueKind:
        """Return what a name refers to.

        Raises:
            ValueError: If it is not defined.
            BrokenName: If its definition has an error.
        """
        if name in self._broken:
            raise BrokenName(name)
        if name not in self._kinds:
            hint = did_you_mean(name, [*self._kinds, "True", "False", "None"]) or "; assign it first"
            raise ValueError(f"{name!r} is not defined here{hint}")
        return self._kinds[name]

    def check_value(self, name: str) -> None:
        """Check that a name can be used in an expression.

        Raises:
            ValueError: If it is not defined, or is a queue or a target.
            BrokenName: If its definition has an error.
        """
        match self.kind(name):
            case ValueKind.QUEUE:
                raise ValueError(f"{name!r} is a queue, not a value; call a method, as in {name}.qsize()")
            case ValueKind.TARGET:
                raise ValueError(f"{name!r} is a target, not a value; call a method, as in {name}.create()")
            case ValueKind.LEASE:
                raise ValueError(f"{name!r} is a leased item, not a value; write {name}.value")
            case (ValueKind.HELD | ValueKind.EVENT) as kind:
                raise ValueError(f"{name!r} is {kind.value}, not a value; write {name}.payload")

    def fields(self, name: str) -> Mapping[str, str]:
        """Return what can be read of a variable, with its help. Raises ValueError, BrokenName."""
        return FIELDS_OF.get(self.kind(name), {})


class AnyNames(Scope):
    """A scope in which every name is a variable, for an expression whose place is not known."""

    def kind(self, name: str) -> ValueKind:
        """Return that a name refers to a value."""
        return ValueKind.VALUE

    def fields(self, name: str) -> Mapping[str, str]:
        """Return what can be read of a leased item, a held call or an event."""
        return {field: help for fields in FIELDS_OF.values() for field, help in fields.items()}
