# SPDX-License-Identifier: GPL-3.0-or-later
"""The reports of all runs, each in a tab."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from PyQt5.QtCore import pyqtSignal
from PyQt5.QtWidgets import QStackedLayout, QTabWidget, QWidget

from rqdebug.scripts.baseline import compare_with_baseline
from rqdebug.scripts.report import Report, VectorResult
from rqdebug.ui.models.formats import escape_mnemonic
from rqdebug.ui.scripts.report_dock import ReportPanel, RunFacts
from rqdebug.ui.services.background_tasks import BackgroundTasks
from rqdebug.ui.services.timers import every
from rqdebug.ui.style.command_keys import COMMAND_KEYS, TextWithKeys
from rqdebug.ui.style.numbers import localized
from rqdebug.ui.style.theme import Theme
from rqdebug.ui.style.tr import tr
from rqdebug.ui.widgets.plain_label import PlainLabel
from rqdebug.ui.window.runs.result_details import ResultDetails
from rqdebug.ui.window.runs.run_buttons import RunButtons
from rqdebug.ui.window.runs.run_control import RunControl
from rqdebug.ui.window.runs.window_run import WindowRun

TICK = 200
"""Milliseconds between two updates of the elapsed time."""
_RUNNING, _PASSED, _BAD = "▸", "✓", "✗"


class RunReports(QWidget):
    """Has a tab for each run that is kept. The tab in front belongs to the current run."""

    line_chosen = pyqtSignal(object, int, int)
    """The user clicked a result: its WindowRun, and the line and column of its vector or error."""
    events_wanted = pyqtSignal(object, object)
    """Show the events of a result: its WindowRun, and the VectorResult."""

    def __init__(
        self,
        runs: RunControl,
        may_end: Callable[[Sequence[WindowRun]], bool],
        tasks: BackgroundTasks,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        """``may_end``: asks the user before runs are stopped."""
        super().__init__(parent)
        self._runs = runs
        self._may_end = may_end
        self._tasks = tasks
        self._theme = theme
        self._panels: dict[WindowRun, ReportPanel] = {}
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.setTabsClosable(True)
        self.tabs.setTabBarAutoHide(True)
        self.tabs.setAccessibleName(tr("Reports"))
        empty = PlainLabel()
        TextWithKeys(
            empty,
            lambda: tr(
                "No results yet. Open a script and press {keys} to run it.", keys=COMMAND_KEYS["script.run"]
            ),
        )
        empty.setObjectName("muted")
        empty.setIndent(14)
        self._pages = QStackedLayout(self)
        self._pages.addWidget(empty)
        self._pages.addWidget(self.tabs)
        self._timer = every(TICK, self._tick, self)
        self._timer.stop()
        runs.started.connect(self._open)
        runs.removed.connect(self._remove)
        runs.current_changed.connect(self._show_current)
        self.tabs.currentChanged.connect(self._select)
        self.tabs.tabCloseRequested.connect(self._close)

    @property
    def current(self) -> ReportPanel | None:
        """The report in front."""
        panel = self.tabs.currentWidget()
        return panel if isinstance(panel, ReportPanel) else None

    def panel_of(self, run: WindowRun) -> ReportPanel:
        """Return the report of a run."""
        return self._panels[run]

    def _open(self, run: WindowRun) -> None:
        panel = self._panels[run] = ReportPanel(self._theme, run.model)
        panel.controls.addWidget(RunButtons(run, self._theme))
        ResultDetails(panel, self._tasks, self._theme)
        began, path = time.time(), str(run.path or "")
        panel.begin(RunFacts(run.title, run.targets, path, run.options.seed, run.options.loops, began))
        panel.line_chosen.connect(lambda *place: self.line_chosen.emit(run, *place))
        panel.events_wanted.connect(lambda result: self.events_wanted.emit(run, result))
        run.results_added.connect(lambda results: self._add(run, results))
        run.state_changed.connect(lambda: self._show_state(run))
        run.finished.connect(lambda report: self._end(run, report))
        self.tabs.addTab(panel, escape_mnemonic(f"{_RUNNING} {run.title}"))
        self.tabs.setCurrentWidget(panel)
        self.setFocusProxy(panel)
        self._pages.setCurrentIndex(1)
        self._timer.start()

    def _add(self, run: WindowRun, results: Sequence[VectorResult]) -> None:
        self._panels[run].add(results)

    def _tick(self) -> None:
        for run in self._runs.in_progress:
            self._show_state(run)

    def _show_state(self, run: WindowRun) -> None:
        if run.running and run in self._panels:
            elapsed = localized(f"{run.elapsed_ns / 1e9:.1f} s")
            words = _where_paused(run) if run.paused else tr("stopping") if run.stopping else tr("running")
            words = f"{run.place} · {words}" if run.place else words
            if run.calls:
                done = sum(run.model.tally.values())
                words = f"{words} · {tr('{n} of {total} calls', n=done, total=run.calls)}"
            self._panels[run].show_state(f"{words} · {elapsed}", is_attention=run.paused, loop=run.loop)

    def _end(self, run: WindowRun, report: Report) -> None:
        panel = self._panels[run]
        panel.end(report)
        if run.baseline is not None:
            panel.show_changes(compare_with_baseline([report], run.baseline))
        sign = _PASSED if report.ok else _BAD
        self.tabs.setTabText(self.tabs.indexOf(panel), escape_mnemonic(f"{sign} {run.title}"))
        if not self._runs.in_progress:
            self._timer.stop()

    def _remove(self, run: WindowRun) -> None:
        panel = self._panels.pop(run)
        self.tabs.removeTab(self.tabs.indexOf(panel))
        panel.deleteLater()
        self._pages.setCurrentIndex(1 if self.tabs.count() else 0)

    def _show_current(self) -> None:
        current = self._runs.current
        if current is not None and current in self._panels:
            self.tabs.setCurrentWidget(self._panels[current])

    def _run_at(self, index: int) -> WindowRun | None:
        return next((run for run, panel in self._panels.items() if panel is self.tabs.widget(index)), None)

    def _select(self, index: int) -> None:
        if (run := self._run_at(index)) is not None:
            self._runs.select(run)

    def _close(self, index: int) -> None:
        """Close a report. A run in progress is stopped first, if the user agrees."""
        run = self._run_at(index)
        if run is None:
            return
        if not run.running:
            self._runs.forget(run)
        elif self._may_end([run]):
            run.finished.connect(lambda _: self._runs.forget(run))


def _where_paused(run: WindowRun) -> str:
    """Say before which line of which target a run is paused."""
    places = sorted(run.paused_at.items())
    if not places:
        return tr("pausing, a call still waits")
    (target, lane), line = places[0]
    shown = run.shown_line(line)
    where = target if lane == "main" else f"{target}, {lane}"
    if len(places) == 1:
        return tr("paused at line {line} of {target}", line=shown, target=where)
    return tr(
        "paused in {n} lanes, first at line {line} of {target}", n=len(places), line=shown, target=where
    )
