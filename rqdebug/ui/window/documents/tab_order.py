# SPDX-License-Identifier: GPL-3.0-or-later
"""Restores merged logs, second views, the order of the tabs, and the current tab of a workspace.

Targets and captures open in the background, in any order. After each of them, the tabs of the workspace that
are open are put in its order, until the last one is open.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from PyQt5.QtCore import QObject
from PyQt5.QtWidgets import QWidget

from rqdebug.ui.log.events_tab import EventsTab
from rqdebug.ui.log.log_tab import LogTab
from rqdebug.ui.log.merged_tab import MergedTab
from rqdebug.ui.log.second_view import SecondView
from rqdebug.ui.log.target_tab import TargetTab
from rqdebug.ui.scripts.script_tab import ScriptTab
from rqdebug.ui.services.attachment_service import AttachmentControl
from rqdebug.ui.services.timers import after_pause
from rqdebug.ui.services.workspace_file import SavedTab, Workspace
from rqdebug.ui.window.documents.document_tabs import DocumentTabs
from rqdebug.ui.window.documents.log_documents import LogDocuments

SECOND = "second"
"""The kind of second views."""
TabKey = tuple[str, str, int]
"""Kind of a tab, where its document is, and its number among the tabs of this kind and place."""


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
        self._second: list[tuple[SavedTab, int]] = []
        """The second views that wait for their logs, each with its number."""
        self._soon = after_pause(0, self._arrange, self)  # when the new tab is complete
        logs.opened.connect(self._notice)

    def restore(self, workspace: Workspace) -> None:
        """Wait for the tabs of a workspace, which are being opened."""
        self._wanted = _numbered(workspace.places)
        is_known = 0 <= workspace.current < len(self._wanted)
        self._current = self._wanted[workspace.current] if is_known else None
        self._merged = [place for place in workspace.places if place.kind == "merged"]
        numbers = (number for *_, number in self._wanted)
        places = zip(workspace.places, numbers, strict=True)
        self._second = [each for each in places if each[0].kind == SECOND]
        self._missing = set(self._wanted)
        self._soon.start()

    def _notice(self, tab: QWidget) -> None:
        if self._keys().get(tab) in self._missing:
            self._soon.start()

    def _keys(self) -> dict[QWidget, TabKey]:
        """The keys of all open tabs that can be opened again."""
        saved = [(tab, place) for tab in self._tabs.documents() if (place := saved_tab(tab)) is not None]
        return dict(zip((tab for tab, _ in saved), _numbered([place for _, place in saved]), strict=True))

    def _arrange(self) -> None:
        self._merged = [place for place in self._merged if not self._open_merged(place)]
        self._second = [each for each in self._second if not self._open_second(*each)]
        ranks, keys = {key: rank for rank, key in enumerate(self._wanted)}, self._keys()
        open_tabs = [self._tabs.widget(index) for index in range(self._tabs.count())]
        known = [(ranks[key], tab) for tab in open_tabs if (key := keys.get(tab)) in ranks]
        places = [index for index, tab in enumerate(open_tabs) if keys.get(tab) in ranks]
        for place, (_, tab) in zip(places, sorted(known, key=lambda each: each[0]), strict=True):
            self._tabs.tabBar().moveTab(self._tabs.indexOf(tab), place)
            if keys[tab] == self._current:
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

    def _open_second(self, place: SavedTab, number: int) -> bool:
        """Open a second view, unless it is open, if its log is open; return whether the log is."""
        kind, _, where = place.where.partition("\n")
        first = next((tab for tab, key in self._keys().items() if key[:2] == (kind, where)), None)
        if not isinstance(first, LogTab):
            return False
        views = (tab for tab in self._logs.log_tabs() if isinstance(tab, SecondView))
        if sum(view.first is first for view in views) <= number:
            self._logs.open_second_view(first).filter_bar.set_filter(place.filter)
        return True


def saved_tab(tab: QWidget) -> SavedTab | None:
    """Return how to open a document again; None if it is neither in a file nor on a target."""
    if isinstance(tab, TargetTab):
        return SavedTab("target", tab.attachment.url, tab.filter_bar.text)
    if isinstance(tab, MergedTab):
        names = [] if tab.covers_all else [attachment.name for attachment in tab.attachments]
        return SavedTab("merged", "\n".join(names), tab.filter_bar.text)
    if isinstance(tab, SecondView):
        first = saved_tab(tab.first)
        return SavedTab(SECOND, f"{first.kind}\n{first.where}", tab.filter_bar.text) if first else None
    if isinstance(tab, EventsTab) and tab.is_file:
        return SavedTab("capture", tab.title, tab.filter_bar.text)
    if isinstance(tab, ScriptTab) and tab.path is not None:
        return SavedTab("script", str(tab.path), breakpoints=tuple(sorted(tab.breakpoints)))
    return None


def _numbered(places: Sequence[SavedTab]) -> list[TabKey]:
    """Return the keys of tabs. Only second views can have the same kind and place."""
    counts: Counter[tuple[str, str]] = Counter()
    keys = []
    for place in places:
        keys.append((place.kind, place.where, counts[place.kind, place.where]))
        counts[place.kind, place.where] += 1
    return keys
