# SPDX-License-Identifier: GPL-3.0-or-later
"""Tables of names and numbers. A narrow terminal shortens names and omits columns, but never cuts numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import accumulate, islice

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions
from rich.table import Table
from rich.text import Text

from rqdebug.cli.messages import is_plain, sanitize

_GAP = 2
_LEAST_NAME = 7
_UNBOUNDED = 10_000
"""The width of an output that is not a terminal, so that programs that read it get whole lines."""


def make_console(*, stderr: bool = False) -> Console:
    """Return a console for stdout or stderr."""
    console = Console(
        stderr=stderr, highlight=False, color_system=None if is_plain() else "auto", no_color=is_plain()
    )
    if not console.is_terminal:
        console.width = _UNBOUNDED
    return console


class FigureTable:
    """A table of names, on the left, and numbers, on the right.

    Args:
        names: The titles of the columns of names.
        figures: The titles of the columns of numbers.
    """

    def __init__(self, names: Sequence[str], figures: Sequence[str]) -> None:
        self._names = len(names)
        self._titles = (*names, *figures)
        self._rows: list[tuple[Text, ...]] = []

    def add(self, *cells: str | Text) -> None:
        """Add a row, with a cell for each column. A cell can come from any client or server."""
        self._rows.append(tuple(map(_as_shown, cells)))

    def __len__(self) -> int:
        return len(self._rows)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterable[Table]:
        columns = self._count_columns(options.max_width)
        table = Table(box=None, header_style="bold", pad_edge=False)
        for title in self._titles[: self._names]:
            table.add_column(title, overflow="ellipsis")
        for title in self._titles[self._names : columns]:
            table.add_column(title, justify="right", no_wrap=True)
        for row in self._rows:
            table.add_row(*row[:columns])
        yield table

    def _count_columns(self, width: int) -> int:
        """Return how many columns fit into a width."""
        room = width - self._names * (_LEAST_NAME + _GAP)
        figures = islice(zip(self._titles, *self._rows, strict=True), self._names, None)
        widths = (_GAP + max(cell_len(str(cell)) for cell in column) for column in figures)
        return self._names + sum(total <= room for total in accumulate(widths))


def _as_shown(cell: str | Text) -> Text:
    """Return a cell without markup of Rich, and with escapes for what controls a terminal."""
    text = cell if isinstance(cell, Text) else Text(cell)
    return Text(sanitize(text.plain), text.style)
