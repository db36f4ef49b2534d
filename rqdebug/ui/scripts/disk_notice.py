# SPDX-License-Identifier: GPL-3.0-or-later
"""The bar that says what another program has done to the file of a script."""

from __future__ import annotations

from PyQt5.QtCore import pyqtSignal
from PyQt5.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from rqdebug.ui.scripts.script_file import DiskState
from rqdebug.ui.style.tr import tr
from rqdebug.ui.widgets.plain_label import PlainLabel


class DiskNotice(QFrame):
    """Is hidden until the file differs from what was read. The text in the editor stays as it is."""

    reload_wanted = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("foot")
        self.message = PlainLabel()
        self.message.setWordWrap(True)
        self.reload = QPushButton(tr("Reload"))
        self.reload.setToolTip(tr("Take over the text of the file; Undo brings your text back"))
        self.keep = QPushButton(tr("Keep My Text"))
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 5, 10, 5)
        row.setSpacing(6)
        row.addWidget(self.message, 1)
        row.addWidget(self.reload)
        row.addWidget(self.keep)
        self.reload.clicked.connect(self.reload_wanted)
        self.keep.clicked.connect(self._dismiss)
        self._state = self._dismissed = DiskState.SAME
        self.hide()

    def show_state(self, state: DiskState, name: str) -> None:
        """Show what happened to the file of this name; hide the bar if it is as it was read."""
        if state is DiskState.CHANGED:
            self.message.setText(tr("Another program has changed {name}. Your text is not saved.", name=name))
        elif state is DiskState.MISSING:
            self.message.setText(tr("{name} was deleted or moved. Save writes it again.", name=name))
        self._show(state)

    def show_problem(self, problem: str) -> None:
        """Show why the changed file cannot be read."""
        self.message.setText(problem)
        self._show(DiskState.CHANGED)

    def _show(self, state: DiskState) -> None:
        if state is not self._dismissed:
            self._dismissed = DiskState.SAME
        self._state = state
        self.reload.setVisible(state is DiskState.CHANGED)
        self.setVisible(state is not self._dismissed and state is not DiskState.SAME)

    def _dismiss(self) -> None:
        self._dismissed = self._state
        self.hide()
