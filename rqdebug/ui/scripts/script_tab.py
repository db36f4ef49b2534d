# SPDX-License-Identifier: GPL-3.0-or-later
"""Tab of one script: its text, its errors, and the results of a run."""

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
from rqdebug.ui.style.engine_messages import translate_message
from rqdebug.ui.style.theme import Theme
from rqdebug.ui.style.tr import later, tr
from rqdebug.ui.widgets.plain_label import PlainLabel

TYPING_PAUSE = 300
"""Milliseconds without a key press before the text is checked."""
SUFFIX = ".rqs"
CHUNK = 100_000
"""Characters that are inserted into the editor in one step."""
FIRST_LINES = later("""\
# Press F5 to run this script on the selected target, Shift+F1 for the script language.
jobs = create(name="jobs", maxsize=2)
jobs.put("a")
assert jobs.get() == "a"
""")


class ScriptTab(QWidget):
    """An editor for a script file, or for a new script without a file."""

    title_changed = pyqtSignal()
    saved = pyqtSignal()
    """The text was written to the file."""
    failed = pyqtSignal(str)
    """The file cannot be read or written, for this reason."""

    edited = pyqtSignal()
    """The text has changed, and the user has paused typing."""

    def __init__(
        self,
        path: Path | None,
        tasks: BackgroundTasks,
        theme: Theme,
        text: str | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """``text`` is unsaved text to begin with; None reads the file."""
        super().__init__(parent)
        self.path = path
        self._text = text
        self._tasks = tasks
        self._loaded = False
        self._outlined = ""
        """The text that the outline shows."""
        self._running: dict[tuple[str, str], int] = {}
        self._results = LineResults()
        self.editor = ScriptEditor(theme)
        self.replace_bar = ReplaceBar(self.editor)
        self.outline = Outline(theme)
        self.problem = QPushButton()
        self.position = PlainLabel()
        self._problem_at: tuple[int, int] | None = None
        self._check_pause = after_pause(TYPING_PAUSE, self.check, self)
        self._lay_out()
        self.editor.textChanged.connect(self._check_pause.start)
        self.editor.modificationChanged.connect(lambda _: self.title_changed.emit())
        self.editor.cursorPositionChanged.connect(self._show_position)
        self.problem.clicked.connect(self._go_to_problem)
        self.outline.line_chosen.connect(self.go_to)
        self.setFocusProxy(self.editor)
        self._show_position(0, 0)
        self._load()

    @property
    def title(self) -> str:
        name = self.path.name if self.path else f"new{SUFFIX}"
        return f"{name} •" if self.modified else name

    @property
    def modified(self) -> bool:
        return bool(self.editor.isModified())

    def check(self) -> None:
        """Parse the text and show its first error below the editor."""
        self.edited.emit()
        self.parse(lambda _: None)

    def parse(self, then: Callable[[Script], object], lines: range | None = None) -> None:
        """Parse the text in another thread and call ``then`` with the script.

        ``lines`` selects some lines; None is all. If there is an error, it appears below the editor and
        ``then`` is not called.
        """
        self._check_pause.stop()
        if not self._loaded:
            return
        source = self.editor.text() if lines is None else select_lines(self.editor.text(), lines)
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
                return parse(source, name, folder)

        self._tasks.run(self, parse_text, done, failed)

    def save(self, path: Path, then: Callable[[], object] | None = None) -> None:
        """Write the text to a file in another thread. Call ``then`` after success."""
        text = self.editor.text()

        def done(_: None) -> None:
            self.path = path
            self.editor.setModified(self.editor.text() != text)
            self.title_changed.emit()
            self.saved.emit()
            if then is not None:
                then()

        self._tasks.run(self, lambda: _write(path, text), done, self._report_error)

    def begin_run(self) -> None:
        self._running.clear()
        self._results = LineResults()
        self.editor.clear_notes()
        self.outline.clear_notes()

    def show_lines(self, started: Sequence[tuple[str, str, int]]) -> None:
        """Mark the lines that have started. Each entry is target, lane and line."""
        self._running.update(((target, lane), line) for target, lane, line in started)
        self.editor.show_running(set(self._running.values()))

    def show_results(self, results: Sequence[VectorResult]) -> None:
        """Show results beside and below the lines."""
        for line in self._results.add(results):
            note = self._results.note(line)
            self.editor.show_note(line, note)
            self.outline.show_note(line, note)

    def show_paused(self, lines: Collection[int]) -> None:
        """Mark the lines before which the run is paused."""
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
            self.editor.append(self._text)  # append, not setText: the text counts as unsaved
            self.editor.setCursorPosition(0, 0)
            self.check()
        elif self.path is None:
            self._fill(tr(FIRST_LINES))
        else:
            path = self.path
            self._tasks.run(self, lambda: path.read_text("utf-8"), self._fill, self._report_error)

    def _fill(self, text: str) -> None:
        self.editor.setText(text[:CHUNK])
        self.editor.setModified(False)
        if len(text) > CHUNK:
            self.editor.setReadOnly(True)
            self._append_chunk(text, CHUNK)
        else:
            self._finish_loading()

    def _append_chunk(self, text: str, start: int) -> None:
        """Insert a long text in chunks, so that the window stays responsive."""
        self.editor.setReadOnly(False)
        self.editor.append(text[start : start + CHUNK])
        self.editor.setReadOnly(True)
        if start + CHUNK < len(text):
            QTimer.singleShot(1, partial(self._append_chunk, text, start + CHUNK))
        else:
            self.editor.setReadOnly(False)
            self.editor.SendScintilla(QsciScintilla.SCI_EMPTYUNDOBUFFER)
            self._finish_loading()

    def _finish_loading(self) -> None:
        self._loaded = True
        self.editor.setModified(False)
        self.editor.setCursorPosition(0, 0)
        self.check()

    def _report_error(self, error: Exception) -> None:
        if isinstance(error, OSError):
            self.failed.emit(f"{error.filename or self.path}: {error.strerror or error}")
        elif isinstance(error, UnicodeDecodeError):
            self.failed.emit(tr("{file} is not UTF-8 text", file=self.path))
        else:
            raise error

    def _show_problem(self, text: str, error: ScriptError | None) -> None:
        if text != self.editor.text():
            return  # the text has changed since and will be checked again
        self._problem_at = (error.line, error.column) if error else None
        self.problem.setVisible(error is not None)
        self.editor.clear_problem()
        if error is not None:
            position = tr("Line {line}, column {column}", line=error.line, column=error.column)
            self.problem.setText(f"{position}: {translate_message(error.message)}")
            self.problem.setToolTip(formats.tip(f"{self.problem.text()}\n{tr('Click to go to this line.')}"))
            self.editor.show_problem(error.line, error.column)

    def _go_to_problem(self) -> None:
        if self._problem_at is not None:
            self.editor.go_to(*self._problem_at)

    def _show_position(self, line: int, column: int) -> None:
        self.position.setText(tr("Ln {line}, Col {column}", line=line + 1, column=column + 1))

    def _lay_out(self) -> None:
        foot = QFrame()
        foot.setObjectName("foot")
        self.problem.setObjectName("problem")
        self.problem.hide()
        self.position.setObjectName("muted")
        row = QHBoxLayout(foot)
        row.setContentsMargins(8, 3, 12, 3)
        self.problem.setSizePolicy(QSizePolicy.Ignored, QSizePolicy.Fixed)
        row.addWidget(self.problem, 1000)  # cut off a long error: it must not widen the window
        row.addStretch(1)
        row.addWidget(self.position)
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


def select_lines(text: str, lines: range) -> str:
    """Return these lines of a text with their line numbers unchanged, and without common indentation."""
    selected = text.splitlines()[lines.start - 1 : lines.stop - 1]
    return "\n" * (lines.start - 1) + textwrap.dedent("\n".join(selected)) + "\n"


def _write(path: Path, text: str) -> None:
    """Replace the file only if all was written: a full disk must not destroy the old script."""
    with write_atomically(path) as file:
        file.write(text.encode())
