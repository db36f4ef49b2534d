# SPDX-License-Identifier: GPL-3.0-or-later
"""How numbers and times are written in the window."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from html import escape

_SECOND = 1_000_000_000
_UNITS = ((_SECOND, "s"), (1_000_000, "ms"), (1_000, "µs"))
_SIZES = ((1 << 30, "GiB"), (1 << 20, "MiB"), (1 << 10, "KiB"))


def clock(ns: int) -> str:
    """Local time of day to the microsecond: ``14:03:20.118041``."""
    seconds, rest = divmod(ns, _SECOND)
    return f"{time.strftime('%H:%M:%S', time.localtime(seconds))}.{rest // 1000:06d}"


def date_clock(ns: int) -> str:
    """Local date and time to the nanosecond."""
    seconds, rest = divmod(ns, _SECOND)
    return f"{time.strftime('%Y-%m-%d %H:%M:%S', time.localtime(seconds))}.{rest:09d}"


def instant(seconds: float) -> str:
    """A time as the filter language has it, in UTC to the microsecond."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")


def difference(ns: int) -> str:
    """Seconds to the microsecond, with their sign: ``+0.000041``; two of them align."""
    return f"{'-' if ns < 0 else '+'}{abs(ns) // _SECOND:,}.{abs(ns) % _SECOND // 1000:06d}"


def duration(ns: int) -> str:
    """Three digits are enough: ``41.2 µs``, ``1.20 ms``, ``73.0 s``."""
    for unit, name in _UNITS:
        value = ns / unit
        if value >= 0.9995:  # rounded to 1.00, and never written as 1000 of the smaller unit
            return f"{value:.{_digits(value)}f} {name}"
    return f"{ns} ns" if ns else "0"


def _digits(value: float) -> int:
    """Digits after the point that leave three in all, once rounded."""
    return 2 if value < 9.995 else 1 if value < 99.95 else 0


def size(count: int) -> str:
    """Bytes: ``18 B``, ``1.2 KiB``."""
    for unit, name in _SIZES:
        if count / unit >= 1023.95 / 1024:  # never written as 1024.0 of the smaller unit
            return f"{count / unit:.1f} {name}"
    return f"{count} B"


def count(number: int) -> str:
    """``10,482,113``."""
    return f"{number:,}"


def rate(per_second: float) -> str:
    """A rate; nothing at all is no number but a dash."""
    if per_second <= 0:
        return "–"
    return f"{per_second:,.0f}" if per_second >= 10 else f"{per_second:.1f}"


def tip(text: str) -> str:
    """A tooltip that shows a text from elsewhere as it is: Qt takes for HTML what looks like it."""
    return f'<p style="white-space:pre-wrap">{escape(text)}</p>' if text else ""


def unmarked(text: str) -> str:
    """The text for a menu or a tab, where ``&`` would mark a letter."""
    return text.replace("&", "&&")
