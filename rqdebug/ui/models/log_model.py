# SPDX-License-Identifier: GPL-3.0-or-later
"""The rows of a view of the log, as a table that stays small however many they are."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from PyQt5.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt
from PyQt5.QtGui import QBrush, QColor

from rqdebug.log.eventlog import Event
from rqdebug.log.view import View
from rqdebug.ui.models import formats
from rqdebug.ui.palette import Palette
from rqdebug.ui.theme import Theme

BLOCK = 128
"""Rows that are fetched from the log together."""
BLOCKS = 64
"""Blocks that are kept; the one that was not looked at for longest goes first."""

_OUTCOME_COLORS = {
    "ok": "ok",
    "blocked": "blocked",
    **dict.fromkeys(("empty", "full", "shutdown", "closed", "cancelled"), "notice"),
}
"""Outcomes that a sound program may meet; all others are errors."""


class Column(IntEnum):
    TIME = 0
    DURATION = 1
    METHOD = 2
    QUEUE = 3
    CLIENT = 4
    OUTCOME = 5
    SIZE = 6
    PAYLOAD = 7


TITLES = ("Time", "Duration", "Method", "Queue", "Client", "Outcome", "Size", "Payload")
_RIGHT = int(Qt.AlignRight | Qt.AlignVCenter)
_LEFT = int(Qt.AlignLeft | Qt.AlignVCenter)
_COLORS = (
    *("text", "muted", "ok", "notice", "error", "error_ground"),
    *("put", "get", "blocked", "blocked_ground"),
)
_ALIGNED_RIGHT = frozenset({Column.DURATION, Column.SIZE})


@dataclass(frozen=True, slots=True)
class Line:
    """An event and its texts, one for each column."""

    event: Event
    texts: tuple[str, ...]


class LogModel(QAbstractTableModel):
    """Shows a view. It knows as many rows as it was told of by ``grow``."""

    def __init__(self, view: View, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._view = view
        self._count = view.num_rows
        self._blocks: OrderedDict[int, list[Line]] = OrderedDict()
        self._theme = theme
        self._use_palette()
        theme.changed.connect(self._use_palette)

    @property
    def view(self) -> View:
        return self._view

    def show_view(self, view: View) -> None:
        """Show another view, from its beginning."""
        self.beginResetModel()
        self._view = view
        self._count = view.num_rows
        self._blocks.clear()
        self.endResetModel()

    def grow(self) -> None:
        """Take in the rows that the view has gained."""
        count = self._view.num_rows
        if count == self._count:
            return
        self.beginInsertRows(QModelIndex(), self._count, count - 1)
        self._blocks.pop(self._count // BLOCK, None)  # it may have been cut off
        self._count = count
        self.endInsertRows()

    def event_at(self, row: int) -> Event:
        return self._line(row).event

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else self._count

    def columnCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(TITLES)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.DisplayRole) -> Any:
        if orientation == Qt.Horizontal and role == Qt.DisplayRole:
            return TITLES[section]
        if orientation == Qt.Horizontal and role == Qt.TextAlignmentRole:
            return _RIGHT if section in _ALIGNED_RIGHT else _LEFT
        return None

    def data(self, index: QModelIndex, role: int = Qt.DisplayRole) -> Any:
        column = index.column()
        if role == Qt.DisplayRole:
            return self._text(self._line(index.row()), column)
        if role == Qt.ForegroundRole:
            return self._brush(self._line(index.row()).event, column)
        if role == Qt.BackgroundRole:
            return self._ground(self._line(index.row()).event)
        if role == Qt.TextAlignmentRole:
            return _RIGHT if column in _ALIGNED_RIGHT else _LEFT
        if role == Qt.ToolTipRole:
            return self._hint(self._line(index.row()), column)
        return None

    def is_waiting(self, event: Event) -> bool:
        """Whether this event began a call that has not ended since."""
        return event.phase == "start" and self._view.log.is_blocked(event.call, event.target)

    def _text(self, line: Line, column: int) -> str:
        if column == Column.OUTCOME and line.event.phase == "start":
            return "… waiting" if self.is_waiting(line.event) else "waited"
        return line.texts[column]

    def _hint(self, line: Line, column: int) -> str | None:
        if column == Column.TIME:
            return formats.date_clock(line.event.time)
        if column in (Column.QUEUE, Column.CLIENT, Column.PAYLOAD):
            return formats.tip(line.texts[column])
        return None

    def _brush(self, event: Event, column: int) -> QBrush:
        brushes = self._brushes
        if event.phase == "start":
            return brushes["blocked" if self.is_waiting(event) else "muted"]
        if column == Column.OUTCOME:
            return brushes[_outcome_color(event.outcome)]
        if column == Column.METHOD:
            return brushes[_method_color(event.method)]
        if column in (Column.TIME, Column.DURATION, Column.SIZE, Column.CLIENT):
            return brushes["muted"]
        return brushes["text"]

    def _ground(self, event: Event) -> QBrush | None:
        if self.is_waiting(event):
            return self._brushes["blocked_ground"]
        if event.phase == "end" and _outcome_color(event.outcome) == "error":
            return self._brushes["error_ground"]
        return None

    def _line(self, row: int) -> Line:
        number, offset = divmod(row, BLOCK)
        block = self._blocks.get(number)
        if block is None:
            block = self._blocks[number] = self._fetch(number)
            if len(self._blocks) > BLOCKS:
                self._blocks.popitem(last=False)
        else:
            self._blocks.move_to_end(number)
        return block[offset]

    def _fetch(self, number: int) -> list[Line]:
        first = number * BLOCK
        rows = self._view.rows(first, min(BLOCK, self._count - first))
        return [Line(event, _texts(event)) for event in self._view.log.events(rows)]

    def _use_palette(self) -> None:
        palette = self._theme.palette
        self._brushes = {name: QBrush(QColor(getattr(palette, name))) for name in _COLORS}


def _texts(event: Event) -> tuple[str, ...]:
    """The order is that of Column."""
    ended = event.phase == "end"
    return (
        formats.clock(event.time),
        formats.duration(event.duration) if ended else "",
        event.method,
        event.queue or "–",
        event.client,
        event.outcome,
        formats.size(event.size) if event.size else "–",
        formats.payload(event.payload, event.size),
    )


def _outcome_color(outcome: str) -> str:
    return _OUTCOME_COLORS.get(outcome, "error")


def _method_color(method: str) -> str:
    return "put" if method.startswith("put") else "get" if method.startswith("get") else "text"


def outcome_color(palette: Palette, outcome: str) -> str:
    """The colour in which an outcome is written."""
    return str(getattr(palette, _outcome_color(outcome)))
