# SPDX-License-Identifier: GPL-3.0-or-later
"""The dialog in which the user creates a queue."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PyQt5.QtCore import Qt, pyqtSignal
from PyQt5.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLineEdit,
    QSpinBox,
    QWidget,
)

from rqcore.protocol.queue_values import KINDS
from rqdebug.support.characters import escape_unsafe
from rqdebug.ui.style.tr import tr
from rqdebug.ui.widgets.elided import ElidedLabel

MAX_ITEMS = 2**31 - 1


class CreateDialog(QDialog):
    """Asks for name, kind and maximum size; shows while typing if the name is taken."""

    chosen = pyqtSignal(str, str, int)
    """Name (may be empty), kind, and maximum number of items (0: unlimited)."""

    def __init__(
        self,
        target: str,
        taken: Collection[str],
        parent: QWidget | None = None,
        *,
        kinds: Sequence[str] = KINDS,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WA_DeleteOnClose)
        self.setWindowTitle(escape_unsafe(tr("Create Queue on {target}", target=target)))
        self.setMinimumWidth(520)
        self._taken = taken
        self.name = QLineEdit()
        self.kind = QComboBox()
        self.kind.addItems(kinds)
        self.maxsize = QSpinBox()
        self.problem = ElidedLabel()
        buttons = QDialogButtonBox(QDialogButtonBox.Cancel)
        self.create_button = buttons.addButton(tr("Create"), QDialogButtonBox.AcceptRole)
        self._lay_out(buttons)
        self.name.textChanged.connect(self._check)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)

    def accept(self) -> None:
        self.chosen.emit(self.name.text().strip(), self.kind.currentText(), self.maxsize.value())
        super().accept()

    def _check(self, name: str) -> None:
        taken = name.strip() in self._taken
        self.problem.setText(
            tr("Queue {name} already exists. Choose another name.", name=name.strip()) if taken else ""
        )
        self.create_button.setEnabled(not taken)

    def _lay_out(self, buttons: QDialogButtonBox) -> None:
        self.name.setPlaceholderText(tr("Optional; the namespace is enough"))
        self.name.setAccessibleName(tr("Name"))
        self.kind.setAccessibleName(tr("Kind"))
        self.maxsize.setRange(0, MAX_ITEMS)
        self.maxsize.setSpecialValueText(tr("unlimited"))
        self.maxsize.setAccessibleName(tr("Maximum number of items"))
        self.problem.setObjectName("error")
        form = QFormLayout(self)
        form.setContentsMargins(18, 18, 18, 14)
        form.setHorizontalSpacing(14)
        form.setVerticalSpacing(8)
        form.addRow(tr("Name"), self.name)
        form.addRow(self.problem)
        form.addRow(tr("Kind"), self.kind)
        form.addRow(tr("Maximum number of items"), self.maxsize)
        form.addRow(buttons)
        self.create_button.setDefault(True)
