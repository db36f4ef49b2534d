# SPDX-License-Identifier: GPL-3.0-or-later
"""The workspace of a window: taken down, written, and brought back."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from PyQt5.QtCore import QByteArray, QObject, pyqtSignal
from PyQt5.QtWidgets import QFileDialog, QMainWindow

from rqdebug.errors import FilterError
from rqdebug.events.event_log import EventLog
from rqdebug.ui.log.events_tab import EventsTab
from rqdebug.ui.log.log_tab import LogTab
from rqdebug.ui.log.target_tab import TargetTab
from rqdebug.ui.scripts.script_tab import ScriptTab
from rqdebug.ui.services.workspace_file import EXTENSION, SavedTab, Workspace, WorkspaceError, load, save
from rqdebug.ui.style.tr import tr
from rqdebug.ui.window.window_context import WindowContext


class Workspaces(QObject):
    """Saves and restores what a window holds."""

    failed = pyqtSignal(str)
    """What could not be done, and why."""

    def __init__(self, context: WindowContext, window: QMainWindow, layout_version: int) -> None:
        super().__init__(window)
        self._context = context
        self._window = window
        self._layout_version = layout_version
        self._filters: dict[str, str] = {}
        """Of captures that are being opened, by path."""
        context.captures.opened.connect(self._filter_capture)
        context.commands.bind("workspace.open", self._ask_open)
        context.commands.bind("workspace.save", self._ask_save)

    def save(self, path: Path) -> None:
        """Write down what the window holds now."""
        try:
            save(self._taken_down(), path)
        except OSError as error:
            self.failed.emit(tr("the workspace cannot be written: {why}", why=error.strerror or error))

    def restore(self, path: Path) -> None:
        """Bring back what a file says, beside what is open already."""
        try:
            workspace = load(path)
        except WorkspaceError as error:
            self.failed.emit(str(error))
        else:
            self._bring_back(workspace)

    # Taking down

    def _taken_down(self) -> Workspace:
        context = self._context
        tabs = (context.tabs.widget(index) for index in range(context.tabs.count()))
        return Workspace(
            tuple(map(context.attachments.manner, context.attachments.active)),
            tuple(place for tab in tabs if (place := _place_of(tab))),
            self._saved_filters(),
            context.styles.styles,
            bytes(self._window.saveState(self._layout_version).toHex()).decode(),
        )

    def _saved_filters(self) -> dict[str, str]:
        with suppress(FilterError):  # the file of filters says so itself where one is used
            return self._context.saved_filters.load()
        return {}

    # Bringing back

    def _bring_back(self, workspace: Workspace) -> None:
        context = self._context
        self._add_filters(workspace.filters)
        if workspace.styles and not context.styles.styles:
            context.styles.change(workspace.styles)
        wanted = {place.where: place.filter for place in workspace.places if place.kind == "target"}
        context.attachments.attached.connect(self._filter_target)
        self._filters.update(wanted)
        for known in workspace.targets:
            context.attachments.attach_known(known)
        for place in workspace.places:
            if place.kind == "script" and Path(place.where).is_file():
                context.scripts.open(Path(place.where))
            elif place.kind == "capture":
                self._filters[place.where] = place.filter
                context.captures.open(Path(place.where))
        if workspace.docks:
            state = QByteArray.fromHex(workspace.docks.encode())
            self._window.restoreState(state, self._layout_version)

    def _add_filters(self, filters: dict[str, str]) -> None:
        """Those of the workspace do not replace the user's own."""
        saved = self._context.saved_filters
        for name, text in filters.items():
            with suppress(FilterError, OSError):  # one that others wrote and makes no sense here
                if name not in saved.load():
                    saved.save(name, text)

    def _filter_target(self, attachment: object) -> None:
        for tab in self._context.logs.log_tabs():
            if isinstance(tab, TargetTab) and tab.attachment is attachment:
                _set_filter(tab, self._filters.pop(tab.attachment.url, ""))

    def _filter_capture(self, path: Path, _: EventLog) -> None:
        text = self._filters.pop(str(path), "")
        for tab in self._context.logs.log_tabs():
            if isinstance(tab, EventsTab) and tab.title == str(path):
                _set_filter(tab, text)

    # Asking

    def _ask_open(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self._window, tr("Open Workspace"), "", _files())
        if path:
            self.restore(Path(path))

    def _ask_save(self) -> None:
        path, _ = QFileDialog.getSaveFileName(
            self._window, tr("Save Workspace"), f"work{EXTENSION}", _files()
        )
        if path:
            self.save(Path(path).with_suffix(EXTENSION))


def _set_filter(tab: LogTab, text: str) -> None:
    if text:
        tab.filter_bar.set_filter(text)


def _place_of(tab: object) -> SavedTab | None:
    """How a tab is found again; None for one that has no place."""
    if isinstance(tab, TargetTab):
        return SavedTab("target", tab.attachment.url, tab.filter_bar.text)
    if isinstance(tab, EventsTab) and tab.is_file:
        return SavedTab("capture", tab.title, tab.filter_bar.text)
    if isinstance(tab, ScriptTab) and tab.path is not None:
        return SavedTab("script", str(tab.path))
    return None


def _files() -> str:
    return f"{tr('Workspaces')} (*{EXTENSION})"
