# SPDX-License-Identifier: GPL-3.0-or-later
"""The toolbar, to the right of the menus."""

from __future__ import annotations

from PyQt5.QtCore import Qt
from PyQt5.QtWidgets import QWIDGETSIZE_MAX, QHBoxLayout, QToolBar, QWidget

from rqdebug.ui.scripts.run_targets import RunTargets
from rqdebug.ui.window.command_actions import CommandActions

TOOLBAR = (
    ("target.connect", "capture.record", "view.pause"),
    ("script.run", "script.loop", "script.stop"),
)
"""Names of the commands in each block of buttons."""
MIN_BOX = 72
"""Minimum width in pixels of the box with the target of runs."""


class WindowToolbar(QWidget):
    """Two blocks of buttons; between them a box to choose the targets that scripts run on."""

    def __init__(
        self, commands: CommandActions, run_targets: RunTargets, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._bars = [QToolBar() for _ in TOOLBAR]
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 2, 8, 2)
        row.setSpacing(6)
        for bar, names in zip(self._bars, TOOLBAR, strict=True):
            bar.addActions([commands[name] for name in names])
            row.addWidget(bar)
        row.insertWidget(1, run_targets)
        self._run_targets = run_targets

    def fit(self, width: int) -> None:
        """Show titles beside the icons if they fit into ``width`` pixels; otherwise narrow the box, too."""
        box = self._run_targets
        box.setMaximumWidth(QWIDGETSIZE_MAX)
        self._show_titles(True)
        if self.sizeHint().width() > width:
            self._show_titles(False)
        excess = self.sizeHint().width() - width
        if excess > 0:
            box.setMaximumWidth(max(box.sizeHint().width() - excess, MIN_BOX))
        self.adjustSize()

    def _show_titles(self, shown: bool) -> None:
        for bar in self._bars:
            bar.setToolButtonStyle(Qt.ToolButtonTextBesideIcon if shown else Qt.ToolButtonIconOnly)
            bar.layout().invalidate()
            bar.updateGeometry()
        self.layout().invalidate()
