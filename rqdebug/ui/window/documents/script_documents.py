# SPDX-License-Identifier: GPL-3.0-or-later
"""Documents that are scripts: opened, saved, and closed without losing a change."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PyQt5.QtCore import QObject, pyqtSignal
from PyQt5.QtWidgets import QFileDialog, QMessageBox, QWidget

from rqdebug.ui.scripts.script_tab import SUFFIX, ScriptTab
from rqdebug.ui.services.background_tasks import BackgroundTasks
from rqdebug.ui.style.theme import Theme
from rqdebug.ui.style.tr import tr
from rqdebug.ui.window.documents.document_tabs import DocumentTabs
from rqdebug.ui.window.help_topics import set_help_page


class ScriptDocuments(QObject):
    """Opens a tab for each file once. Before a changed script is closed it asks the user."""

    added = pyqtSignal(object)
    """A ScriptTab was created."""
    removed = pyqtSignal(object)
    """A ScriptTab is about to be deleted."""
    opened = pyqtSignal(object)
    """A file was opened, or saved to: its Path."""
    failed = pyqtSignal(str)
    """A file cannot be read or written: why, in one sentence."""

    def __init__(self, tabs: DocumentTabs, tasks: BackgroundTasks, theme: Theme) -> None:
        super().__init__(tabs)
        self._tabs = tabs
        self._tasks = tasks
        self._theme = theme
        tabs.close_requested.connect(self._close_if_script)

    def script_tabs(self) -> list[ScriptTab]:
        """Every open script."""
        return [document for document in self._tabs.documents() if isinstance(document, ScriptTab)]

    # Opening

    def open(self, path: Path | None = None) -> ScriptTab:
        """Show the tab of a file; create it if there is none. Without a path, create an empty script."""
        shown = (tab for tab in self.script_tabs() if path is not None and tab.path == path)
        tab = next(shown, None) or self._add(path)
        self._focus(tab)
        if path is not None:
            self.opened.emit(path)
        return tab

    def open_text(self, text: str, path: Path | None = None) -> ScriptTab:
        """Show a text that is in no file yet, or that differs from its file."""
        tab = self._add(path, text)
        self._focus(tab)
        return tab

    def ask_open(self) -> None:
        """Let the user choose files, and open them."""
        paths, _ = QFileDialog.getOpenFileNames(self._tabs, tr("Open Script"), "", _file_types())
        for path in paths:
            self.open(Path(path).resolve())

    def _add(self, path: Path | None, text: str | None = None) -> ScriptTab:
        tab = ScriptTab(path, self._tasks, self._theme, text)
        tab.title_changed.connect(lambda tab=tab: self._tabs.set_title(tab, tab.title))
        tab.saved.connect(lambda tab=tab: self.opened.emit(tab.path))
        tab.failed.connect(self.failed)
        set_help_page(tab, "window/scripts.md")
        self._tabs.add(tab, tab.title)
        self.added.emit(tab)
        return tab

    def _focus(self, tab: ScriptTab) -> None:
        self._tabs.setCurrentWidget(tab)
        tab.editor.setFocus()

    # Saving

    def save(self, tab: ScriptTab, then: Callable[[], object] | None = None) -> None:
        """Save a script, after asking for a file name if it has none; then call ``then``."""
        if tab.path is None:
            self.save_as(tab, then)
        else:
            tab.save(tab.path, then)

    def save_as(self, tab: ScriptTab, then: Callable[[], object] | None = None) -> None:
        """Ask for a file name and save a script there; then call ``then``."""
        proposal = str(tab.path or f"new{SUFFIX}")
        path, _ = QFileDialog.getSaveFileName(self._tabs, tr("Save Script"), proposal, _file_types())
        if path:
            tab.save(Path(path).resolve(), then)

    # Closing

    def close(self, tab: ScriptTab) -> None:
        """Remove a script: at once, after saving it, or not at all, as the user decides."""
        choice = self._ask_save(tab) if tab.modified else QMessageBox.Discard
        if choice == QMessageBox.Discard:
            self._remove(tab)
        elif choice == QMessageBox.Save:
            self.save(tab, partial(self._remove, tab))

    def may_close_all(self, then: Callable[[], object]) -> bool:
        """Ask about each changed script. True if the user has given up all changes.

        Where the user wants to save first, the answer is False, and ``then`` is called after the last
        script was saved.
        """
        to_save = []
        for tab in self.script_tabs():
            choice = self._ask_save(tab) if tab.modified else QMessageBox.Discard
            if choice == QMessageBox.Save:
                to_save.append(tab)
            elif choice != QMessageBox.Discard:
                return False
        if to_save:
            self._save_all(to_save, then)
        return not to_save

    def _save_all(self, tabs: Sequence[ScriptTab], then: Callable[[], object]) -> None:
        """Save one after the other; the first failure ends it."""
        if tabs:
            self.save(tabs[0], partial(self._save_all, tabs[1:], then))
        else:
            then()

    def _close_if_script(self, document: QWidget) -> None:
        if isinstance(document, ScriptTab):
            self.close(document)

    def _ask_save(self, tab: ScriptTab) -> int:
        self._tabs.setCurrentWidget(tab)
        name = tab.path.name if tab.path else tr("the new script")
        buttons = QMessageBox.Save | QMessageBox.Discard | QMessageBox.Cancel
        question = tr("Save the changes to {name}?", name=name)
        answer = QMessageBox.question(self._tabs, tr("Unsaved Changes"), question, buttons, QMessageBox.Save)
        return int(answer)

    def _remove(self, tab: ScriptTab) -> None:
        self.removed.emit(tab)
        self._tabs.remove(tab)


def _file_types() -> str:
    """The types of files to choose from, as Qt's file dialog reads them."""
    return f"{tr('Scripts')} (*{SUFFIX});;{tr('All files')} (*)"
