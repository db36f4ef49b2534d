# SPDX-License-Identifier: MIT
"""Reads the fields of a rule, which is a JSON object of a client, with one clear error for each mistake."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from typing import Any

from rqcore.errors import BadCall, quoted

LONGEST_TEXT = 64 * 1024
"""The most characters of a text in a rule."""


class RuleFields:
    """The fields of one object, each of which must be read exactly once.

    Args:
        what: What the object is, for messages.
        words: The object.

    Raises:
        BadCall: It is no object.
    """

    def __init__(self, what: str, words: object) -> None:
        """Take the fields of an object."""
        if not isinstance(words, Mapping):
            raise BadCall(f"the {what} must be an object; {quoted(str(words))} was given")
        self._what = what
        self._left: dict[Any, Any] = dict(words)
        self.given: dict[str, Any] = {}
        """The fields that were read and are present, apart from choices."""

    def choice(self, name: str, choices: Iterable[str], default: str = "") -> str:
        """Return a field that has one of a few values. Raises BadCall."""
        value = self._left.pop(name, default)
        if not isinstance(value, str) or value not in set(choices):
            raise BadCall(
                f"unknown {name} {quoted(str(value))} of the {self._what}; choose from {', '.join(choices)}"
            )
        return value

    def number(self, name: str, least: float, most: float, default: float | None = None) -> float:
        """Return a number from ``least`` to ``most``. Raises BadCall."""
        value = self._take(name, default)
        if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
            raise self._invalid(name, value, f"a number from {least:g} to {most:g}")
        return value

    def count(self, name: str, default: int | None = None, most: int = 10**9) -> int:
        """Return a whole number from 1 to ``most``. Raises BadCall."""
        value = self._take(name, default)
        if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= most:
            raise self._invalid(name, value, f"a whole number from 1 to {most}")
        return value

    def flag(self, name: str) -> bool:
        """Return a field that is true or false; false if it is missing. Raises BadCall."""
        value = self._take(name, False)
        if not isinstance(value, bool):
            raise self._invalid(name, value, "true or false")
        return value

    def text(self, name: str, default: str | None = None, longest: int = LONGEST_TEXT) -> str:
        """Return a text. Raises BadCall."""
        value = self._take(name, default)
        if not isinstance(value, str) or len(value) > longest:
            raise self._invalid(name, value, f"a text of at most {longest} characters")
        return value

    def any(self, name: str) -> Any:
        """Return a field of any type; None if it is missing."""
        return self._left.pop(name, None)

    def has(self, name: str) -> bool:
        """Return whether a field is present that was not read yet."""
        return name in self._left

    def finish(self, known: Container[str] = ()) -> None:
        """Check that no field is left. Raises BadCall."""
        for name in self._left:
            if name not in known:
                raise BadCall(f"unknown field {quoted(str(name))} of the {self._what}")

    def _take(self, name: str, default: Any) -> Any:
        if name not in self._left:
            if default is None:
                raise BadCall(f"the {self._what} needs the field {name}")
            return default
        value = self.given[name] = self._left.pop(name)
        return value

    def _invalid(self, name: str, value: Any, allowed: str) -> BadCall:
        return BadCall(f"invalid {name} {quoted(str(value)[:100])} of the {self._what}; it must be {allowed}")
