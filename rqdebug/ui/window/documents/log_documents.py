# SPDX-License-Identifier: GPL-3.0-or-later
"""Documents with a log: targets, captures, and all targets merged."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from weakref import WeakSet

from PyQt5.QtCore import QObject, QPoint, pyqtSignal
from PyQt5.QtWidgets import QWidget

from rqdebug.events.event_log import Event, EventLog
from rqdebug.events.filters.saved_filters import SavedFilters
from rqdebug.inspection.payload_difference import compare_payloads
from rqdebug.session import Attachment
from rqdebug.ui.inspection.difference_view import DifferenceWindow
from rqdebug.ui.log.events_tab import EventsTab
from rqdebug.ui.log.log_tab import LogTab
from rqdebug.ui.log.merged_tab import MergedTab
from rqdebug.ui.log.second_view import SecondView
from rqdebug.ui.log.target_tab import TargetTab
from rqdebug.ui.models.event_texts import Column
from rqdebug.ui.services.attachment_service import unused
from rqdebug.ui.services.background_tasks import BackgroundTasks
from rqdebug.ui.services.losses import UnseenLosses
from rqdebug.ui.services.saved_targets import SavedTarget
from rqdebug.ui.services.signal_bridge import SignalBridge
from rqdebug.ui.services.window_settings import WindowSettings
from rqdebug.ui.style.theme import Theme
from rqdebug.ui.style.tr import tr
from rqdebug.ui.window.documents.document_tabs import DocumentTabs
from rqdebug.ui.window.help_topics import set_help_page


class LogDocuments(QObject):
    """Opens and closes the tabs with a log. Forwards the signals of its tabs.

    A log has one tab, and any number of second views, which are closed with it.
    """

    opened = pyqtSignal(object)
    """A LogTab was created."""
    event_chosen = pyqtSignal(object)
    """An Event was selected."""
    event_left = pyqtSignal()
    """The event that was selected last is no longer selected, and no other is."""
    event_opened = pyqtSignal()
    """The user asked for the details of the selected event."""
    menu_requested = pyqtSignal(str, QPoint)
    """The user asked for the context menu of a group of commands: its name, and a screen position."""
    reconnect_requested = pyqtSignal(object)
    """The user wants to connect to the lost target of a tab now: its Attachment."""
    stop_requested = pyqtSignal(object)
    """The user wants everything to continue that debuggers have stopped on the target of a tab."""
    rule_wanted = pyqtSignal(str, str, object, object)
    """Stop or delay calls like that of an event: kind of action, condition, its LogTab, and the Event."""
    failed = pyqtSignal(str)
    """A tab reports a failure: why, in one sentence."""
    selection_changed = pyqtSignal()
    """The selected events of a tab were summed up."""
    paused_changed = pyqtSignal()
    """A log was paused, or continues."""
    done = pyqtSignal(str)
    """A tab reports what a command did: a sentence for the status bar."""

    def __init__(
        self,
        tabs: DocumentTabs,
        bridge: SignalBridge,
        tasks: BackgroundTasks,
        theme: Theme,
        settings: WindowSettings,
        saved_filters: SavedFilters,
        saved_target: Callable[[Attachment], SavedTarget],
        losses: UnseenLosses,
    ) -> None:
        """``saved_target`` returns the settings of a target, for example whether it is read-only."""
        super().__init__(tabs)
        self._tabs = tabs
        self._tasks = tasks
        self._services = bridge, tasks, theme, settings, saved_filters
        self._saved_target = saved_target
        self._losses = losses
        self._chosen: LogTab | None = None
        """The tab in which an event was selected last."""
        self._removed: WeakSet[Attachment] = WeakSet()
        """The targets that were detached."""
        losses.seen.connect(self.refresh_target)
        tabs.close_requested.connect(self._close_if_log)

    def log_tabs(self) -> list[LogTab]:
        """All tabs with a log, including detached ones."""
        return [document for document in self._tabs.documents() if isinstance(document, LogTab)]

    def open_target(self, attachment: Attachment) -> TargetTab:
        """Show the tab of a target; create it if necessary."""
        tab = self._target_tab(attachment)
        if tab is None:
            tab = TargetTab(attachment, self._saved_target(attachment), *self._services)
            set_help_page(tab.queues, "window/queues.md")
            self._add(tab, attachment.name)
            tab.losses_seen.connect(partial(self._losses.mark_seen, attachment))
            tab.reconnect_wanted.connect(partial(self.reconnect_requested.emit, attachment))
            tab.stop_wanted.connect(partial(self.stop_requested.emit, attachment))
        self._tabs.bring_to_front(tab)
        return tab

    def show_target(self, attachment: Attachment) -> TargetTab | None:
        """Show the tab of a target; if the target was removed in the meantime, report it and return None."""
        if attachment in self._removed:
            self.failed.emit(tr("{target} was removed in the meantime", target=attachment.name))
            return None
        return self.open_target(attachment)

    def open_capture(self, path: Path, log: EventLog) -> EventsTab:
        """Show the tab of a capture; create it if necessary, and again if the file is another now."""
        shown = (tab for tab in self.log_tabs() if isinstance(tab, EventsTab) and tab.title == str(path))
        old = next(shown, None)
        if old is not None and old.source.source == log.source:
            tab = old
        else:
            tab = self._open_events(str(path), path.name, log)
        if old not in (None, tab):
            tab.filter_bar.set_filter(old.filter_bar.text)
            self.close(old)
        self._tabs.bring_to_front(tab)
        return tab

    def open_second_view(self, tab: LogTab) -> SecondView:
        """Show the log of a tab in one more tab."""
        views = [each for each in self.log_tabs() if each.source is tab.source]
        first = next(each for each in views if not isinstance(each, SecondView))
        title = unused(self._tabs.title_of(first), [self._tabs.title_of(each) for each in views])
        view = SecondView(tab, title, *self._services)
        self._add(view, title)
        self._tabs.bring_to_front(view)
        return view

    def open_merged(self, attachments: Sequence[Attachment], covers_all: bool = True) -> MergedTab:
        """Show the events of these targets in one log, ordered by time after clock correction.

        Args:
            attachments: The targets.
            covers_all: Whether these are all targets: there is one such tab, and later targets join it.
        """
        tab = self._merged_tab(attachments, covers_all)
        if tab is None:
            tab = MergedTab(attachments, covers_all, *self._services)
            tab.log.setColumnHidden(Column.TARGET, False)
            tab.show_target_colors(self._target_color)
            self._add(tab, tab.title)
            tab.losses_seen.connect(partial(self._mark_losses_seen, tab))
        self._tabs.bring_to_front(tab)
        return tab

    def add_to_merged(self, attachment: Attachment) -> None:
        """Show the events of a new target in the tab of all targets, if it is open."""
        for tab in self._merged_tabs():
            if tab.covers_all:
                tab.add(attachment)
                tab.show_target_colors(self._target_color)

    def refresh_target(self, attachment: Attachment) -> None:
        """Update how the tab of a target looks."""
        tab = self._target_tab(attachment)
        if tab is not None:
            self._tabs.refresh(tab)

    def show_settings(self, attachment: Attachment) -> None:
        """Show the name and the settings of a target in its tabs after the user has changed them."""
        for merged in self._merged_tabs():
            merged.show_target_colors(self._target_color)
        tab = self._target_tab(attachment)
        if tab is not None:
            tab.header.show_settings(self._saved_target(attachment))
            self._tabs.set_title(tab, attachment.name)
            self._tabs.refresh(tab)

    def refresh_queues(self) -> None:
        """Show the queues of all targets again, after closed ones were switched on or off."""
        for tab in self.log_tabs():
            if isinstance(tab, TargetTab):
                tab.refresh_queues()

    def close_target(self, attachment: Attachment) -> None:
        """Close the tab of a target that was detached."""
        self._removed.add(attachment)
        tab = self._target_tab(attachment)
        if tab is not None:
            self.close(tab)

    def filter_chosen(self, word: str, test: str) -> None:
        """Combine a condition with the filter of the log in which an event was selected last."""
        if self._chosen is None:
            self.failed.emit(tr("The log of this event is closed"))
            return
        self._tabs.bring_to_front(self._chosen)
        self._chosen.add_test(word, test)

    def ask_rule(self, kind: str, condition: str, event: Event) -> None:
        """Emit ``rule_wanted`` for the event that was selected last."""
        if self._chosen is None:
            self.failed.emit(tr("The log of this event is closed"))
        else:
            self.rule_wanted.emit(kind, condition, self._chosen, event)

    def compare_selected(self, tab: LogTab) -> None:
        """Show where the payloads of the two selected events differ."""
        rows = tab.selected_rows()
        if rows.num_rows != 2:
            self.failed.emit(tr("Select two events to compare their payloads"))
            return
        events = first, second = rows.log.events(rows.rows(0, 2))
        calls = [f"{event.method} {event.queue} #{event.sequence}" for event in events]
        notes = [tr("First: {first}   Second: {second}", first=calls[0], second=calls[1])]
        if any(len(event.payload) < event.size for event in events):
            notes.append(tr("Only the recorded first bytes are compared"))
        theme = self._services[2]
        window = tab.window()
        self._tasks.run(
            self,
            partial(compare_payloads, first.payload, second.payload),
            lambda difference: DifferenceWindow(difference, " · ".join(notes), theme, window).show(),
        )

    def close(self, tab: LogTab) -> None:
        """Disconnect a tab from its log, and remove it, with the second views of the log."""
        if not isinstance(tab, SecondView):
            for view in self.log_tabs():
                if isinstance(view, SecondView) and view.source is tab.source:
                    self.close(view)
        self._leave(tab)
        tab.close_feed()
        self._tabs.remove(tab)

    def _close_if_log(self, document: QWidget) -> None:
        if isinstance(document, LogTab):
            self.close(document)

    def _target_tab(self, attachment: Attachment) -> TargetTab | None:
        tabs = (tab for tab in self.log_tabs() if isinstance(tab, TargetTab))
        return next((tab for tab in tabs if tab.attachment is attachment), None)

    def _open_events(self, title: str, name: str, log: EventLog) -> EventsTab:
        """Open the tab of a capture. ``title``: its path; ``name``: the title of the tab."""
        tab = EventsTab(title, log, *self._services, True)
        if len(log.origins) > 1:
            tab.log.setColumnHidden(Column.TARGET, False)
        self._add(tab, name)
        return tab

    def _add(self, tab: LogTab, title: str) -> None:
        tab.event_chosen.connect(partial(self._choose, tab))
        tab.event_left.connect(partial(self._leave, tab))
        tab.event_opened.connect(self.event_opened)
        tab.log.rule_wanted.connect(
            lambda kind, condition, event: self.rule_wanted.emit(kind, condition, tab, event)
        )
        tab.menu_wanted.connect(self.menu_requested)
        tab.failed.connect(self.failed)
        tab.done.connect(self.done)
        tab.feed.paused_changed.connect(self.paused_changed)
        tab.selection.changed.connect(self.selection_changed)
        set_help_page(tab, "window/log.md")
        set_help_page(tab.filter_bar, "window/filters.md")
        self._tabs.add(tab, title)
        self.opened.emit(tab)

    def _choose(self, tab: LogTab, event: Event) -> None:
        self._chosen = tab
        self.event_chosen.emit(event)

    def _leave(self, tab: LogTab) -> None:
        if tab is self._chosen:
            self._chosen = None
            self.event_left.emit()

    def choose_selected(self, tab: LogTab | None) -> None:
        """Report what is selected in a tab, because it is the current one now.

        Args:
            tab: The current log; None for another document, beside which the last event stays visible.
        """
        row = tab.log.chosen_row() if tab is not None else None
        if tab is not None and row is not None:
            self._choose(tab, tab.log_model.event_at(row))
        elif tab is not None and self._chosen is not None:
            self._leave(self._chosen)

    def _merged_tabs(self) -> list[MergedTab]:
        return [tab for tab in self.log_tabs() if isinstance(tab, MergedTab)]

    def _merged_tab(self, attachments: Sequence[Attachment], covers_all: bool) -> MergedTab | None:
        """Return the tab of these targets, or of all; None if it is not open."""
        wanted = set(attachments)
        for tab in self._merged_tabs():
            if tab.covers_all == covers_all and (covers_all or set(tab.attachments) == wanted):
                return tab
        return None

    def _target_color(self, attachment: Attachment) -> str:
        return self._saved_target(attachment).color

    def _mark_losses_seen(self, tab: MergedTab, count: int) -> None:
        """Mark losses as seen only if all are: the merged log does not record which target lost an event."""
        if count == tab.source.lost == sum(attachment.log.lost for attachment in tab.attachments):
            for attachment in tab.attachments:
                self._losses.mark_seen(attachment, attachment.log.lost)
