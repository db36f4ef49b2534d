# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes recovery files for unsaved scripts, and restores the scripts after a crash."""

from __future__ import annotations

from functools import partial

from PyQt5.QtCore import QObject, pyqtSignal

from rqdebug.ui.scripts.script_tab import ScriptTab
from rqdebug.ui.services.background_tasks import BackgroundTasks
from rqdebug.ui.services.recovery import Recovery
from rqdebug.ui.style.tr import tr
from rqdebug.ui.window.documents.script_documents import ScriptDocuments


class Autosave(QObject):
    """Writes each unsaved script to a recovery file after each change."""

    failed = pyqtSignal(str)
    """A recovery file cannot be written: why, in one sentence."""

    def __init__(
        self,
        recovery: Recovery,
        scripts: ScriptDocuments,
        tasks: BackgroundTasks,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._recovery = recovery
        self._scripts = scripts
        self._tasks = tasks
        self._keys: dict[ScriptTab, str] = {}
        scripts.added.connect(self._add)
        scripts.removed.connect(self._remove)

    def restore(self) -> None:
        """Open the scripts that were unsaved when an earlier process crashed."""
        for draft in self._recovery.take():
            self._scripts.open_draft(draft)

    def forget_all(self) -> None:
        """Delete all recovery files of this process, because no script has unsaved changes."""
        for tab in [*self._keys]:
            self._remove(tab)

    def _add(self, tab: ScriptTab) -> None:
        self._keys[tab] = key = self._recovery.new_key()
        tab.edited.connect(partial(self._write, tab))
        tab.saved.connect(partial(self._recovery.forget, key))
        if tab.modified:  # generated, recorded or recovered: its text was there before this connection
            self._write(tab)

    def _write(self, tab: ScriptTab) -> None:
        key = self._keys.get(tab)
        if key and not tab.modified:
            self._recovery.forget(key)  # the edits were undone
        elif key:
            work = partial(self._recovery.keep, key, tab.draft)
            self._tasks.run(self, work, lambda _: self._check(tab, key), self._report_error)

    def _check(self, tab: ScriptTab, key: str) -> None:
        """Delete the recovery file if the script was saved or closed while the file was being written."""
        if tab not in self._keys or not tab.modified:
            self._recovery.forget(key)

    def _remove(self, tab: ScriptTab) -> None:
        if key := self._keys.pop(tab, ""):
            self._recovery.forget(key)

    def _report_error(self, error: Exception) -> None:
        if not isinstance(error, OSError):
            raise error
        self.failed.emit(
            tr("cannot back up unsaved scripts, so save them soon: {why}", why=error.strerror or error)
        )
