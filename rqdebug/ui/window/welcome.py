# SPDX-License-Identifier: GPL-3.0-or-later
"""The page that the window shows while no document is open."""

from __future__ import annotations

from collections.abc import Sequence

from PyQt5.QtCore import Qt, pyqtSignal
from PyQt5.QtGui import QIcon, QKeySequence
from PyQt5.QtWidgets import QAction, QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from rqdebug.ui.models import formats
from rqdebug.ui.services.saved_targets import SavedTarget
from rqdebug.ui.style.tr import tr
from rqdebug.ui.widgets.plain_label import PlainLabel

MAX_WIDTH = 560
"""Maximum width in pixels of the name and URL of a target."""


class WelcomePage(QWidget):
    """Offers buttons for a few commands, and links to recent targets."""

    target_chosen = pyqtSignal(object)
    """The user chose a recent target: its SavedTarget."""

    def __init__(
        self,
        icon: QIcon,
        actions: Sequence[QAction],
        recent: Sequence[SavedTarget],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setAttribute(Qt.WA_StyledBackground)
        column = QVBoxLayout()
        column.setSpacing(16)
        column.addLayout(_heading(icon))
        self._buttons = list(map(_button, actions))
        column.addLayout(_buttons_with_help(self._buttons, actions))
        self._links = self._recent_targets(recent)
        column.addWidget(self._links)
        column.addWidget(_muted(tr("Start a controller with “rqcore serve”; it prints its URL.")))
        across = QHBoxLayout()
        across.addStretch(1)
        across.addLayout(column)
        across.addStretch(1)
        down = QVBoxLayout(self)
        down.addStretch(2)
        down.addLayout(across)
        down.addStretch(3)

    def enable(self) -> None:
        """Enable the links to targets, and focus the first button. The buttons follow their actions."""
        self._links.setEnabled(True)
        if self.isVisible():
            self._buttons[0].setFocus()

    def _recent_targets(self, recent: Sequence[SavedTarget]) -> QWidget:
        links = QWidget()
        links.setEnabled(False)
        links.setVisible(bool(recent))
        column = QVBoxLayout(links)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(_muted(tr("Recent targets")))
        for one in recent:
            title = formats.escape_mnemonic(one.title)
            button = QPushButton(self.fontMetrics().elidedText(title, Qt.ElideMiddle, MAX_WIDTH))
            button.setToolTip(formats.tip(one.title))
            button.setObjectName("link")
            button.setCursor(Qt.PointingHandCursor)
            button.clicked.connect(lambda _, one=one: self.target_chosen.emit(one))
            column.addWidget(button)
        return links


def _heading(icon: QIcon) -> QHBoxLayout:
    picture, title = PlainLabel(), PlainLabel("rqdebug")
    picture.setPixmap(icon.pixmap(64, 64))
    title.setObjectName("heading")
    text = QVBoxLayout()
    text.setSpacing(2)
    text.addStretch(1)
    text.addWidget(title)
    text.addWidget(_muted(tr("See every call on every queue, as it happens.")))
    text.addStretch(1)
    row = QHBoxLayout()
    row.setSpacing(18)
    row.addWidget(picture)
    row.addLayout(text)
    row.addStretch(1)
    return row


def _buttons_with_help(buttons: Sequence[QPushButton], actions: Sequence[QAction]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(18)
    grid.setVerticalSpacing(8)
    for row, (button, action) in enumerate(zip(buttons, actions, strict=True)):
        grid.addWidget(button, row, 0)
        grid.addWidget(_muted(action.statusTip()), row, 1)
        grid.addWidget(_muted(action.shortcut().toString(QKeySequence.NativeText)), row, 2)
    return grid


def _button(action: QAction) -> QPushButton:
    """A button that triggers an action and follows its icon and state."""
    button = QPushButton(f"  {action.text()}")
    button.setObjectName("offer")
    button.setMinimumWidth(220)
    button.clicked.connect(action.trigger)

    def follow() -> None:
        button.setIcon(action.icon())
        button.setEnabled(action.isEnabled())

    action.changed.connect(follow)
    follow()
    return button


def _muted(text: str) -> QLabel:
    label = PlainLabel(text)
    label.setObjectName("muted")
    return label
