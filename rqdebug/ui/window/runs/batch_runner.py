# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the scripts of several files or of a folder, one after the other, in one or more rounds."""

from __future__ import annotations

import os
from collections import Counter, deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from PyQt5.QtCore import QObject, pyqtSignal
from PyQt5.QtWidgets import QFileDialog, QWidget

from rqdebug.debug.script_filters import check_script_filter
from rqdebug.errors import ScriptError, SettingsError
from rqdebug.scripts.language.inputs import Inputs
from rqdebug.scripts.language.script_nodes import Script
from rqdebug.scripts.report import RunStatus
from rqdebug.scripts.running.options import Options
from rqdebug.scripts.running.stored_secrets import add_stored_secrets
from rqdebug.scripts.script_folder import SUFFIX, find_scripts, leave_out_included, read_script
from rqdebug.session import Attachment
from rqdebug.ui.dialogs.batch_dialog import BatchDialog
from rqdebug.ui.models import formats
from rqdebug.ui.models.report_model import STATUS_WORDS
from rqdebug.ui.services.attachment_service import AttachmentControl
from rqdebug.ui.services.background_tasks import BackgroundTasks
from rqdebug.ui.style.tr import counted, tr
from rqdebug.ui.window.runs.run_control import RunControl
from rqdebug.ui.window.runs.script_runner import ScriptRunner
from rqdebug.ui.window.runs.window_run import WindowRun

MAX_SCRIPTS = 200
"""More scripts have more reports than a window can show; the command line runs any number."""

ReadScript = tuple[Path, Script]


@dataclass(frozen=True, slots=True)
class Batch:
    """Scripts that are run one after the other."""

    scripts: Sequence[ReadScript]
    inputs: Inputs
    """The secrets that they need."""
    targets: Sequence[Attachment]
    rounds: int = 1
    """How often all of them are run; 0 until the user stops."""
    until_failure: bool = False
    """Whether the first script that does not pass is the last."""


class BatchRunner(QObject):
    """Runs one batch at a time, in one or more rounds. Each script has a report.

    After a stop, the scripts of the round that are left are reported as "not run". A new round replaces the
    reports of scripts that passed. Reports of others stay, so that a later success hides no failure.
    """

    done = pyqtSignal(str)
    """How the batch ended, in one sentence."""
    failed = pyqtSignal(str)
    """A script cannot be read, so that none was run: why, in one sentence."""

    def __init__(
        self,
        runs: RunControl,
        runner: ScriptRunner,
        attachments: AttachmentControl,
        tasks: BackgroundTasks,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._runs = runs
        self._runner = runner
        self._attachments = attachments
        self._tasks = tasks
        self._window = window
        self._batch = Batch((), Inputs(), ())
        self._waiting: deque[ReadScript] = deque()
        """The scripts of the round that have not begun."""
        self._round = self._last_round = 0
        """The present round, and the last one; the last is 0 until the user stops."""
        self._replaceable: dict[Path, WindowRun] = {}
        """By script: the run whose report the next round replaces."""
        self._bad: list[WindowRun] = []
        """The runs that did not pass, whose reports are kept."""
        self._ends: Counter[RunStatus] = Counter()
        """How many scripts ended in each way, in all rounds."""

    def ask_files(self) -> None:
        """Run the scripts that the user chooses."""
        types = f"{tr('Scripts')} (*{SUFFIX});;{tr('All files')} (*)"
        paths, _ = QFileDialog.getOpenFileNames(self._window, tr("Run Files"), "", types)
        if paths:
            self.ask_rounds([Path(path) for path in paths])

    def ask_folder(self) -> None:
        """Run the scripts of a folder that the user chooses, and of its inner folders."""
        if folder := QFileDialog.getExistingDirectory(self._window, tr("Run Folder")):
            self.ask_rounds([Path(folder)])

    def ask_rounds(self, paths: Sequence[Path]) -> None:
        """Name the scripts in files and folders, and their targets; run them as often as the user chooses."""
        self._read(paths, self._ask)

    def run_paths(self, paths: Sequence[Path], rounds: int = 1, until_failure: bool = False) -> None:
        """Run the scripts in files and folders, if all of them can be read.

        Args:
            paths: The files and folders.
            rounds: How often; 0 until the user stops.
            until_failure: Stop at the first script that does not pass.
        """
        self._read(
            paths, lambda batch: self._start(replace(batch, rounds=rounds, until_failure=until_failure))
        )

    @property
    def is_running(self) -> bool:
        """Whether a batch is in progress."""
        return bool(self._waiting) or any(run.place and run.running for run in self._runs.kept)

    def _may_start(self) -> bool:
        if self.is_running:
            self.failed.emit(tr("Several scripts are running already; stop them, or wait for their end"))
        return not self.is_running

    def _read(self, paths: Sequence[Path], then: Callable[[Batch], object]) -> None:
        if self._may_start() and (targets := self._runner.chosen_targets()):

            def go_on(batch: Batch) -> None:
                if self._is_small(batch):
                    then(batch)

            self._tasks.run(self, lambda: Batch(*_read(paths), targets), go_on, self._fail)

    def _is_small(self, batch: Batch) -> bool:
        is_small = len(batch.scripts) <= MAX_SCRIPTS
        if not is_small:
            self.failed.emit(
                tr(
                    "{n} scripts are too many for the window, which runs {limit}; use rqdebug run",
                    n=formats.count(len(batch.scripts)),
                    limit=formats.count(MAX_SCRIPTS),
                )
            )
        return is_small

    def _ask(self, batch: Batch) -> None:
        names = [script.filename for _, script in batch.scripts]
        dialog = BatchDialog(names, [target.name for target in batch.targets], self._window)

        def run(rounds: int, until_failure: bool) -> None:
            if self._may_start() and self._attachments.check_attached(batch.targets):
                self._start(replace(batch, rounds=rounds, until_failure=until_failure))

        dialog.chosen.connect(run)
        dialog.open()

    def _start(self, batch: Batch) -> None:
        for run in [run for run in self._runs.kept if run.place]:
            self._runs.forget(run)
        self._batch, self._round, self._last_round = batch, 0, batch.rounds
        for kept in (self._replaceable, self._bad, self._ends):
            kept.clear()
        self._begin_round()

    def _begin_round(self) -> None:
        self._round += 1
        self._waiting.extend(self._batch.scripts)
        self._next()

    def _next(self) -> None:
        place, title = self._place(), self._title()
        path, script = self._waiting.popleft()
        options = Options(inputs=self._batch.inputs)
        run = self._runs.run_script(script, self._batch.targets, options, path=path, place=place, title=title)
        self._replace(path)
        run.finished.connect(lambda _: self._end(path, run))

    def _place(self) -> str:
        total = len(self._batch.scripts)
        place = tr("{n} of {total}", n=total - len(self._waiting) + 1, total=total)
        return place if self._batch.rounds == 1 else f"{place} · {self._round_words()}"

    def _round_words(self) -> str:
        if self._batch.rounds:
            total = formats.count(self._batch.rounds)
            return tr("round {n} of {total}", n=formats.count(self._round), total=total)
        return tr("round {n}", n=formats.count(self._round))

    def _title(self) -> str:
        name = self._waiting[0][1].filename
        if self._batch.rounds == 1:
            return name
        return tr("{script}, round {n}", script=name, n=formats.count(self._round))

    def _replace(self, path: Path) -> None:
        """Remove the earlier report of a script that has a newer one."""
        if (before := self._replaceable.pop(path, None)) is not None:
            self._runs.forget(before)

    def _end(self, path: Path, run: WindowRun) -> None:
        self._count(path, run)
        is_bad = self._batch.until_failure and not run.report.ok
        ends_here = is_bad or run.report.status is RunStatus.STOPPED
        if ends_here:
            self._leave_out_rest()
        if run.ends_after_loop:
            self._last_round = self._round
        if self._waiting:
            self._next()
        elif ends_here or self._round == self._last_round:
            self._finish()
        else:
            self._begin_round()

    def _leave_out_rest(self) -> None:
        while self._waiting:
            place, title = self._place(), self._title()
            path, script = self._waiting.popleft()
            run = self._runs.leave_out(
                script, self._batch.targets, Options(), path=path, place=place, title=title
            )
            self._replace(path)
            self._count(path, run)

    def _count(self, path: Path, run: WindowRun) -> None:
        """Count how a script ended. Its report is kept if it did not pass, up to MAX_SCRIPTS of them."""
        self._ends[run.report.status] += 1
        if run.report.ok or len(self._bad) >= MAX_SCRIPTS:
            self._replaceable[path] = run
        else:
            self._bad.append(run)

    def _finish(self) -> None:
        if bad := next((run for run in self._bad if run in self._runs.kept), None):
            self._runs.select(bad)
        words = (f"{tr(STATUS_WORDS[end])}: {formats.count(count)}" for end, count in self._ends.items())
        scripts = counted(len(self._batch.scripts), "{n} script", "{n} scripts")
        rounds = [] if self._batch.rounds == 1 else [counted(self._round, "{n} round", "{n} rounds")]
        self.done.emit(" · ".join([scripts, *rounds, *words]))

    def _fail(self, error: Exception) -> None:
        if not isinstance(error, (OSError, UnicodeDecodeError, ScriptError, SettingsError)):
            raise error
        self.failed.emit(str(error))


def _read(paths: Sequence[Path]) -> tuple[list[ReadScript], Inputs]:
    """Read all scripts, named from the folder that they have in common, and the secrets that they need.

    Runs in another thread.
    """
    files = find_scripts(paths)
    common = Path(os.path.commonpath([file.parent for file in files]))
    scripts = [
        (file, read_script(file, str(file.relative_to(common)), check_script_filter)) for file in files
    ]
    scripts = leave_out_included(paths, scripts)
    return scripts, add_stored_secrets([script for _, script in scripts], Inputs())
