# SPDX-License-Identifier: GPL-3.0-or-later
"""Renames a variable or function of a script, in its tab and in the tabs of the files that share it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from PyQt5.QtCore import QObject, pyqtSignal
from PyQt5.QtWidgets import QWidget

from rqdebug.errors import ScriptError
from rqdebug.scripts.editing.renaming import Renaming, ScriptFiles, find_renaming
from rqdebug.support.regular_files import read_bytes
from rqdebug.ui.dialogs.rename_dialog import RenameDialog
from rqdebug.ui.scripts.script_tab import ScriptTab
from rqdebug.ui.services.background_tasks import BackgroundTasks
from rqdebug.ui.style.engine_messages import translate_message
from rqdebug.ui.style.tr import counted, tr
from rqdebug.ui.window.documents.script_documents import ScriptDocuments

MAX_NAMED = 12
"""The number of files that are named before the user decides."""


class ScriptRenaming(QObject):
    """Changes the text of each file in its tab, in one step that Undo takes back. Nothing is saved."""

    done = pyqtSignal(str)
    """A name was changed: a sentence for the status bar."""
    failed = pyqtSignal(str)
    """Nothing was renamed: why, in one sentence."""

    def __init__(self, scripts: ScriptDocuments, tasks: BackgroundTasks, window: QWidget) -> None:
        super().__init__(window)
        self._scripts = scripts
        self._tasks = tasks
        self._window = window

    def rename(self, tab: ScriptTab) -> None:
        """Ask for a new name of what is at the cursor of a script, and rename it."""
        index, text = tab.editor.cursor_index, tab.editor.text()
        texts = {each.path.resolve(): each.editor.text() for each in self._scripts.script_tabs() if each.path}

        def find() -> tuple[ScriptFiles, Renaming]:
            files = ScriptFiles(tab.path, text, partial(_read, texts))
            return files, find_renaming(files, index)

        self._tasks.run(self, find, lambda found: self._ask(tab, *found), self._refuse)

    def _ask(self, tab: ScriptTab, files: ScriptFiles, renaming: Renaming) -> None:
        if not self._is_current(tab, files, renaming):
            return
        dialog = RenameDialog(renaming.name, _describe(files, renaming), self._window)

        def try_name(name: str) -> None:
            self._tasks.run(dialog, partial(renaming.check, name), lambda _: rename(name), refuse)

        def rename(name: str) -> None:
            dialog.accept()
            self._apply(tab, files, renaming, name)

        def refuse(error: Exception) -> None:
            if not isinstance(error, ValueError):
                raise error
            dialog.show_problem(translate_message(str(error)))

        dialog.chosen.connect(try_name)
        dialog.open()

    def _apply(self, tab: ScriptTab, files: ScriptFiles, renaming: Renaming, name: str) -> None:
        if not self._is_current(tab, files, renaming):
            return
        for path, starts in renaming.places.items():
            other = tab if path == renaming.main else self._scripts.open(self._as_opened(path))
            parts = [(start, start + len(renaming.name), name) for start in starts]
            other.when_loaded(partial(self._replace, other, files.text(path), parts))
        self._scripts.show(tab)
        count = sum(map(len, renaming.places.values()))
        places = counted(count, "{n} place", "{n} places")
        self.done.emit(tr("Renamed “{old}” to “{new}”: {places}", old=renaming.name, new=name, places=places))

    def _is_current(self, tab: ScriptTab, files: ScriptFiles, renaming: Renaming) -> bool:
        """Whether no text has changed since the name was found in it; otherwise say which one has."""
        tabs = {each.path.resolve(): each for each in self._scripts.script_tabs() if each.path}
        tabs[renaming.main] = tab
        for path in renaming.places:
            if path in tabs and tabs[path].editor.text() != files.text(path):
                self._refuse_change(tabs[path])
                return False
        return True

    def _refuse_change(self, tab: ScriptTab) -> None:
        name = tab.path.name if tab.path else tr("new script")
        self.failed.emit(tr("{file} has changed in the meantime; nothing was renamed in it", file=name))

    def _as_opened(self, path: Path) -> Path:
        """Return the path under which a file is open: it can be reached by a link."""
        opened = (tab.path for tab in self._scripts.script_tabs() if tab.path is not None)
        return next((each for each in opened if each.resolve() == path), path)

    def _replace(self, tab: ScriptTab, text: str, parts: list[tuple[int, int, str]]) -> None:
        if tab.editor.text() == text:
            tab.editor.replace_parts(text, parts)
        else:
            self._refuse_change(tab)

    def _refuse(self, error: Exception) -> None:
        if isinstance(error, ScriptError):
            why = translate_message(str(error))
            self.failed.emit(tr("Nothing is renamed before this error is corrected: {why}", why=why))
        elif isinstance(error, ValueError):
            self.failed.emit(translate_message(str(error)))
        else:
            raise error


def _read(texts: Mapping[Path, str], path: Path) -> str:
    """Return the text of a file as its tab has it, else as it is on disk."""
    if path in texts:
        return texts[path]
    return read_bytes(path).decode("utf-8-sig")


def _describe(files: ScriptFiles, renaming: Renaming) -> str:
    """Say in which files the name is, and how often."""
    lines = []
    for path, starts in renaming.places.items():
        places = counted(len(starts), "{n} place", "{n} places")
        lines.append(f"{path.name}: {places}" if path.name else places)
    if len(lines) > 1:
        lines = [*lines[:MAX_NAMED], *(["…"] if len(lines) > MAX_NAMED else [])]
        lines.append(tr("The other files are opened and changed, but not saved."))
    if not files.is_complete:
        lines.append(tr("Not all scripts of the large folder were searched."))
    return "\n".join(lines)
