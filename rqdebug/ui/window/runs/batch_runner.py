# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the scripts of several files or of a folder, one after the other."""

from __future__ import annotations

import os
from collections import Counter, deque
from collections.abc import Sequence
from pathlib import Path

from PyQt5.QtCore import QObject, pyqtSignal
from PyQt5.QtWidgets import QFileDialog, QWidget

from rqdebug.errors import ScriptError, SettingsError
from rqdebug.scripts.language.inputs import Inputs
from rqdebug.scripts.language.script_nodes import Script
from rqdebug.scripts.report import Report, RunStatus
from rqdebug.scripts.running.options import Options
from rqdebug.scripts.running.stored_secrets import add_stored_secrets
from rqdebug.scripts.script_folder import SUFFIX, find_scripts, leave_out_included, read_script
from rqdebug.session import Attachment
from rqdebug.ui.models import formats
from rqdebug.ui.models.report_model import STATUS_WORDS
from rqdebug.ui.services.background_tasks import BackgroundTasks
from rqdebug.ui.style.tr import counted, tr
from rqdebug.ui.window.runs.run_control import RunControl
from rqdebug.ui.window.runs.script_runner import ScriptRunner
from rqdebug.ui.window.runs.window_run import WindowRun

MAX_SCRIPTS = 200
"""More scripts have more reports than a window can show; the command line runs any number."""

ReadScript = tuple[Path, Script]


class BatchRunner(QObject):
    """Runs one batch at a time. Each script has a report, which says "not run" if a stop came before it."""

    done = pyqtSignal(str)
    """How the batch ended, in one sentence."""
    failed = pyqtSignal(str)
    """A script cannot be read, so that none was run: why, in one sentence."""

    def __init__(
        self, runs: RunControl, runner: ScriptRunner, tasks: BackgroundTasks, window: QWidget
    ) -> None:
        super().__init__(window)
        self._runs = runs
        self._runner = runner
        self._tasks = tasks
        self._window = window
        self._waiting: deque[ReadScript] = deque()
        self._targets: Sequence[Attachment] = ()
        self._inputs = Inputs()
        self._total = 0
        self._ended: list[WindowRun] = []

    def ask_files(self) -> None:
        """Run the scripts that the user chooses."""
        types = f"{tr('Scripts')} (*{SUFFIX});;{tr('All files')} (*)"
        paths, _ = QFileDialog.getOpenFileNames(self._window, tr("Run Files"), "", types)
        if paths:
            self.run_paths([Path(path) for path in paths])

    def ask_folder(self) -> None:
        """Run the scripts of a folder that the user chooses, and of its inner folders."""
        if folder := QFileDialog.getExistingDirectory(self._window, tr("Run Folder")):
            self.run_paths([Path(folder)])

    def run_paths(self, paths: Sequence[Path]) -> None:
        """Run the scripts in files and folders, if all of them can be read."""
        if self._waiting or any(run.place and run.running for run in self._runs.kept):
            self.failed.emit(tr("Several scripts are running already; stop them, or wait for their end"))
            return
        targets = self._runner.chosen_targets()
        if targets:
            self._tasks.run(self, lambda: _read(paths), lambda read: self._start(*read, targets), self._fail)

    def _start(self, scripts: Sequence[ReadScript], inputs: Inputs, targets: Sequence[Attachment]) -> None:
        if len(scripts) > MAX_SCRIPTS:
            self.failed.emit(
                tr(
                    "{n} scripts are too many for the window, which runs {limit}; use rqdebug run",
                    n=formats.count(len(scripts)),
                    limit=formats.count(MAX_SCRIPTS),
                )
            )
            return
        for run in [run for run in self._runs.kept if run.place]:
            self._runs.forget(run)
        self._ended.clear()
        self._waiting.extend(scripts)
        self._targets, self._total = targets, len(scripts)
        self._inputs = inputs
        self._next()

    def _next(self) -> None:
        path, script = self._waiting.popleft()
        options = Options(inputs=self._inputs)
        run = self._runs.run_script(script, self._targets, options, path=path, place=self._place())
        run.finished.connect(lambda report: self._end(run, report))

    def _place(self) -> str:
        return tr("{n} of {total}", n=len(self._ended) + 1, total=self._total)

    def _end(self, run: WindowRun, report: Report) -> None:
        self._ended.append(run)
        if report.status is RunStatus.STOPPED:
            self._leave_out_rest()
        if self._waiting:
            self._next()
        else:
            self._finish()

    def _leave_out_rest(self) -> None:
        while self._waiting:
            path, script = self._waiting.popleft()
            self._ended.append(
                self._runs.leave_out(script, self._targets, Options(), path=path, place=self._place())
            )

    def _finish(self) -> None:
        bad = next((run for run in self._ended if not run.report.ok), None)
        if bad is not None:
            self._runs.select(bad)
        statuses = Counter(run.report.status for run in self._ended)
        words = (f"{tr(STATUS_WORDS[status])}: {formats.count(count)}" for status, count in statuses.items())
        scripts = counted(self._total, "{n} script", "{n} scripts")
        self.done.emit(" · ".join([scripts, *words]))

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
    scripts = [(file, read_script(file, str(file.relative_to(common)))) for file in files]
    scripts = leave_out_included(paths, scripts)
    return scripts, add_stored_secrets([script for _, script in scripts], Inputs())
