# SPDX-License-Identifier: GPL-3.0-or-later
"""What is at hand at any time, beside the menus."""

from __future__ import annotations

from PyQt5.QtCore import Qt
from PyQt5.QtWidgets import QHBoxLayout, QToolBar, QWidget

from rqdebug.commands import TOOLBAR
from rqdebug.ui.scripts.run_targets import RunTargets
from rqdebug.ui.window.actions import Actions


class WindowToolbar(QWidget):
    """The blocks of the toolbar, and between them the target that scripts run on."""

    def __init__(self, commands: Actions, run_targets: RunTargets, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bars = [QToolBar() for _ in TOOLBAR]
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 2, 8, 2)
        row.setSpacing(6)
        for block, bar in enumerate(self._bars):
            commands.fill_tool_bar(bar, block)
            row.addWidget(bar)
        row.insertWidget(1, run_targets)

    def fit(self, room: int) -> None:
        """Leave the titles beside the icons out where there are not so many pixels."""
        self._show_titles(True)
        if self.sizeHint().width() > room:
            self._show_titles(False)
        self.adjustSize()

    def _show_titles(self, shown: bool) -> None:
        for bar in self._bars:
            bar.setToolButtonStyle(Qt.ToolButtonTextBesideIcon if shown else Qt.ToolButtonIconOnly)
            bar.layout().invalidate()
            bar.updateGeometry()
        self.layout().invalidate()
