# SPDX-License-Identifier: GPL-3.0-or-later
"""Script documents: opening, saving, and closing without losing changes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from functools import partial
from pathlib import Path

from PyQt5.QtCore import QObject, pyqtSignal
from PyQt5.QtWidgets import QFileDialog, QMessageBox, QWidget

from rqdebug.scripts.examples import copy_used_files, is_example
from rqdebug.scripts.running.breakpoints import Breakpoint
from rqdebug.ui.dialogs.save_file import ask_save_file
from rqdebug.ui.models import formats
from rqdebug.ui.scripts.script_tab import SUFFIX, ScriptTab
from rqdebug.ui.services.background_tasks import BackgroundTasks
from rqdebug.ui.services.recovery import RecoveredScript
from rqdebug.ui.style.theme import Theme
from rqdebug.ui.style.tr import tr
from rqdebug.ui.window.documents.document_tabs import DocumentTabs
from rqdebug.ui.window.help_topics import set_help_page


class ScriptDocuments(QObject):
    """Opens at most one tab for each file. Asks the user before a changed script is closed."""

    added = pyqtSignal(object)
    """A ScriptTab was created."""
    removed = pyqtSignal(object)
    """A ScriptTab is about to be deleted."""
    opened = pyqtSignal(object)
    """A script file was opened or saved: its Path."""
    refused = pyqtSignal(str)
    """A script does not run, or a breakpoint is not set: why, in one sentence."""
    zoom_wanted = pyqtSignal(int)
    """The user turned the wheel with Ctrl: enlarge the text by this many points."""
    failed = pyqtSignal(str)
    """A file cannot be read or written: why, in one sentence."""

    def __init__(
        self,
        tabs: DocumentTabs,
        tasks: BackgroundTasks,
        theme: Theme,
        may_close: Callable[[ScriptTab], bool],
    ) -> None:
        """``may_close``: asks the user before a tab closes whose script is running."""
        super().__init__(tabs)
        self._may_close = may_close
        self._tabs = tabs
        self._tasks = tasks
        self._theme = theme
        self._breakpoints: dict[Path, Collection[Breakpoint]] = {}
        """Of closed scripts, until they are opened again."""
        tabs.close_requested.connect(self._close_if_script)

    def script_tabs(self) -> list[ScriptTab]:
        """All tabs with a script."""
        return [document for document in self._tabs.documents() if isinstance(document, ScriptTab)]

    def unsaved_texts(self) -> dict[Path, str]:
        """Return the texts that differ from their files, by path: checks and runs use them."""
        tabs = [tab for tab in self.script_tabs() if tab.modified and not tab.editor.isReadOnly()]
        return {tab.path: tab.editor.text() for tab in tabs if tab.path}

    def _check_including(self, changed: ScriptTab) -> None:
        """Check the scripts again that include a text that has changed."""
        for tab in self.script_tabs():
            if tab is not changed and changed.path and changed.path.name in tab.included:
                tab.parse(lambda _: None)

    # Opening

    def open(self, path: Path | None = None) -> ScriptTab:
        """Show the tab of a file; create it if necessary. Without a path, create an empty script."""
        shown = (tab for tab in self.script_tabs() if path is not None and tab.path == path)
        tab = next(shown, None) or self._add(path)
        self.show(tab)
        if path is not None:
            self.opened.emit(path)
        return tab

    def open_text(self, text: str) -> ScriptTab:
        """Open a new script with this text, unsaved."""
        return self.open_draft(RecoveredScript(None, text))

    def open_draft(self, draft: RecoveredScript) -> ScriptTab:
        """Open a script with unsaved text: a new one, or one that differs from its file."""
        tab = self._add(draft.path, draft)
        self.show(tab)
        return tab

    def ask_open(self) -> None:
        """Open the files that the user chooses."""
        paths, _ = QFileDialog.getOpenFileNames(self._tabs, tr("Open Script"), "", _file_types())
        for path in paths:
            self.open(Path(path).resolve())

    def _add(self, path: Path | None, draft: RecoveredScript | None = None) -> ScriptTab:
        tab = ScriptTab(path, self._tasks, self._theme, draft, open_texts=self.unsaved_texts)
        tab.edited.connect(partial(self._check_including, tab))
        tab.title_changed.connect(lambda tab=tab: self._tabs.set_title(tab, tab.title))
        tab.saved.connect(lambda tab=tab: self.opened.emit(tab.path))
        tab.failed.connect(self.failed)
        tab.refused.connect(self.refused)
        tab.editor.zoom_wanted.connect(self.zoom_wanted)
        tab.place_wanted.connect(lambda path, line: self.open(path).go_to(line))
        tab.problems.file_chosen.connect(lambda path, *place: self.open(path).go_to(*place))
        tab.unreadable.connect(partial(self._drop_unreadable, tab))
        tab.conflicted.connect(partial(self._ask_overwrite, tab))
        set_help_page(tab, "window/scripts.md")
        if path is not None:
            tab.restore_breakpoints(self._breakpoints.get(path, ()))
        self._tabs.add(tab, tab.title)
        self.added.emit(tab)
        return tab

    def show(self, tab: ScriptTab) -> None:
        """Bring the tab of a script to the front."""
        self._tabs.setCurrentWidget(tab)
        tab.editor.setFocus()

    # Saving

    def save(self, tab: ScriptTab, then: Callable[[], object] | None = None) -> None:
        """Save a script, asking for a file name if it has none, or is an example; then call ``then``."""
        if tab.path is None or is_example(tab.path):
            self.save_as(tab, then)
        else:
            tab.save(tab.path, then)

    def save_as(self, tab: ScriptTab, then: Callable[[], object] | None = None) -> None:
        """Save a script to a file that the user chooses; then call ``then``."""
        proposal = str(tab.path or f"new{SUFFIX}")
        has_example = tab.path is not None and is_example(tab.path)
        if has_example:
            proposal = Path(proposal).name
        chosen = ask_save_file(tr("Save Script"), proposal, _file_types(), SUFFIX, self._tabs)
        if chosen is None or not self._is_open(tab):
            return
        if any(other.path == chosen for other in self.script_tabs() if other is not tab):
            self.failed.emit(
                tr("{file} is open in another tab; close that tab, or choose another name", file=chosen)
            )
        elif is_example(chosen):
            self.failed.emit(tr("The examples belong to rqdebug and are not changed; choose another folder"))
        elif has_example:
            self._save_example(tab, chosen, then)
        else:
            tab.save(chosen, then)

    def _save_example(self, tab: ScriptTab, chosen: Path, then: Callable[[], object] | None) -> None:
        """Save a copy of an example, with the files that it reads, so that it runs where it is."""

        def fail(error: Exception) -> None:
            if not isinstance(error, OSError):
                raise error
            why = error.strerror or str(error)
            self.failed.emit(tr("cannot copy the files of the example: {why}", why=why))

        copy = partial(copy_used_files, tab.editor.text(), chosen.parent)
        self._tasks.run(self, copy, lambda _: tab.save(chosen, then), fail)

    def _ask_overwrite(self, tab: ScriptTab, overwrite: Callable[[], object]) -> None:
        self._tabs.setCurrentWidget(tab)
        question = tr(
            "Another program has changed {name} since it was read here. "
            "Overwrite the file with the text in this tab?",
            name=tab.path.name if tab.path else "",
        )
        buttons = QMessageBox.Save | QMessageBox.Cancel
        answer = QMessageBox.question(
            self._tabs, tr("File Has Changed"), formats.tip(question), buttons, QMessageBox.Cancel
        )
        if answer == QMessageBox.Save and self._is_open(tab):
            overwrite()

    def _drop_unreadable(self, tab: ScriptTab, reason: str) -> None:
        """Close a tab without a text: saved, it would destroy the file."""
        self._remove(tab)
        self.failed.emit(reason)

    # Closing

    def close(self, tab: ScriptTab) -> None:
        """Close a script. If it is running, ask first whether to stop it.

        If it has changes, ask whether to save them, to discard them, or to cancel.
        """
        if not self._may_close(tab):
            return
        choice = self._ask_save(tab) if tab.modified else QMessageBox.Discard
        if not self._is_open(tab):
            return
        if choice == QMessageBox.Discard:
            self._remove(tab)
        elif choice == QMessageBox.Save:
            self.save(tab, partial(self._remove, tab))

    def may_close_all(self, then: Callable[[], object]) -> bool:
        """Ask the user what to do with each changed script.

        Returns:
            True if no script needs saving. False if the user canceled, or if scripts must be saved first:
            then ``then`` is called after the last one was saved.
        """
        to_save = []
        for tab in self.script_tabs():
            is_changed = self._is_open(tab) and tab.modified
            choice = self._ask_save(tab) if is_changed else QMessageBox.Discard
            if choice == QMessageBox.Save:
                to_save.append(tab)
            elif choice != QMessageBox.Discard:
                return False
        if to_save:
            self._save_all(to_save, then)
        return not to_save

    def _save_all(self, tabs: Sequence[ScriptTab], then: Callable[[], object]) -> None:
        """Save scripts one after the other; stop at the first failure."""
        tabs = [tab for tab in tabs if self._is_open(tab)]
        if tabs:
            self.save(tabs[0], partial(self._save_all, tabs[1:], then))
        else:
            then()

    def _close_if_script(self, document: QWidget) -> None:
        if isinstance(document, ScriptTab):
            self.close(document)

    def _is_open(self, tab: ScriptTab) -> bool:
        """Whether a tab is still open after a question, during which its script can be closed."""
        return tab in self.script_tabs()

    def _ask_save(self, tab: ScriptTab) -> int:
        self._tabs.setCurrentWidget(tab)
        name = tab.path.name if tab.path else tr("the new script")
        buttons = QMessageBox.Save | QMessageBox.Discard | QMessageBox.Cancel
        question = formats.tip(tr("Save the changes to {name}?", name=name))
        answer = QMessageBox.question(self._tabs, tr("Unsaved Changes"), question, buttons, QMessageBox.Save)
        return int(answer)

    def _remove(self, tab: ScriptTab) -> None:
        if tab.path is not None:
            self._breakpoints[tab.path] = tab.breakpoints
        self.removed.emit(tab)
        self._tabs.remove(tab)
        self._check_including(tab)  # what was not saved is lost


def _file_types() -> str:
    """File types for Qt's file dialog."""
    return f"{tr('Scripts')} (*{SUFFIX});;{tr('All files')} (*)"
