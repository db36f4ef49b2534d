# SPDX-License-Identifier: GPL-3.0-or-later
"""The rows of a log view as a table model that uses bounded memory for any number of rows."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import Any, NamedTuple

import numpy as np
from PyQt5.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt, pyqtSignal
from PyQt5.QtGui import QBrush, QColor, QFont

from rqdebug.events.event_log import Event
from rqdebug.events.views.sorted_rows import ShownRows, SortedRows
from rqdebug.events.views.styles import Style, StyleSheet
from rqdebug.events.views.view import FilteredRows, View
from rqdebug.ui.models import formats
from rqdebug.ui.models.copied_lines import TableLines
from rqdebug.ui.models.event_texts import Column, TimeMode, event_text, rule_tip
from rqdebug.ui.models.notices import Notices
from rqdebug.ui.style.colors import ColorPalette
from rqdebug.ui.style.contrast import text_of_style
from rqdebug.ui.style.theme import Theme

BLOCK = 128
"""Number of rows that are fetched from the log together."""
SORTED_BLOCK = 16
"""The same for sorted rows. Each may be in another batch, so that a row costs eight times as much."""
BLOCKS = 64
"""Number of blocks in the cache; the least recently used one is dropped."""

_OUTCOME_COLORS = {
    "ok": "ok",
    "blocked": "blocked",
    "held": "held",
    "busy": "muted",
    "unknown": "muted",
    **dict.fromkeys(("empty", "full", "shutdown", "closed", "cancelled", "delayed"), "notice"),
}
"""Colours of outcomes that are normal in a correct program. All other outcomes are errors."""


MARK_ROLE = int(Qt.UserRole)
"""Data role: colour of the mark on a row; None without a mark."""
NOTICE_ROLE = MARK_ROLE + 1
"""Data role: short text about events missing before a row; None if none are."""

_RIGHT = int(Qt.AlignRight | Qt.AlignVCenter)
_LEFT = int(Qt.AlignLeft | Qt.AlignVCenter)
_COLORS = (
    *("text", "muted", "ok", "notice", "error", "error_ground", "accent"),
    *("put", "get", "blocked", "blocked_ground", "held", "held_ground"),
)
_NUMBERS = (Column.DEPTH, Column.ITEMS, Column.PART, Column.CALL, Column.ITEM, Column.SEQUENCE)
_DURATIONS = (Column.WAITED, Column.TOOK, Column.TIMEOUT)
_ALIGNED_RIGHT = frozenset({*_DURATIONS, Column.SIZE, *_NUMBERS})


class Cell(NamedTuple):
    """Everything needed to draw a cell, instead of one call for each data role."""

    text: str
    color: QColor
    font: QFont | None
    right: bool
    """Whether the text is right-aligned."""


@dataclass(frozen=True, slots=True)
class EventRow:
    """An event with its style."""

    event: Event
    style: Style | None = None
    earlier_ns: int = 0
    """The time of the event before it in the log, if times are shown relative to that."""


class LogModel(QAbstractTableModel):
    """Shows a view. New rows appear with ``grow``, but not while the rows are sorted."""

    time_mode_changed = pyqtSignal(object)
    """Times are shown in another TimeMode."""

    def __init__(self, view: View, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._view = view
        self._sorted: SortedRows | None = None
        self._count = view.num_rows
        self._blocks: OrderedDict[int, list[EventRow]] = OrderedDict()
        self._theme = theme
        self._time_mode = TimeMode.ABSOLUTE
        self.reference_ns: int | None = None
        """The time of the reference event, in ns since 1970; None without one."""
        self._styles = StyleSheet()
        self._notices = Notices()
        self._use_palette()
        theme.changed.connect(self._use_palette)

    @property
    def time_mode(self) -> TimeMode:
        return self._time_mode

    def has_time_mode(self, mode: TimeMode) -> bool:
        """Return whether times can be shown in this way: one of them needs a reference event."""
        return mode is not TimeMode.REFERENCE or self.reference_ns is not None

    def use_reference(self, time_ns: int) -> None:
        """Show how long each event is before or after this time."""
        self.reference_ns = time_ns
        self.use_time_mode(TimeMode.REFERENCE)

    def use_times_of(self, other: LogModel) -> None:
        """Show times as another model does, relative to the same reference event."""
        self.reference_ns = other.reference_ns
        self.use_time_mode(other.time_mode)

    def use_time_mode(self, mode: TimeMode) -> None:
        self._time_mode = mode
        self._blocks.clear()
        self.time_mode_changed.emit(mode)
        self._refresh()

    def use_styles(self, styles: StyleSheet) -> None:
        """Set the style rules for events, which override the default style."""
        self._styles = styles
        self._blocks.clear()
        self._refresh()

    def restyle(self, now_ns: int) -> None:
        """Find the styles again if they depend on the time, in ns since 1970, on open calls or on marks."""
        if self._styles.changes:
            self.use_styles(self._styles.at(now_ns))

    def _refresh(self) -> None:
        """Draw everything again."""
        if self._count:
            self.dataChanged.emit(self.index(0, 0), self.index(self._count - 1, len(Column) - 1))

    @property
    def view(self) -> View:
        return self._view

    @property
    def sorted(self) -> SortedRows | None:
        """The rows as they are sorted; None in the order of the log."""
        return self._sorted

    @property
    def shown(self) -> ShownRows:
        """The rows in the order in which they are shown."""
        return self._view.matches if self._sorted is None else self._sorted

    @property
    def in_log_order(self) -> FilteredRows:
        """The shown rows in the order of the log."""
        return self._view.matches if self._sorted is None else self._sorted.source

    def show_view(self, view: View, rows: SortedRows | None = None) -> None:
        """Replace the view. ``rows``: how its rows are sorted; None shows them in the order of the log."""
        self.beginResetModel()
        self._view = view
        self._sorted = rows
        self._count = self.shown.num_rows
        self._blocks.clear()
        self._notices = Notices()
        self._notices.update(view, rows)
        self.endResetModel()

    def grow(self) -> None:
        """Add the rows that the view has gained."""
        count = self.shown.num_rows
        if self._notices.update(self._view, self._sorted):
            self._refresh()
        if count == self._count:
            return
        self.beginInsertRows(QModelIndex(), self._count, count - 1)
        self._count = count
        self.endInsertRows()

    def table_lines(self, columns: Sequence[Column]) -> TableLines:
        """Return what makes lines of text of the rows as they are shown now."""
        reference_ns = self._reference_ns(0) if self._count else 0
        return TableLines(self.shown, columns, self._time_mode, reference_ns, self._notices)

    def event_at(self, row: int) -> Event:
        return self._line(row).event

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else self._count

    def columnCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(Column)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.DisplayRole) -> Any:
        if orientation == Qt.Horizontal and role == Qt.DisplayRole:
            return Column(section).title
        if orientation == Qt.Horizontal and role == Qt.TextAlignmentRole:
            return _RIGHT if section in _ALIGNED_RIGHT else _LEFT
        return None

    def data(self, index: QModelIndex, role: int = Qt.DisplayRole) -> Any:
        column = index.column()
        if role == Qt.DisplayRole:
            line = self._line(index.row())
            return self._text(index.row(), line, column, self.is_waiting(line.event))
        if role == Qt.ForegroundRole:
            line = self._line(index.row())
            return QBrush(self._color(line, column, self.is_waiting(line.event)))
        if role == Qt.BackgroundRole:
            ground = self._ground(self._line(index.row()))
            return None if ground is None else QBrush(ground)
        if role == Qt.FontRole:
            return self._font(self._line(index.row()).style)
        if role == MARK_ROLE:
            return self._mark(index.row()) if column == Column.TIME else None
        if role == NOTICE_ROLE:
            return self._notices.before(index.row())
        if role == Qt.TextAlignmentRole:
            return _RIGHT if column in _ALIGNED_RIGHT else _LEFT
        if role == Qt.ToolTipRole:
            return self._tooltip(index.row(), self._line(index.row()), column)
        return None

    def cells(self, row: int, columns: Iterable[int]) -> list[Cell]:
        """Return what a row shows in these columns."""
        line = self._line(row)
        font, is_waiting = self._font(line.style), self.is_waiting(line.event)
        return [
            Cell(
                self._text(row, line, column, is_waiting),
                self._color(line, column, is_waiting),
                font,
                column in _ALIGNED_RIGHT,
            )
            for column in columns
        ]

    def ground(self, row: int) -> QColor | None:
        """Return the background colour of a row; None for the default."""
        return self._ground(self._line(row))

    def mark(self, row: int) -> QColor | None:
        """Return the colour of the mark on a row, if any."""
        return self._mark(row)

    def notice(self, row: int) -> str | None:
        """Return a short text about events missing before a row, if any."""
        return self._notices.before(row)

    def lost_until(self, row: int) -> int:
        """Return the number of events lost up to a row."""
        return self._notices.lost_until(row)

    def is_waiting(self, event: Event) -> bool:
        """Return whether the event is the start of a call that has not ended."""
        return self._view.log.is_open(event)

    def _text(self, row: int, line: EventRow, column: int, is_waiting: bool) -> str:
        event = line.event
        if column == Column.TIME:
            return self._time_mode.text(event.time_ns, self._reference_ns(row))
        notice = self._notices.before(row) if column == Column.PAYLOAD else None
        return event_text(event, column, is_waiting, notice)

    def _reference_ns(self, row: int) -> int:
        """Return the time from which the time of a row is counted."""
        if self._time_mode is TimeMode.RELATIVE:
            return self._first_ns()
        if self._time_mode is TimeMode.REFERENCE:
            return self.reference_ns or 0
        return self._line(row).earlier_ns

    def _first_ns(self) -> int:
        """Return the time of the first event in the order of the log."""
        if self._sorted is None:
            return self._line(0).event.time_ns
        return self._line(self._sorted.position(self._sorted.source.row(0))).event.time_ns

    def _tooltip(self, row: int, line: EventRow, column: int) -> str | None:
        note = self._view.log.marks.note(self.shown.row(row))
        if note:
            return formats.tip(note)
        if column == Column.TIME:
            return formats.date_clock(line.event.time_ns)
        if column == Column.CLIENT:
            return formats.tip(line.event.client_label)
        if column == Column.OUTCOME:
            text = rule_tip(line.event, self.is_waiting(line.event))
            return formats.tip(text) if text else None
        if column in (Column.QUEUE, Column.TARGET, Column.ADDRESS, Column.PAYLOAD):
            return formats.tip(event_text(line.event, column, False))
        return None

    def _mark(self, row: int) -> QColor | None:
        marked = len(self._view.log.marks) and self.shown.row(row) in self._view.log.marks
        return self._colors["accent"] if marked else None

    def _font(self, style: Style | None) -> QFont | None:
        """Return the font of a style; None for the font of the table."""
        if style is None or not (style.bold or style.italic or style.family):
            return None
        font = QFont(self._theme.mono)
        if style.family:
            font.setFamily(style.family)
        font.setBold(style.bold)
        font.setItalic(style.italic)
        return font

    def _color(self, line: EventRow, column: int, is_waiting: bool) -> QColor:
        event, colors = line.event, self._colors
        if line.style and (color := text_of_style(line.style, self._theme.palette)):
            return QColor(color)
        if event.phase == "start":
            return colors[_open_color(event.outcome) if is_waiting else "muted"]
        if column == Column.OUTCOME:
            return colors[_outcome_color(event.outcome)]
        if column == Column.METHOD:
            return colors[_method_color(event.method)]
        return colors["text" if column in (Column.QUEUE, Column.PAYLOAD) else "muted"]

    def _ground(self, line: EventRow) -> QColor | None:
        event = line.event
        if line.style and line.style.background:
            return QColor(line.style.background)
        if self.is_waiting(event):
            return self._colors[f"{_open_color(event.outcome)}_ground"]
        if event.phase == "end" and _outcome_color(event.outcome) == "error":
            return self._colors["error_ground"]
        return None

    def _line(self, row: int) -> EventRow:
        size = BLOCK if self.sorted is None else SORTED_BLOCK
        number, offset = divmod(row, size)
        block = self._blocks.get(number)
        if block is None:
            block = self._blocks[number] = []
            if len(self._blocks) > BLOCKS:
                self._blocks.popitem(last=False)
        else:
            self._blocks.move_to_end(number)
        if offset >= len(block):  # the last block grows with the log
            block += self._fetch(number * size + len(block), (number + 1) * size)
        return block[offset]

    def _fetch(self, first: int, stop: int) -> list[EventRow]:
        log, count = self._view.log, min(stop, self._count) - first
        rows = self.shown.rows(first, count)
        events = log.events(rows)
        styles = self._styles_of(rows) if self._styles else repeat(None)
        earlier: Iterable[int] = repeat(0)
        if self._time_mode is TimeMode.DELTA:
            earlier = [event.time_ns for event in log.events(self.shown.rows_before(first, count))]
        return list(map(EventRow, events, styles, earlier))

    def _styles_of(self, rows: list[int]) -> list[Style | None]:
        ascending = sorted(rows)
        style_of = dict(zip(ascending, self._styles_of_ascending(ascending), strict=True))
        return [style_of[row] for row in rows]

    def _styles_of_ascending(self, rows: list[int]) -> Iterator[Style | None]:
        log, numbers, first = self._view.log, np.array(rows, np.int64), 0
        calls = log.open_calls if self._styles.needs_open_calls else None
        for batch in log.select(numbers):
            stop = first + batch.num_rows
            marked = log.marks.marked.add_columns(batch, numbers[first:stop])
            yield from self._styles.styles_of(marked, calls)
            first = stop

    def _use_palette(self) -> None:
        palette = self._theme.palette
        self._colors = {name: QColor(getattr(palette, name)) for name in _COLORS}


def _open_color(outcome: str) -> str:
    return "held" if outcome == "held" else "blocked"


def _outcome_color(outcome: str) -> str:
    return _OUTCOME_COLORS.get(outcome, "error")


def _method_color(method: str) -> str:
    return "put" if method.startswith("put") else "get" if method.startswith("get") else "text"


def outcome_color(palette: ColorPalette, outcome: str) -> str:
    """Return the text colour of an outcome."""
    return str(getattr(palette, _outcome_color(outcome)))
