# SPDX-License-Identifier: GPL-3.0-or-later
"""Navigates from a result of a run to its events and script line, and from an event to its script line."""

from __future__ import annotations

from PyQt5.QtCore import QObject, pyqtSignal
from PyQt5.QtWidgets import QWidget

from rqdebug.events.event_log import Event
from rqdebug.scripts.report import VectorResult
from rqdebug.ui.log.log_tab import LogTab
from rqdebug.ui.models.formats import instant
from rqdebug.ui.models.report_model import unlikeliness
from rqdebug.ui.services.attachment_service import AttachmentControl
from rqdebug.ui.style.tr import tr
from rqdebug.ui.window.documents.document_tabs import DocumentTabs
from rqdebug.ui.window.documents.log_documents import LogDocuments
from rqdebug.ui.window.documents.script_documents import ScriptDocuments
from rqdebug.ui.window.runs.run_control import RunControl
from rqdebug.ui.window.runs.window_run import WindowRun

MARGIN_NS = 1_000_000
"""Tolerance when matching events with calls, because the clocks are not exactly equal."""


class ResultNavigation(QObject):
    """Matches results and events by time, corrected by the clock offset of the target."""

    failed = pyqtSignal(str)
    """No script line matches an event: why, in one sentence."""

    def __init__(
        self,
        runs: RunControl,
        attachments: AttachmentControl,
        tabs: DocumentTabs,
        logs: LogDocuments,
        scripts: ScriptDocuments,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._scripts = scripts
        self._runs = runs
        self._attachments = attachments
        self._tabs = tabs
        self._logs = logs

    def show_line(self, run: WindowRun, line: int, column: int = 1) -> None:
        """Show a place in the script of a run, wherever it is now; open the script if it was closed."""
        if run.go_to is not None:
            run.go_to(line)
            return
        file, own_line = run.script.place(line)
        if file is not None:
            self._scripts.open(file).go_to(own_line, column)
        elif (tab := run.tab) is not None:
            self._tabs.bring_to_front(tab)
            tab.go_to(tab.tracker.current(line), column)
        elif run.path is not None:
            self._scripts.open(run.path).go_to(line, column)

    def show_events(self, run: WindowRun, result: VectorResult) -> None:
        """Show the events of a result of a run: filter the log of its target by time."""
        attachment = run.attachment(result.target)
        if attachment is None or attachment not in self._attachments.active:
            self.failed.emit(tr("{target} is not attached any more", target=result.target))
            return
        clock = attachment.log.clock()
        ended, margin = result.ended + clock.offset_ns, MARGIN_NS + clock.error_ns
        first = instant((ended - result.duration_ns - margin) / 1e9)
        last = instant((ended + margin) / 1e9)
        self._logs.open_target(attachment).filter_bar.set_filter(f"time in {first}..{last}")

    def go_to_line(self, tab: LogTab) -> None:
        """Show the line of the script that made the call of the selected event."""
        row = tab.log.current_row()
        if row is None:
            return
        event = tab.log_model.event_at(row)
        clock = tab.source.clock(event.target)
        time, error = event.time_ns - clock.offset_ns, MARGIN_NS + clock.error_ns
        own = next((one for one in self._attachments.active if one.log is tab.source), None)
        attachment = own or self._attachments.named(event.target)
        names = attachment.names if attachment else (event.target,)
        found = [
            (unlikeliness(result, event.method, time, error), -number, run, result)
            for number, run in enumerate(self._runs.kept)
            for name in names
            if own is None or run.attachment(name) is own  # another target can have the name now
            if (result := run.model.result_at_time(name, event.method, time, error)) is not None
        ]
        if found:
            _, _, run, result = min(found, key=lambda each: each[:2])
            self.show_line(run, result.line)
        else:
            self.failed.emit(_no_line(event))


def _no_line(event: Event) -> str:
    if event.target:
        return tr("This event was not made by the last script run on {target}", target=event.target)
    return tr("This event was not made by the last script run")
