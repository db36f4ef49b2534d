# SPDX-License-Identifier: GPL-3.0-or-later
"""Tab of one script: its text, its errors, and the results of a run."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial
from pathlib import Path

from PyQt5.Qsci import QsciScintilla
from PyQt5.QtCore import Qt, QTimer, pyqtSignal
from PyQt5.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QInputDialog,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from rqdebug.errors import ScriptError
from rqdebug.scripts.editing.definitions import find_definition
from rqdebug.scripts.language.script_nodes import Script
from rqdebug.scripts.report import VectorResult
from rqdebug.scripts.running.breakpoints import Breakpoint
from rqdebug.ui.models.line_results import LineResults
from rqdebug.ui.scripts.breakpoint_dialog import ask_breakpoint
from rqdebug.ui.scripts.checked_text import CheckedText, check_text
from rqdebug.ui.scripts.disk_notice import DiskNotice
from rqdebug.ui.scripts.editor import ScriptEditor
from rqdebug.ui.scripts.editor_values import PausedLane
from rqdebug.ui.scripts.line_tracker import LineTracker
from rqdebug.ui.scripts.outline import Outline
from rqdebug.ui.scripts.problem_list import ProblemList
from rqdebug.ui.scripts.replace_bar import ReplaceBar
from rqdebug.ui.scripts.script_file import DiskState, FileChangedError, ScriptFile
from rqdebug.ui.services.background_tasks import BackgroundTasks
from rqdebug.ui.services.path_watcher import PathWatcher
from rqdebug.ui.services.recovery import RecoveredScript
from rqdebug.ui.services.timers import after_pause
from rqdebug.ui.style.command_keys import COMMAND_KEYS
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
# Press {run} to run this script on the selected target, {help} for the script language.
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
    """The file cannot be written, for this reason."""
    unreadable = pyqtSignal(str)
    """The file cannot be read, for this reason. The tab has no text and cannot be saved to the file."""
    conflicted = pyqtSignal(object)
    """Nothing was saved: another program has written the file. Has a function that overwrites the file."""

    refused = pyqtSignal(str)
    """The script does not run, or a breakpoint is not set: why, in one sentence."""
    loaded = pyqtSignal()
    """The text was read from the file."""
    place_wanted = pyqtSignal(object, int)
    """Show a line of another file, whose path is the first argument."""
    edited = pyqtSignal()
    """The text has changed, and the user has paused typing."""

    def __init__(
        self,
        path: Path | None,
        tasks: BackgroundTasks,
        theme: Theme,
        draft: RecoveredScript | None = None,
        parent: QWidget | None = None,
        open_texts: Callable[[], Mapping[Path, str]] = dict,
    ) -> None:
        """``draft`` is unsaved text to begin with; None reads the file. ``open_texts``: of other tabs."""
        super().__init__(parent)
        self._file: ScriptFile | None = None
        self._draft = draft
        self._open_texts = open_texts
        self.included: frozenset[str] = frozenset()
        """The names of the files that the script includes."""
        self._tasks = tasks
        self._saves: deque[Callable[[], object]] = deque()
        """The save in progress, then those that wait for it."""
        self._watcher = PathWatcher(self)
        if path is not None:
            self._use(ScriptFile(path, *((draft.known, draft.has_bom) if draft else ())))
        self._loaded = False
        self._breakpoints: Collection[Breakpoint] = ()
        """The breakpoints to set when the text is read."""
        self._is_missing = False
        """Whether the file was deleted, so that only this tab has the text."""
        self._wanted_place = 0, 1
        """The line and column to go to when the text is loaded; line 0 for none."""
        self._outlined = ""
        """The text that the outline shows."""
        self._running: dict[tuple[str, str], int] = {}
        self._results = LineResults()
        self.editor = ScriptEditor(theme)
        self.tracker = LineTracker(self.editor)
        """Where the lines of the current or last run are now."""
        self.disk_notice = DiskNotice()
        self.replace_bar = ReplaceBar(self.editor)
        self.outline = Outline(theme)
        self.problems = ProblemList(theme)
        self.position = PlainLabel()
        self._check_pause = after_pause(TYPING_PAUSE, self.check, self)
        self._lay_out()
        self.editor.textChanged.connect(self._check_pause.start)
        self.editor.modificationChanged.connect(lambda _: self.title_changed.emit())
        self.editor.cursorPositionChanged.connect(self._show_position)
        self.problems.chosen.connect(self.editor.go_to)
        self.problems.closed.connect(self.editor.setFocus)
        self.outline.line_chosen.connect(self.go_to)
        self._watcher.stirred.connect(self._compare_with_disk)
        self.disk_notice.reload_wanted.connect(self.reload)
        self.editor.breakpoint_wanted.connect(partial(ask_breakpoint, self.editor, theme))
        self.editor.breakpoint_refused.connect(
            lambda: self.refused.emit(tr("No breakpoint was set, because no statement follows this line"))
        )
        self.setFocusProxy(self.editor)
        self._show_position(0, 0)
        self._load()

    @property
    def path(self) -> Path | None:
        """The file of the script; None for a new one."""
        return self._file.path if self._file else None

    @property
    def draft(self) -> RecoveredScript:
        """The present text, and what its file was when it was read."""
        file = self._file
        known, has_bom = (file.known, file.has_bom) if file else ("", False)
        return RecoveredScript(self.path, self.editor.text(), known, has_bom)

    @property
    def title(self) -> str:
        name = self.path.name if self.path else f"new{SUFFIX}"
        return f"{name} •" if self.modified else name

    @property
    def modified(self) -> bool:
        """Whether closing the tab would lose text."""
        return bool(self.editor.isModified()) or self._is_missing

    @property
    def breakpoints(self) -> Collection[Breakpoint]:
        """Where a run pauses."""
        return self.editor.marks.all() if self._loaded else self._breakpoints

    def restore_breakpoints(self, breakpoints: Collection[Breakpoint]) -> None:
        """Set the breakpoints that the script had when it was open last, as soon as its text is read."""
        if self._loaded:
            self.editor.set_breakpoints(breakpoints)
        else:
            self._breakpoints = breakpoints

    def when_loaded(self, then: Callable[[], object]) -> None:
        """Call a function when the text is read."""
        if self._loaded:
            then()
        else:
            self.loaded.connect(lambda: then())

    def check(self) -> None:
        """Parse the text and show its errors."""
        self._end_pause()
        self.parse(lambda _: None)

    def _end_pause(self) -> None:
        """Report a changed text, also if it runs while the user types."""
        self._check_pause.stop()
        self.edited.emit()

    def parse_to_run(self, then: Callable[[Script], object], lines: range | None = None) -> None:
        """Parse the text like ``parse``. If there is an error, go to it and emit ``refused``."""
        self.parse(then, lines, self._refuse)

    def parse(
        self,
        then: Callable[[Script], object],
        lines: range | None = None,
        otherwise: Callable[[ScriptError], object] = lambda _: None,
    ) -> None:
        """Parse the text in another thread, and show its errors.

        Args:
            then: Called with the script if it can run.
            lines: Use only these lines and the definitions that they need; None uses all.
            otherwise: Called with the first error, or with the reason why these lines cannot run.
        """
        if self._check_pause.isActive():
            self._end_pause()
        path, text = self.path, self.editor.text()
        name, folder = (path.name, path.parent) if path else (tr("new script"), None)

        def done(checked: CheckedText) -> None:
            self._show_problems(text, checked.problems)
            self.included = frozenset(each.path.name for each in checked.whole.files)
            if not checked.problems and text == self.editor.text():
                self.editor.show_stops(checked.stops)
            if not checked.problems and text != self._outlined:
                self._outlined = text
                self.outline.show_script(checked.whole)
            if checked.refusal is not None:
                otherwise(checked.refusal)
            else:
                then(checked.part)

        if self._loaded:
            task = partial(check_text, text, name, folder, lines, self._open_texts())
            self._tasks.run(self, task, done)

    def _refuse(self, error: ScriptError) -> None:
        if error not in self.problems.problems:
            why = translate_message(error.message)
            self.refused.emit(tr("The selected lines do not run: {why}", why=why))
            return
        self.problems.open()
        self.problems.go_to_first()
        self.refused.emit(tr("The script does not run: there is an error in line {line}", line=error.line))

    def save(self, path: Path, then: Callable[[], object] | None = None, overwrite: bool = False) -> None:
        """Write the text to a file in another thread. Call ``then`` after success.

        Args:
            path: The file. Another file than the tab's is overwritten: the user has chosen it.
            then: Called when the text is in the file.
            overwrite: Overwrite the tab's file even if another program has written it.
        """
        self._saves.append(partial(self._save, path, then, overwrite))
        if len(self._saves) == 1:
            self._saves[0]()

    def _save(self, path: Path, then: Callable[[], object] | None, overwrite: bool) -> None:
        if not self._loaded:
            self._saves.clear()
            self.failed.emit(tr("{file} was not read to its end, so it is not overwritten", file=self.path))
            return
        text, file = self.editor.text(), self._file
        if file is None or path != file.path:
            file, overwrite = ScriptFile(path, has_bom=file.has_bom if file else False), True
        write = partial(file.write, text, overwrite)
        again = partial(self.save, path, then, True)
        done = partial(self._end_save, file, text, then)
        self._tasks.run(self, write, lambda _: done(), partial(self._fail_save, again))

    def _end_save(self, file: ScriptFile, text: str, then: Callable[[], object] | None) -> None:
        self._use(file)
        self._is_missing = False
        self.disk_notice.show_state(DiskState.SAME, file.path.name)
        self.editor.setModified(self.editor.text() != text)
        self.title_changed.emit()
        self.saved.emit()
        self._saves.popleft()
        if self._saves:
            self._saves[0]()
        if then is not None:
            then()

    def _fail_save(self, again: Callable[[], object], error: Exception) -> None:
        self._saves.clear()
        if isinstance(error, FileChangedError):
            self.conflicted.emit(again)
        else:
            self.failed.emit(self._describe(error))

    def _use(self, file: ScriptFile) -> None:
        self._file = file
        self._watcher.watch(file.path)

    # Other programs that change the file

    def reload(self) -> None:
        """Take over the text of the file. This can be undone."""
        if self._file is not None:
            self._tasks.run(self, self._file.read, self._take_over, self._fail_reload)

    def _take_over(self, text: str) -> None:
        self.editor.replace_text(text)
        self.editor.setModified(False)
        self.disk_notice.show_state(DiskState.SAME, "")
        self.title_changed.emit()
        self.saved.emit()
        self.check()

    def _fail_reload(self, error: Exception) -> None:
        self.disk_notice.show_problem(self._describe(error))

    def _compare_with_disk(self) -> None:
        if self._file is not None and self._loaded and not self._saves:
            self._tasks.run(self, self._file.state, self._show_disk_state)

    def _show_disk_state(self, state: DiskState) -> None:
        if state is DiskState.CHANGED and not self.modified and not self._saves:
            self.reload()
        else:
            self.disk_notice.show_state(state, self.path.name if self.path else "")
            self._is_missing = state is DiskState.MISSING
            self.title_changed.emit()
            self.edited.emit()

    def begin_run(self) -> None:
        self.editor.settle_breakpoints()
        self._running.clear()
        self._results = LineResults()
        self.tracker.reset()
        self.editor.clear_notes()
        self.outline.clear_notes()

    def show_lines(self, started: Sequence[tuple[str, str, int]]) -> None:
        """Mark the lines that have started. Each entry is target, lane and line."""
        self._show_positions({(target, lane): line for target, lane, line in started})

    def show_results(self, results: Sequence[VectorResult]) -> None:
        """Show results beside and below the lines."""
        for original in self._results.add(results):
            note, line = self._results.note(original), self.tracker.current(original)
            self.editor.show_note(line, note)
            self.outline.show_note(line, note)

    def show_paused(self, places: Mapping[tuple[str, str], int]) -> None:
        """Mark the line before which each paused lane, a target and a name, is paused."""
        self._show_positions(places)
        lines = {self.tracker.current(line) for line in places.values()}
        self.editor.show_paused(lines)
        for line in lines:
            self.editor.ensureLineVisible(line - 1)

    def _show_positions(self, places: Mapping[tuple[str, str], int]) -> None:
        """Move the arrow of each of these lanes to its line: the one that runs, or that it is paused at."""
        self._running.update(places)
        self.editor.show_running(set(map(self.tracker.current, self._running.values())))

    def show_variables(self, lanes: Sequence[PausedLane], problems: Mapping[int, str]) -> None:
        """Show the values of paused lanes: below the lines that use them, and under the mouse.

        Args:
            lanes: The lanes that wait.
            problems: By line: what is wrong with the condition of its breakpoint.
        """
        current = self.tracker.current
        self.editor.values.show(
            [(*lane[:2], current(lane[2]), lane[3]) for lane in lanes],
            {current(line): problem for line, problem in problems.items()},
        )

    def end_run(self) -> None:
        self._running.clear()
        self.editor.show_paused(())
        self.editor.values.show([])
        self.editor.show_running(())

    def go_to(self, line: int, column: int = 1) -> None:
        """Move the cursor to a place, as soon as the text is loaded."""
        self._wanted_place = (0, 1) if self._loaded else (line, column)
        self.editor.go_to(line, column)

    def go_to_definition(self) -> None:
        """Go to the line that defines the name at the cursor."""
        name, line, text = self.editor.word, self.editor.line, self.editor.text()
        folder, texts = self.path.parent if self.path else None, self._open_texts()

        def find() -> tuple[Path | None, int] | None:
            return find_definition(check_text(text, "", folder, None, texts).whole, name, line)

        def show(found: tuple[Path | None, int] | None) -> None:
            if found is None:
                self.refused.emit(tr("“{name}” is not defined in this script", name=name))
            elif found[0] is None:
                self.editor.go_to(found[1])
            else:
                self.place_wanted.emit(*found)

        if name:
            self._tasks.run(self, find, show)

    def ask_line(self) -> None:
        """Go to the line whose number the user enters."""
        count = self.editor.lines()
        line, is_chosen = QInputDialog.getInt(
            self, tr("Go to Line"), tr("Line (1 to {n}):", n=count), self.editor.line, 1, count
        )
        if is_chosen:
            self.go_to(line)

    def _load(self) -> None:
        if self._draft is not None:
            self._loaded = True
            self.editor.follow_line_ends(self._draft.text)
            self.editor.append(self._draft.text)  # append, not setText: the text counts as unsaved
            self.editor.set_breakpoints(self._breakpoints)
            self.editor.setCursorPosition(0, 0)
            self.check()
            self._compare_with_disk()
        elif self._file is None:
            self._fill(tr(FIRST_LINES, run=COMMAND_KEYS["script.run"], help=COMMAND_KEYS["help.script"]))
        else:
            self.editor.setReadOnly(True)
            self._tasks.run(self, self._file.read, self._fill, self._fail_load)

    def _fail_load(self, error: Exception) -> None:
        self.unreadable.emit(self._describe(error))

    def _fill(self, text: str) -> None:
        self.editor.setReadOnly(False)
        self.editor.follow_line_ends(text)
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
        self.tracker.reset()
        QTimer.singleShot(0, self._go_to_wanted)
        self.editor.set_breakpoints(self._breakpoints)
        self.editor.setModified(False)
        self.editor.setCursorPosition(0, 0)
        self.check()
        self.loaded.emit()

    def _go_to_wanted(self) -> None:
        if self._wanted_place[0]:
            self.go_to(*self._wanted_place)

    def _describe(self, error: Exception) -> str:
        """Say why the file cannot be read or written."""
        if isinstance(error, OSError):
            return f"{error.filename or self.path}: {error.strerror or error}"
        if isinstance(error, UnicodeDecodeError):
            return tr("{file} is not UTF-8 text", file=self.path)
        raise error

    def _show_problems(self, text: str, problems: Sequence[ScriptError]) -> None:
        if text == self.editor.text():  # otherwise it will be checked again
            self.problems.show_problems(problems)
            self.editor.show_problems(problems)

    def _show_position(self, line: int, column: int) -> None:
        self.position.setText(tr("Ln {line}, Col {column}", line=line + 1, column=column + 1))

    def _lay_out(self) -> None:
        foot = QFrame()
        foot.setObjectName("foot")
        self.position.setObjectName("muted")
        row = QHBoxLayout(foot)
        row.setContentsMargins(8, 3, 12, 3)
        row.addWidget(self.problems.summary, 1000)
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
        column.addWidget(self.disk_notice)
        column.addWidget(splitter, 1)
        column.addWidget(self.problems)
        column.addWidget(self.replace_bar)
        column.addWidget(foot)
