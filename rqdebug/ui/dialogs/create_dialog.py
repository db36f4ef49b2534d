# SPDX-License-Identifier: GPL-3.0-or-later
"""The dialog in which the user creates a queue."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from PyQt5.QtCore import Qt, pyqtSignal
from PyQt5.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QLineEdit,
    QSpinBox,
    QWidget,
)

from rqcore.protocol.queue_values import KINDS
from rqdebug.support.characters import escape_unsafe
from rqdebug.ui.style.engine_messages import translate_message
from rqdebug.ui.style.tr import tr
from rqdebug.ui.widgets.elided import ElidedLabel
from rqdebug.ui.widgets.form_layout import add_buttons, make_form

MAX_ITEMS = 2**31 - 1
DEAD = ".dead"
"""Added to the name of a queue, for its dead-letter queue."""


@dataclass(frozen=True, slots=True)
class NewQueue:
    """What the user chose for a queue."""

    name: str
    """Empty for none."""
    kind: str
    maxsize: int
    """The maximum number of items; 0 for no limit."""
    durable: bool = False
    max_deliveries: int = 0
    """The most leases of an item, before it goes to ``dead_letter``; 0 for no limit."""
    dead_letter: str | None = None
    """The name of the dead-letter queue; None if there is no limit."""


class CreateDialog(QDialog):
    """Asks for the settings of a queue; shows while typing what is wrong with them."""

    chosen = pyqtSignal(object)
    """A NewQueue."""

    def __init__(
        self,
        target: str,
        taken: Collection[str],
        parent: QWidget | None = None,
        *,
        kinds: Sequence[str] = KINDS,
        has_leases: bool = True,
    ) -> None:
        """``taken``: the names of existing queues. ``has_leases``: whether items can be leased."""
        super().__init__(parent)
        self.setAttribute(Qt.WA_DeleteOnClose)
        self.setWindowTitle(escape_unsafe(tr("Create Queue on {target}", target=target)))
        self.setMinimumWidth(520)
        self._taken = taken
        self._has_leases = has_leases
        self.name = QLineEdit()
        self.kind = QComboBox()
        self.kind.addItems(kinds)
        self.maxsize = QSpinBox()
        self.durable = QCheckBox(tr("Keep items over a restart"))
        self.no_durable = ElidedLabel(tr("Asking the target…"))
        self.max_deliveries = QSpinBox()
        self.dead_letter = QLineEdit()
        self.no_leases = ElidedLabel(tr("Queues of this target have no leases"))
        self.problem = ElidedLabel()
        self._lay_out()
        self.name.textChanged.connect(self._check)
        self.dead_letter.textChanged.connect(self._check)
        self.max_deliveries.valueChanged.connect(self._check)
        self._check()

    def show_storage(self, problem: str) -> None:
        """Permit durable queues, or show why there can be none."""
        self.durable.setEnabled(not problem)
        self.no_durable.setText(translate_message(problem))
        self.no_durable.setVisible(bool(problem))

    def accept(self) -> None:
        self.chosen.emit(self._queue())
        super().accept()

    def _queue(self) -> NewQueue:
        name, most = self.name.text().strip(), self.max_deliveries.value()
        return NewQueue(
            name,
            self.kind.currentText(),
            self.maxsize.value(),
            self.durable.isChecked(),
            most,
            self._dead_letter_name(name) if most else None,
        )

    def _dead_letter_name(self, name: str) -> str:
        return self.dead_letter.text().strip() or (f"{name}{DEAD}" if name else "")

    def _proposal(self, name: str, most: int) -> str:
        if not most:
            return tr("None, because deliveries are unlimited")
        return f"{name}{DEAD}" if name else ""

    def _check(self) -> None:
        """Show what is wrong."""
        name, most = self.name.text().strip(), self.max_deliveries.value()
        self.dead_letter.setEnabled(self._has_leases and most > 0)
        self.dead_letter.setPlaceholderText(self._proposal(name, most))
        problem = self._problem(name, self._dead_letter_name(name) if most else None)
        self.problem.setText(problem)
        self.create_button.setEnabled(not problem)

    def _problem(self, name: str, dead_letter: str | None) -> str:
        if name in self._taken:
            return tr("Queue {name} already exists. Choose another name.", name=name)
        if dead_letter == "":
            return tr("Enter the name of the dead-letter queue.")
        if dead_letter is not None and dead_letter == name:
            return tr("A queue cannot be its own dead-letter queue.")
        return ""

    def _lay_out(self) -> None:
        self.name.setPlaceholderText(tr("Optional; the namespace is enough"))
        self.name.setAccessibleName(tr("Name"))
        self.kind.setAccessibleName(tr("Kind"))
        self.maxsize.setRange(0, MAX_ITEMS)
        self.maxsize.setSpecialValueText(tr("unlimited"))
        self.maxsize.setAccessibleName(tr("Maximum number of items"))
        self.durable.setEnabled(False)
        self.durable.setToolTip(tr("The target saves each change before the call returns"))
        self.max_deliveries.setRange(0, MAX_ITEMS)
        self.max_deliveries.setSpecialValueText(tr("unlimited"))
        self.max_deliveries.setAccessibleName(tr("Deliveries of an item"))
        self.max_deliveries.setToolTip(
            tr("An item that was leased so often without an acknowledgement goes to the dead-letter queue")
        )
        self.max_deliveries.setEnabled(self._has_leases)
        self.dead_letter.setAccessibleName(tr("Dead-letter queue"))
        self.dead_letter.setToolTip(tr("It is created if it does not exist"))
        self.problem.setObjectName("error")
        form = make_form(self)
        form.addRow(tr("Name"), self.name)
        form.addRow(tr("Kind"), self.kind)
        form.addRow(tr("Maximum number of items"), self.maxsize)
        form.addRow(tr("Durable"), self.durable)
        form.addRow("", self.no_durable)
        form.addRow(tr("Deliveries of an item"), self.max_deliveries)
        form.addRow(tr("Dead-letter queue"), self.dead_letter)
        form.addRow("", self.no_leases)
        form.addRow(self.problem)
        self.create_button = add_buttons(self, form, tr("Create"))
        for reason in (self.no_durable, self.no_leases):
            reason.setObjectName("muted")
        self.no_leases.setVisible(not self._has_leases)
