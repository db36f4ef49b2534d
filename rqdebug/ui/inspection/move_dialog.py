# SPDX-License-Identifier: GPL-3.0-or-later
"""The dialog that asks to which queue an item is moved."""

from __future__ import annotations

from collections.abc import Sequence

from PyQt5.QtCore import Qt, pyqtSignal
from PyQt5.QtWidgets import QComboBox, QDialog, QWidget

from rqcore.protocol.queue_values import QueueStat
from rqdebug.support.characters import escape_unsafe
from rqdebug.ui.style.tr import tr
from rqdebug.ui.widgets.elided import ElidedLabel
from rqdebug.ui.widgets.form_layout import add_buttons, make_form


class MoveDialog(QDialog):
    """Names the item and its queue, and lists the other queues. None of them is chosen at first."""

    chosen = pyqtSignal(object)
    """The QueueStat of the destination."""

    def __init__(
        self, number: int, source: str, queues: Sequence[QueueStat], parent: QWidget | None = None
    ) -> None:
        """``source``: the queue of the item, and its target. ``queues``: the possible destinations."""
        super().__init__(parent)
        self.setAttribute(Qt.WA_DeleteOnClose)
        self.setWindowTitle(tr("Move Item"))
        self.setMinimumWidth(420)
        self._queues = sorted(queues, key=lambda stat: stat.label.casefold())
        self.destination = QComboBox()
        self.destination.setMinimumContentsLength(20)
        self.destination.setSizeAdjustPolicy(QComboBox.AdjustToMinimumContentsLengthWithIcon)
        self.destination.setPlaceholderText(tr("Choose a queue"))
        self.destination.addItems([escape_unsafe(stat.label) for stat in self._queues])
        self.destination.setCurrentIndex(-1)
        form = make_form(self)
        form.addRow(ElidedLabel(tr("Move item {number} of {queue}", number=number, queue=source)))
        form.addRow(tr("To"), self.destination)
        self.move_button = add_buttons(self, form, tr("Move"))
        self.move_button.setEnabled(False)
        self.destination.currentIndexChanged.connect(lambda index: self.move_button.setEnabled(index >= 0))

    def accept(self) -> None:
        index = self.destination.currentIndex()
        if index >= 0:
            self.chosen.emit(self._queues[index])
            super().accept()
