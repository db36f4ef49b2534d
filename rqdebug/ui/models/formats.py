# SPDX-License-Identifier: GPL-3.0-or-later
"""Formats numbers, sizes and times for the window."""

from __future__ import annotations

import re
import time
from collections.abc import Container, Sequence
from datetime import UTC, datetime
from html import escape

from rqdebug.support.characters import escape_lines, escape_unsafe
from rqdebug.ui.style.numbers import localized

_SECOND = 1_000_000_000
_UNITS = ((_SECOND, "s"), (1_000_000, "ms"), (1_000, "µs"))
_MNEMONIC = re.compile(r"(?<!&)(?:&&)*&([^&])")
_SIZES = ((1 << 30, "GiB"), (1 << 20, "MiB"), (1 << 10, "KiB"))


def clock(ns: int) -> str:
    """Format ns since 1970 as local time of day with microseconds: ``14:03:20.118041``."""
    seconds, rest = divmod(ns, _SECOND)
    return f"{time.strftime('%H:%M:%S', time.localtime(seconds))}.{rest // 1000:06d}"


def date_time(ns: int, utc: bool = False) -> str:
    """Format ns since 1970 as date and time with microseconds: local, or in UTC with a ``Z`` at the end."""
    seconds, rest = divmod(ns, _SECOND)
    moment = time.gmtime(seconds) if utc else time.localtime(seconds)
    return f"{time.strftime('%Y-%m-%d %H:%M:%S', moment)}.{rest // 1000:06d}{'Z' * utc}"


def date_clock(ns: int) -> str:
    """Format ns since 1970 as local date and time with nanoseconds."""
    seconds, rest = divmod(ns, _SECOND)
    return f"{time.strftime('%Y-%m-%d %H:%M:%S', time.localtime(seconds))}.{rest:09d}"


def instant(seconds: float) -> str:
    """Format seconds since 1970 as a literal of the filter language: UTC with microseconds."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def difference(ns: int) -> str:
    """Format ns as signed seconds with microseconds: ``+0.000041``. Results align in a column."""
    return localized(f"{'-' if ns < 0 else '+'}{abs(ns) // _SECOND:,}.{abs(ns) % _SECOND // 1000:06d}")


def duration(ns: int) -> str:
    """Format ns with three digits: ``41.2 µs``, ``1.20 ms``, ``73.0 s``."""
    for unit, name in _UNITS:
        value = ns / unit
        if value >= 0.9995:  # rounds to 1.00, so that it never shows as 1000 of the smaller unit
            return f"{localized(f'{value:.{_digits(value)}f}')} {name}"
    return f"{ns} ns" if ns else "0"


def _digits(value: float) -> int:
    """Return the number of decimals that gives three digits after rounding."""
    return 2 if value < 9.995 else 1 if value < 99.95 else 0


def size(count: int) -> str:
    """Format a number of bytes: ``18 B``, ``1.2 KiB``."""
    for unit, name in _SIZES:
        if count / unit >= 1023.95 / 1024:  # never shows as 1024.0 of the smaller unit
            return f"{localized(f'{count / unit:.1f}')} {name}"
    return f"{count} B"


def count(number: int) -> str:
    """Format a number with thousands separators: ``10,482,113``."""
    return localized(f"{number:,}")


def rate(per_second: float | None) -> str:
    """Format a rate; none is ``0``, because a dash means in tables that a figure is unknown."""
    if per_second is None:
        return "–"
    if per_second <= 0:
        return "0"
    return localized(f"{per_second:,.0f}" if per_second >= 10 else f"{per_second:.1f}")


def tip(text: str) -> str:
    """Return a tooltip that shows any text. Qt would interpret a text that looks like HTML."""
    return f'<p style="white-space:pre-wrap">{escape(escape_lines(text))}</p>' if text else ""


def escape_mnemonic(text: str) -> str:
    """Escape ``&`` in a text for a menu or a tab, where it would mark the shortcut letter.

    What would change the order of letters is escaped too.
    """
    return escape_unsafe(text).replace("&", "&&")


def with_mnemonics(titles: Sequence[str]) -> list[str]:
    """Mark a letter of each title as its mnemonic with ``&``, so that no letter is marked twice.

    The first letters of words come first. Titles that have a mnemonic keep it. As many titles as possible get
    one: this is a maximum matching of titles and letters, found with augmenting paths.
    """
    taken = {found[1].lower() for title in titles if (found := _MNEMONIC.search(title))}
    places = [{} if _MNEMONIC.search(title) else _places(title, taken) for title in titles]
    owners: dict[str, int] = {}
    for number in range(len(titles)):
        _give_letter(number, places, owners, set())
    letters = {number: letter for letter, number in owners.items()}
    return [
        f"{title[: places[n][letters[n]]]}&{title[places[n][letters[n]] :]}" if n in letters else title
        for n, title in enumerate(titles)
    ]


def without_mnemonic(title: str) -> str:
    """Return a title as it is shown: without the mark of its mnemonic."""
    return re.sub(r"&(.)", r"\1", title)


def _places(title: str, taken: Container[str]) -> dict[str, int]:
    """Return the first place of each letter that is not taken, the best letter first."""
    found = [match.start() for match in re.finditer(r"[^\W_]", title)]
    found.sort(key=lambda place: place > 0 and title[place - 1].isalnum())
    places: dict[str, int] = {}
    for place in found:
        if (letter := title[place].lower()) not in taken:
            places.setdefault(letter, place)
    return places


def _give_letter(
    number: int, places: Sequence[dict[str, int]], owners: dict[str, int], tried: set[str]
) -> bool:
    """Give a title a letter; its owner gets another one if possible. Return whether a letter was found."""
    free = next((letter for letter in places[number] if letter not in owners), None)
    if free is not None:
        owners[free] = number
        return True
    for letter in places[number]:
        if letter not in tried:
            tried.add(letter)
            if _give_letter(owners[letter], places, owners, tried):
                owners[letter] = number
                return True
    return False
