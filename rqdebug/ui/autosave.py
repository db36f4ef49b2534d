# SPDX-License-Identifier: GPL-3.0-or-later
"""Keeps what is not saved, and brings it back after a crash."""

from __future__ import annotations

from functools import partial

from PyQt5.QtCore import QObject, pyqtSignal

from rqdebug.ui.panels.script_tab import ScriptTab
from rqdebug.ui.panels.tabs import Tabs
from rqdebug.ui.recovery import Draft, Recovery
from rqdebug.ui.tasks import Tasks
from rqdebug.ui.tr import tr


class Autosave(QObject):
    """Writes each script that is not saved into a file of its own, soon after it was changed."""

    failed = pyqtSignal(str)
    """What is not saved cannot be kept."""

    def __init__(self, recovery: Recovery, tabs: Tabs, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._recovery = recovery
        self._tabs = tabs
        self._tasks = tasks
        self._keys: set[str] = set()
        tabs.script_added.connect(self._watch)

    def bring_back(self) -> None:
        """Open what was not saved when the program ended."""
        for draft in self._recovery.take():
            tab = self._tabs.open_text(draft.text, draft.path)
            tab.edited.emit()

    def forget_all(self) -> None:
        """The user has decided on every script: nothing is to come back."""
        for key in self._keys:
            self._recovery.forget(key)
        self._keys.clear()

    def _watch(self, tab: ScriptTab) -> None:
        key = self._recovery.new_key()
        self._keys.add(key)
        tab.edited.connect(partial(self._keep, key, tab))
        tab.saved.connect(partial(self._recovery.forget, key))
        tab.destroyed.connect(partial(self._forget, key))

    def _keep(self, key: str, tab: ScriptTab) -> None:
        if tab.modified and key in self._keys:
            work = partial(self._recovery.keep, key, Draft(tab.path, tab.editor.text()))
            self._tasks.run(self, work, lambda _: None, self._tell)

    def _forget(self, key: str, _: object) -> None:
        self._keys.discard(key)
        self._recovery.forget(key)

    def _tell(self, error: Exception) -> None:
        if not isinstance(error, OSError):
            raise error
        self.failed.emit(tr("what is not saved cannot be kept: {why}", why=error.strerror or error))
