# SPDX-License-Identifier: GPL-3.0-or-later
"""The dialog that shows one item."""

from __future__ import annotations

from PyQt5.QtCore import Qt
from PyQt5.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from rqcore.codec import Payload
from rqdebug.ui.inspection.payload_view import PayloadView
from rqdebug.ui.style.theme import Theme
from rqdebug.ui.widgets.elided import ElidedLabel


class ItemDialog(QDialog):
    """Shows the payload of an item. Not modal: the user can continue in the main window."""

    def __init__(
        self, title: str, sentence: str, payload: Payload, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.resize(620, 360)
        label = ElidedLabel(sentence)
        label.setContentsMargins(14, 12, 14, 8)
        self.payload = PayloadView(theme)
        self.payload.show_payload(payload.data, str(payload.codec), len(payload.data))
        buttons = QDialogButtonBox(QDialogButtonBox.Close)
        buttons.setContentsMargins(14, 8, 14, 12)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(label)
        column.addWidget(self.payload)
        column.addWidget(buttons)
