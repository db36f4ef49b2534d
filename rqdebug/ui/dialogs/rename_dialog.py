# SPDX-License-Identifier: GPL-3.0-or-later
"""Asks for the new name of a variable or function of a script."""

from __future__ import annotations

from PyQt5.QtCore import Qt, pyqtSignal
from PyQt5.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QLineEdit, QVBoxLayout, QWidget

from rqdebug.ui.style.tr import tr
from rqdebug.ui.widgets.plain_label import PlainLabel


class RenameDialog(QDialog):
    """Says which files will change. It stays open until the new name is possible, or the user cancels."""

    chosen = pyqtSignal(str)
    """The new name. Call ``show_problem`` if it is not possible, and ``accept`` if it is."""

    def __init__(self, name: str, places: str, parent: QWidget | None = None) -> None:
        """``places``: how often the name is in which files."""
        super().__init__(parent)
        self.setAttribute(Qt.WA_DeleteOnClose)
        self.setWindowTitle(tr("Rename “{name}”", name=name))
        self.setMinimumWidth(520)
        self._before = name
        self.name = QLineEdit(name)
        self.name.setAccessibleName(tr("New name"))
        self.name.selectAll()
        self.problem = PlainLabel()
        self.problem.setObjectName("error")
        label = PlainLabel(places)
        for each in (label, self.problem):
            each.setWordWrap(True)
        buttons = QDialogButtonBox(QDialogButtonBox.Cancel)
        self.rename_button = buttons.addButton(tr("Rename"), QDialogButtonBox.AcceptRole)
        buttons.accepted.connect(lambda: self.chosen.emit(self.name.text().strip()))
        buttons.rejected.connect(self.reject)
        form = QFormLayout()
        form.addRow(tr("New name"), self.name)
        column = QVBoxLayout(self)  # a form would not give a label the height of its lines
        column.setContentsMargins(18, 18, 18, 14)
        column.setSpacing(10)
        column.addLayout(form)
        for widget in (label, self.problem, buttons):
            column.addWidget(widget)
        self.rename_button.setDefault(True)
        self.name.textChanged.connect(lambda _: self.show_problem(""))
        self.show_problem("")

    def show_problem(self, problem: str) -> None:
        """Show why the name is not possible, in one sentence; empty if it may be possible."""
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))
        self.resize(self.width(), max(self.heightForWidth(self.width()), 0))
        self.rename_button.setEnabled(not problem and self.name.text().strip() not in ("", self._before))
