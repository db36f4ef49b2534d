# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs scripts on the chosen targets, and saves reports."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PyQt5.QtCore import QObject, pyqtSignal
from PyQt5.QtWidgets import QMessageBox, QWidget

from rqdebug.scripts.language.script_nodes import Script
from rqdebug.scripts.report import Report
from rqdebug.scripts.reports.html_page import render_html
from rqdebug.scripts.reports.json_report import render_json
from rqdebug.scripts.reports.junit import render_junit
from rqdebug.scripts.running.options import Options
from rqdebug.session import Attachment
from rqdebug.support.atomic_files import write_atomically
from rqdebug.ui.dialogs.input_rows import KeptInputs
from rqdebug.ui.dialogs.run_dialog import RunDialog
from rqdebug.ui.dialogs.save_file import ask_save_file
from rqdebug.ui.models import formats
from rqdebug.ui.scripts.run_targets import RunTargets
from rqdebug.ui.scripts.script_tab import ScriptTab
from rqdebug.ui.services.attachment_service import AttachmentControl
from rqdebug.ui.services.background_tasks import BackgroundTasks
from rqdebug.ui.style.tr import later, tr
from rqdebug.ui.window.runs.run_control import RunControl
from rqdebug.ui.window.runs.window_run import WindowRun

REPORTS = {".xml": render_junit, ".json": render_json, ".html": render_html}
"""Functions that format a report, by the extension of the file."""
REPORT_FILES = later("HTML page (*.html);;JUnit XML (*.xml);;JSON (*.json)")


class ScriptRunner(QObject):
    """Runs scripts on the targets chosen in the toolbar, except read-only targets."""

    done = pyqtSignal(str)
    """A report was saved: a sentence for the status bar."""
    failed = pyqtSignal(str)
    """A script or a report failed: why, in one sentence."""

    def __init__(
        self,
        runs: RunControl,
        run_targets: RunTargets,
        attachments: AttachmentControl,
        tasks: BackgroundTasks,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._runs = runs
        self._run_targets = run_targets
        self._attachments = attachments
        self._tasks = tasks
        self._window = window
        self._inputs: dict[Path | None, KeptInputs] = {}
        """What was entered for each script; scripts that are not saved share theirs."""

    def run_once(self, tab: ScriptTab) -> None:
        """Run a script once."""
        self._run(tab, Options())

    def run_forever(self, tab: ScriptTab) -> None:
        """Run a script repeatedly until the user stops it."""
        self._run(tab, Options(loops=0))

    def run_selection(self, tab: ScriptTab) -> None:
        """Run the selected lines of a script once."""
        self._run(tab, Options(), tab.editor.selected_lines())

    def run_from_here(self, tab: ScriptTab) -> None:
        """Run a script once, from the statement or block at the cursor to the end."""
        self._run(tab, Options(), tab.editor.lines_from_here())

    def ask_options(self, tab: ScriptTab) -> None:
        """Run a script with options that the user chooses in a dialog."""
        tab.parse_to_run(lambda script: self._runs.add_secrets(script, Options(), partial(self._ask, tab)))

    def _ask(self, tab: ScriptTab, script: Script, options: Options) -> None:
        targets = self.chosen_targets()
        if not targets:
            return
        names = [attachment.name for attachment in targets]
        dialog = RunDialog(self._window, script, self._inputs.get(tab.path), options.inputs, names)

        def run(options: Options, stepping: bool) -> None:
            if dialog.inputs is not None:
                self._inputs[tab.path] = dialog.inputs.kept()
            if self._attachments.check_attached(targets):
                self._runs.start(tab, targets, options, stepping=stepping)

        dialog.chosen.connect(run)
        dialog.open()

    def ask_save_report(self, report: Report) -> None:
        """Save a report to a file that the user chooses, in the format of its extension."""
        title, types = tr("Save Report"), tr(REPORT_FILES)
        path = ask_save_file(title, "report.html", types, ".html", self._window)
        if path is None:
            return
        write = REPORTS.get(path.suffix)
        if write is None:
            endings = ", ".join(REPORTS)
            self.failed.emit(
                tr(
                    "unknown file type of {file}; use one of these extensions: {endings}",
                    file=path.name,
                    endings=endings,
                )
            )
            return

        def save() -> None:
            with write_atomically(path) as file:
                file.write(write(report).encode())

        saved = tr("Saved the report to {file}", file=path)
        self._tasks.run(self, save, lambda _: self.done.emit(saved), self._report_error)

    def may_end_run(self, tab: ScriptTab | None = None) -> bool:
        """Ask before a run in progress is stopped; stop it if the user agrees.

        Args:
            tab: The tab that closes, which matters only to a run of its script; None if the window closes.

        Returns:
            Whether there is no run any more, or it is being stopped.
        """
        return self.may_end([run for run in self._runs.in_progress if tab in (None, run.tab)])

    def may_end(self, runs: Sequence[WindowRun]) -> bool:
        """Ask before these runs are stopped; stop them if the user agrees. Return whether they end."""
        runs = [run for run in runs if run.running and not run.stopping]
        if not runs:
            return True
        names = ", ".join(run.described for run in runs)
        question = formats.tip(tr("The run of {name} is still in progress. Stop it and close?", name=names))
        answer = QMessageBox.question(
            self._window, tr("Run in Progress"), question, QMessageBox.Yes | QMessageBox.No, QMessageBox.No
        )
        if answer == QMessageBox.Yes:
            for run in runs:
                run.stop()
        return bool(answer == QMessageBox.Yes)

    def _run(self, tab: ScriptTab, options: Options, lines: range | None = None) -> None:
        self._runs.start(tab, self.chosen_targets(), options, lines)

    def chosen_targets(self) -> list[Attachment]:
        """Return the targets to run on. Report those that are read-only, or that none is chosen."""
        chosen, may_change = self._run_targets.selected(), self._attachments.may_change
        if not chosen:
            self.failed.emit(tr("No target is chosen; choose the target of the run beside the Run button"))
        if read_only := [attachment.name for attachment in chosen if not may_change(attachment)]:
            self.failed.emit(
                tr("Scripts do not run on read-only targets: {targets}", targets=", ".join(read_only))
            )
        return list(filter(may_change, chosen))

    def _report_error(self, error: Exception) -> None:
        if not isinstance(error, OSError):
            raise error
        self.failed.emit(str(error))
