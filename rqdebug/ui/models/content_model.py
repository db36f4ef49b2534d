# SPDX-License-Identifier: GPL-3.0-or-later
"""The content of a queue as a table, with the changes since tracking started."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PyQt5.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt
from PyQt5.QtGui import QBrush, QColor

from rqcore.protocol.queue_values import Preview
from rqdebug.inspection.item_text import ItemChange, compare_items
from rqdebug.inspection.payload_text import one_line
from rqdebug.ui.models import formats
from rqdebug.ui.style.theme import Theme
from rqdebug.ui.style.tr import later, tr

TITLES = (later("Position"), "", later("Codec"), later("Size"), later("Payload"))
_RIGHT = int(Qt.AlignRight | Qt.AlignVCenter)
_LEFT = int(Qt.AlignLeft | Qt.AlignVCenter)
_ALIGNED_RIGHT = {0, 3}
_MEANINGS = {
    "+": later("Added since tracking started"),
    "-": later("Removed since tracking started"),
}
PREVIEW = 200
"""Maximum number of payload bytes shown in a row."""


class ContentModel(QAbstractTableModel):
    """Has a row for each item, the next one to be taken first, and for each item removed while tracking."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._content: list[Preview] = []
        self._earlier: list[Preview] | None = None
        self._rows: list[tuple[str, ItemChange]] = []

    @property
    def comparing(self) -> bool:
        return self._earlier is not None

    def show_content(self, content: Sequence[Preview]) -> None:
        if list(content) != self._content:
            self._content = list(content)
            self._show()

    def compare(self, comparing: bool) -> None:
        """Start or stop tracking changes."""
        self._earlier = list(self._content) if comparing else None
        self._show()

    def item_at(self, row: int) -> Preview:
        return self._rows[row][1].item

    def is_present(self, row: int) -> bool:
        """Whether the item of a row is in the queue; otherwise it was removed while tracking."""
        return self._rows[row][1].sign != "-"

    def row_of(self, item: Preview, before: int) -> int | None:
        """Return the row of an item after the content has changed; None if it has left the queue.

        Args:
            item: The item. Without a number, it is known by its beginning and its size.
            before: The row that it had. Of equal items, the last one up to this row is taken.
        """
        rows = [row for row, (_, change) in enumerate(self._rows) if change.item == item]
        return max((row for row in rows if row <= before), default=min(rows, default=None))

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(TITLES)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.DisplayRole) -> Any:
        if orientation == Qt.Horizontal and role == Qt.DisplayRole:
            return tr(TITLES[section])
        if orientation == Qt.Horizontal and role == Qt.TextAlignmentRole:
            return _RIGHT if section in _ALIGNED_RIGHT else _LEFT
        return None

    def data(self, index: QModelIndex, role: int = Qt.DisplayRole) -> Any:
        position, change = self._rows[index.row()]
        if role == Qt.DisplayRole:
            return _texts(position, change)[index.column()]
        if role == Qt.TextAlignmentRole:
            return _RIGHT if index.column() in _ALIGNED_RIGHT else _LEFT
        if role == Qt.ForegroundRole:
            return QBrush(QColor(self._color(change, index.column())))
        if role == Qt.ToolTipRole:
            return tr(_MEANINGS[change.sign]) if change.sign else None
        return None

    def _show(self) -> None:
        self.beginResetModel()
        if self._earlier is None:
            changes = [ItemChange("", item) for item in self._content]
        else:
            changes = compare_items(self._earlier, self._content)
        self._rows = _numbered(changes)
        self.endResetModel()

    def _color(self, change: ItemChange, column: int) -> str:
        palette = self._theme.palette
        if change.sign:
            return palette.ok if change.sign == "+" else palette.error
        return palette.text if column == len(TITLES) - 1 else palette.muted


def _numbered(changes: Sequence[ItemChange]) -> list[tuple[str, ItemChange]]:
    """Pair each item with its position in the queue; removed items have none."""
    position, rows = 0, []
    for change in changes:
        position += change.sign != "-"
        rows.append(("" if change.sign == "-" else str(position), change))
    return rows


def _texts(position: str, change: ItemChange) -> tuple[str, ...]:
    item = change.item
    shown = one_line(item.beginning[:PREVIEW], item.size) if item.size else tr("(empty item)")
    sign = change.sign.replace("-", "−")
    return position, sign, str(item.codec), formats.size(item.size), shown
