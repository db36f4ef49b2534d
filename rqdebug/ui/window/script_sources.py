# SPDX-License-Identifier: GPL-3.0-or-later
"""Creates scripts: generated ones, and scripts from the events of a log."""

from __future__ import annotations

from PyQt5.QtCore import QObject, pyqtSignal
from PyQt5.QtWidgets import QWidget

from rqdebug.errors import SettingsError
from rqdebug.events.event_log import Event
from rqdebug.scripts.generation.settings_header import MAX_HEADER, read_header
from rqdebug.scripts.recording.recorded_script import RecordedScript, record
from rqdebug.ui.dialogs.generate_dialog import GenerateDialog
from rqdebug.ui.log.log_tab import LogTab
from rqdebug.ui.log.recorded_rows import problem_of, rows_to_record
from rqdebug.ui.scripts.script_tab import ScriptTab
from rqdebug.ui.services.background_tasks import BackgroundTasks
from rqdebug.ui.services.generator_presets import GeneratorPresets
from rqdebug.ui.style.engine_messages import translate_message
from rqdebug.ui.style.theme import Theme
from rqdebug.ui.style.tr import counted, tr
from rqdebug.ui.window.documents.script_documents import ScriptDocuments


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
        rows = rows_to_record(tab)
        if problem := problem_of(rows):
            self.failed.emit(problem)
            return

        def work() -> RecordedScript:
            events: list[Event] = rows.log.events(rows.rows(0, rows.num_rows))
            return record(events)

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
