# SPDX-License-Identifier: GPL-3.0-or-later
"""The combo box with the target that scripts run on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PyQt5.QtCore import Qt
from PyQt5.QtGui import QWheelEvent
from PyQt5.QtWidgets import QComboBox, QWidget

from rqdebug.ui.style.tr import later, tr
from rqdebug.ui.widgets.swatch import swatch

if TYPE_CHECKING:  # the window shows before the engine is imported
    from rqdebug.session import Attachment

ALL = later("All targets")


class RunTargets(QComboBox):
    """Selects one target or all. The selection follows the target in the current tab.

    The box gets the keyboard only when the user asks for it: by a click or by a command. Otherwise an arrow
    key after a closed tab, or the mouse wheel, would send the next run to another target.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._attachments: tuple[Attachment, ...] = ()
        self.setPlaceholderText(tr("Choose a target"))
        self.setFocusPolicy(Qt.ClickFocus)
        self.setAccessibleName(tr("Script target"))
        self.setToolTip(tr("Target that scripts run on"))
        self.setMinimumContentsLength(14)
        self.setSizeAdjustPolicy(QComboBox.AdjustToMinimumContentsLengthWithIcon)
        self.show_attachments(())

    def show_attachments(
        self, attachments: Sequence[Attachment], color: Callable[[Attachment], str] = lambda _: ""
    ) -> None:
        """List these targets. The selection stays; a target that is gone is not replaced by another one.

        Args:
            attachments: The targets.
            color: Returns the colour of a target that the user has chosen, or an empty text.
        """
        is_all = self._is_all()
        before = self.selected()
        was_empty = not self._attachments
        self._attachments = tuple(attachments)
        self.clear()
        self.addItems([attachment.name for attachment in attachments] or [tr("No target")])
        for index, attachment in enumerate(attachments):
            if shade := color(attachment):
                self.setItemIcon(index, swatch(shade))
        if len(attachments) > 1:
            self.addItem(tr(ALL))
        self.setEnabled(bool(attachments))
        kept = [index for index, attachment in enumerate(attachments) if (attachment,) == before]
        if is_all and len(attachments) > 1:
            self.setCurrentIndex(len(attachments))
        elif is_all or was_empty or not attachments:
            self.setCurrentIndex(0)
        else:
            self.setCurrentIndex(kept[0] if kept else -1)

    def select(self, attachment: Attachment) -> None:
        """Select a target, unless all targets are selected."""
        if not self._is_all() and attachment in self._attachments:
            self.setCurrentIndex(self._attachments.index(attachment))

    def selected(self) -> tuple[Attachment, ...]:
        """Return the targets to run on; none if the one that was selected is gone."""
        index = self.currentIndex()
        return self._attachments if self._is_all() else self._attachments[max(index, 0) : index + 1]

    def _is_all(self) -> bool:
        return 1 < len(self._attachments) == self.currentIndex()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Ignore the wheel unless the box has the keyboard."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()
