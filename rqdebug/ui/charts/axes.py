# SPDX-License-Identifier: GPL-3.0-or-later
"""The axes of plots: durations, local times and the names of lanes."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pyqtgraph as pg

from rqdebug.support.characters import escape_unsafe
from rqdebug.ui.models import formats
from rqdebug.ui.style.numbers import localized

LATENCY_HEIGHT, LATENCY_WIDTH = 16, 64
"""Pixels that a latency label needs on a vertical and on a horizontal axis."""
FINE, FEW_DECADES = (1, 2, 5), 4
"""Ticks in each decade, if there are at most ``FEW_DECADES`` decades."""
LANE_LABEL = 18
"""Pixels that a lane name needs."""
LANE_LETTERS = 28
"""Longer lane names lose their middle; they end in the address and the target."""


class NumberAxis(pg.AxisItem):  # type: ignore[misc]
    """An axis with numbers in the notation of the window's language."""

    def tickStrings(self, values: Sequence[float], scale: float, spacing: float) -> list[str]:
        return [localized(text) for text in super().tickStrings(values, scale, spacing)]


class LatencyAxis(pg.AxisItem):  # type: ignore[misc]
    """A logarithmic axis in ns, labelled with durations. Labels do not overlap."""

    def tickValues(self, low: float, high: float, size: float) -> list[tuple[float, list[float]]]:
        first, last = sorted((low, high))
        decades = range(math.floor(first), math.ceil(last) + 1)
        factors = FINE if len(decades) <= FEW_DECADES else (1,)
        ticks = [decade + math.log10(factor) for decade in decades for factor in factors]
        shown = [tick for tick in ticks if first <= tick <= last]
        label_size = LATENCY_HEIGHT if self.orientation in ("left", "right") else LATENCY_WIDTH
        step = max(math.ceil(label_size * len(shown) / max(size, 1)), 1)
        return [(1.0, shown[::step])]

    def tickStrings(self, values: Sequence[float], scale: float, spacing: float) -> list[str]:
        return [formats.duration(round(10**value)) for value in values]


class ClockAxis(pg.AxisItem):  # type: ignore[misc]
    """An axis in seconds since 1970, labelled with local time of day at the precision of its ticks."""

    def tickStrings(self, values: Sequence[float], scale: float, spacing: float) -> list[str]:
        digits = 0 if spacing >= 1 else 3 if spacing >= 0.001 else 6
        return [_clock(value, digits) for value in values]


def _clock(seconds: float, digits: int) -> str:
    text = formats.clock(round(seconds * 1e6) * 1000)
    return text[: 8 + digits + bool(digits)]


class LaneAxis(pg.AxisItem):  # type: ignore[misc]
    """An axis with the names of lanes."""

    def __init__(self) -> None:
        super().__init__("left")
        self.lanes: tuple[str, ...] = ()

    def tickValues(self, low: float, high: float, size: float) -> list[tuple[float, list[int]]]:
        first, last = sorted((low, high))
        shown = [n for n in range(len(self.lanes)) if first <= n <= last]
        step = max(round(LANE_LABEL * len(shown) / size), 1)  # labels must not overlap
        return [(1.0, shown[::step])]

    def tickStrings(self, values: Sequence[float], scale: float, spacing: float) -> list[str]:
        return [elide(escape_unsafe(self.lanes[int(value)]), LANE_LETTERS) for value in values]


def show_number(value: float) -> str:
    """Return a value without a unit, with up to six digits."""
    return localized(f"{value:,.6g}")


def elide(text: str, letters: int) -> str:
    """Replace the middle of a text that is longer than ``letters`` by an ellipsis."""
    if len(text) <= letters:
        return text
    end = (letters - 1) // 2
    return f"{text[: letters - 1 - end]}…{text[-end:]}"
