# SPDX-License-Identifier: GPL-3.0-or-later
"""Keeps what is not saved, and brings it back after a crash."""

from __future__ import annotations

from functools import partial

from PyQt5.QtCore import QObject, pyqtSignal

from rqdebug.ui.scripts.script_tab import ScriptTab
from rqdebug.ui.services.background_tasks import BackgroundTasks
from rqdebug.ui.services.recovery import RecoveredScript, Recovery
from rqdebug.ui.style.tr import tr
from rqdebug.ui.window.documents.script_documents import ScriptDocuments


class Autosave(QObject):
    """Writes each script that is not saved into a file of its own, soon after it was changed."""

    failed = pyqtSignal(str)
    """What is not saved cannot be kept."""

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
        scripts.added.connect(self._watch)
        scripts.removed.connect(self._forget)

    def bring_back(self) -> None:
        """Open what was not saved when the program ended."""
        for draft in self._recovery.take():
            tab = self._scripts.open_text(draft.text, draft.path)
            tab.edited.emit()

    def forget_all(self) -> None:
        """The user has decided on every script: nothing is to come back."""
        for tab in [*self._keys]:
            self._forget(tab)

    def _watch(self, tab: ScriptTab) -> None:
        self._keys[tab] = key = self._recovery.new_key()
        tab.edited.connect(partial(self._keep, tab))
        tab.saved.connect(partial(self._recovery.forget, key))

    def _keep(self, tab: ScriptTab) -> None:
        key = self._keys.get(tab)
        if tab.modified and key:
            work = partial(self._recovery.keep, key, RecoveredScript(tab.path, tab.editor.text()))
            self._tasks.run(self, work, lambda _: self._check(tab, key), self._tell)

    def _check(self, tab: ScriptTab, key: str) -> None:
        """While it was written the user may have decided."""
        if tab not in self._keys or not tab.modified:
            self._recovery.forget(key)

    def _forget(self, tab: ScriptTab) -> None:
        if key := self._keys.pop(tab, ""):
            self._recovery.forget(key)

    def _tell(self, error: Exception) -> None:
        if not isinstance(error, OSError):
            raise error
        self.failed.emit(tr("what is not saved cannot be kept: {why}", why=error.strerror or error))
