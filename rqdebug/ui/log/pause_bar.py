# SPDX-License-Identifier: GPL-3.0-or-later
"""The bar that says that a log is paused, or when it pauses."""

from __future__ import annotations

from PyQt5.QtCore import pyqtSignal
from PyQt5.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from rqdebug.ui.style.tr import counted, tr
from rqdebug.ui.widgets.elided import ElidedLabel


class PauseBar(QFrame):
    """It is hidden while a log neither is paused nor has a condition that pauses it."""

    continue_wanted = pyqtSignal()
    """The user wants the log to be updated again."""
    change_wanted = pyqtSignal()
    """The user wants to change the condition."""
    removal_wanted = pyqtSignal()
    """The user wants no condition."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("strip")
        self.title = ElidedLabel()
        self.continue_button = QPushButton(tr("Continue"))
        self.change_button = QPushButton(tr("Change…"))
        self.remove_button = QPushButton(tr("Remove"))
        self.continue_button.clicked.connect(lambda: self.continue_wanted.emit())
        self.change_button.clicked.connect(lambda: self.change_wanted.emit())
        self.remove_button.clicked.connect(lambda: self.removal_wanted.emit())
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 3, 10, 3)
        row.setSpacing(6)
        row.addWidget(self.title)
        row.addStretch(1)
        for button in (self.continue_button, self.change_button, self.remove_button):
            button.setObjectName("chip")
            row.addWidget(button)
        self.hide()

    def show_state(self, condition: str, *, paused: bool, reached: str, count: int) -> None:
        """Show whether the log is paused, and when it pauses.

        Args:
            condition: The filter of the events that pause it; empty for none.
            paused: Whether it is paused.
            reached: The time of the event that has paused it; empty if the user has.
            count: The number of events that came since it is paused; otherwise, the number of events of
                which too little is known to say whether they match.
        """
        self.setVisible(paused or bool(condition))
        text = _describe(condition, paused, reached, count)
        if text != self.title.text():
            self.title.setText(text)
        self.continue_button.setVisible(paused)
        self.change_button.setVisible(bool(condition))
        self.remove_button.setVisible(bool(condition))


def _describe(condition: str, paused: bool, reached: str, count: int) -> str:
    if not paused:
        text = tr("Pauses at an event that matches {filter}", filter=condition)
        if not count:
            return text
        return f"{text}  ·  {counted(count, '{n} event is unknown', '{n} events are unknown')}"
    if reached:
        text = tr("Paused at {time}, at an event that matches {filter}", time=reached, filter=condition)
    else:
        text = tr("Paused")
    return f"{text}  ·  {counted(count, '{n} event came since', '{n} events came since')}"
