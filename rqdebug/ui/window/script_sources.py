# SPDX-License-Identifier: GPL-3.0-or-later
"""Creates scripts: generated ones, and scripts from the events of a log."""

from __future__ import annotations

from functools import partial

from PyQt5.QtCore import QObject, pyqtSignal
from PyQt5.QtWidgets import QWidget

from rqdebug.errors import SettingsError
from rqdebug.events.event_log import Event
from rqdebug.events.views.view import FilteredRows
from rqdebug.scripts.generation.settings_header import MAX_HEADER, read_header
from rqdebug.scripts.recording.recorded_script import MAX_CALLS, RecordedScript, record
from rqdebug.ui.dialogs.generate_dialog import GenerateDialog
from rqdebug.ui.log.log_tab import LogTab
from rqdebug.ui.models import formats
from rqdebug.ui.scripts.script_tab import ScriptTab
from rqdebug.ui.services.background_tasks import BackgroundTasks
from rqdebug.ui.services.generator_presets import GeneratorPresets
from rqdebug.ui.style.engine_messages import translate_message
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
        self,
        scripts: ScriptDocuments,
        presets: GeneratorPresets,
        tasks: BackgroundTasks,
        theme: Theme,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._presets = presets
        self._scripts = scripts
        self._tasks = tasks
        self._theme = theme
        self._window = window

    def ask_generate(self, current: ScriptTab | None = None) -> None:
        """Open the dialog that generates scripts, with the settings of a script that was generated."""
        begin = None
        if current is not None:
            try:
                settings = read_header(current.editor.text()[:MAX_HEADER])
            except SettingsError as error:
                self.failed.emit(translate_message(str(error)))
                return
            title = current.path.name if current.path else tr("the current script")
            begin = (title, settings) if settings is not None else None
        dialog = GenerateDialog(self._tasks, self._theme, self._window, self._presets, begin)
        dialog.generated.connect(self._scripts.open_text)
        dialog.show()

    def record(self, tab: LogTab) -> None:
        """Create a script from the selected events; if fewer than two are selected, from all events shown."""
        selected = tab.selected_rows()
        rows = selected if selected.num_rows > 1 else tab.log_model.view.matches
        self._tasks.run(self, partial(_record, rows), self._open, self._report_error)

    def _open(self, recorded: RecordedScript) -> None:
        self._scripts.open_text(recorded.text)
        self.done.emit(
            counted(recorded.calls, "Created a script with {n} call", "Created a script with {n} calls")
        )

    def _report_error(self, error: Exception) -> None:
        if not isinstance(error, (SettingsError, OSError)):
            raise error
        self.failed.emit(str(error))


def _record(rows: FilteredRows) -> RecordedScript:
    """Create a script from these rows. Runs in another thread.

    Raises:
        SettingsError: There are no events, or too many.
    """
    count = rows.num_rows
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
    events: list[Event] = rows.log.events(rows.rows(0, count))
    return record(events)
