# SPDX-License-Identifier: GPL-3.0-or-later
"""One script: its text, whether it can be understood, and what running it gave."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Collection, Sequence
from functools import partial
from pathlib import Path

from PyQt5.Qsci import QsciScintilla
from PyQt5.QtCore import Qt, QTimer, pyqtSignal
from PyQt5.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from rqdebug.errors import ScriptError
from rqdebug.scripts.language.parser import parse
from rqdebug.scripts.language.script_nodes import Script
from rqdebug.scripts.report import VectorResult
from rqdebug.support.atomic_files import write_atomically
from rqdebug.support.garbage import pause_collection
from rqdebug.ui.models import formats
from rqdebug.ui.models.line_results import LineResults
from rqdebug.ui.scripts.editor import ScriptEditor
from rqdebug.ui.scripts.outline import Outline
from rqdebug.ui.scripts.replace_bar import ReplaceBar
from rqdebug.ui.services.background_tasks import BackgroundTasks
from rqdebug.ui.services.timers import after_pause
from rqdebug.ui.style.theme import Theme
from rqdebug.ui.style.tr import later, tr

TYPING_PAUSE = 300
"""Milliseconds without a key before the text is checked."""
SUFFIX = ".rqs"
PIECE = 100_000
"""Characters that are put into the editor at once."""
FIRST_LINES = later("""\
# F5 runs this on the chosen target; Shift+F1 tells what a script can say.
jobs = create(name="jobs", maxsize=2)
jobs.put("a")
assert jobs.get() == "a"
""")


class ScriptTab(QWidget):
    """An editor on a file, or on a script that has none yet."""

    title_changed = pyqtSignal()
    saved = pyqtSignal()
    """The text is in the file."""
    trouble = pyqtSignal(str)
    """The file cannot be read or written: why, in one sentence."""

    edited = pyqtSignal()
    """The text is another, for a while already."""

    def __init__(
        self,
        path: Path | None,
        tasks: BackgroundTasks,
        theme: Theme,
        text: str | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """``text``: what is not in the file, or in none yet; None: read the file."""
        super().__init__(parent)
        self.path = path
        self._text = text
        self._tasks = tasks
        self._loaded = False
        self._outlined = ""
        """The text that the outline is of."""
        self._running: dict[tuple[str, str], int] = {}
        self._results = LineResults()
        self.editor = ScriptEditor(theme)
        self.replace_bar = ReplaceBar(self.editor)
        self.outline = Outline(theme)
        self.problem = QPushButton()
        self.place = QLabel()
        self._problem_at: tuple[int, int] | None = None
        self._check_pause = after_pause(TYPING_PAUSE, self.check, self)
        self._lay_out()
        self.editor.textChanged.connect(self._check_pause.start)
        self.editor.modificationChanged.connect(lambda _: self.title_changed.emit())
        self.editor.cursorPositionChanged.connect(self._show_place)
        self.problem.clicked.connect(self._go_to_problem)
        self.outline.line_chosen.connect(self.go_to)
        self.setFocusProxy(self.editor)
        self._show_place(0, 0)
        self._load()

    @property
    def title(self) -> str:
        name = self.path.name if self.path else f"new{SUFFIX}"
        return f"{name} •" if self.modified else name

    @property
    def modified(self) -> bool:
        return bool(self.editor.isModified())

    def check(self) -> None:
        """Say below the editor what is wrong with the text, if anything is."""
        self.edited.emit()
        self.understand(lambda _: None)

    def understand(self, then: Callable[[Script], object], lines: range | None = None) -> None:
        """Find out in another thread what the text means, and ``then`` go on with that.

        ``lines``: only what is in these. If it means nothing, this is said
        below the editor, and that is all.
        """
        self._check_pause.stop()
        if not self._loaded:
            return
        meant = self.editor.text() if lines is None else only(self.editor.text(), lines)
        text, name = self.editor.text(), self.path.name if self.path else tr("new script")
        folder = self.path.parent if self.path else None

        def failed(error: Exception) -> None:
            if not isinstance(error, ScriptError):
                raise error
            self._show_problem(text, error)

        def done(script: Script) -> None:
            self._show_problem(text, None)
            if lines is None and text != self._outlined:
                self._outlined = text
                self.outline.show_script(script)
            then(script)

        def parse_text() -> Script:
            with pause_collection():
                return parse(meant, name, folder)

        self._tasks.run(self, parse_text, done, failed)

    def save(self, path: Path, then: Callable[[], object] | None = None) -> None:
        """Write the text to a file, in another thread, and ``then`` do something if that went well."""
        text = self.editor.text()

        def done(_: None) -> None:
            self.path = path
            self.editor.setModified(self.editor.text() != text)
            self.title_changed.emit()
            self.saved.emit()
            if then is not None:
                then()

        self._tasks.run(self, lambda: _write(path, text), done, self._tell)

    def begin_run(self) -> None:
        self._running.clear()
        self._results = LineResults()
        self.editor.clear_notes()
        self.outline.clear_notes()

    def show_lines(self, started: Sequence[tuple[str, str, int]]) -> None:
        """Lines that were begun: target, lane and line of each."""
        self._running.update(((target, lane), line) for target, lane, line in started)
        self.editor.show_running(set(self._running.values()))

    def show_results(self, results: Sequence[VectorResult]) -> None:
        """What came out, beside and below the lines."""
        for line in self._results.add(results):
            note = self._results.note(line)
            self.editor.show_note(line, note)
            self.outline.show_note(line, note)

    def show_paused(self, lines: Collection[int]) -> None:
        """The run stands still before these."""
        self.editor.show_paused(lines)
        for line in lines:
            self.editor.ensureLineVisible(line - 1)

    def end_run(self) -> None:
        self._running.clear()
        self.editor.show_paused(())
        self.editor.show_running(())

    def go_to(self, line: int) -> None:
        self.editor.go_to(line)

    def _load(self) -> None:
        if self._text is not None:
            self._loaded = True
            self.editor.append(self._text)  # a change, so that it counts as not saved
            self.editor.setCursorPosition(0, 0)
            self.check()
        elif self.path is None:
            self._fill(tr(FIRST_LINES))
        else:
            path = self.path
            self._tasks.run(self, lambda: path.read_text("utf-8"), self._fill, self._tell)

    def _fill(self, text: str) -> None:
        self.editor.setText(text[:PIECE])
        self.editor.setModified(False)
        if len(text) > PIECE:
            self.editor.setReadOnly(True)
            self._fill_up(text, PIECE)
        else:
            self._filled()

    def _fill_up(self, text: str, start: int) -> None:
        """A long text comes piece by piece, and the window does other things in between."""
        self.editor.setReadOnly(False)
        self.editor.append(text[start : start + PIECE])
        self.editor.setReadOnly(True)
        if start + PIECE < len(text):
            QTimer.singleShot(1, partial(self._fill_up, text, start + PIECE))
        else:
            self.editor.setReadOnly(False)
            self.editor.SendScintilla(QsciScintilla.SCI_EMPTYUNDOBUFFER)
            self._filled()

    def _filled(self) -> None:
        self._loaded = True
        self.editor.setModified(False)
        self.editor.setCursorPosition(0, 0)
        self.check()

    def _tell(self, error: Exception) -> None:
        if isinstance(error, OSError):
            self.trouble.emit(f"{error.filename or self.path}: {error.strerror or error}")
        elif isinstance(error, UnicodeDecodeError):
            self.trouble.emit(tr("{file} is not UTF-8 text", file=self.path))
        else:
            raise error

    def _show_problem(self, text: str, error: ScriptError | None) -> None:
        if text != self.editor.text():
            return  # it was changed meanwhile, and will be checked again
        self._problem_at = (error.line, error.column) if error else None
        self.problem.setVisible(error is not None)
        self.editor.clear_problem()
        if error is not None:
            place = tr("Line {line}, column {column}", line=error.line, column=error.column)
            self.problem.setText(f"{place}: {error.message}")
            self.problem.setToolTip(formats.tip(f"{self.problem.text()}\n{tr('Go there')}"))
            self.editor.show_problem(error.line, error.column)

    def _go_to_problem(self) -> None:
        if self._problem_at is not None:
            self.editor.go_to(*self._problem_at)

    def _show_place(self, line: int, column: int) -> None:
        self.place.setText(tr("Ln {line}, Col {column}", line=line + 1, column=column + 1))

    def _lay_out(self) -> None:
        foot = QFrame()
        foot.setObjectName("foot")
        self.problem.setObjectName("problem")
        self.problem.hide()
        self.place.setObjectName("muted")
        row = QHBoxLayout(foot)
        row.setContentsMargins(8, 3, 12, 3)
        self.problem.setSizePolicy(QSizePolicy.Ignored, QSizePolicy.Fixed)
        row.addWidget(self.problem, 1000)  # a long one is cut: it must not widen the window
        row.addStretch(1)
        row.addWidget(self.place)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.outline.hide()
        splitter = QSplitter(Qt.Horizontal)
        splitter.setHandleWidth(1)
        splitter.addWidget(self.editor)
        splitter.addWidget(self.outline)
        splitter.setStretchFactor(0, 3)
        splitter.setStretchFactor(1, 2)
        column.addWidget(splitter, 1)
        column.addWidget(self.replace_bar)
        column.addWidget(foot)


def only(text: str, lines: range) -> str:
    """These lines of a text, where they stand, without the indentation that they share."""
    chosen = text.splitlines()[lines.start - 1 : lines.stop - 1]
    return "\n" * (lines.start - 1) + textwrap.dedent("\n".join(chosen)) + "\n"


def _write(path: Path, text: str) -> None:
    """All or nothing: a full disk must not cost the script that was there."""
    with write_atomically(path) as file:
        file.write(text.encode())
