# SPDX-License-Identifier: GPL-3.0-or-later
"""The dialog that changes an item in a frozen queue."""

from __future__ import annotations

from PyQt5.QtCore import Qt, pyqtSignal
from PyQt5.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from rqcore.codec import Payload
from rqdebug.errors import ItemError
from rqdebug.ui.debugging.payload_editing import PayloadEditor
from rqdebug.ui.style.theme import Theme
from rqdebug.ui.style.tr import tr
from rqdebug.ui.widgets.elided import ElidedLabel


class EditItemDialog(QDialog):
    """Its button is enabled while the payload is valid and differs from the item."""

    chosen = pyqtSignal(bytes)
    """The new payload."""

    def __init__(
        self, number: int, queue: str, payload: Payload, theme: Theme, parent: QWidget | None = None
    ) -> None:
        """``queue``: the queue of the item, and its target."""
        super().__init__(parent)
        self.setAttribute(Qt.WA_DeleteOnClose)
        self.setWindowTitle(tr("Edit Item"))
        self.resize(620, 380)
        label = ElidedLabel(tr("Item {n} of {queue}", n=number, queue=queue))
        label.setContentsMargins(14, 12, 14, 8)
        self.editor = PayloadEditor(theme)
        self.editor.show_payload(payload.data, str(payload.codec))
        self.editor.compare_button.hide()
        buttons = QDialogButtonBox(QDialogButtonBox.Cancel)
        self.change_button = buttons.addButton(tr("Change Item"), QDialogButtonBox.AcceptRole)
        buttons.setContentsMargins(14, 8, 14, 12)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(label)
        column.addWidget(self.editor)
        column.addWidget(buttons)
        self.editor.changed.connect(self._check)
        self._check()

    def accept(self) -> None:
        payload = self.editor.edited()
        if payload is not None:
            self.chosen.emit(payload)
        super().accept()

    def _check(self) -> None:
        try:
            self.change_button.setEnabled(self.editor.edited() is not None)
        except ItemError:
            self.change_button.setEnabled(False)
