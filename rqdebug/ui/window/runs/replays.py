# SPDX-License-Identifier: GPL-3.0-or-later
"""Repeats the calls of a log or capture on a target, and compares their results with the recorded ones."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import cast

from PyQt5 import sip
from PyQt5.QtCore import QObject, pyqtSignal
from PyQt5.QtWidgets import QWidget

from rqdebug.errors import ScriptError, SettingsError
from rqdebug.events.event_log import Event
from rqdebug.events.views.view import FilteredRows
from rqdebug.scripts.recording.replay_script import Replay, make_replay
from rqdebug.scripts.running.options import Options
from rqdebug.session import Attachment
from rqdebug.ui.dialogs.replay_dialog import ReplayDialog
from rqdebug.ui.log.log_tab import LogTab
from rqdebug.ui.log.recorded_rows import problem_of, rows_to_record
from rqdebug.ui.models import formats
from rqdebug.ui.services.attachment_service import AttachmentControl
from rqdebug.ui.services.background_tasks import BackgroundTasks
from rqdebug.ui.style.engine_messages import translate_message
from rqdebug.ui.style.tr import counted, tr
from rqdebug.ui.window.documents.document_tabs import DocumentTabs
from rqdebug.ui.window.runs.run_control import RunControl


class Replays(QObject):
    """Asks for the target of a replay, and runs it. A click on a result goes to the recorded event."""

    done = pyqtSignal(str)
    """What a replay leaves out: a sentence for the status bar."""
    failed = pyqtSignal(str)
    """A log cannot be replayed: why, in one sentence."""

    def __init__(
        self,
        runs: RunControl,
        attachments: AttachmentControl,
        tabs: DocumentTabs,
        tasks: BackgroundTasks,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._runs = runs
        self._attachments = attachments
        self._tabs = tabs
        self._tasks = tasks
        self._window = window

    def ask(self, tab: LogTab) -> None:
        """Ask on which target the selected events are repeated, or all that the log shows."""
        rows = rows_to_record(tab)
        targets = [each for each in self._attachments.active if self._attachments.may_change(each)]
        no_target = "" if targets else tr("No target can be changed; attach one that is not read-only")
        if problem := problem_of(rows) or no_target:
            self.failed.emit(problem)
            return
        title = self._tabs.title_of(tab)
        dialog = ReplayDialog(title, rows.num_rows, targets, self._window)
        dialog.chosen.connect(partial(self._prepare, tab, rows, title))
        dialog.open()

    def _prepare(
        self, tab: LogTab, rows: FilteredRows, title: str, target: Attachment, speed: float, strict: bool
    ) -> None:
        if not self._attachments.check_attached([target]):
            return
        numbers: list[int] = []

        def make() -> Replay:
            numbers.extend(rows.rows(0, rows.num_rows))
            events = rows.log.events(numbers)
            describe = cast(Callable[[object], str], _describe)
            name = tr("Replay of {log}", log=title)
            return make_replay(events, name, describe, timed=speed > 0, strict=strict)

        def start(replay: Replay) -> None:
            options = Options.for_replay(speed)
            run = self._runs.run_script(replay.script, [target], options, calls=replay.calls)
            run.go_to = partial(_go_to, self._tabs, tab, numbers)
            if left_out := sum(replay.left_out.values()):
                reasons = "; ".join(map(translate_message, replay.left_out))
                count = counted(left_out, "{n} call is not repeated", "{n} calls are not repeated")
                self.done.emit(f"{count}: {reasons}")

        self._tasks.run(self, make, start, self._report_error)

    def _report_error(self, error: Exception) -> None:
        if not isinstance(error, (SettingsError, ScriptError, OSError)):
            raise error
        self.failed.emit(str(error))


def _describe(event: Event) -> str:
    return f"{formats.clock(event.time_ns)} {event.client_label}"


def _go_to(tabs: DocumentTabs, tab: LogTab, rows: list[int], number: int) -> None:
    """Show the event with this number in its log."""
    if sip.isdeleted(tab) or not 1 <= number <= len(rows):
        return
    tabs.setCurrentWidget(tab)
    tab.go_to_row(rows[number - 1])
