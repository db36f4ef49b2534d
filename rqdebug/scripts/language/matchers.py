# SPDX-License-Identifier: GPL-3.0-or-later
"""Values that equal many values. They stand after ``==``, in lists and dicts, and inside each other.

``functions`` has the functions of scripts that make them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from rqcore.codec import Payload
from rqdebug.support.regular_expressions import is_found


class Matcher:
    """A value that decides itself what it equals."""

    __slots__ = ()
    __hash__ = None  # type: ignore[assignment]  # equal values would need equal hashes


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Approximate(Matcher):
    """Equals all numbers that are close to a number; in lists and dicts, each number alone."""

    value: Any
    relative: float
    """The allowed difference as a fraction of the number."""
    absolute: float
    """The allowed difference if that is more."""

    def __eq__(self, other: object) -> bool:
        """Return whether all numbers are close, and everything else is equal."""
        return self._is_close(self.value, other)

    def __repr__(self) -> str:
        """Return the value with the tolerance of a number."""
        if _is_number(self.value):
            return f"approx({self.value!r} ± {self._tolerance(self.value):.3g})"
        return f"approx({self.value!r})"

    def _tolerance(self, number: float) -> float:
        return max(self.relative * abs(number), self.absolute)

    def _is_close(self, wanted: Any, found: Any) -> bool:
        match wanted, found:
            case list(), list():
                return len(wanted) == len(found) and all(map(self._is_close, wanted, found))
            case dict(), dict():
                return wanted.keys() == found.keys() and all(
                    self._is_close(value, found[key]) for key, value in wanted.items()
                )
        if not (_is_number(wanted) and _is_number(found)):
            return bool(wanted == found)
        try:
            return bool(wanted == found or abs(wanted - found) <= self._tolerance(wanted) < float("inf"))
        except OverflowError:  # a whole number that no float can hold
            return False


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Partial(Matcher):
    """Equals all dicts that have at least these keys with these values, at any depth."""

    part: Any

    def __eq__(self, other: object) -> bool:
        """Return whether the other value has the part."""
        return _has(other, self.part)

    def __repr__(self) -> str:
        """Return the call that makes it."""
        return f"has({self.part!r})"


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Pattern(Matcher):
    """Equals all texts and bytes in which a regular expression matches somewhere."""

    pattern: str

    def __eq__(self, other: object) -> bool:
        """Return whether the pattern is found in the other value."""
        value = other.data if isinstance(other, Payload) else other
        return isinstance(value, (str, bytes)) and is_found(self.pattern, value)

    def __repr__(self) -> str:
        """Return the call that makes it."""
        return f"matches({self.pattern!r})"


def _has(whole: Any, part: Any) -> bool:
    match part, whole:
        case dict(), dict():
            return all(key in whole and _has(whole[key], value) for key, value in part.items())
        case list(), list():
            return len(whole) == len(part) and all(map(_has, whole, part))
    return bool(whole == part)


def _is_number(value: object) -> bool:
    return type(value) in (int, float)
