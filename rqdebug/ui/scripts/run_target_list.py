# SPDX-License-Identifier: GPL-3.0-or-later
"""The list in which the user ticks the targets of runs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PyQt5.QtCore import QPoint, QSize, Qt, pyqtSignal
from PyQt5.QtGui import QIcon, QKeyEvent
from PyQt5.QtWidgets import QFrame, QListWidgetItem, QVBoxLayout, QWidget

from rqdebug.support.characters import escape_unsafe
from rqdebug.ui.models.formats import tip
from rqdebug.ui.style.tr import tr
from rqdebug.ui.widgets.swatch import swatch
from rqdebug.ui.widgets.tick_list import TickList

if TYPE_CHECKING:  # the window shows before the engine is imported
    from rqdebug.session import Attachment

MAX_ROWS = 14
"""The number of rows that are visible without scrolling."""


class RunTargetList(QFrame):
    """A list with a tick for each target and one for all. Escape, Enter or a click elsewhere closes it."""

    changed = pyqtSignal()
    """The user has changed a tick."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.Popup)
        self.rows = TickList()
        self.rows.setAccessibleName(tr("Targets of runs"))
        self.rows.setSelectionMode(TickList.SingleSelection)
        self.rows.setIconSize(QSize(14, 14))
        self.rows.setHorizontalScrollBarPolicy(Qt.ScrollBarAlwaysOff)
        self.rows.setTextElideMode(Qt.ElideMiddle)
        self._all: QListWidgetItem | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.rows)
        self.setFocusProxy(self.rows)
        self.rows.itemChanged.connect(self._follow)

    def show_targets(
        self,
        attachments: Sequence[Attachment],
        chosen: Sequence[Attachment],
        is_all: bool,
        color: Callable[[Attachment], str],
    ) -> None:
        """List these targets. ``is_all``: all are ticked, and so is the row for all."""
        self.rows.blockSignals(True)
        self.rows.clear()
        self._all = None
        if len(attachments) > 1:
            self._all = self.rows.add_row(QIcon(), tr("All targets, also those attached later"), is_all)
        for attachment in attachments:
            name, is_ticked = escape_unsafe(attachment.name), attachment in chosen
            row = self.rows.add_row(swatch(color(attachment)), name, is_ticked)
            row.setData(Qt.UserRole, attachment)
            row.setToolTip(tip(f"{attachment.name}\n{attachment.url}"))
        self.rows.setCurrentRow(0)
        self.rows.blockSignals(False)

    @property
    def is_all(self) -> bool:
        """Whether all targets are ticked, also those that are attached later."""
        return self._all is not None and self._all.checkState() == Qt.Checked

    def chosen(self) -> tuple[Attachment, ...]:
        """Return the targets that are ticked, in the order of the list."""
        return tuple(row.data(Qt.UserRole) for row in self._targets() if row.checkState() == Qt.Checked)

    def open_below(self, widget: QWidget) -> None:
        """Show the list below a widget, at least as wide as it."""
        rows = self.rows.count()
        height = sum(self.rows.sizeHintForRow(row) for row in range(min(rows, MAX_ROWS)))
        width = self.rows.sizeHintForColumn(0) + 2 * self.rows.frameWidth() + 24
        self.resize(min(max(width, widget.width()), 480), height + 2 * self.rows.frameWidth() + 4)
        corner = widget.mapToGlobal(QPoint(0, widget.height()))
        screen = widget.screen().availableGeometry()
        self.move(max(min(corner.x(), screen.right() - self.width()), screen.left()), corner.y())
        self.show()
        self.rows.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key_Return, Qt.Key_Enter):
            self.hide()
        else:
            super().keyPressEvent(event)

    def _targets(self) -> list[QListWidgetItem]:
        rows = filter(None, map(self.rows.item, range(self.rows.count())))
        return [row for row in rows if row is not self._all]

    def _follow(self, changed: QListWidgetItem) -> None:
        """Tick all targets with the row for all; untick that row with any of them."""
        self.rows.blockSignals(True)
        if changed is self._all:
            for row in self._targets():
                row.setCheckState(changed.checkState())
        elif self._all is not None and changed.checkState() == Qt.Unchecked:
            self._all.setCheckState(Qt.Unchecked)
        self.rows.blockSignals(False)
        self.rows.viewport().update()
        self.changed.emit()
