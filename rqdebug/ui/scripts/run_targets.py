# SPDX-License-Identifier: GPL-3.0-or-later
"""The choice of the targets that scripts run on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PyQt5.QtWidgets import QComboBox, QWidget

from rqdebug.ui.style.tr import later, tr

if TYPE_CHECKING:  # the frame of the window does not wait for the engine
    from rqdebug.session import Attachment

ALL = later("All targets")


class RunTargets(QComboBox):
    """One target, or all. The choice follows the target at the front."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._attachments: tuple[Attachment, ...] = ()
        self.setAccessibleName(tr("Target of scripts"))
        self.setToolTip(tr("The target that scripts run on"))
        self.setMinimumContentsLength(14)
        self.setSizeAdjustPolicy(QComboBox.AdjustToMinimumContentsLengthWithIcon)
        self.show_attachments(())

    def show_attachments(self, attachments: Sequence[Attachment]) -> None:
        """Offer these; the current choice stays if it is among them."""
        chosen = self.currentText()
        self._attachments = tuple(attachments)
        self.clear()
        self.addItems([attachment.name for attachment in attachments] or [tr("No target")])
        if len(attachments) > 1:
            self.addItem(tr(ALL))
        self.setEnabled(bool(attachments))
        self.setCurrentIndex(max(self.findText(chosen), 0))

    def choose(self, attachment: Attachment) -> None:
        """Choose a target, unless all are chosen."""
        if self.currentText() != tr(ALL) and attachment in self._attachments:
            self.setCurrentIndex(self._attachments.index(attachment))

    def chosen(self) -> tuple[Attachment, ...]:
        index = self.currentIndex()
        return self._attachments[index : index + 1] if index < len(self._attachments) else self._attachments
