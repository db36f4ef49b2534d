# SPDX-License-Identifier: GPL-3.0-or-later
"""The line in which the filter of a log is written."""

from __future__ import annotations

from PyQt5.QtCore import Qt, pyqtSignal
from PyQt5.QtGui import QKeyEvent
from PyQt5.QtWidgets import QAction, QFrame, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from rqdebug.errors import FilterError
from rqdebug.log.filter import parse
from rqdebug.ui.models import formats
from rqdebug.ui.settings import Settings
from rqdebug.ui.theme import Theme
from rqdebug.ui.timers import after_pause

TYPING_PAUSE = 250
"""Milliseconds without a key before what was typed becomes the filter."""

PRESETS = (
    ("Blocked", "blocked", "Calls when they began to wait"),
    ("Slow", "duration > 5ms", "Calls that took longer than 5 ms"),
    ("Errors", "not outcome in {ok, blocked}", "Calls that did not end well"),
)
"""Title, filter and meaning of what one click asks for."""


class FilterLine(QLineEdit):
    """A line with a memory: the arrows up and down walk through earlier filters."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._earlier: list[str] = []
        self._at = -1
        self._draft = ""

    def remember(self, earlier: list[str]) -> None:
        """Offer these, the last one first."""
        self._earlier = earlier
        self._at = -1

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key_Up:
            self._go(self._at + 1)
        elif event.key() == Qt.Key_Down:
            self._go(self._at - 1)
        else:
            super().keyPressEvent(event)

    def _go(self, at: int) -> None:
        if self._at == -1:
            self._draft = self.text()
        if -1 <= at < len(self._earlier):
            self._at = at
            self.setText(self._draft if at == -1 else self._earlier[at])


class FilterBar(QFrame):
    """Turns text into filters. What cannot be understood is said at once, below the line."""

    filter_changed = pyqtSignal(object)
    """Another filter is wanted: a Filter."""
    left = pyqtSignal()
    """Return was pressed: the user wants to go on in the log."""

    def __init__(self, theme: Theme, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("strip")
        self._theme = theme
        self._settings = settings
        self._applied = ""
        self.line = FilterLine()
        self.problem = QLabel()
        self.counts = QLabel()
        self._presets = {text: self._preset(title, text, help) for title, text, help in PRESETS}
        self._pause = after_pause(TYPING_PAUSE, self.apply, self)
        self._lay_out()
        self.line.textChanged.connect(self._typed)
        self.line.returnPressed.connect(self._entered)
        self.setFocusProxy(self.line)

    def set_filter(self, text: str) -> None:
        """Write a filter and apply it."""
        self.line.setText(text)
        self._remember()
        self.apply()

    def focus_line(self) -> None:
        self.line.setFocus(Qt.ShortcutFocusReason)
        self.line.selectAll()

    def show_counts(self, shown: int, total: int, filtering: bool) -> None:
        """How many of the log's rows match; ``filtering``: not known yet."""
        if filtering:
            self.counts.setText("filtering…")
        elif self._applied:
            self.counts.setText(f"{formats.count(shown)} of {formats.count(total)}")
        else:
            self.counts.setText(formats.counted(total, "event"))

    def apply(self) -> None:
        """Use what is written, if it can be understood and is not in use already."""
        self._pause.stop()
        text = self.line.text().strip()
        try:
            filter = parse(text)
        except FilterError as error:
            self._show_problem(str(error))
            return
        self._show_problem("")
        if text != self._applied:
            self._applied = text
            self.filter_changed.emit(filter)

    def _typed(self, text: str) -> None:
        for preset, button in self._presets.items():
            button.setChecked(preset == text.strip())
        self._pause.start()

    def _entered(self) -> None:
        self.apply()
        if not self.problem.text():
            self._remember()
            self.left.emit()

    def _remember(self) -> None:
        if text := self.line.text().strip():
            self._settings.remember_filter(text)
            self.line.remember(self._settings.filters)

    def _show_problem(self, text: str) -> None:
        self.problem.setText(text)
        self.problem.setVisible(bool(text))
        self.line.setProperty("wrong", bool(text))
        self.line.style().unpolish(self.line)
        self.line.style().polish(self.line)

    def _preset(self, title: str, text: str, help: str) -> QPushButton:
        button = QPushButton(title)
        button.setObjectName("chip")
        button.setCheckable(True)
        button.setToolTip(f"{help}: {text}")
        button.clicked.connect(lambda checked: self.set_filter(text if checked else ""))
        return button

    def _lay_out(self) -> None:
        self.line.setObjectName("mono")
        self.line.setPlaceholderText('Filter: method == put and queue ~ "order" and duration > 5ms')
        self.line.setClearButtonEnabled(True)
        self.line.setAccessibleName("Filter")
        self.line.remember(self._settings.filters)
        self._symbol = QAction(self.line)
        self.line.addAction(self._symbol, QLineEdit.LeadingPosition)
        self._draw_icons()
        self._theme.changed.connect(self._draw_icons)
        self.problem.setObjectName("error")
        self.problem.setTextFormat(Qt.PlainText)
        self.problem.hide()
        self.counts.setObjectName("muted")
        self.counts.setMinimumWidth(self.fontMetrics().horizontalAdvance("10,000 of 100,000"))
        self.counts.setAlignment(Qt.AlignRight | Qt.AlignVCenter)
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self.line, 1)
        for button in self._presets.values():
            row.addWidget(button)
        row.addWidget(self.counts)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 6, 10, 6)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(self.problem)

    def _draw_icons(self) -> None:
        self._symbol.setIcon(self._theme.icon("filter-variant", self._theme.palette.muted))
