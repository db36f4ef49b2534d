# SPDX-License-Identifier: GPL-3.0-or-later
"""The panel with recent and example scripts."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PyQt5.QtCore import Qt, pyqtSignal
from PyQt5.QtGui import QShowEvent
from PyQt5.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from rqdebug.ui.models.formats import tip
from rqdebug.ui.style.theme import Theme
from rqdebug.ui.style.tr import tr
from rqdebug.ui.widgets.escaping_delegate import escape_items


class ScriptsPanel(QWidget):
    """A list of scripts to open."""

    opened = pyqtSignal(object)
    """The user chose the script with this Path."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._recent: Sequence[Path] = ()
        self._examples: Sequence[Path] = ()
        self.list = QListWidget()
        escape_items(self.list)
        self.list.setAccessibleName(tr("Scripts"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.ElideRight)
        self.list.itemActivated.connect(lambda item: self.opened.emit(item.data(Qt.UserRole)))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.list)
        self.setFocusProxy(self.list)
        theme.changed.connect(self._fill)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # Rows that were added before the panel was visible were laid out without the style sheet.
        self.list.doItemsLayout()  # type: ignore[attr-defined]  # the stubs lack it

    def show_scripts(self, recent: Sequence[Path], examples: Sequence[Path]) -> None:
        """List the recent scripts, then the examples that are not among them."""
        self._recent = recent
        self._examples = [path for path in examples if path not in recent]
        self._fill()

    def _fill(self) -> None:
        self.list.clear()
        for path in self._recent:
            self._add(path, path.name, "file-document-outline")
        for path in self._examples:
            self._add(path, f"{path.stem}  ({tr('example')})", "school-outline")

    def _add(self, path: Path, title: str, icon: str) -> None:
        item = QListWidgetItem(self._theme.icon(icon, self._theme.palette.muted), title)
        item.setData(Qt.UserRole, path)
        item.setToolTip(tip(str(path)))
        self.list.addItem(item)
