# SPDX-License-Identifier: GPL-3.0-or-later
"""Asks for the new name of a variable or function of a script."""

from __future__ import annotations

from PyQt5.QtCore import Qt, pyqtSignal
from PyQt5.QtWidgets import QDialog, QDialogButtonBox, QLineEdit, QWidget

from rqdebug.ui.style.tr import tr
from rqdebug.ui.widgets.form_layout import lay_out_form
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
        buttons = QDialogButtonBox(QDialogButtonBox.Cancel)
        self.rename_button = buttons.addButton(tr("Rename"), QDialogButtonBox.AcceptRole)
        buttons.accepted.connect(lambda: self.chosen.emit(self.name.text().strip()))
        lay_out_form(self, {tr("New name"): self.name}, PlainLabel(places), self.problem, buttons)
        self.rename_button.setDefault(True)
        self.name.textChanged.connect(lambda _: self.show_problem(""))
        self.show_problem("")

    def show_problem(self, problem: str) -> None:
        """Show why the name is not possible, in one sentence; empty if it may be possible."""
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))
        self.rename_button.setEnabled(not problem and self.name.text().strip() not in ("", self._before))
