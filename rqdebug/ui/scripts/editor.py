# SPDX-License-Identifier: GPL-3.0-or-later
"""The script editor: text with breakpoints, and the result of a run beside each line."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from itertools import accumulate

from PyQt5.Qsci import QsciLexerPython, QsciScintilla, QsciStyle
from PyQt5.QtCore import QEvent, Qt, pyqtSignal
from PyQt5.QtGui import (
    QColor,
    QContextMenuEvent,
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QHelpEvent,
    QKeyEvent,
    QWheelEvent,
)
from PyQt5.QtWidgets import QToolTip, QWidget

from rqdebug.errors import ScriptError
from rqdebug.scripts.editing.breakpoint_lines import stop_for
from rqdebug.scripts.running.breakpoints import Breakpoint
from rqdebug.ui.models.formats import tip
from rqdebug.ui.models.line_results import LineNote
from rqdebug.ui.scripts.breakpoint_marks import BreakpointMarks, breakpoint_menu, describe_breakpoint
from rqdebug.ui.scripts.editor_colors import paint_lexer
from rqdebug.ui.scripts.editor_completion import EditorCompletion
from rqdebug.ui.scripts.editor_keys import bind_keys, is_unbound
from rqdebug.ui.scripts.editor_margins import FOLD_SIGNS, FOLDS, NOTES, NUMBERS, SIGNS, EditorMargins
from rqdebug.ui.scripts.editor_values import EditorValues
from rqdebug.ui.scripts.text_search import TextSearch
from rqdebug.ui.style.engine_messages import translate_message
from rqdebug.ui.style.theme import Theme
from rqdebug.ui.style.tr import tr

_RUNNING, _PAUSED, _WRONG = 2, 3, 4  # the markers; later ones cover earlier ones, and breakpoints are first
_PROBLEM = 8  # the indicator; lexers use the lower numbers
_SIGN = 14  # pixels of a picture in the margin
_PASSED, _FAILED, _BELOW, _VALUE = 64, 65, 66, 67  # the styles; lexers use the lower numbers


MAX_MARKED = 500
"""The number of errors that are marked in the text."""
HOVER = 400
"""Milliseconds that the mouse rests before what is under it is explained."""


class ScriptEditor(QsciScintilla):
    """Edits a script. Lines and columns are counted from 1."""

    breakpoints_changed = pyqtSignal()
    zoom_wanted = pyqtSignal(int)
    """The user turned the wheel with Ctrl: enlarge the text by this many points."""
    breakpoint_wanted = pyqtSignal(int)
    """The user wants to choose how runs pause at this line."""
    breakpoint_refused = pyqtSignal()
    """No statement follows the line of a breakpoint that the user wants."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._notes: dict[int, LineNote] = {}
        self._problems: dict[int, list[str]] = {}
        self._stops: Sequence[int] | None = None
        """The lines in which statements begin, in ascending order; None if they are unknown."""
        self._explains = False
        """Whether what is under the mouse is explained."""
        self._lexer = QsciLexerPython(self)
        self.setLexer(self._lexer)
        self.marks = BreakpointMarks(self)
        self.margin_widths = EditorMargins(self)
        self._set_up()
        bind_keys(self)
        self.completion = EditorCompletion(self)
        self.values = EditorValues(self, lambda: self._value, self._redraw_note)
        self.SCN_CHARADDED.connect(self._end_undo_step)
        self.SCN_DWELLSTART.connect(self._explain_place)
        self.SCN_DWELLEND.connect(self._hide_explanation)
        self.textChanged.connect(self._forget_stops)
        self.marginClicked.connect(self._click_margin)
        self._paint()
        theme.changed.connect(self._paint)

    def show_running(self, lines: Collection[int]) -> None:
        """Mark exactly the lines that are running."""
        self.markerDeleteAll(_RUNNING)
        for line in lines:
            self.markerAdd(line - 1, _RUNNING)

    def show_paused(self, lines: Collection[int]) -> None:
        """Mark exactly the lines before which the run is paused."""
        self.markerDeleteAll(_PAUSED)
        for line in lines:
            self.markerAdd(line - 1, _PAUSED)

    @property
    def breakpoints(self) -> frozenset[int]:
        """The lines before which a run pauses."""
        return frozenset(each.line for each in self.marks.all())

    def toggle_breakpoint(self, line: int) -> None:
        """Remove the breakpoint of a line; or set one there, or at the next statement."""
        if line in self.breakpoints:
            self.marks.remove(line)
        elif (stop := self.stop_for(line)) is not None and stop not in self.breakpoints:
            self.marks.set(Breakpoint(stop))
        self.breakpoints_changed.emit()

    def set_breakpoint(self, breakpoint: Breakpoint) -> None:
        """Set a breakpoint, in place of the one that its line may have."""
        self.marks.set(breakpoint)
        self.breakpoints_changed.emit()

    def set_breakpoints(self, breakpoints: Iterable[Breakpoint]) -> None:
        """Replace the breakpoints, for example when a script is opened again."""
        self.marks.replace(each for each in breakpoints if 0 < each.line <= self.lines())
        self.breakpoints_changed.emit()

    def show_stops(self, stops: Sequence[int]) -> None:
        """Set breakpoints only in these lines, in which statements begin, until the text changes."""
        self._stops = stops

    def settle_breakpoints(self) -> None:
        """Move each breakpoint at which no run would pause to the next statement, or remove it."""
        settled = [(each, self._stop_for(each.line)) for each in self.marks.all()]
        if any(stop != each.line for each, stop in settled):
            self.set_breakpoints(replace(each, line=stop) for each, stop in settled if stop is not None)

    def stop_for(self, line: int) -> int | None:
        """Return the line of the breakpoint that a user wants who chooses a line; report if there is none."""
        stop = self._stop_for(line)
        if stop is None:
            self.breakpoint_refused.emit()
        return stop

    def _stop_for(self, line: int) -> int | None:
        if self._stops is None:  # the text has changed, or has errors
            below = range(line, self.lines() + 1)
            return next((each for each in below if self.text(each - 1).strip()[:1] not in ("", "#")), None)
        place = bisect_left(self._stops, line)
        first = self._stops[place - 1] if place else line
        lines = [self.text(each - 1).rstrip("\r\n") for each in range(first, line + 1)]
        return stop_for(line, self._stops, lines)

    def _forget_stops(self) -> None:
        self._stops = None

    @property
    def line(self) -> int:
        """The line with the cursor."""
        return int(self.getCursorPosition()[0]) + 1

    @property
    def cursor_index(self) -> int:
        """The index of the character behind the cursor in the text."""
        data = self.text().encode()
        return len(data[: self.SendScintilla(QsciScintilla.SCI_GETCURRENTPOS)].decode())

    @property
    def word(self) -> str:
        """The word at the cursor; empty if there is none."""
        return self._word_at(self.SendScintilla(QsciScintilla.SCI_GETCURRENTPOS))

    def selected_lines(self) -> range:
        """Return the lines that are selected at least in part; without a selection, the cursor line."""
        first, _, last, column = self.getSelection()
        if first < 0:
            return range(self.line, self.line + 1)
        return range(first + 1, last + 1 + (column > 0))

    def lines_from_here(self) -> range:
        """Return the lines from the cursor to the end, with the beginning of the block around the cursor."""
        line = self.line
        while line < self.lines() and self.text(line - 1).strip()[:1] in ("", "#"):
            line += 1
        while line > 1 and self.text(line - 1)[:1] in " \t)]}#\r\n":
            line -= 1
        return range(line, self.lines() + 1)

    def find_match(self, search: TextSearch, back: bool) -> bool:
        """Select the next or previous match, wrapping around. Return whether there is one."""
        whole = self.text()
        start, end = self._selected_span()
        matches = list(search.matches(whole))
        after = [match for match in matches if match[0] >= end and match != (start, end)]
        before = [match for match in matches if match[1] <= start and match != (start, end)]
        found = (before[-1:] or matches[-1:]) if back else (after[:1] or matches[:1])
        for first, last in found:
            offsets = [len(whole[:place].encode()) for place in (first, last)]
            self.SendScintilla(QsciScintilla.SCI_SETSEL, *offsets)
        return bool(found)

    def replace_all(self, search: TextSearch, by: str) -> int:
        """Replace all matches in one undo step; breakpoints stay. Return the number of matches."""
        whole = self.text()
        places = list(search.matches(whole))
        self.replace_parts(whole, [(start, end, by) for start, end in places])
        return len(places)

    def is_match(self, search: TextSearch) -> bool:
        """Whether exactly one match is selected."""
        return self._selected_span() in list(search.matches(self.text()))

    def _selected_span(self) -> tuple[int, int]:
        """Return the first character of the selection, and the one after it."""
        data = self.text().encode()
        start = self.SendScintilla(QsciScintilla.SCI_GETSELECTIONSTART)
        end = self.SendScintilla(QsciScintilla.SCI_GETSELECTIONEND)
        return len(data[:start].decode()), len(data[:end].decode())

    def toggle_comment(self) -> None:
        """Comment the selected lines out; if all of them are comments, back in."""
        lines = [line - 1 for line in self.selected_lines() if self.text(line - 1).strip()]
        texts = [self.text(line) for line in lines]
        indents = [len(text) - len(text.lstrip()) for text in texts]
        is_commented = all(text.lstrip().startswith("#") for text in texts)
        self.beginUndoAction()
        for line, text, indent in zip(lines, texts, indents, strict=True):
            if is_commented:
                mark = "# " if text[indent:].startswith("# ") else "#"
                self._replace_in_line(line, indent, indent + len(mark), "")
            else:
                self._replace_in_line(line, min(indents), min(indents), "# ")
        self.endUndoAction()

    def _replace_in_line(self, line: int, start: int, end: int, by: str) -> None:
        """Replace columns of a line; the cursor stays beside its character."""
        places = [self.positionFromLineIndex(line, column) for column in (start, end)]
        self.SendScintilla(QsciScintilla.SCI_SETTARGETRANGE, *places)
        self.SendScintilla(QsciScintilla.SCI_REPLACETARGET, len(by), by.encode())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.isListActive() and self.completion.ends_line(event):
            self.cancelList()
        if is_unbound(self, event):
            event.ignore()  # it may be the key of a command of the window that is disabled now
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.ControlModifier:
            self.zoom_wanted.emit(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)

    def duplicate(self) -> None:
        """Repeat the selected text, or the line with the cursor."""
        self.SendScintilla(QsciScintilla.SCI_SELECTIONDUPLICATE)

    def move_lines(self, by: int) -> None:
        """Exchange the selected lines with the line above (-1) or below (1)."""
        up, down = QsciScintilla.SCI_MOVESELECTEDLINESUP, QsciScintilla.SCI_MOVESELECTEDLINESDOWN
        self.SendScintilla(up if by < 0 else down)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept text. A file is for the window, which opens it."""
        if event.mimeData().hasUrls():
            event.ignore()
        else:
            super().dragEnterEvent(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        if event.mimeData().hasUrls():
            event.ignore()
        else:
            super().dragMoveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        if event.mimeData().hasUrls():
            event.ignore()
        else:
            super().dropEvent(event)

    def _end_undo_step(self, char: int) -> None:
        """Let Undo take back one word: after a character of no word, the next one begins a new step."""
        if not (chr(char).isalnum() or char == ord("_")):
            self.beginUndoAction()
            self.endUndoAction()

    def replace_text(self, whole: str) -> None:
        """Replace the lines that differ, in one undo step; breakpoints of all other lines stay."""
        before, after = self.text().splitlines(keepends=True), whole.splitlines(keepends=True)
        matcher = SequenceMatcher(None, before, after, autojunk=False)
        starts = [0, *accumulate(map(len, before))]
        changed = (codes[1:] for codes in matcher.get_opcodes() if codes[0] != "equal")
        parts = [(starts[i], starts[j], "".join(after[k:m])) for i, j, k, m in changed]
        self.replace_parts("".join(before), parts)

    def replace_parts(self, whole: str, parts: Sequence[tuple[int, int, str]]) -> None:
        """Replace parts of the text, each from a character up to another, in one undo step."""
        if not parts:
            return
        offsets = [0, *accumulate(len(char.encode()) for char in whole)]
        self.beginUndoAction()
        for start, end, by in reversed(parts):
            data = by.encode()
            self.SendScintilla(QsciScintilla.SCI_SETTARGETRANGE, offsets[start], offsets[end])
            self.SendScintilla(QsciScintilla.SCI_REPLACETARGET, len(data), data)
        self.endUndoAction()

    def follow_line_ends(self, text: str) -> None:
        """End new lines as most lines of this text end."""
        crlf = text.count("\r\n")
        is_windows = crlf > text.count("\n") - crlf
        mode = QsciScintilla.EolMode.EolWindows if is_windows else QsciScintilla.EolMode.EolUnix
        self.setEolMode(mode)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Show the menu of the breakpoint beside a line, or that of the text."""
        if event.reason() == QContextMenuEvent.Mouse and event.x() < self._signs_end():
            line = self._line_at(event.y())
            menu = breakpoint_menu(self, line, line in self.breakpoints)
            menu.popup(event.globalPos())
        else:
            super().contextMenuEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.ToolTip:
            found = self.marks.at(self._line_at(event.y())) if event.x() < self._signs_end() else None
            text = "" if found is None else describe_breakpoint(found)
            QToolTip.showText(event.globalPos(), tip(text) if text else "", self)
            return True
        return bool(super().viewportEvent(event))

    def _signs_end(self) -> int:
        """Return where the margins end in which breakpoints are, in pixels."""
        return int(self.marginWidth(NUMBERS) + self.marginWidth(SIGNS))

    def _line_at(self, y: int) -> int:
        position = self.SendScintilla(QsciScintilla.SCI_POSITIONFROMPOINT, self._signs_end(), y)
        return int(self.SendScintilla(QsciScintilla.SCI_LINEFROMPOSITION, position)) + 1

    def _click_margin(self, margin: int, line: int, _: object) -> None:
        if margin in (NUMBERS, SIGNS):
            self.toggle_breakpoint(line + 1)

    def show_note(self, line: int, note: LineNote) -> None:
        if self._notes.get(line) != note:
            self._notes[line] = note
            self.margin_widths.fit_note(note.margin)
            self._draw_note(line, note)

    def note(self, line: int) -> LineNote | None:
        return self._notes.get(line)

    def clear_notes(self) -> None:
        self._notes.clear()
        self.clearAnnotations()
        self.clearMarginText()
        self.margin_widths.forget_notes()
        self.show_running(())

    def show_problems(self, problems: Sequence[ScriptError]) -> None:
        """Mark exactly these errors, in the margin and below the text."""
        self._problems = {}
        self.markerDeleteAll(_WRONG)
        self.clearIndicatorRange(0, 0, self.lines(), 0, _PROBLEM)
        for problem in problems[:MAX_MARKED]:
            self._problems.setdefault(problem.line, []).append(translate_message(problem.message))
            self.markerAdd(problem.line - 1, _WRONG)
            self._underline(problem.line, problem.column)

    def _underline(self, line: int, column: int) -> None:
        """Underline from this column to the end of the line; beyond its end, underline the whole line."""
        text = self.text(line - 1).rstrip("\r\n")
        start = column - 1 if column <= len(text) else 0
        self.fillIndicatorRange(line - 1, start, line - 1, len(text), _PROBLEM)

    def _explain_place(self, position: int, _x: int, _y: int) -> None:
        """Show the error or the value of the variable under the mouse, unless something else is shown."""
        is_busy = self.isListActive() or self.SendScintilla(QsciScintilla.SCI_CALLTIPACTIVE)
        if position < 0 or is_busy:
            return
        line = int(self.SendScintilla(QsciScintilla.SCI_LINEFROMPOSITION, position)) + 1
        text = "\n".join(self._problems.get(line, ())) or self.values.at(self._word_at(position))
        if text:
            self.SendScintilla(QsciScintilla.SCI_CALLTIPSHOW, position, text.encode())
            self._explains = True

    def _word_at(self, position: int) -> str:
        start, end = (
            self.SendScintilla(message, position, True)
            for message in (QsciScintilla.SCI_WORDSTARTPOSITION, QsciScintilla.SCI_WORDENDPOSITION)
        )
        return bytes(self.bytes(start, end)).rstrip(b"\0").decode(errors="ignore") if end > start else ""

    def _hide_explanation(self, *_: int) -> None:
        if self._explains:
            self._explains = False
            self.SendScintilla(QsciScintilla.SCI_CALLTIPCANCEL)

    def go_to(self, line: int, column: int = 1) -> None:
        """Move the cursor to this position and scroll to it."""
        self.setCursorPosition(line - 1, column - 1)
        self.ensureLineVisible(line - 1)
        self.setFocus()

    def _redraw_note(self, line: int) -> None:
        if line in self._notes:
            self._draw_note(line, self._notes[line])

    def _draw_note(self, line: int, note: LineNote) -> None:
        self.setMarginText(line - 1, note.margin, self._passed if note.passed else self._failed)
        if self.values.draw_line(line):
            return  # the values at a pause are more recent than the result of the run before it
        if note.below:
            self.annotate(line - 1, note.below, self._below)
        else:
            self.clearAnnotations(line - 1)

    def _style(self, number: int, color: str, ground: str) -> QsciStyle:
        return QsciStyle(number, "", QColor(color), QColor(ground), self._theme.mono)

    def _set_up(self) -> None:
        self.setUtf8(True)
        self.setEolMode(QsciScintilla.EolMode.EolUnix)
        self.setFrameShape(QsciScintilla.NoFrame)
        self.setIndentationsUseTabs(False)
        self.setTabWidth(4)
        self.setAutoIndent(True)
        self.setBackspaceUnindents(True)
        self.setBraceMatching(QsciScintilla.BraceMatch.SloppyBraceMatch)
        self.setScrollWidth(1)
        self.setScrollWidthTracking(True)
        self.setExtraAscent(2)
        self.setExtraDescent(2)
        self.setCaretLineVisible(True)
        self.setCaretWidth(2)
        self.setAnnotationDisplay(QsciScintilla.AnnotationDisplay.AnnotationIndented)
        self.indicatorDefine(QsciScintilla.IndicatorStyle.SquiggleIndicator, _PROBLEM)
        self.markerDefine(QsciScintilla.MarkerSymbol.RightTriangle, _RUNNING)
        self.setMarginType(NUMBERS, QsciScintilla.MarginType.NumberMargin)
        self.setMarginType(SIGNS, QsciScintilla.MarginType.SymbolMargin)
        self.setMarginType(NOTES, QsciScintilla.MarginType.TextMargin)
        self.setMarginLineNumbers(NUMBERS, True)
        for margin in (NUMBERS, SIGNS):
            self.setMarginSensitivity(margin, True)
        self.markerDefine(QsciScintilla.MarkerSymbol.Background, _PAUSED)
        self.setFolding(QsciScintilla.FoldStyle.PlainFoldStyle, FOLDS)
        self.SendScintilla(QsciScintilla.SCI_SETMOUSEDWELLTIME, HOVER)
        self.setAccessibleName(tr("Script"))

    def _paint(self) -> None:
        palette, mono = self._theme.palette, self._theme.mono
        paint_lexer(self._lexer, palette, mono)
        self.setMarginsFont(mono)
        self.margin_widths.fit()
        self.setMarginsBackgroundColor(QColor(palette.panel))
        self.setMarginsForegroundColor(QColor(palette.muted))
        self.setCaretForegroundColor(QColor(palette.text))
        self.setCaretLineBackgroundColor(QColor(palette.stripe))
        self.setSelectionBackgroundColor(QColor(palette.selection))
        self.resetSelectionForegroundColor()
        self.setMatchedBraceBackgroundColor(QColor(palette.selection))
        self.setMatchedBraceForegroundColor(QColor(palette.text))
        self.setIndicatorForegroundColor(QColor(palette.error), _PROBLEM)
        self.setMarkerForegroundColor(QColor(palette.accent), _RUNNING)
        self.setMarkerBackgroundColor(QColor(palette.accent), _RUNNING)
        self.marks.paint(palette)
        self.setMarkerBackgroundColor(QColor(palette.blocked_ground), _PAUSED)
        self.markerDefine(self._theme.icon("alert", palette.error).pixmap(_SIGN, _SIGN), _WRONG)
        self.setFoldMarginColors(QColor(palette.panel), QColor(palette.panel))
        for sign in FOLD_SIGNS:
            self.SendScintilla(QsciScintilla.SCI_MARKERSETFORE, sign, QColor(palette.panel))
            self.SendScintilla(QsciScintilla.SCI_MARKERSETBACK, sign, QColor(palette.muted))
        self.setCallTipsBackgroundColor(QColor(palette.raised))
        self.setCallTipsForegroundColor(QColor(palette.text))
        self.setCallTipsHighlightColor(QColor(palette.link))
        self._passed = self._style(_PASSED, palette.ok, palette.panel)
        self._failed = self._style(_FAILED, palette.error, palette.panel)
        self._below = self._style(_BELOW, palette.error, palette.error_ground)
        self._value = self._style(_VALUE, palette.muted, palette.blocked_ground)
        for line, note in self._notes.items():
            self._draw_note(line, note)
        self.values.draw()
