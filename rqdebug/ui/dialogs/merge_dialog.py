# SPDX-License-Identifier: GPL-3.0-or-later
"""The dialog in which the user chooses the targets of a merged log."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PyQt5.QtCore import Qt, pyqtSignal
from PyQt5.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from rqdebug.session import Attachment
from rqdebug.support.characters import escape_unsafe
from rqdebug.ui.models.formats import tip
from rqdebug.ui.style.tr import tr
from rqdebug.ui.widgets.plain_label import PlainLabel
from rqdebug.ui.widgets.swatch import swatch
from rqdebug.ui.widgets.tick_list import TickList


class MergeDialog(QDialog):
    """Lists the attached targets with a check box each."""

    chosen = pyqtSignal(object)
    """The Attachments that are checked, in the order of the list."""

    def __init__(
        self,
        attachments: Sequence[Attachment],
        color: Callable[[Attachment], str],
        parent: QWidget | None = None,
    ) -> None:
        """``color`` returns the colour of a target, or an empty text."""
        super().__init__(parent)
        self.setAttribute(Qt.WA_DeleteOnClose)
        self.setWindowTitle(tr("Merge Targets"))
        self.setMinimumWidth(420)
        self.targets = TickList()
        self.targets.setAccessibleName(tr("Targets"))
        for attachment in attachments:
            item = self.targets.add_row(swatch(color(attachment)), escape_unsafe(attachment.name), False)
            item.setData(Qt.UserRole, attachment)
            item.setToolTip(tip(attachment.url))
        buttons = QDialogButtonBox(QDialogButtonBox.Cancel)
        self.merge_button = buttons.addButton(tr("Merge"), QDialogButtonBox.AcceptRole)
        self.merge_button.setDefault(True)
        self.targets.itemChanged.connect(lambda _: self._check())
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 18, 18, 14)
        column.setSpacing(12)
        column.addWidget(PlainLabel(tr("Show the events of these targets in one log:")))
        column.addWidget(self.targets)
        column.addWidget(buttons)
        self._check()

    def accept(self) -> None:
        if checked := self._checked():
            self.chosen.emit(checked)
            super().accept()

    def _checked(self) -> list[Attachment]:
        items = filter(None, map(self.targets.item, range(self.targets.count())))
        return [item.data(Qt.UserRole) for item in items if item.checkState() == Qt.Checked]

    def _check(self) -> None:
        self.merge_button.setEnabled(len(self._checked()) > 1)
