# SPDX-License-Identifier: GPL-3.0-or-later
"""The held calls of all targets as a table, the oldest first."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from PyQt5.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt, pyqtSignal
from PyQt5.QtGui import QBrush, QColor

from rqcore.debug import HeldCall
from rqdebug.inspection.payload_text import one_line
from rqdebug.session import Attachment
from rqdebug.ui.models import formats
from rqdebug.ui.services.timers import after_pause
from rqdebug.ui.style.theme import Theme
from rqdebug.ui.style.tr import later, tr

PAUSE = 50
"""Milliseconds in which changes are collected: thousands of calls are held or continue together."""
MOST_RANGES = 20
"""Separate parts that are removed one by one. More of them are faster removed by a reset."""
PREVIEW = 200
"""Bytes of a payload in its row."""
HURRY = 10
"""Seconds before a call continues automatically, from which on that is red."""
CallKey = tuple[Attachment, int, int]
"""Identifies a held call: its target, its number there, and the rule: a call can be held several times."""
REASONS = {
    "released": later("it was released"),
    "answered": later("it was answered with an error"),
    "discarded": later("its items were discarded"),
    "stepped": later("its queue was stepped"),
    "thawed": later("its queue was thawed"),
    "removed": later("its breakpoint was removed"),
    "expired": later("its time was over"),
    "left": later("its client has left"),
}
"""Why a call is not held any more, by the word of the controller."""
OTHER_REASON = later("the debugger session has ended")
_LEFT = int(Qt.AlignLeft | Qt.AlignVCenter)
_RIGHT = int(Qt.AlignRight | Qt.AlignVCenter)


@dataclass(frozen=True, slots=True)
class HeldRow:
    """A held call of a target."""

    attachment: Attachment
    call: HeldCall
    reported: float
    """When the call was reported, in seconds of the monotonic clock."""

    @property
    def key(self) -> CallKey:
        """What identifies the call."""
        return self.attachment, self.call.number, self.call.rule

    def held_for(self, now: float) -> float:
        """Return for how many seconds it is held."""
        return self.call.held_for + now - self.reported

    def left(self, now: float) -> float | None:
        """Return after how many seconds it continues automatically; None if it does not."""
        return None if self.call.left is None else max(self.call.left - (now - self.reported), 0.0)


@dataclass(frozen=True, slots=True)
class HeldColumn:
    """A column: its title, text and tooltip."""

    title: str
    text: Callable[[HeldRow, float], str]
    help: str
    alignment: int = _LEFT


def clock(seconds: float | None) -> str:
    """Format seconds as minutes and seconds, ``4:56``, or with hours: ``23:04:56``."""
    if seconds is None:
        return "–"
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def _payload(row: HeldRow, now: float) -> str:
    call = row.call
    if not call.payloads:
        return "–"
    return one_line(call.payload[:PREVIEW], call.size) if call.size else tr("(empty item)")


COLUMNS = (
    HeldColumn(later("Call"), lambda row, _: str(row.call.number), later("Number of the call"), _RIGHT),
    HeldColumn(later("Method"), lambda row, _: row.call.method, later("Method that the client has called")),
    HeldColumn(later("Queue"), lambda row, _: row.call.queue, later("Queue of the call")),
    HeldColumn(
        later("Client"), lambda row, _: row.call.client or row.call.address, later("Client that has called")
    ),
    HeldColumn(
        later("Held for"),
        lambda row, now: clock(row.held_for(now)),
        later("Minutes and seconds since the call was stopped"),
        _RIGHT,
    ),
    HeldColumn(
        later("Left"),
        lambda row, now: clock(row.left(now)),
        later("Minutes and seconds until the call continues automatically"),
        _RIGHT,
    ),
    HeldColumn(
        later("At"),
        lambda row, _: tr("end") if row.call.is_at_end else tr("start"),
        later("At the start, nothing has happened; at the end, only the reply is missing"),
    ),
    HeldColumn(
        later("Items"),
        lambda row, _: formats.count(row.call.item_count),
        later("Number of items that the call puts, or has taken"),
        _RIGHT,
    ),
    HeldColumn(
        later("Size"),
        lambda row, _: formats.size(row.call.size) if row.call.payloads else "–",
        later("Size of the first item"),
        _RIGHT,
    ),
    HeldColumn(later("Target"), lambda row, _: row.attachment.name, later("Target of the call")),
    HeldColumn(later("Payload"), _payload, later("Beginning of the first item")),
)
METHOD = next(number for number, column in enumerate(COLUMNS) if column.title == "Method")
TIMES = tuple(number for number, column in enumerate(COLUMNS) if column.title in ("Held for", "Left"))
LEFT = TIMES[1]
TARGET = next(number for number, column in enumerate(COLUMNS) if column.title == "Target")
PAYLOAD = len(COLUMNS) - 1


class HeldCallModel(QAbstractTableModel):
    """Has a row for each held call. Changes are shown together, after a moment.

    A call whose payload was edited keeps its row when it is not held any more, so that the text is not lost.
    """

    changed = pyqtSignal()
    """Rows have come or gone."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._rows: list[HeldRow] = []
        self._new: dict[CallKey, HeldRow] = {}
        self._gone: set[CallKey] = set()
        self._held: dict[tuple[Attachment, int], CallKey] = {}
        self._edited: set[CallKey] = set()
        self._ended: dict[CallKey, str] = {}
        self._pause = after_pause(PAUSE, self.flush, self)

    def add(self, attachment: Attachment, call: HeldCall) -> None:
        """Add a call that is held from now on."""
        row = HeldRow(attachment, call, time.monotonic())
        self._new[row.key] = row
        self._held[attachment, call.number] = row.key
        self._wait()

    def remove(self, attachment: Attachment, number: int, reason: str) -> None:
        """Remove a call that is not held any more. ``reason``: a key of ``REASONS``."""
        key = self._held.pop((attachment, number), None)
        if key is None or self._new.pop(key, None) is not None:
            return
        if key in self._edited:
            self._ended[key] = reason
            self._repaint(key)
        else:
            self._gone.add(key)
        self._wait()

    def remove_all(self, attachment: Attachment) -> None:
        """Remove the calls of a target whose debugger session has ended."""
        for target, number in list(self._held):
            if target is attachment:
                self.remove(attachment, number, "")

    def mark_edited(self, key: CallKey, is_edited: bool) -> None:
        """Show whether the payload of a call was edited. One that is not held any more loses its row then."""
        (self._edited.add if is_edited else self._edited.discard)(key)
        if not is_edited and self._ended.pop(key, None) is not None:
            self._gone.add(key)
            self._wait()
        self._repaint(key)

    def why_ended(self, key: CallKey) -> str:
        """Return why a call is not held any more, as a part of a sentence; empty while it is held."""
        return tr(REASONS.get(self._ended[key], OTHER_REASON)) if key in self._ended else ""

    @property
    def held_count(self) -> int:
        """The number of calls that are held now."""
        return len(self._held)

    @property
    def has_several_targets(self) -> bool:
        """Whether the rows are of more than one target."""
        return len({row.attachment for row in self._rows}) > 1

    def held_rows(self) -> list[HeldRow]:
        """Return the calls that are held now, the oldest first."""
        return [row for row in self._rows if row.key not in self._ended]

    def flush(self) -> None:
        """Show the collected changes now."""
        gone, new = self._gone, list(self._new.values())
        self._gone, self._new = set(), {}
        self._edited -= gone
        if gone:
            self._take_away(gone)
        if new:
            self.beginInsertRows(QModelIndex(), len(self._rows), len(self._rows) + len(new) - 1)
            self._rows += new
            self.endInsertRows()
        self.changed.emit()

    def tick(self) -> None:
        """Show the times of now."""
        if self._rows:
            self.dataChanged.emit(self.index(0, TIMES[0]), self.index(len(self._rows) - 1, TIMES[-1]))

    def row_at(self, row: int) -> HeldRow:
        return self._rows[row]

    def row_of(self, key: CallKey) -> int | None:
        """Return the row of a call; None if it is not held."""
        return next((number for number, row in enumerate(self._rows) if row.key == key), None)

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.DisplayRole) -> Any:
        if orientation != Qt.Horizontal:
            return None
        if role == Qt.DisplayRole:
            return tr(COLUMNS[section].title)
        if role == Qt.ToolTipRole:
            return tr(COLUMNS[section].help)
        return COLUMNS[section].alignment if role == Qt.TextAlignmentRole else None

    def data(self, index: QModelIndex, role: int = Qt.DisplayRole) -> Any:
        row, column = self._rows[index.row()], COLUMNS[index.column()]
        if role == Qt.DisplayRole:
            text = column.text(row, time.monotonic())
            if index.column() in TIMES and row.key in self._ended:
                return "–"
            is_edited = index.column() == PAYLOAD and row.key in self._edited
            return tr("edited: {payload}", payload=text) if is_edited else text
        if role == Qt.TextAlignmentRole:
            return column.alignment
        if role == Qt.ForegroundRole:
            return QBrush(QColor(self._color(row, index.column())))
        if role == Qt.ToolTipRole and index.column() != PAYLOAD:
            return formats.tip(_description(row))
        return None

    def _color(self, row: HeldRow, column: int) -> str:
        palette = self._theme.palette
        if row.key in self._ended:
            return palette.muted
        if column == METHOD:
            return palette.get if row.call.method.startswith(("get", "lease")) else palette.put
        left = row.left(time.monotonic()) if column == LEFT else None
        if left is not None and left < HURRY:
            return palette.error
        if column == PAYLOAD and row.key in self._edited:
            return palette.ok
        return palette.text if column in (PAYLOAD, 0) else palette.muted

    def _repaint(self, key: CallKey) -> None:
        row = self.row_of(key)
        if row is not None:
            self.dataChanged.emit(self.index(row, 0), self.index(row, PAYLOAD))

    def _wait(self) -> None:
        if not self._pause.isActive():
            self._pause.start()

    def _take_away(self, gone: set[CallKey]) -> None:
        ranges = list(_ranges([number for number, row in enumerate(self._rows) if row.key in gone]))
        if len(ranges) > MOST_RANGES:
            self.beginResetModel()
            self._rows = [row for row in self._rows if row.key not in gone]
            self.endResetModel()
            return
        for first, last in reversed(ranges):
            self.beginRemoveRows(QModelIndex(), first, last)
            del self._rows[first : last + 1]
            self.endRemoveRows()


def _ranges(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Return the first and the last number of each part of ascending numbers without gaps."""
    for _, part in groupby(enumerate(numbers), lambda pair: pair[1] - pair[0]):
        run = [number for _, number in part]
        yield run[0], run[-1]


def _description(row: HeldRow) -> str:
    call = row.call
    where = tr("Rule {n} holds the call before its reply.", n=call.rule)
    if not call.is_at_end:
        where = tr("Rule {n} holds the call before anything happens.", n=call.rule)
    client = f"{call.client}@{call.address}" if call.client else call.address
    return f"{where}\n{tr('Client:')} {client}\n{tr('Its timeout stands still.')}"
