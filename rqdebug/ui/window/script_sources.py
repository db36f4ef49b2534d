# SPDX-License-Identifier: GPL-3.0-or-later
"""Creates scripts: generated ones, and scripts from the events of a log."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PyQt5.QtCore import QObject, pyqtSignal
from PyQt5.QtWidgets import QWidget

from rqdebug.errors import SettingsError
from rqdebug.events.event_log import Event
from rqdebug.events.views.view import FilteredRows
from rqdebug.scripts.recording.recorded_script import MAX_CALLS, RecordedScript, record
from rqdebug.ui.dialogs.generate_dialog import GenerateDialog
from rqdebug.ui.log.log_tab import LogTab
from rqdebug.ui.models import formats
from rqdebug.ui.services.background_tasks import BackgroundTasks
from rqdebug.ui.style.theme import Theme
from rqdebug.ui.style.tr import counted, tr
from rqdebug.ui.window.documents.script_documents import ScriptDocuments

MAX_EVENTS = 4 * MAX_CALLS
"""A call has at most this many events on average; more events than this never fit into a script."""


class ScriptSources(QObject):
    """Opens each new script in a tab, unsaved."""

    done = pyqtSignal(str)
    """A script was created from events: a sentence for the status bar."""
    failed = pyqtSignal(str)
    """A script cannot be created: why, in one sentence."""

    def __init__(
        self, scripts: ScriptDocuments, tasks: BackgroundTasks, theme: Theme, window: QWidget
    ) -> None:
        super().__init__(window)
        self._scripts = scripts
        self._tasks = tasks
        self._theme = theme
        self._window = window

    def ask_generate(self) -> None:
        """Open the dialog that generates scripts."""
        dialog = GenerateDialog(self._tasks, self._theme, self._window)
        dialog.generated.connect(self._scripts.open_text)
        dialog.show()

    def record(self, tab: LogTab) -> None:
        """Create a script from the selected events; if fewer than two are selected, from all events shown."""
        rows = tab.log.selected_rows()
        work = partial(_record, tab.log_model.view.matches, rows if len(rows) > 1 else [])
        self._tasks.run(self, work, self._open, self._report_error)

    def _open(self, recorded: RecordedScript) -> None:
        self._scripts.open_text(recorded.text)
        self.done.emit(
            counted(recorded.calls, "Created a script with {n} call", "Created a script with {n} calls")
        )

    def _report_error(self, error: Exception) -> None:
        if not isinstance(error, (SettingsError, OSError)):
            raise error
        self.failed.emit(str(error))


def _record(filtered: FilteredRows, rows: Sequence[int]) -> RecordedScript:
    """Create a script from these rows, or from all if ``rows`` is empty. Runs in another thread.

    Raises:
        SettingsError: There are no events, or too many.
    """
    count = len(rows) or filtered.num_rows
    if not count:
        raise SettingsError(tr("the log shows no events; clear its filter, or wait for events"))
    if count > MAX_EVENTS:
        raise SettingsError(
            tr(
                "{n} events are too many for a script; filter the log down to {limit} events or fewer",
                n=formats.count(count),
                limit=formats.count(MAX_EVENTS),
            )
        )
    numbers = [filtered.row(row) for row in rows] if rows else filtered.rows(0, count)
    events: list[Event] = filtered.log.events(numbers)
    return record(events)
