# SPDX-License-Identifier: GPL-3.0-or-later
"""Starts runs of scripts, and knows the current one, on which commands work."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from PyQt5.QtCore import QObject, pyqtSignal

from rqdebug.scripts.baseline import outcomes_of
from rqdebug.scripts.language.inputs import Inputs
from rqdebug.scripts.language.script_nodes import Script
from rqdebug.scripts.report import Report
from rqdebug.scripts.running.options import Options
from rqdebug.scripts.running.stored_secrets import add_stored_secrets, missing_secrets
from rqdebug.session import Attachment
from rqdebug.ui.scripts.script_tab import ScriptTab
from rqdebug.ui.services.background_tasks import BackgroundTasks
from rqdebug.ui.services.signal_bridge import SignalBridge
from rqdebug.ui.style.theme import Theme
from rqdebug.ui.window.runs.window_run import WindowRun

MAX_FINISHED = 12
"""The number of finished runs that are kept."""


class RunControl(QObject):
    """Several scripts can run together, each script once.

    The current run is the one whose report is in front. The tab of a script brings its own to the front.
    """

    started = pyqtSignal(object)
    """A run starts: its WindowRun."""
    removed = pyqtSignal(object)
    """A finished WindowRun is no longer kept."""
    finished = pyqtSignal(object)
    """A run has ended: its Report."""
    current_changed = pyqtSignal()
    """Another run became the current one."""
    paused_changed = pyqtSignal()
    """A run was paused or resumed."""
    noted = pyqtSignal(str)
    """A script wrote a note: its target, line and text, in one sentence."""

    def __init__(
        self, bridge: SignalBridge, theme: Theme, tasks: BackgroundTasks, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._tasks = tasks
        self._theme = theme
        self._current: WindowRun | None = None
        self.kept: list[WindowRun] = []
        """Runs in progress, and finished ones whose report can be seen; the newest is the last."""

    @property
    def current(self) -> WindowRun | None:
        """The run on which commands work; None before the first."""
        return self._current

    @property
    def in_progress(self) -> list[WindowRun]:
        """The runs that have not ended."""
        return [run for run in self.kept if run.running]

    @property
    def running(self) -> bool:
        """Whether the current run is in progress."""
        return self._current is not None and self._current.running

    @property
    def paused(self) -> bool:
        """Whether the current run is in progress and paused."""
        return self._current is not None and self._current.paused

    @property
    def report(self) -> Report | None:
        """The report of the current run; None before the first."""
        return self._current.report if self._current else None

    def run_of(self, tab: ScriptTab) -> WindowRun | None:
        """Return the newest run of the script in a tab."""
        return next((run for run in reversed(self.kept) if run.tab is tab), None)

    def start(
        self,
        tab: ScriptTab,
        attachments: Sequence[Attachment],
        options: Options,
        lines: range | None = None,
        stepping: bool = False,
    ) -> None:
        """Run the script of a tab. Do nothing if it has errors or is running already.

        Args:
            tab: Tab with the script; shows its errors and results.
            attachments: Targets to run on, in parallel.
            options: Loops, time, speed, pauses and seed.
            lines: Run only these lines.
            stepping: Pause before the first statement.
        """
        if attachments:
            begin = partial(self._start, tab=tab, attachments=attachments, stepping=stepping)
            tab.parse_to_run(partial(self.add_secrets, options=options, then=begin), lines)

    def add_secrets(
        self, script: Script, options: Options, then: Callable[[Script, Options], object]
    ) -> None:
        """Read missing secrets from the keyring, which can take its time, then go on."""

        def go_on(inputs: Inputs) -> None:
            then(script, replace(options, inputs=inputs))

        if missing_secrets([script], options.inputs):
            self._tasks.run(self, partial(add_stored_secrets, [script], options.inputs), go_on)
        else:
            then(script, options)

    def select(self, run: WindowRun) -> None:
        """Make a run the current one."""
        if run is not self._current:
            self._current = run
            self.current_changed.emit()

    def show_tab(self, tab: object) -> None:
        """Make the run of the script in a tab the current one, if it has one."""
        if isinstance(tab, ScriptTab) and (run := self.run_of(tab)):
            self.select(run)

    def forget(self, run: WindowRun) -> None:
        """Keep a finished run no longer."""
        if run.running or run not in self.kept:
            return
        self.kept.remove(run)
        self.removed.emit(run)
        if run is self._current:
            self._current = self.kept[-1] if self.kept else None
            self.current_changed.emit()
        run.deleteLater()

    # The current run

    def pause(self, paused: bool) -> None:
        """Pause the current run before its next vector, or resume it."""
        if self._current is not None:
            self._current.pause(paused)

    def step(self) -> None:
        """Run one vector of the current run, which is paused."""
        if self._current is not None:
            places = self._current.paused_at
            self._current.step(next(iter(places))) if places else self._current.step()

    def stop_after_loop(self) -> None:
        """Stop the current run at the end of its loop."""
        if self._current is not None:
            self._current.stop_after_loop()

    def stop(self) -> None:
        """Stop the current run. Returns immediately; ``finished`` is emitted when it has ended."""
        if self._current is not None:
            self._current.stop()

    def stop_all(self) -> None:
        """Stop all runs in progress. Returns immediately."""
        for run in self.in_progress:
            run.stop()

    def _start(
        self,
        script: Script,
        options: Options,
        tab: ScriptTab,
        attachments: Sequence[Attachment],
        stepping: bool,
    ) -> None:
        before = self.run_of(tab)
        if before is not None and before.running:
            return
        run = self._add(script, tab, attachments, options)
        if before is not None:
            run.baseline = outcomes_of(before.report)
        self.started.emit(run)
        if before is not None:
            self.forget(before)
        run.start(self._bridge, stepping)

    def run_script(
        self,
        script: Script,
        attachments: Sequence[Attachment],
        options: Options,
        *,
        calls: int = 0,
        path: Path | None = None,
        place: str = "",
        title: str = "",
    ) -> WindowRun:
        """Run a script that has no tab.

        Args:
            script: The script.
            attachments: Targets to run on, in parallel.
            options: The options of the run.
            calls: The number of calls of a replay; 0 for any other run.
            path: The file of the script, if it has one.
            place: Which of several scripts it is, such as ``2 of 5``.
            title: The title of its report; by default the name of the script.
        """
        run = self._add(script, None, attachments, options)
        run.calls, run.path, run.place = calls, path, place
        run.title = title or run.title
        self.started.emit(run)
        run.start(self._bridge, stepping=False)
        return run

    def leave_out(
        self,
        script: Script,
        attachments: Sequence[Attachment],
        options: Options,
        *,
        path: Path | None = None,
        place: str = "",
        title: str = "",
    ) -> WindowRun:
        """Report a script as not run, in place of ``run_script``."""
        run = self._add(script, None, attachments, options)
        run.path, run.place = path, place
        run.title = title or run.title
        self.started.emit(run)
        run.leave_out()
        return run

    def _add(
        self, script: Script, tab: ScriptTab | None, attachments: Sequence[Attachment], options: Options
    ) -> WindowRun:
        run = WindowRun(script, tab, attachments, options, self._theme, self)
        for attachment in attachments:
            attachment.secrets.add(run.secrets)  # before their first event
        run.state_changed.connect(self.paused_changed)
        run.noted.connect(self.noted)
        run.finished.connect(self._finish)
        self.kept.append(run)
        self._current = run
        return run

    def _finish(self, report: Report) -> None:
        self.finished.emit(report)
        finished = [run for run in self.kept if not (run.running or run.place or run is self._current)]
        for run in finished[: max(len(finished) - MAX_FINISHED, 0)]:
            self.forget(run)
