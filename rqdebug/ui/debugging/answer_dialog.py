# SPDX-License-Identifier: GPL-3.0-or-later
"""The dialog that asks with which error a held call is answered."""

from __future__ import annotations

from PyQt5.QtCore import Qt, pyqtSignal
from PyQt5.QtWidgets import QComboBox, QDialog, QLineEdit, QWidget

from rqcore.errors import BY_CODE
from rqdebug.ui.models.held_call_model import HeldRow
from rqdebug.ui.style.tr import tr
from rqdebug.ui.widgets.elided import ElidedLabel
from rqdebug.ui.widgets.form_layout import add_buttons, make_form
from rqdebug.ui.widgets.plain_label import PlainLabel

USUAL = {"put": "FULL", "put_many": "FULL"}
"""The code that is proposed for a method; for others, ``EMPTY``."""


class AnswerDialog(QDialog):
    """Lists the codes of all errors. The message is optional."""

    chosen = pyqtSignal(str, str)
    """The code and the message."""

    def __init__(self, row: HeldRow, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        call = row.call
        self.setAttribute(Qt.WA_DeleteOnClose)
        self.setWindowTitle(tr("Answer With Error"))
        self.setMinimumWidth(420)
        self.code = QComboBox()
        self.code.addItems(sorted(BY_CODE))
        self.code.setCurrentText(USUAL.get(call.method, "EMPTY"))
        self.message = QLineEdit()
        self.message.setPlaceholderText(tr("The usual message"))
        sentence = tr(
            "Answer call {n}: {method} on {queue}", n=call.number, method=call.method, queue=call.queue
        )
        form = make_form(self)
        form.addRow(ElidedLabel(sentence))
        form.addRow(tr("Error"), self.code)
        form.addRow(tr("Message"), self.message)
        if call.is_at_end and call.payloads:
            form.addRow(PlainLabel(tr("The items that the call has taken are lost then.")))
        add_buttons(self, form, tr("Answer"))

    def accept(self) -> None:
        self.chosen.emit(self.code.currentText(), self.message.text())
        super().accept()
