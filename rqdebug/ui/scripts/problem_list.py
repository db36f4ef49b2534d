# SPDX-License-Identifier: GPL-3.0-or-later
"""The errors of a script: the first one in a line of text, all of them in a list."""

from __future__ import annotations

from collections.abc import Sequence

from PyQt5.QtCore import Qt, pyqtSignal
from PyQt5.QtGui import QKeyEvent
from PyQt5.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QPushButton, QSizePolicy, QWidget

from rqdebug.errors import ScriptError
from rqdebug.ui.models import formats
from rqdebug.ui.style.engine_messages import translate_message
from rqdebug.ui.style.theme import Theme
from rqdebug.ui.style.tr import counted, tr
from rqdebug.ui.widgets.escaping_delegate import escape_items

MAX_ROWS = 6
"""The number of errors that are visible without scrolling."""
MAX_PROBLEMS = 200
"""The list has at most this many errors, from the beginning of the script."""


class ProblemList(QListWidget):
    """Is hidden until the user opens it, so that typing does not move the text."""

    chosen = pyqtSignal(int, int)
    """Go to this line and column."""
    file_chosen = pyqtSignal(object, int, int)
    """Go to this line and column of an included file, whose path is the first argument."""
    closed = pyqtSignal()
    """The user closed the list with Escape."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.problems: Sequence[ScriptError] = ()
        self.summary = ProblemSummary()
        self.setObjectName("problems")
        theme.follow_mono(self)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.ElideRight)
        self.setAccessibleName(tr("Errors"))
        escape_items(self)
        self.itemClicked.connect(self._choose)
        self.itemActivated.connect(self._choose)
        self.summary.first.clicked.connect(self.go_to_first)
        self.summary.count.toggled.connect(self._open)
        self.hide()
        self.show_problems(())

    def show_problems(self, problems: Sequence[ScriptError]) -> None:
        """Show these errors; without any, hide the list and the line of text."""
        self.problems = problems
        self.clear()
        for problem in problems[:MAX_PROBLEMS]:
            item = QListWidgetItem(describe(problem))
            item.setToolTip(formats.tip(item.text()))
            self.addItem(item)
        self.setFixedHeight(self._height(min(len(problems), MAX_ROWS)))
        self.summary.show_problems(problems)
        self._open(self.summary.count.isChecked())

    def open(self) -> None:
        """Show all errors, if there are several."""
        self.summary.count.setChecked(True)

    def go_to_first(self) -> None:
        """Go to the first error."""
        if self.problems:
            self.setCurrentRow(0)
            self._go_to(self.problems[0])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key_Escape:
            self.summary.count.setChecked(False)
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def _open(self, is_wanted: bool) -> None:
        self.setVisible(is_wanted and len(self.problems) > 1)

    def _choose(self, item: QListWidgetItem) -> None:
        self._go_to(self.problems[self.row(item)])

    def _go_to(self, problem: ScriptError) -> None:
        origin = problem.origin
        if origin.path is None:
            self.chosen.emit(problem.line, problem.column)
        else:
            self.file_chosen.emit(origin.path, origin.line, origin.column)

    def _height(self, rows: int) -> int:
        return rows * max(self.sizeHintForRow(0), 0) + 2 * self.frameWidth()


class ProblemSummary(QWidget):
    """The number of errors, which opens and closes the list, and the first of them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.count, self.first = QPushButton(), QPushButton()
        self.count.setObjectName("chip")
        self.count.setCheckable(True)
        self.count.setToolTip(formats.tip(tr("Show or hide the list of all errors")))
        self.first.setObjectName("problem")
        self.first.setSizePolicy(QSizePolicy.Ignored, QSizePolicy.Fixed)  # a long error is cut off
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.count)
        row.addWidget(self.first, 1)

    def show_problems(self, problems: Sequence[ScriptError]) -> None:
        self.setVisible(bool(problems))
        self.count.setVisible(len(problems) > 1)
        self.first.setVisible(bool(problems))
        if problems:
            self.count.setText(counted(len(problems), "{n} error", "{n} errors"))
            self.first.setText(describe(problems[0]))
            self.first.setToolTip(formats.tip(f"{self.first.text()}\n{tr('Click to go to this line.')}"))


def describe(problem: ScriptError) -> str:
    """Return an error with its position, in the language of the window."""
    origin = problem.origin
    line, column = origin.line, origin.column
    if origin is problem:
        position = tr("Line {line}, column {column}", line=line, column=column)
    else:
        position = tr("{file}, line {line}, column {column}", file=origin.filename, line=line, column=column)
    return f"{position}: {translate_message(origin.message)}"
