# SPDX-License-Identifier: GPL-3.0-or-later
"""Draws histograms of durations as SVG."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from html import escape
from math import log10

from rqdebug.scripts.histogram import Histogram

WIDTH, HEIGHT = 760, 220
_LEFT, _RIGHT, _TOP, _BOTTOM = 46, 28, 12, 28
_STEPS = 8
"""The number of columns for each factor of ten."""
COLORS = ("#4c8bf5", "#f59f4c", "#3fae6a", "#c75bd6", "#d9534f", "#18a2b8")
_UNITS = ((9, "s"), (6, "ms"), (3, "µs"), (0, "ns"))


def render_chart(spreads: Mapping[str, Histogram], title: str) -> str:
    """Return an SVG chart with one curve for each histogram; an empty text if there are no durations.

    Args:
        spreads: The histograms by name. The name is not shown; the order gives the colour.
        title: The title for screen readers and tooltips.

    Returns:
        The ``<svg>`` element: durations on a logarithmic x axis, shares of all durations on the y axis.
    """
    shares = [_shares(histogram) for histogram in spreads.values()]
    columns = [column for curve in shares for column in curve]
    if not columns:
        return ""
    first, last = min(columns) // _STEPS * _STEPS, (max(columns) // _STEPS + 1) * _STEPS
    highest = max(share for curve in shares for share in curve.values())
    frame = _Frame(first, last, highest)
    lines = (frame.line(curve, color(number)) for number, curve in enumerate(shares) if curve)
    return (
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(title)}">'
        f"<title>{escape(title)}</title>{frame.axes()}{''.join(lines)}</svg>"
    )


def color(number: int) -> str:
    """Return the CSS colour of the curve with this number; colours repeat."""
    return COLORS[number % len(COLORS)]


def _shares(histogram: Histogram) -> dict[int, float]:
    """Return the share of durations in each column."""
    counts: Counter[int] = Counter()
    for bucket in histogram:
        counts[int(log10(max(bucket.low, 1)) * _STEPS)] += bucket.count
    return {column: count / len(histogram) for column, count in counts.items()}


class _Frame:
    """The coordinate system of a chart."""

    def __init__(self, first: int, last: int, highest: float) -> None:
        self._first, self._last, self._highest = first, last, highest

    def _x(self, column: float) -> float:
        return _LEFT + (column - self._first) / (self._last - self._first) * (WIDTH - _LEFT - _RIGHT)

    def _y(self, share: float) -> float:
        return HEIGHT - _BOTTOM - share / self._highest * (HEIGHT - _TOP - _BOTTOM)

    def line(self, shares: Mapping[int, float], color: str) -> str:
        """Return the path of a curve: steps, filled down to the axis."""
        baseline = self._y(0)
        path = [f"M{self._x(self._first):.1f} {baseline:.1f}"]
        for column in range(self._first, self._last):
            height = self._y(shares.get(column, 0.0))
            path.append(f"L{self._x(column):.1f} {height:.1f}L{self._x(column + 1):.1f} {height:.1f}")
        path.append(f"L{self._x(self._last):.1f} {baseline:.1f}")
        return f'<path d="{"".join(path)}" fill="{color}" fill-opacity=".18" stroke="{color}"/>'

    def axes(self) -> str:
        """Return the grid lines and labels."""
        baseline = self._y(0)
        marks = [
            f'<line class="grid" x1="{self._x(column):.1f}" x2="{self._x(column):.1f}" y1="{_TOP}" '
            f'y2="{baseline:.1f}"/><text x="{self._x(column):.1f}" y="{HEIGHT - 10}" text-anchor="middle">'
            f"{_power(column // _STEPS)}</text>"
            for column in range(self._first, self._last + 1, _STEPS)
        ]
        top = f'<text x="{_LEFT - 6}" y="{_TOP + 8}" text-anchor="end">{self._highest:.0%}</text>'
        return "".join(marks) + top


def _power(exponent: int) -> str:
    """Return 10**exponent ns as text, with a suitable unit."""
    base, unit = next((base, unit) for base, unit in _UNITS if exponent >= base)
    return f"{10 ** (exponent - base)} {unit}"
