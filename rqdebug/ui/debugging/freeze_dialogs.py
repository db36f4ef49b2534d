# SPDX-License-Identifier: GPL-3.0-or-later
"""The dialogs that ask what is frozen of a queue, and how many items pass."""

from __future__ import annotations

from PyQt5.QtCore import Qt, pyqtSignal
from PyQt5.QtWidgets import QCheckBox, QComboBox, QDialog, QSpinBox, QWidget

from rqdebug.ui.style.tr import later, tr
from rqdebug.ui.widgets.elided import ElidedLabel
from rqdebug.ui.widgets.form_layout import add_buttons, make_form
from rqdebug.ui.widgets.plain_label import PlainLabel

SIDES = {
    "both": later("Puts and gets"),
    "puts": later("Only puts: no item enters"),
    "gets": later("Only gets: no item leaves"),
}
"""What can be frozen, by the word of the controller."""
STEPS = {"gets": later("Gets: items leave"), "puts": later("Puts: items enter")}
"""What can be stepped."""
MOST_ITEMS = 1_000_000
"""The most items that pass together."""


class FreezeDialog(QDialog):
    """Says that everything ends with the window."""

    chosen = pyqtSignal(str, bool)
    """A key of ``SIDES``, and whether calls fail instead of being held."""

    def __init__(self, queue: str, parent: QWidget | None = None) -> None:
        """``queue``: the queue and its target."""
        super().__init__(parent)
        self.setAttribute(Qt.WA_DeleteOnClose)
        self.setWindowTitle(tr("Freeze Queue"))
        self.setMinimumWidth(440)
        self.side = QComboBox()
        for word, title in SIDES.items():
            self.side.addItem(tr(title), word)
        self.fails = QCheckBox(tr("Calls fail instead of waiting"))
        note = PlainLabel(tr("Calls of other programs wait until you thaw the queue, or close this window."))
        note.setObjectName("muted")
        note.setWordWrap(True)
        form = make_form(self)
        form.addRow(ElidedLabel(queue))
        form.addRow(tr("Freeze"), self.side)
        form.addRow("", self.fails)
        form.addRow(note)
        add_buttons(self, form, tr("Freeze"))

    def accept(self) -> None:
        self.chosen.emit(self.side.currentData(), self.fails.isChecked())
        super().accept()


class StepDialog(QDialog):
    """Offers only the sides that are frozen."""

    chosen = pyqtSignal(str, int)
    """A key of ``STEPS``, and the number of items."""

    def __init__(self, queue: str, frozen: str, parent: QWidget | None = None) -> None:
        """``queue``: the queue and its target. ``frozen``: the side of it that is frozen; empty for none."""
        super().__init__(parent)
        self.setAttribute(Qt.WA_DeleteOnClose)
        self.setWindowTitle(tr("Step Items"))
        self.setMinimumWidth(440)
        self.side = QComboBox()
        for word, title in STEPS.items():
            if frozen in (word, "both", ""):
                self.side.addItem(tr(title), word)
        self.count = QSpinBox()
        self.count.setRange(1, MOST_ITEMS)
        form = make_form(self)
        form.addRow(ElidedLabel(queue))
        form.addRow(tr("Let pass"), self.side)
        form.addRow(tr("Items"), self.count)
        add_buttons(self, form, tr("Step"))

    def accept(self) -> None:
        self.chosen.emit(self.side.currentData(), self.count.value())
        super().accept()
