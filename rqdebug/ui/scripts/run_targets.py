# SPDX-License-Identifier: GPL-3.0-or-later
"""The combo box with the target that scripts run on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PyQt5.QtWidgets import QComboBox, QWidget

from rqdebug.ui.style.tr import later, tr

if TYPE_CHECKING:  # the window shows before the engine is imported
    from rqdebug.session import Attachment

ALL = later("All targets")


class RunTargets(QComboBox):
    """Selects one target or all. The selection follows the target in the current tab."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._attachments: tuple[Attachment, ...] = ()
        self.setAccessibleName(tr("Script target"))
        self.setToolTip(tr("Target that scripts run on"))
        self.setMinimumContentsLength(14)
        self.setSizeAdjustPolicy(QComboBox.AdjustToMinimumContentsLengthWithIcon)
        self.show_attachments(())

    def show_attachments(self, attachments: Sequence[Attachment]) -> None:
        """List these targets. The selection stays if it is among them."""
        selected = self.currentText()
        self._attachments = tuple(attachments)
        self.clear()
        self.addItems([attachment.name for attachment in attachments] or [tr("No target")])
        if len(attachments) > 1:
            self.addItem(tr(ALL))
        self.setEnabled(bool(attachments))
        self.setCurrentIndex(max(self.findText(selected), 0))

    def select(self, attachment: Attachment) -> None:
        """Select a target, unless all targets are selected."""
        if self.currentText() != tr(ALL) and attachment in self._attachments:
            self.setCurrentIndex(self._attachments.index(attachment))

    def selected(self) -> tuple[Attachment, ...]:
        index = self.currentIndex()
        return self._attachments[index : index + 1] if index < len(self._attachments) else self._attachments
