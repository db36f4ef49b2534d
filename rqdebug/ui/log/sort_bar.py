# SPDX-License-Identifier: GPL-3.0-or-later
"""The bar that says how a log is sorted."""

from __future__ import annotations

from PyQt5.QtCore import pyqtSignal
from PyQt5.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from rqdebug.events.views.sorted_rows import Sorting
from rqdebug.ui.models.event_texts import Column
from rqdebug.ui.style.tr import counted, tr
from rqdebug.ui.widgets.plain_label import PlainLabel


class SortBar(QFrame):
    """Says by what a log is sorted, and how many events came since. It is hidden in the order of time."""

    again_wanted = pyqtSignal()
    """The user wants the new events in the sorted log."""
    time_order_wanted = pyqtSignal()
    """The user wants the order of time back."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("strip")
        self.title = PlainLabel()
        self.again_button = QPushButton(tr("Sort Again"))
        self.time_button = QPushButton(tr("Order of Time"))
        self.again_button.clicked.connect(lambda: self.again_wanted.emit())
        self.time_button.clicked.connect(lambda: self.time_order_wanted.emit())
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 3, 10, 3)
        row.setSpacing(6)
        row.addWidget(self.title)
        row.addStretch(1)
        for button in (self.again_button, self.time_button):
            button.setObjectName("chip")
            row.addWidget(button)
        self.hide()

    def show_sorting(self, sorting: Sorting | None, is_working: bool, new: int) -> None:
        """Show how the log is sorted.

        Args:
            sorting: By what; None for the order of time.
            is_working: Whether it is being sorted.
            new: The number of events that came since.
        """
        self.setVisible(sorting is not None)
        if sorting is None:
            return
        self.title.setText(_describe(sorting, is_working, new))
        self.again_button.setVisible(new > 0 and not is_working)


def _describe(sorting: Sorting, is_working: bool, new: int) -> str:
    column = Column[sorting.field.upper()].title
    if is_working:
        return tr("Sorting by {column}…", column=column)
    if sorting.descending:
        text = tr("Sorted by {column}, descending", column=column)
    else:
        text = tr("Sorted by {column}, ascending", column=column)
    if not new:
        return text
    return f"{text}  ·  {counted(new, '{n} new event is not in it', '{n} new events are not in it')}"
