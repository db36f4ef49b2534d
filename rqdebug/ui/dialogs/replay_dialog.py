# SPDX-License-Identifier: GPL-3.0-or-later
"""The dialog that asks on which target, and how fast, the calls of a log are repeated."""

from __future__ import annotations

from collections.abc import Sequence

from PyQt5.QtCore import Qt, pyqtSignal
from PyQt5.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDoubleSpinBox,
    QWidget,
)

from rqdebug.session import Attachment
from rqdebug.support.characters import escape_unsafe
from rqdebug.ui.style.tr import counted, tr
from rqdebug.ui.widgets.elided import ElidedLabel
from rqdebug.ui.widgets.form_layout import add_buttons, make_form


class ReplayDialog(QDialog):
    """Asks for target, speed and strictness. No target is chosen at first: a replay changes its queues."""

    chosen = pyqtSignal(object, float, bool)
    """The Attachment, the speed (0 does not wait), and whether each get expects its recorded item."""

    def __init__(
        self, title: str, events: int, attachments: Sequence[Attachment], parent: QWidget | None = None
    ) -> None:
        """``title``: the log whose events are repeated. ``attachments``: targets that may be changed."""
        super().__init__(parent)
        self.setAttribute(Qt.WA_DeleteOnClose)
        self.setWindowTitle(tr("Replay"))
        self.setMinimumWidth(420)
        self._attachments = list(attachments)
        self.targets = QComboBox()
        self.targets.setMinimumContentsLength(14)
        self.targets.setSizeAdjustPolicy(QComboBox.AdjustToMinimumContentsLengthWithIcon)
        self.targets.setPlaceholderText(tr("Choose a target"))
        self.targets.addItems([escape_unsafe(attachment.name) for attachment in attachments])
        self.targets.setCurrentIndex(-1)
        self.speed = QDoubleSpinBox()
        self.speed.setRange(0, 1000)
        self.speed.setValue(1)
        self.speed.setSpecialValueText(tr("as fast as possible"))
        self.speed.setSuffix(" ×")
        self.strict = QCheckBox(tr("Expect each get to return its recorded item"))
        self.strict.setToolTip(tr("Otherwise, clients that compete for items can get them in another order"))
        form = make_form(self)
        count = counted(events, "{n} event", "{n} events")
        form.addRow(ElidedLabel(tr("Repeat the calls of {log} ({count})", log=title, count=count)))
        form.addRow(tr("Target"), self.targets)
        form.addRow(tr("Speed"), self.speed)
        form.addRow("", self.strict)
        self.replay_button = add_buttons(self, form, tr("Replay"))
        self.replay_button.setEnabled(False)
        self.targets.currentIndexChanged.connect(lambda index: self.replay_button.setEnabled(index >= 0))

    def accept(self) -> None:
        index = self.targets.currentIndex()
        if index >= 0:
            self.chosen.emit(self._attachments[index], self.speed.value(), self.strict.isChecked())
            super().accept()
