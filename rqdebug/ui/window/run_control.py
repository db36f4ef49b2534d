# SPDX-License-Identifier: GPL-3.0-or-later
"""Controls the run of a script from the GUI thread."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PyQt5 import sip
from PyQt5.QtCore import QObject, pyqtSignal

from rqdebug.scripts.language.script_nodes import Script
from rqdebug.scripts.report import Report, VectorResult
from rqdebug.scripts.running.options import Options
from rqdebug.scripts.running.script_run import ScriptRun
from rqdebug.session import Attachment
from rqdebug.ui.scripts.script_tab import ScriptTab
from rqdebug.ui.services.signal_bridge import SignalBridge, SignalCarrier
from rqdebug.ui.style.tr import tr


class RunControl(QObject):
    """Runs one script at a time, and shows its results in the tab of the script."""

    started = pyqtSignal(str, list)
    """A run starts: title of the script, and names of its targets."""
    results_added = pyqtSignal(list)
    """New results: a list of VectorResult."""
    finished = pyqtSignal(object)
    """A run has ended: its Report."""
    paused_changed = pyqtSignal()
    """The run was paused or resumed."""
    noted = pyqtSignal(str)
    """A script wrote a note: its target, line and text, in one sentence."""

    def __init__(self, bridge: SignalBridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._run: ScriptRun | None = None
        self._stopping = False
        self._report: Report | None = None
        self._tab: ScriptTab | None = None
        self._carriers: tuple[SignalCarrier, ...] = ()

    @property
    def running(self) -> bool:
        """Whether a run is in progress."""
        return self._run is not None

    @property
    def stopping(self) -> bool:
        """Whether the run in progress is being stopped."""
        return self._run is not None and self._stopping

    @property
    def tab(self) -> ScriptTab | None:
        """The tab of the current or last run; None if it was closed."""
        return None if self._tab is None or sip.isdeleted(self._tab) else self._tab

    @property
    def paused(self) -> bool:
        """Whether the run in progress is paused."""
        return self._run is not None and self._run.paused

    @property
    def report(self) -> Report | None:
        """The report of the current or last run; None before the first."""
        return self._run.report() if self._run else self._report

    def start(
        self,
        tab: ScriptTab,
        attachments: Sequence[Attachment],
        options: Options,
        lines: range | None = None,
        stepping: bool = False,
    ) -> None:
        """Run the script of a tab. Do nothing if it has errors or if a run is in progress.

        Args:
            tab: Tab with the script; shows its errors and results.
            attachments: Targets to run on, in parallel.
            options: Loops, time, speed, pauses and seed.
            lines: Run only these lines.
            stepping: Pause before the first statement.
        """
        if attachments:
            begin = partial(self._start, tab=tab, attachments=attachments, options=options, stepping=stepping)
            tab.parse_to_run(begin, lines)

    def pause(self, paused: bool) -> None:
        """Pause before the next vector, or resume."""
        if self._run is not None:
            if paused:
                self._run.pause()
            else:
                self._run.resume()
                self._show_paused([])
            self.paused_changed.emit()

    def step(self) -> None:
        """Run one vector of a paused run."""
        if self._run is not None:
            self._show_paused([])
            self._run.step()

    def stop_after_loop(self) -> None:
        """Stop the run at the end of the current loop."""
        if self._run is not None:
            self._run.stop_after_loop()

    def stop(self) -> None:
        """Stop the run. Returns immediately; ``finished`` is emitted when the run has ended."""
        if self._run is not None:
            self._stopping = True
            self._run.stop()

    def _start(
        self,
        script: Script,
        tab: ScriptTab,
        attachments: Sequence[Attachment],
        options: Options,
        stepping: bool,
    ) -> None:
        if self.running:
            return
        self._tab, self._stopping = tab, False
        tab.begin_run()
        targets = {attachment.name: attachment.target.connect for attachment in attachments}
        run = self._run = ScriptRun(script, targets, options, tab.editor.breakpoints)
        self._carriers = (
            self._bridge.carry(run.line_started, self._show_lines),
            self._bridge.carry(run.result_added, self._show_results),
            self._bridge.carry(run.lane_paused, self._show_paused),
            self._bridge.carry(run.note_written, self._show_notes),
            self._bridge.carry(run.finished, self._finish),
        )
        tab.editor.breakpoints_changed.connect(self._set_breakpoints)
        if stepping:
            run.pause()
        self.started.emit(script.filename, list(targets))
        run.start()

    def _show_lines(self, started: list[tuple[str, str, int]]) -> None:
        if self.tab is not None:
            self.tab.show_lines(started)

    def _set_breakpoints(self) -> None:
        if self._run is not None and self.tab is not None:
            self._run.set_breakpoints(self.tab.editor.breakpoints)

    def _show_paused(self, places: list[tuple[str, str, int]]) -> None:
        """Mark the lines at which lanes are paused; each place is a target, a lane and a line."""
        if self.tab is not None:
            self.tab.show_paused({line for _, _, line in places})
        self.paused_changed.emit()

    def _show_notes(self, notes: list[tuple[str, str, int, str]]) -> None:
        for target, _, line, text in notes:
            self.noted.emit(f"{target}, {tr('line {line}', line=line)}: {text}")

    def _show_results(self, results: list[VectorResult]) -> None:
        self.results_added.emit(results)
        if self.tab is not None:
            self.tab.show_results(results)

    def _finish(self, reports: list[Report]) -> None:
        for carrier in self._carriers:
            carrier.close()
        self._run, self._report = None, reports[-1]
        if self.tab is not None:
            self.tab.editor.breakpoints_changed.disconnect(self._set_breakpoints)
            self.tab.end_run()
        self.finished.emit(reports[-1])
