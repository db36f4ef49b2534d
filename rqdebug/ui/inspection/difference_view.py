# SPDX-License-Identifier: GPL-3.0-or-later
"""Shows where two payloads differ, as text and member by member."""

from __future__ import annotations

from collections.abc import Iterator

from PyQt5.QtCore import Qt
from PyQt5.QtGui import QColor, QTextBlock, QTextCursor, QTextFormat
from PyQt5.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QTabWidget,
    QTextEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from rqdebug.events.filters.json_members import format_path
from rqdebug.inspection.payload_difference import (
    DifferenceLine,
    PayloadDifference,
    common_length,
)
from rqdebug.ui.models import formats
from rqdebug.ui.style.theme import Theme
from rqdebug.ui.style.tr import counted, tr
from rqdebug.ui.widgets.elided import ElidedLabel
from rqdebug.ui.widgets.escaping_delegate import escape_items
from rqdebug.ui.widgets.text_finder import TextFinder

MAX_MEMBERS = 5_000
"""More members that differ are only counted."""
MAX_MARKED = 5_000
"""More lines that differ keep their sign but not their colour, which would freeze the window."""
LEAD = 24
"""Letters that two values can have in common before their equal beginning is left out."""
_TINT = 64
"""Opacity of the background of a line that differs, of 255."""
_SIGNS = {"": "  ", "-": "− ", "+": "+ "}


class DifferenceView(QWidget):
    """Shows the lines and the members of a difference, beginning at the first place that differs."""

    def __init__(
        self, theme: Theme, names: tuple[str, str] | None = None, parent: QWidget | None = None
    ) -> None:
        """``names``: what the two sides are; by default, the first and the second payload."""
        super().__init__(parent)
        self._theme = theme
        self._names = names or (tr("First"), tr("Second"))
        self._lines: tuple[DifferenceLine, ...] = ()
        self.summary = ElidedLabel()
        self.text = QPlainTextEdit()
        self.tree = QTreeWidget()
        escape_items(self.tree)
        self.tabs = QTabWidget()
        self.back_button, self.next_button = QPushButton(tr("Previous")), QPushButton(tr("Next"))
        self._lay_out()
        self.back_button.clicked.connect(lambda _: self.go_to_difference(back=True))
        self.next_button.clicked.connect(lambda _: self.go_to_difference(back=False))
        theme.changed.connect(self._mark)

    def show_difference(self, difference: PayloadDifference) -> None:
        self._lines = difference.lines
        self.text.setPlainText("\n".join(_SIGNS[line.sign] + line.text for line in difference.lines))
        self._mark()
        self._show_members(difference)
        self.summary.setText(_summary(difference))
        for button in (self.back_button, self.next_button):
            button.setEnabled(not difference.is_equal)
        if difference.first_line is not None:
            self._go_to(difference.first_line)

    def go_to_difference(self, back: bool) -> None:
        """Go to the next or previous group of lines that differ; after the last, to the first."""
        lines, current = self._lines, self.text.textCursor().blockNumber()
        starts = [n for n, line in enumerate(lines) if line.sign and not (n and lines[n - 1].sign)]
        if back:
            self._go_to(next((n for n in reversed(starts) if n < current), starts[-1]))
        else:
            self._go_to(next((n for n in starts if n > current), starts[0]))

    def _go_to(self, number: int) -> None:
        block = self.text.document().findBlockByNumber(number)
        line = self._lines[number]
        self.text.setTextCursor(_cursor(block, min(line.start, len(line.text)) + len(_SIGNS[line.sign])))
        self.text.centerCursor()

    def _mark(self) -> None:
        """Colour the lines that differ, and more strongly the part of each that differs."""
        self.text.setExtraSelections(list(self._selections()))

    def _selections(self) -> Iterator[QTextEdit.ExtraSelection]:
        palette = self._theme.palette
        different = [number for number, line in enumerate(self._lines) if line.sign]
        for number in different[:MAX_MARKED]:
            line, block = self._lines[number], self.text.document().findBlockByNumber(number)
            color = QColor(palette.ok if line.sign == "+" else palette.error)
            color.setAlpha(_TINT)
            whole = _selection(_cursor(block, 0), color)
            whole.format.setProperty(QTextFormat.FullWidthSelection, True)
            yield whole
            cursor = _cursor(block, len(_SIGNS[line.sign]) + line.start)
            cursor.setPosition(cursor.position() + line.end - line.start, QTextCursor.KeepAnchor)
            yield _selection(cursor, color)

    def _show_members(self, difference: PayloadDifference) -> None:
        self.tree.clear()
        members = difference.members or ()
        for member in members[:MAX_MEMBERS]:
            texts = [format_path(member.path), member.before or "–", member.after or "–"]
            start = common_length(*texts[1:])
            item = QTreeWidgetItem([texts[0], *(_excerpt(text, start) for text in texts[1:])])
            for column, text in enumerate(texts):
                item.setToolTip(column, formats.tip(text))
            self.tree.addTopLevelItem(item)
        for column in range(2):
            self.tree.resizeColumnToContents(column)
            self.tree.setColumnWidth(column, min(self.tree.columnWidth(column), 320))
        self.tabs.setTabVisible(1, difference.members is not None)

    def _lay_out(self) -> None:
        self.text.setObjectName("reader")
        self._theme.follow_mono(self.text)
        self.text.setReadOnly(True)
        self.finder = TextFinder(self.text)
        self.text.setLineWrapMode(QPlainTextEdit.NoWrap)
        self.text.setTextInteractionFlags(Qt.TextSelectableByMouse | Qt.TextSelectableByKeyboard)
        self.text.setAccessibleName(tr("Lines of both payloads"))
        self.tree.setHeaderLabels([tr("Member"), *self._names])
        self._theme.follow_mono(self.tree)
        self.tree.setRootIsDecorated(False)
        self.tree.setAlternatingRowColors(True)
        self.tree.setAccessibleName(tr("Members that differ"))
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self.text, tr("Text"))
        self.tabs.addTab(self.tree, tr("Members"))
        row = QHBoxLayout()
        row.setContentsMargins(10, 6, 10, 6)
        row.addWidget(self.summary)
        row.addStretch(1)
        row.addWidget(self.back_button)
        row.addWidget(self.next_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(self.tabs)


class DifferenceWindow(QDialog):
    """Compares two payloads in a window of its own. Not modal: the user can continue in the main window."""

    def __init__(
        self,
        difference: PayloadDifference,
        note: str,
        theme: Theme,
        parent: QWidget | None = None,
        *,
        names: tuple[str, str] | None = None,
    ) -> None:
        """``note`` says which payloads these are, and whether they are complete; ``names``: what they are."""
        super().__init__(parent)
        self.setAttribute(Qt.WA_DeleteOnClose)
        self.setWindowFlag(Qt.WindowMaximizeButtonHint)
        self.setWindowTitle(tr("Compare Payloads"))
        self.resize(820, 520)
        self.note = ElidedLabel(note)
        self.note.setObjectName("muted")
        self.note.setContentsMargins(10, 8, 10, 0)
        self.view = DifferenceView(theme, names)
        for button in (self.view.back_button, self.view.next_button):
            button.setAutoDefault(False)
        self.view.show_difference(difference)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.note)
        column.addWidget(self.view)


def _summary(difference: PayloadDifference) -> str:
    """Return where the first difference is."""
    first = difference.first_line
    if first is None:
        return tr("The payloads are equal")
    if difference.members:
        path = format_path(difference.members[0].path)
        count = counted(len(difference.members), "{n} member differs", "{n} members differ")
        return tr("{count}; the first is {path}", count=count, path=path)
    position = {
        "line": formats.count(sum(line.sign != "+" for line in difference.lines[:first]) + 1),
        "column": formats.count(difference.lines[first].start + 1),
    }
    return tr("The first difference is in line {line}, column {column}", **position)


def _excerpt(text: str, start: int) -> str:
    """Return a text from a little before the place that differs, so that narrow columns show it."""
    return text if start <= LEAD else f"…{text[start - LEAD // 2 :]}"


def _cursor(block: QTextBlock, column: int) -> QTextCursor:
    cursor = QTextCursor(block)
    cursor.setPosition(block.position() + column)
    return cursor


def _selection(cursor: QTextCursor, color: QColor) -> QTextEdit.ExtraSelection:
    selection = QTextEdit.ExtraSelection()
    selection.cursor = cursor
    selection.format.setBackground(color)
    return selection
