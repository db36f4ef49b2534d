# SPDX-License-Identifier: GPL-3.0-or-later
"""Restores merged logs, the order of the tabs, and the current tab of a workspace.

Targets and captures open in the background, in any order. After each of them, the tabs of the workspace that
are open are put in its order, until the last one is open.
"""

from __future__ import annotations

from PyQt5.QtCore import QObject
from PyQt5.QtWidgets import QWidget

from rqdebug.ui.log.events_tab import EventsTab
from rqdebug.ui.log.merged_tab import MergedTab
from rqdebug.ui.log.target_tab import TargetTab
from rqdebug.ui.scripts.script_tab import ScriptTab
from rqdebug.ui.services.attachment_service import AttachmentControl
from rqdebug.ui.services.timers import after_pause
from rqdebug.ui.services.workspace_file import SavedTab, Workspace
from rqdebug.ui.window.documents.document_tabs import DocumentTabs
from rqdebug.ui.window.documents.log_documents import LogDocuments

TabKey = tuple[str, str]
"""Kind of a tab, and where its document is."""


class TabOrder(QObject):
    """Waits for the tabs of a workspace, and puts them in order."""

    def __init__(self, tabs: DocumentTabs, logs: LogDocuments, attachments: AttachmentControl) -> None:
        super().__init__(tabs)
        self._tabs = tabs
        self._logs = logs
        self._attachments = attachments
        self._wanted: list[TabKey] = []
        self._missing: set[TabKey] = set()
        """The wanted tabs that are not open yet. Other tabs that open change nothing."""
        self._current: TabKey | None = None
        self._merged: list[SavedTab] = []
        """The merged logs that wait for their targets."""
        self._soon = after_pause(0, self._arrange, self)  # when the new tab is complete
        logs.opened.connect(self._notice)

    def restore(self, workspace: Workspace) -> None:
        """Wait for the tabs of a workspace, which are being opened."""
        self._wanted = [(place.kind, place.where) for place in workspace.places]
        is_known = 0 <= workspace.current < len(self._wanted)
        self._current = self._wanted[workspace.current] if is_known else None
        self._merged = [place for place in workspace.places if place.kind == "merged"]
        self._missing = set(self._wanted)
        self._soon.start()

    def _notice(self, tab: QWidget) -> None:
        if _key(tab) in self._missing:
            self._soon.start()

    def _arrange(self) -> None:
        self._merged = [place for place in self._merged if not self._open_merged(place)]
        ranks = {key: rank for rank, key in enumerate(self._wanted)}
        open_tabs = [self._tabs.widget(index) for index in range(self._tabs.count())]
        known = [(ranks[key], tab) for tab in open_tabs if (key := _key(tab)) in ranks]
        places = [index for index, tab in enumerate(open_tabs) if _key(tab) in ranks]
        for place, (_, tab) in zip(places, sorted(known, key=lambda each: each[0]), strict=True):
            self._tabs.tabBar().moveTab(self._tabs.indexOf(tab), place)
            if _key(tab) == self._current:
                self._tabs.setCurrentWidget(tab)
        self._missing -= {self._wanted[rank] for rank, _ in known}

    def _open_merged(self, place: SavedTab) -> bool:
        """Open a merged log if all of its targets are attached; return whether they are."""
        attachments = self._attachments
        names = place.where.splitlines()
        targets = [attachments.named(name) for name in names] if names else list(attachments.active)
        found = [target for target in targets if target is not None]
        if not found or len(found) < len(names):
            return False
        tab = self._logs.open_merged(found, covers_all=not names)
        if place.filter and not tab.filter_bar.text:
            tab.filter_bar.set_filter(place.filter)
        return True


def saved_tab(tab: QWidget) -> SavedTab | None:
    """Return how to open a document again; None if it is neither in a file nor on a target."""
    if isinstance(tab, TargetTab):
        return SavedTab("target", tab.attachment.url, tab.filter_bar.text)
    if isinstance(tab, MergedTab):
        names = [] if tab.covers_all else [attachment.name for attachment in tab.attachments]
        return SavedTab("merged", "\n".join(names), tab.filter_bar.text)
    if isinstance(tab, EventsTab) and tab.is_file:
        return SavedTab("capture", tab.title, tab.filter_bar.text)
    if isinstance(tab, ScriptTab) and tab.path is not None:
        return SavedTab("script", str(tab.path), breakpoints=tuple(sorted(tab.breakpoints)))
    return None


def _key(tab: QWidget) -> TabKey | None:
    place = saved_tab(tab)
    return (place.kind, place.where) if place else None
