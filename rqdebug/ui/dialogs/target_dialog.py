# SPDX-License-Identifier: GPL-3.0-or-later
"""The dialog in which the user changes the name and the settings of an attached target."""

from __future__ import annotations

from PyQt5.QtCore import Qt, pyqtSignal
from PyQt5.QtWidgets import QCheckBox, QDialog, QLineEdit, QWidget

from rqdebug.support.characters import escape_unsafe
from rqdebug.ui.services.saved_targets import SavedTarget
from rqdebug.ui.style.tr import tr
from rqdebug.ui.widgets.color_box import ColorBox
from rqdebug.ui.widgets.form_layout import add_buttons, make_form
from rqdebug.ui.widgets.value_line import ValueLine


class TargetDialog(QDialog):
    """Shows the URL, which cannot be changed: another URL is another target."""

    chosen = pyqtSignal(object)
    """The new SavedTarget."""

    def __init__(self, saved: SavedTarget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WA_DeleteOnClose)
        self.setWindowTitle(escape_unsafe(tr("Settings of {target}", target=saved.name)))
        self.setMinimumWidth(460)
        self._saved = saved
        self.name = QLineEdit(saved.name)
        self.url = ValueLine()
        self.color = ColorBox()
        self.read_only = QCheckBox(tr("Read-only: never change this target"))
        self.favourite = QCheckBox(tr("Favourite"))
        self._lay_out()
        self.color.show_color(saved.color)
        self.read_only.setChecked(saved.read_only)
        self.favourite.setChecked(saved.favourite)
        self.name.selectAll()

    def accept(self) -> None:
        switches = self.read_only.isChecked(), self.favourite.isChecked()
        name = self.name.text().strip()
        self.chosen.emit(SavedTarget(name, self._saved.url, self.color.color(), *switches))
        super().accept()

    def _lay_out(self) -> None:
        self.name.setPlaceholderText(tr("Optional; host and port by default"))
        self.name.setAccessibleName(tr("Name"))
        self.url.setText(self._saved.url)
        self.url.setAccessibleName("URL")
        form = make_form(self)
        form.addRow(tr("Name"), self.name)
        form.addRow("URL", self.url)
        form.addRow(tr("Colour"), self.color)
        form.addRow("", self.read_only)
        form.addRow("", self.favourite)
        add_buttons(self, form, tr("Save"))
