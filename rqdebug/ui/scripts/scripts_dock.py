# SPDX-License-Identifier: GPL-3.0-or-later
"""Scripts at hand: those opened lately, and the examples."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PyQt5.QtCore import Qt, pyqtSignal
from PyQt5.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from rqdebug.ui.models.formats import tip
from rqdebug.ui.style.theme import Theme
from rqdebug.ui.style.tr import tr


class ScriptsPanel(QWidget):
    """Says which script the user wants to open."""

    opened = pyqtSignal(object)
    """A Path."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._recent: Sequence[Path] = ()
        self._examples: Sequence[Path] = ()
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Scripts"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.ElideRight)
        self.list.itemActivated.connect(lambda item: self.opened.emit(item.data(Qt.UserRole)))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.list)
        self.setFocusProxy(self.list)
        theme.changed.connect(self._fill)

    def show_scripts(self, recent: Sequence[Path], examples: Sequence[Path]) -> None:
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
