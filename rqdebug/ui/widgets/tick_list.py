# SPDX-License-Identifier: GPL-3.0-or-later
"""A list with a tick in each row."""

from __future__ import annotations

from PyQt5.QtCore import Qt
from PyQt5.QtGui import QIcon, QMouseEvent
from PyQt5.QtWidgets import QListWidget, QListWidgetItem


class TickList(QListWidget):
    """A list in which a click anywhere on a row changes its tick, as Space does."""

    def __init__(self) -> None:
        super().__init__()
        self._pressed: tuple[QListWidgetItem | None, Qt.CheckState] = None, Qt.Unchecked
        """The row under the mouse when the button was pressed, and its tick then."""

    def add_row(self, icon: QIcon, text: str, is_ticked: bool) -> QListWidgetItem:
        """Add a row at the end, and return it."""
        row = QListWidgetItem(icon, text, self)
        row.setFlags(row.flags() | Qt.ItemIsUserCheckable)
        row.setCheckState(Qt.Checked if is_ticked else Qt.Unchecked)
        return row

    def mousePressEvent(self, event: QMouseEvent) -> None:
        row = self.itemAt(event.pos())
        self._pressed = row, row.checkState() if row else Qt.Unchecked
        super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Take a fast second click as a click."""
        self.mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        row, state = self._pressed
        is_unchanged = row is not None and row.checkState() == state  # Qt changes it for a click on the tick
        if row is not None and is_unchanged and row is self.itemAt(event.pos()):
            row.setCheckState(Qt.Unchecked if state == Qt.Checked else Qt.Checked)
