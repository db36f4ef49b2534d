# SPDX-License-Identifier: GPL-3.0-or-later
"""One run of a script as the window shows it: its progress, its results, and where it is paused."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from weakref import WeakValueDictionary

from PyQt5 import sip
from PyQt5.QtCore import QObject, pyqtSignal

from rqdebug.debug.script_access import access_to
from rqdebug.scripts.baseline import Key, Outcome
from rqdebug.scripts.language.script_nodes import Script, walk
from rqdebug.scripts.report import Report, VectorResult
from rqdebug.scripts.running.options import Options
from rqdebug.scripts.running.pause_gate import ANY, Place
from rqdebug.scripts.running.script_run import ScriptRun
from rqdebug.session import Attachment
from rqdebug.ui.models.report_model import ReportModel
from rqdebug.ui.scripts.script_tab import ScriptTab
from rqdebug.ui.services.signal_bridge import SignalBridge, SignalCarrier
from rqdebug.ui.style.engine_messages import translate_message
from rqdebug.ui.style.theme import Theme
from rqdebug.ui.style.tr import tr


class WindowRun(QObject):
    """Runs a script and marks its progress in the tab of the script, as long as there is one."""

    results_added = pyqtSignal(list)
    """New results: a list of VectorResult."""
    state_changed = pyqtSignal()
    """It was paused, resumed or stopped, or has reached another place."""
    noted = pyqtSignal(str)
    """The script wrote a note: its target, line and text, in one sentence."""
    finished = pyqtSignal(object)
    """It has ended: its Report."""

    def __init__(
        self,
        script: Script,
        tab: ScriptTab | None,
        attachments: Sequence[Attachment],
        options: Options,
        theme: Theme,
        parent: QObject | None = None,
    ) -> None:
        """``tab``: the tab of the script; None for a script that is not shown."""
        super().__init__(parent)
        self.title = script.filename
        self.script = script
        self.path: Path | None = tab.path if tab is not None else None
        self.place = ""
        """Which of several scripts it is, such as ``2 of 5``; empty for a single one."""
        self.calls = 0
        """The number of calls of a replay, whose lines are numbers of events; 0 for any other run."""
        self.go_to: Callable[[int], None] | None = None
        """Shows the place of a line, if it is not one of a script."""
        self.baseline: dict[Key, Outcome] | None = None
        """The outcomes of the run before; None compares with none."""
        targets = {attachment.name: attachment.target.connect for attachment in attachments}
        self.targets = list(targets)
        self._attachments = WeakValueDictionary({each.name: each for each in attachments})
        self.options = options
        self.model = ReportModel(theme, self)
        """The results so far."""
        self.model.files = script.files
        self.paused_at: dict[Place, int] = {}
        """The line before which each lane waits while the run is paused."""
        self._problems: dict[int, str] = {}
        """By line at which a lane is paused: what is wrong with the condition of its breakpoint."""
        self.loop = 1
        self.stopping = False
        self.ends_after_loop = False
        """Whether the user has asked that it, or the scripts that it belongs to, end after this loop."""
        self._tab = tab
        debuggers = {each.name: access_to(each.target, each.name) for each in attachments}
        self._run = ScriptRun(script, targets, options, access=debuggers)
        self.secrets = tuple(self._run.secrets.values())
        """The secrets that the script uses."""
        self._lines = frozenset(statement.line for statement in walk(script.body))
        self._report: Report | None = None
        self._carriers: tuple[SignalCarrier, ...] = ()

    @property
    def described(self) -> str:
        """The script and the targets, as in ``a.rqs on edge-1, edge-2``."""
        return tr("{script} on {targets}", script=self.title, targets=", ".join(self.targets))

    def attachment(self, name: str) -> Attachment | None:
        """The target that the run knows under a name; None if it was detached and forgotten."""
        return self._attachments.get(name)

    @property
    def running(self) -> bool:
        """Whether it is in progress."""
        return self._report is None

    @property
    def paused(self) -> bool:
        """Whether it is in progress and paused."""
        return self.running and self._run.paused

    @property
    def tab(self) -> ScriptTab | None:
        """The tab of the script; None if it was closed."""
        return None if self._tab is None or sip.isdeleted(self._tab) else self._tab

    @property
    def report(self) -> Report:
        """The report, or the report so far."""
        return self._report or self._run.report()

    @property
    def elapsed_ns(self) -> int:
        """The duration so far in ns, without pauses."""
        return self._run.elapsed_ns

    def variables(self, place: Place) -> dict[str, str]:
        """The variables of a paused lane as texts, by name."""
        return (self._run.variables(place) if self.paused else None) or {}

    def shown_line(self, line: int) -> str:
        """Return the line in its file where it is now, with the name of an included file."""
        file, own = self.script.named_place(line)
        if file != self.script.filename:
            return f"{own} ({file})"
        return str(line if self.tab is None else self.tab.tracker.current(line))

    def start(self, bridge: SignalBridge, stepping: bool) -> None:
        """Start it. ``stepping``: pause before the first statement."""
        run, tab = self._run, self._tab
        if tab is not None:
            tab.begin_run()
        self._carriers = (
            bridge.carry(run.line_started, self._show_lines),
            bridge.carry(run.result_added, self._show_results),
            bridge.carry(run.condition_failed, self._show_condition_problems),
            bridge.carry(run.lane_paused, self._show_paused),
            bridge.carry(run.note_written, self._show_notes),
            bridge.carry(run.pass_started, self._show_pass),
            bridge.carry(run.finished, self._finish),
        )
        if tab is not None:
            self._set_breakpoints()
            tab.editor.breakpoints_changed.connect(self._set_breakpoints)
        if stepping:
            run.pause()
        run.start()

    def leave_out(self) -> None:
        """Report all vectors as not run, in place of ``start``."""
        results: list[VectorResult] = []
        self._run.result_added.connect(results.append)
        self._run.leave_out()
        self._show_results(results)
        self._finish([self._run.report()])

    def pause(self, paused: bool) -> None:
        """Pause before the next vector, or resume."""
        if not self.running:
            return
        if paused:
            self._run.pause()
        else:
            self._run.resume()
            self.paused_at.clear()
        self._mark_paused()

    def step(self, place: Place = ANY) -> None:
        """Run one vector of a paused run, in this lane."""
        if self.running:
            self._run.step(place)
            self.state_changed.emit()

    def stop_after_loop(self) -> None:
        """Stop at the end of the current loop."""
        self.ends_after_loop = True
        self._run.stop_after_loop()

    def stop(self) -> None:
        """Stop it. Returns immediately; ``finished`` is emitted when it has ended."""
        if self.running:
            self.stopping = True
            self._run.stop()
            self.paused_at.clear()
            self._mark_paused()

    def _set_breakpoints(self) -> None:
        """Break at the lines with a breakpoint, wherever they were when the run began."""
        if self.tab is not None:
            now, marks = self.tab.tracker.current, {each.line: each for each in self.tab.editor.marks.all()}
            self._run.set_breakpoints(
                replace(marks[now(line)], line=line) for line in self._lines if now(line) in marks
            )

    def _show_lines(self, started: list[tuple[str, str, int]]) -> None:
        left = [
            (target, lane) for target, lane, line in started if self.paused_at.get((target, lane)) == line
        ]
        for place in left:
            self.paused_at.pop(place, None)
        if self.tab is not None:
            self.tab.show_lines(started)
        if left:
            self._mark_paused()

    def _show_condition_problems(self, found: list[tuple[str, str, int, str]]) -> None:
        """Say why a breakpoint pauses a lane although its condition has no value."""
        for target, lane, line, problem in found:
            text = tr("The condition of the breakpoint: {why}", why=translate_message(problem))
            self._problems[line] = text
            self.noted.emit(f"{target}, {lane}, {tr('line {line}', line=self.shown_line(line))}: {text}")

    def _show_paused(self, places: list[tuple[str, str, int]]) -> None:
        """Remember and mark where lanes are paused; each place is a target, a lane and a line."""
        if self._run.paused:
            self.paused_at.update({(target, lane): line for target, lane, line in places})
        self._mark_paused()

    def _mark_paused(self) -> None:
        if self.tab is not None:
            self.tab.show_paused(self.paused_at)
            paused = set(self.paused_at.values())
            self._problems = {line: why for line, why in self._problems.items() if line in paused}
            self.tab.show_variables(
                [(*place, line, self.variables(place)) for place, line in self.paused_at.items()],
                self._problems,
            )
        self.state_changed.emit()

    def _show_pass(self, passes: list[tuple[str, int]]) -> None:
        self.loop = max(self.loop, *(number for _, number in passes))

    def _show_notes(self, notes: list[tuple[str, str, int, str]]) -> None:
        for target, _, line, text in notes:
            self.noted.emit(f"{target}, {tr('line {line}', line=self.shown_line(line))}: {text}")

    def _show_results(self, results: list[VectorResult]) -> None:
        self.results_added.emit(results)
        if self.tab is not None:
            self.tab.show_results(results)

    def _finish(self, reports: list[Report]) -> None:
        for carrier in self._carriers:
            carrier.close()
        self._report = reports[-1]
        self.paused_at.clear()
        if self.tab is not None:
            self.tab.editor.breakpoints_changed.disconnect(self._set_breakpoints)
            self.tab.end_run()
        self.finished.emit(self._report)
