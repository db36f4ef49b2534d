# SPDX-License-Identifier: GPL-3.0-or-later
"""The kinds of values in a filter: how each is parsed and printed."""

from __future__ import annotations

import json
import re
from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from difflib import get_close_matches
from fractions import Fraction
from typing import Any, ClassVar

from rqcore.controller.debugging.networks import is_network

TIMES = {
    "ns": 1,
    "us": 1_000,
    "ms": 1_000_000,
    "s": 1_000_000_000,
    "min": 60_000_000_000,
    "h": 3_600_000_000_000,
}
"""Unit of a duration → ns."""
ALIASES = {"m": "min", "µs": "us"}
"""Other spelling of a unit → unit."""
SIZES = {"": 1, "B": 1, "KiB": 1 << 10, "MiB": 1 << 20, "GiB": 1 << 30}
"""Unit of a size → bytes; a number without a unit is in bytes."""
NO_UNITS = {"": 1}
"""The units of a plain number."""


@dataclass(frozen=True, slots=True)
class FilterValue:
    """A value of a filter."""

    value: Any
    """The value to compare with, of the type that the column has."""
    text: str
    """The value in its canonical spelling, as a filter prints it."""
    end: Any = None
    """The last value of a period such as a day, of which ``value`` is the first; None if it is no period."""

    @property
    def last(self) -> Any:
        """The last value of the period; ``value`` itself if it is no period."""
        return self.value if self.end is None else self.end


class ValueType(ABC):
    """A kind of value: how it is parsed, and which operators apply to it."""

    is_ordered: ClassVar[bool] = False
    """Whether values can be less or greater than others."""
    is_cyclic: ClassVar[bool] = False
    """Whether the first value follows the last, so that a range can go over the end, as over midnight."""
    is_text: ClassVar[bool] = False
    """Whether values are texts, which can contain others."""
    words: Collection[str] = ()
    """Words that are values, for completion."""
    example: str
    """What a user can write, as a phrase for error messages and the help page."""

    @abstractmethod
    def read(self, text: str, is_quoted: bool = False) -> FilterValue:
        """Parse a value. Raises ValueError, with a phrase that completes "depth is …", if it is invalid.

        Args:
            text: The value, without quotes.
            is_quoted: Whether it was written in quotes.
        """


@dataclass(frozen=True)
class AmountType(ValueType):
    """A whole number of something, with a unit if there are units. Words can name single numbers.

    Args:
        example: What a user can write.
        units: Unit → number of the smallest unit, from small to large.
        maximum: The largest number that the column can hold.
        words: Word → number, such as ``forever``.
    """

    is_ordered = True
    example: str
    units: dict[str, int]
    maximum: int
    words: dict[str, int] = field(default_factory=dict)

    def read(self, text: str, is_quoted: bool = False) -> FilterValue:
        """Parse a number with a unit, such as ``1.5ms``. It prints in its largest whole unit.

        Raises:
            ValueError: It is not a number, has the wrong unit, or does not fit into the column.
        """
        value = self.words[text] if text in self.words else self._number(text)
        return FilterValue(value, self._format(value))

    def _number(self, text: str) -> int:
        match = re.fullmatch(r"([0-9]{1,20}(?:\.[0-9]{1,9})?)([A-Za-zµ]*)", text)
        if not match:
            raise ValueError(self.example)
        number, unit = Fraction(match[1]), ALIASES.get(match[2], match[2])
        if unit not in self.units and (unit or number):  # zero needs no unit
            raise ValueError(self.example + did_you_mean(unit, self.units))
        value = number * self.units.get(unit, 1)
        if value.denominator != 1:
            raise ValueError(f"{self.example}; fractions of the smallest unit are not possible")
        if value > self.maximum:
            raise ValueError(f"at most {self._format(self.maximum)}")
        return int(value)

    def _format(self, value: int) -> str:
        for word, meaning in self.words.items():
            if meaning == value:
                return word
        unit, size = next(pair for pair in reversed(self.units.items()) if value % pair[1] == 0)
        return f"{value // size}{unit}" if value else "0"


@dataclass(frozen=True)
class ChoiceType(ValueType):
    """One of a few words, or ``#17`` for a number that has no word in this version.

    Args:
        example: What a user can write.
        words: All words, in lower case.
    """

    is_text = True
    example: str
    words: tuple[str, ...]

    @classmethod
    def from_words(cls, words: Iterable[str]) -> ChoiceType:
        """Return the choice between these words."""
        words = tuple(words)
        return cls(f"one of {', '.join(words)}", words)

    def read(self, text: str, is_quoted: bool = False) -> FilterValue:
        """Parse a word in any case. Raises ValueError for other words."""
        word = text.lower()
        if word not in self.words and not re.fullmatch("#[0-9]+", word):
            raise ValueError(self.example + did_you_mean(word, self.words))
        return FilterValue(word, word)


@dataclass(frozen=True)
class TextType(ValueType):
    """Any text."""

    is_text = True
    example: str = 'a text such as jobs or "two words"'

    def read(self, text: str, is_quoted: bool = False) -> FilterValue:
        """Accept any text; it prints in quotes."""
        return FilterValue(text, quote(text))


@dataclass(frozen=True)
class AddressType(TextType):
    """The address of a client, which can be in a network."""

    example: str = 'an address such as "10.0.0.7:40312"'

    def read(self, text: str, is_quoted: bool = False) -> FilterValue:
        """Accept any text. Raises ValueError for a network, which no address equals."""
        if is_network(text):
            raise ValueError(f"{self.example}; for a network, write address in {text}")
        return super().read(text, is_quoted)


@dataclass(frozen=True)
class ClockTimeType(ValueType):
    """A time of day, on any day; the value is in ns since midnight.

    Args:
        zone: ``Z`` if it is in UTC, or empty if it is local time.
    """

    is_ordered = True
    is_cyclic = True
    zone: str = ""
    example: str = "a time of day such as 14:03, 14:03:20.118 or, in UTC, 14:03Z"

    def read(self, text: str, is_quoted: bool = False) -> FilterValue:
        """Parse ``HH:MM[:SS[.fraction]]``, followed by the zone. Raises ValueError for other texts."""
        match = re.fullmatch(r"([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:\.([0-9]{1,9}))?)?(Z?)", text)
        if not match:
            raise ValueError(self.example)
        hour, minute, second = (int(part or 0) for part in match.groups()[:3])
        if hour > 23 or minute > 59 or second > 59:
            raise ValueError(self.example)
        if match[5] != self.zone:
            raise ValueError("either in UTC, with Z after each time, or in local time")
        fraction = (match[4] or "").rstrip("0")
        value = ((hour * 60 + minute) * 60 + second) * TIMES["s"] + int(fraction.ljust(9, "0"))
        rest = (f".{fraction}" if fraction else "") + self.zone
        return FilterValue(value, f"{hour:02}:{minute:02}:{second:02}{rest}")


@dataclass(frozen=True)
class InstantType(ValueType):
    """A date and time; the value is in ns since 1970. It is local time unless it has a UTC offset.

    A date alone is the whole day.
    """

    is_ordered = True
    example: str = "a date and time such as 2026-11-20T14:03:20 or 2026-11-20T14:03Z, or a date"

    def read(self, text: str, is_quoted: bool = False) -> FilterValue:
        """Parse an ISO 8601 date and time; the time is optional. Raises ValueError for other texts."""
        if re.match("[0-9]{1,2}:", text):
            raise ValueError("compared with a date here, so write the date of each time")
        match = re.fullmatch("([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[Tt ]([0-9:.,Z+-]+))?", text)
        if match is None:
            raise ValueError(self.example)
        if match[2] is None:
            return FilterValue(self._start(text), text, self._start(text, timedelta(days=1)) - 1)
        text = f"{match[1]}T{match[2].replace(',', '.')}"
        fraction = re.search(r"(?<=\.)[0-9]{1,9}", text)
        rest = int((fraction[0] if fraction else "0").ljust(9, "0"))
        return FilterValue(self._start(re.sub(r"\.[0-9]+", "", text)) + rest, text)

    def _start(self, text: str, later: timedelta = timedelta()) -> int:
        """Return the ns since 1970 of a date and time, or so much later on the clock. Raises ValueError."""
        try:
            moment = datetime.fromisoformat(text) + later
            value = int(moment.astimezone().timestamp()) * TIMES["s"]
        except (ValueError, OverflowError, OSError):
            raise ValueError(self.example) from None
        if abs(value) >= 2**63 - TIMES["s"]:
            raise ValueError(self.example)
        return value


@dataclass(frozen=True)
class JsonType(ValueType):
    """A JSON value: a number, true, false, null, or a text. What is written in quotes is a text."""

    is_ordered = True
    is_text = True
    example: str = 'a number, true, false, null, or a text such as "nut"'

    def read(self, text: str, is_quoted: bool = False) -> FilterValue:
        """Parse a JSON scalar; other texts are texts. Raises ValueError for lists and objects."""
        try:
            value = text if is_quoted else json.loads(text)
        except (ValueError, RecursionError):
            return FilterValue(text, quote(text))
        if isinstance(value, (dict, list)):
            raise ValueError(self.example)
        if value != value:
            raise ValueError(f"{self.example}; nothing equals NaN")
        return FilterValue(value, quote(value) if isinstance(value, str) else text)


def quote(text: str) -> str:
    """Return the text in double quotes, with double quotes and backslashes escaped."""
    return '"' + re.sub(r'(["\\])', r"\\\1", text) + '"'


def unquote(text: str) -> str:
    r"""Return the text between quotes. Only quotes and backslashes are escaped, so ``"\d"`` is ``\d``."""
    return re.sub(r"""\\(["'\\])""", r"\1", text[1:-1])


def did_you_mean(word: str, words: Iterable[str]) -> str:
    """Return ``; did you mean `duration`?`` if one of the words is similar, otherwise an empty text."""
    close = get_close_matches(word, words, 1)
    return f"; did you mean `{close[0]}`?" if close else ""
