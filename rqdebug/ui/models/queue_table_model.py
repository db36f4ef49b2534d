# SPDX-License-Identifier: GPL-3.0-or-later
"""The queues of a target as a table, with their recent depths."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PyQt5.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt
from PyQt5.QtGui import QBrush, QColor, QIcon

from rqcore.protocol.queue_values import QueueStat
from rqdebug.session import ClosedQueue, QueueRow
from rqdebug.ui.models import formats
from rqdebug.ui.models.intervention_texts import frozen_sentence
from rqdebug.ui.style.theme import Theme
from rqdebug.ui.style.tr import counted, later, tr

HISTORY = 60
"""Number of depths kept for each queue: half a minute at two updates per second."""
HISTORY_ROLE = int(Qt.UserRole)
"""Data role: recent depths of a queue, oldest first, and its maximum size: (tuple, maxsize)."""
SORT_ROLE = HISTORY_ROLE + 1
"""Data role: the value that a column is sorted by."""
CLOSED_ROLE = SORT_ROLE + 1
"""Data role: whether the queue was closed."""


@dataclass(frozen=True, slots=True)
class QueueColumn:
    """A column: its title, text, sort key and tooltip."""

    title: str
    text: Callable[[QueueRow], str]
    key: Callable[[QueueRow], Any]
    help: str
    right: bool = True
    is_shown: Callable[[QueueRow], bool] | None = None
    """Whether a queue needs the column. The column is hidden until one does; None always shows it."""


def _fill(row: QueueRow) -> str:
    stat = row.stat
    size = formats.count(stat.size)
    return f"{size} / {formats.count(stat.maxsize)}" if stat.maxsize else size


def _count_or_dash(row: QueueRow, figure: str) -> str:
    return "–" if figure in row.stat.unknown else formats.count(getattr(row.stat, figure))


COLUMNS = (
    QueueColumn(
        later("Queue"),
        lambda row: row.stat.label,
        lambda row: row.stat.label.lower(),
        later("Name of the queue, or its namespace if it has no name"),
        False,
    ),
    QueueColumn(
        later("Kind"),
        lambda row: row.stat.kind,
        lambda row: row.stat.kind,
        later("Order in which items are taken"),
        False,
    ),
    QueueColumn(
        later("Size / Max"),
        _fill,
        lambda row: row.stat.size,
        later("Number of items, and the maximum number"),
    ),
    QueueColumn(
        later("Depth"),
        lambda _: "",
        lambda row: row.stat.size,
        later("Number of items during the last 30 seconds"),
        False,
    ),
    QueueColumn(
        later("Puts/s"),
        lambda row: formats.rate(row.put_rate) if row.stat.is_counted else "–",
        lambda row: row.put_rate or 0.0,
        later("Items put per second"),
    ),
    QueueColumn(
        later("Gets/s"),
        lambda row: formats.rate(row.get_rate) if row.stat.is_counted else "–",
        lambda row: row.get_rate or 0.0,
        later("Items taken per second"),
    ),
    QueueColumn(
        later("Blocked"),
        lambda row: str(row.blocked) if row.blocked or row.stat.is_counted else "–",
        lambda row: row.blocked,
        later("Number of blocked calls"),
    ),
    QueueColumn(
        later("Clients"),
        lambda row: "–" if "clients" in row.stat.unknown else str(row.stat.clients),
        lambda row: row.stat.clients,
        later("Connected clients that have used the queue"),
    ),
    QueueColumn(
        later("Bytes"),
        lambda row: "–" if "bytes" in row.stat.unknown else formats.size(row.stat.bytes),
        lambda row: row.stat.bytes,
        later("Total size of the payloads"),
    ),
    QueueColumn(
        later("Leased"),
        lambda row: _count_or_dash(row, "leased"),
        lambda row: row.stat.leased,
        later("Items that clients have on leases and have not acknowledged"),
        is_shown=lambda row: row.stat.leased > 0,
    ),
    QueueColumn(
        later("Delayed"),
        lambda row: _count_or_dash(row, "delayed"),
        lambda row: row.stat.delayed,
        later("Items that enter the queue later"),
        is_shown=lambda row: row.stat.delayed > 0,
    ),
    QueueColumn(
        later("Dead"),
        lambda row: _count_or_dash(row, "dead"),
        lambda row: row.stat.dead,
        later("Items that went to the dead-letter queue since the queue was created"),
        is_shown=lambda row: row.stat.dead > 0,
    ),
)
KIND = next(number for number, column in enumerate(COLUMNS) if column.title == "Kind")
DEPTH = next(number for number, column in enumerate(COLUMNS) if column.title == "Depth")
FILL = next(number for number, column in enumerate(COLUMNS) if column.title == "Size / Max")
BLOCKED = next(number for number, column in enumerate(COLUMNS) if column.title == "Blocked")
RATES = tuple(number for number, column in enumerate(COLUMNS) if column.title.endswith("/s"))

_LEFT = int(Qt.AlignLeft | Qt.AlignVCenter)
_RIGHT = int(Qt.AlignRight | Qt.AlignVCenter)


class QueueTableModel(QAbstractTableModel):
    """Has a row for each queue; a queue that is new comes last. Closed queues are grey."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._rows: tuple[QueueRow, ...] = ()
        self._histories: dict[str, deque[int]] = {}
        self._closed: dict[str, ClosedQueue] = {}

    def show_queues(self, rows: Sequence[QueueRow], closed: Sequence[ClosedQueue] = ()) -> None:
        """Update the rows. Only rows of queues that were created or closed come and go.

        Args:
            rows: The queues.
            closed: The closed queues to list, too.
        """
        before, self._closed = self._closed, {each.row.stat.namespace: each for each in closed}
        rows = [*rows, *(each.row for each in closed)]
        listed = {row.stat.namespace: row for row in rows}
        for number in reversed(range(len(self._rows))):
            name = self._rows[number].stat.namespace
            if name not in listed or (name in before) != (name in self._closed):
                self.beginRemoveRows(QModelIndex(), number, number)
                self._rows = (*self._rows[:number], *self._rows[number + 1 :])
                self.endRemoveRows()
        self._remember(rows)
        self._rows = tuple(listed.pop(row.stat.namespace) for row in self._rows)
        if self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, len(COLUMNS) - 1))
        if listed:
            self.beginInsertRows(QModelIndex(), len(self._rows), len(self._rows) + len(listed) - 1)
            self._rows += tuple(listed.values())
            self.endInsertRows()

    def queue_at(self, row: int) -> QueueRow:
        return self._rows[row]

    def needed_columns(self) -> set[int]:
        """Return the columns that are shown unless the user has hidden them."""
        return {
            number
            for number, column in enumerate(COLUMNS)
            if column.is_shown is None or any(map(column.is_shown, self._rows))
        }

    def is_closed(self, row: int) -> bool:
        """Whether the queue in a row was closed."""
        return self._rows[row].stat.namespace in self._closed

    def find(self, namespace: str) -> int | None:
        """Return the row of a queue; None if it is not listed."""
        return next((n for n, row in enumerate(self._rows) if row.stat.namespace == namespace), None)

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
        if role == Qt.TextAlignmentRole:
            return _RIGHT if COLUMNS[section].right else _LEFT
        return None

    def data(self, index: QModelIndex, role: int = Qt.DisplayRole) -> Any:
        row, column = self._rows[index.row()], COLUMNS[index.column()]
        closed = self._closed.get(row.stat.namespace)
        if role == CLOSED_ROLE:
            return closed is not None
        if closed is not None and role == Qt.DisplayRole:
            return _text_of_closed(closed, index.column())
        if closed is not None and role == Qt.ForegroundRole:
            return QBrush(QColor(self._theme.palette.muted))
        if closed is not None and role == Qt.ToolTipRole:
            return formats.tip(_description_of_closed(closed))
        if role == Qt.DisplayRole:
            return column.text(row)
        if role == SORT_ROLE:
            return column.key(row)
        if role == Qt.TextAlignmentRole:
            return _RIGHT if column.right else _LEFT
        if role == Qt.ForegroundRole:
            return QBrush(QColor(self._color(row, index.column())))
        if role in (Qt.BackgroundRole, Qt.DecorationRole):
            return self._frozen_look(role, index.column()) if row.stat.frozen else None
        if role == HISTORY_ROLE:
            return tuple(self._histories[row.stat.namespace]), row.stat.maxsize
        if role == Qt.ToolTipRole:
            return formats.tip(_description(row.stat))
        return None

    def _remember(self, rows: Sequence[QueueRow]) -> None:
        old = self._histories
        self._histories = {}
        for row in rows:
            history = old.get(row.stat.namespace) or deque(maxlen=HISTORY)
            if row.stat.namespace not in self._closed or not history:
                history.append(row.stat.size)
            self._histories[row.stat.namespace] = history

    def _frozen_look(self, role: int, column: int) -> QColor | QIcon | None:
        """Return how the row of a frozen queue differs from others."""
        palette = self._theme.palette
        if role == Qt.BackgroundRole:
            return QColor(palette.held_ground)
        return self._theme.icon("snowflake", palette.held) if column == 0 else None

    def _color(self, row: QueueRow, column: int) -> str:
        palette = self._theme.palette
        if column == BLOCKED and row.blocked:
            return palette.blocked
        if column == FILL and 0 < row.stat.maxsize <= row.stat.size:
            return palette.blocked
        is_figure = column in (FILL, *RATES) or COLUMNS[column].is_shown is not None
        if column == 0 or (is_figure and COLUMNS[column].key(row)):
            return palette.text
        return palette.muted


def _description(stat: QueueStat) -> str:
    """What the columns do not say of a queue."""
    lines = [stat.label, f"{tr('Namespace:')} {stat.namespace}"]
    if stat.frozen:
        lines.append(frozen_sentence(stat.frozen))
    if stat.durable:
        lines.append(tr("Durable: a restart of the controller finds it again"))
    if stat.dead_letter:
        lines.append(
            counted(
                stat.max_deliveries,
                "After {n} delivery without an acknowledgement, an item goes to {queue}",
                "After {n} deliveries without an acknowledgement, an item goes to {queue}",
                queue=stat.dead_letter,
            )
        )
    return "\n".join(lines)


def _text_of_closed(closed: ClosedQueue, column: int) -> str:
    """Return the text of a cell of a queue that was closed: its name, and when that was."""
    if column == 0:
        return closed.row.stat.label
    return {KIND: tr("closed"), FILL: _time(closed), DEPTH: ""}.get(column, "–")


def _description_of_closed(closed: ClosedQueue) -> str:
    stat = closed.row.stat
    last = counted(
        stat.size,
        "Closed at {time}; it held {n} item",
        "Closed at {time}; it held {n} items",
        time=_time(closed),
    )
    return f"{stat.label}\n{last}\n{tr('Namespace:')} {stat.namespace}"


def _time(closed: ClosedQueue) -> str:
    return formats.clock(closed.closed_ns).partition(".")[0]
