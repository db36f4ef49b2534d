# SPDX-License-Identifier: GPL-3.0-or-later
"""Saves and restores workspaces: targets, documents, filters, styles and layout of a window."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from PyQt5.QtCore import QByteArray, QObject, pyqtSignal
from PyQt5.QtWidgets import QFileDialog

from rqdebug.errors import FilterError
from rqdebug.events.event_log import EventLog
from rqdebug.events.filters.saved_filters import SavedFilters
from rqdebug.events.views.styles import StyleLibrary
from rqdebug.session import Attachment
from rqdebug.support.atomic_files import write_atomically
from rqdebug.support.regular_files import check_replaceable, read_bytes
from rqdebug.ui.dialogs.save_file import ask_save_file
from rqdebug.ui.services.attachment_service import AttachmentControl
from rqdebug.ui.services.capture_service import CaptureControl
from rqdebug.ui.services.debugger_service import DebuggerControl
from rqdebug.ui.services.window_settings import LAYOUT_VERSION
from rqdebug.ui.services.workspace_file import (
    EXTENSION,
    SavedRule,
    Workspace,
    WorkspaceError,
    load,
    save,
)
from rqdebug.ui.style.tr import tr
from rqdebug.ui.window.documents.document_tabs import DocumentTabs
from rqdebug.ui.window.documents.log_documents import LogDocuments
from rqdebug.ui.window.documents.script_documents import ScriptDocuments
from rqdebug.ui.window.documents.tab_order import TabOrder, saved_tab
from rqdebug.ui.window.main_window import MainWindow


class Workspaces(QObject):
    """Saves the state of the window, and restores it in addition to what is already open."""

    failed = pyqtSignal(str)
    """A workspace cannot be read or saved: why, in one sentence."""

    def __init__(
        self,
        window: MainWindow,
        attachments: AttachmentControl,
        captures: CaptureControl,
        debuggers: DebuggerControl,
        styles: StyleLibrary,
        saved_filters: SavedFilters,
        tabs: DocumentTabs,
        logs: LogDocuments,
        scripts: ScriptDocuments,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._attachments = attachments
        self._captures = captures
        self._debuggers = debuggers
        self._styles = styles
        self._saved_filters = saved_filters
        self._tabs = tabs
        self._logs = logs
        self._scripts = scripts
        self._saved: Workspace | None = None
        self._pending_filters: dict[str, str] = {}
        """Filters to set when a log has been opened, by the URL or path of the log."""
        self._pending_rules: list[SavedRule] = []
        """Rules to add when their target is attached."""
        self._order = TabOrder(tabs, logs, attachments)
        attachments.attached.connect(self._filter_target)
        attachments.requested.connect(self._filter_target)
        attachments.attached.connect(self._add_rules)
        attachments.requested.connect(self._add_rules)
        captures.opened.connect(self._filter_capture)

    def save(self, path: Path) -> None:
        """Save the present state of the window to a file."""
        try:
            save(self._snapshot(), path)
        except OSError as error:
            self.failed.emit(tr("cannot save the workspace: {why}", why=error.strerror or error))

    def save_changes(self, path: Path) -> None:
        """Save the present state if it differs from what this saved last."""
        snapshot = self._snapshot()
        if snapshot != self._saved:
            self._saved = snapshot
            self.save(path)

    def restore(self, path: Path, is_kept: bool = True) -> None:
        """Restore the workspace in a file, in addition to what is already open.

        Args:
            path: The file.
            is_kept: Whether only the user replaces the file. If not, it is copied when it is not restored as
                a whole.
        """
        try:
            workspace = load(path)
        except WorkspaceError as error:
            copied = [] if is_kept else self._keep_copy(path)
            self.failed.emit(". ".join([str(error), *copied]))
            return
        refused = self._restore(workspace)
        missing = [tab.where for tab in workspace.places if tab.kind == "script" and not _is_file(tab.where)]
        sentences = [tr("{file} no longer exists.", file=where) for where in missing]
        if workspace.invalid or refused:
            entries = ", ".join(
                [*workspace.invalid, *(tr("the filter {name}", name=name) for name in refused)]
            )
            sentence = tr(
                "{file} has invalid entries, which are ignored: {entries}.", file=path, entries=entries
            )
            sentences.insert(0, sentence)
        if sentences:
            self.failed.emit(" ".join([*sentences, *([] if is_kept else self._keep_copy(path))]))

    def _keep_copy(self, path: Path) -> list[str]:
        """Copy a file that the window replaces. Return where it is, as a sentence; nothing if that fails."""
        copy = path.with_name(f"{path.name}.invalid")
        try:
            data = read_bytes(path)
            check_replaceable(copy)
            with write_atomically(copy) as file:
                file.write(data)
        except OSError:
            return []
        return [tr("A copy of the file is {copy}.", copy=copy)]

    # Saving

    def _snapshot(self) -> Workspace:
        saved = [(tab, saved_tab(tab)) for tab in self._tabs.documents()]
        open_tabs = [(tab, place) for tab, place in saved if place is not None]
        current = [tab for tab, _ in open_tabs]
        document = self._tabs.current_document()
        return Workspace(
            tuple(map(self._attachments.saved_target, self._attachments.active)),
            tuple(place for _, place in open_tabs),
            self._filters_by_name(),
            self._styles.styles,
            bytes(self._window.saveState(LAYOUT_VERSION).toHex()).decode(),
            current.index(document) if document in current else -1,
            tuple(attachment.name for attachment in self._window.run_targets.selected()),
            self._window.run_targets.covers_all,
            tuple(
                SavedRule(each.url, each.name, rule.definition)
                for each in self._attachments.active
                for rule in self._debuggers.rules(each)
                if rule.is_own
            ),
        )

    def _filters_by_name(self) -> dict[str, str]:
        with suppress(FilterError):  # the filter bar reports this error
            return self._saved_filters.load()
        return {}

    # Restoring

    def _restore(self, workspace: Workspace) -> list[str]:
        """Restore a workspace; return the names of its filters that are not valid."""
        refused = self._add_filters(workspace.filters)
        if workspace.styles and not self._styles.styles:
            self._styles.change(workspace.styles)
        self._pending_filters |= {
            tab.where: tab.filter for tab in workspace.places if tab.kind in ("target", "capture")
        }
        self._pending_rules += workspace.rules
        if workspace.run_targets is not None and not self._attachments.active:
            self._window.run_targets.restore(workspace.run_targets, workspace.runs_on_all)
        for target in workspace.targets:
            self._attachments.attach_saved(target)
        for tab in workspace.places:
            if tab.kind == "script" and _is_file(tab.where):
                script = self._scripts.open(Path(tab.where))
                if not script.breakpoints:
                    script.restore_breakpoints(tab.breakpoints)
            elif tab.kind == "capture":
                self._captures.open(Path(tab.where))
        self._order.restore(workspace)
        if workspace.docks:
            self._window.restore_docks(QByteArray.fromHex(workspace.docks.encode()))
        return refused

    def _add_filters(self, filters: dict[str, str]) -> list[str]:
        """Add saved filters, except names that the user already has. Return the names that are not added."""
        refused = []
        for name, text in filters.items():
            try:
                if name not in self._saved_filters.load():
                    self._saved_filters.save(name, text)
            except (FilterError, OSError):
                refused.append(name)
        return refused

    def _filter_target(self, attachment: Attachment) -> None:
        if text := self._pending_filters.pop(attachment.url, ""):
            self._logs.open_target(attachment).filter_bar.set_filter(text)

    def _add_rules(self, attachment: Attachment) -> None:
        """Add the rules of a target that are not there already. They are off: the user switches them on."""
        rules = [rule for rule in self._pending_rules if rule.url == attachment.url]
        rules = [rule for rule in rules if rule.target == attachment.name] or rules
        self._pending_rules = [rule for rule in self._pending_rules if rule not in rules]
        present = [rule.definition for rule in self._debuggers.rules(attachment)]
        for rule in rules:
            if rule.definition not in present:
                self._debuggers.add_rule(attachment, rule.definition, is_enabled=False)

    def _filter_capture(self, path: Path, log: EventLog) -> None:
        if text := self._pending_filters.pop(str(path), ""):
            self._logs.open_capture(path, log).filter_bar.set_filter(text)

    # Asking

    def ask_open(self) -> None:
        """Restore the workspace that the user chooses."""
        path, _ = QFileDialog.getOpenFileName(self._window, tr("Open Workspace"), "", _file_types())
        if path:
            self.restore(Path(path))

    def ask_save(self) -> None:
        """Save a workspace to the file that the user chooses."""
        title, proposal = tr("Save Workspace"), f"work{EXTENSION}"
        path = ask_save_file(title, proposal, _file_types(), EXTENSION, self._window)
        if path is not None:
            self.save(path)


def _is_file(path: str) -> bool:
    try:
        return Path(path).is_file()
    except ValueError:  # it contains NUL
        return False


def _file_types() -> str:
    """File types for Qt's file dialog."""
    return f"{tr('Workspaces')} (*{EXTENSION})"
