# SPDX-License-Identifier: GPL-3.0-or-later
"""The tabs: each holds a target, a capture, or a script, and knows nothing of the others."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

from PyQt5.QtCore import QPoint, Qt, pyqtSignal
from PyQt5.QtGui import QIcon
from PyQt5.QtWidgets import QFileDialog, QMessageBox, QTabWidget, QWidget

from rqdebug.events.event_log import EventLog
from rqdebug.events.filters.saved_filters import SavedFilters
from rqdebug.events.live_merge import LiveMerger
from rqdebug.events.merge import MergeSource
from rqdebug.session import Attachment
from rqdebug.ui.log.events_tab import EventsTab
from rqdebug.ui.log.log_tab import LogTab
from rqdebug.ui.log.target_tab import TargetTab
from rqdebug.ui.models.formats import tip, unmarked
from rqdebug.ui.models.log_model import Column
from rqdebug.ui.models.target_model import state_color
from rqdebug.ui.scripts.script_tab import SUFFIX, ScriptTab
from rqdebug.ui.services.background_tasks import BackgroundTasks
from rqdebug.ui.services.losses import UnseenLosses
from rqdebug.ui.services.saved_targets import SavedTarget
from rqdebug.ui.services.signal_bridge import SignalBridge
from rqdebug.ui.services.window_settings import WindowSettings
from rqdebug.ui.style.theme import Theme
from rqdebug.ui.style.tr import counted, later, tr
from rqdebug.ui.window.detached import DetachedWindow

MERGED = later("All Targets")

DOT = 0.65
"""Size of the dot beside a target's name, of that of an icon."""


class Tabs(QTabWidget):
    """Opens, finds, saves and closes tabs."""

    target_shown = pyqtSignal(object)
    """The tab of an Attachment came to the front."""
    event_chosen = pyqtSignal(object)
    """An Event was selected in a log."""
    event_opened = pyqtSignal()
    """The user wants to see the details of the selected event."""
    log_opened = pyqtSignal(object)
    """A LogTab was made."""
    script_added = pyqtSignal(object)
    """A ScriptTab was made."""
    script_removed = pyqtSignal(object)
    """A ScriptTab is thrown away."""
    script_opened = pyqtSignal(object)
    """A Path was opened, or saved to."""
    trouble = pyqtSignal(str)
    """A file cannot be read or written."""
    titles_changed = pyqtSignal()
    menu_wanted = pyqtSignal(str, QPoint)
    """The menu of a group of commands, at this place of the screen."""

    def __init__(
        self,
        bridge: SignalBridge,
        tasks: BackgroundTasks,
        theme: Theme,
        settings: WindowSettings,
        saved: SavedFilters,
        manner: Callable[[Attachment], SavedTarget],
        losses: UnseenLosses,
        parent: QWidget | None = None,
    ) -> None:
        """``manner`` says how a target is to be treated."""
        super().__init__(parent)
        self._manner = manner
        self._losses = losses
        self._detached: list[DetachedWindow] = []
        self._tasks = tasks
        self._theme = theme
        self._of_logs = bridge, tasks, theme, settings, saved
        self.setTabsClosable(True)
        self.setMovable(True)
        self.setDocumentMode(True)
        self.setElideMode(Qt.ElideMiddle)
        self.tabCloseRequested.connect(self.close_tab)
        self.currentChanged.connect(self._tell_target)
        losses.seen.connect(self.refresh_target)
        theme.changed.connect(self._draw_icons)

    def target(self) -> TargetTab | None:
        """The current tab, if it holds a target."""
        current = self.currentWidget()
        return current if isinstance(current, TargetTab) else None

    def log(self) -> LogTab | None:
        """The current tab, if it holds a log."""
        current = self.currentWidget()
        return current if isinstance(current, LogTab) else None

    def log_tabs(self) -> list[LogTab]:
        """Those in windows of their own as well."""
        tabs = (self.widget(index) for index in range(self.count()))
        detached = (window.tab for window in self._detached)
        return [tab for tab in (*tabs, *detached) if isinstance(tab, LogTab)]

    def detach_log(self) -> None:
        """Show the current log in a window of its own; closing that brings it back."""
        tab = self.log()
        if tab is None:
            return
        index = self.currentIndex()
        title, icon = self.tabText(index), self.tabIcon(index)
        self.removeTab(index)
        window = DetachedWindow(tab, title, icon, self)
        window.closed.connect(lambda _: self._take_back(window))
        self._detached.append(window)
        window.show()

    def _take_back(self, window: DetachedWindow) -> None:
        self._detached.remove(window)
        self.addTab(window.tab, self._icon(window.tab), window.title)
        self.setCurrentWidget(window.tab)

    def script(self) -> ScriptTab | None:
        """The current tab, if it holds a script."""
        current = self.currentWidget()
        return current if isinstance(current, ScriptTab) else None

    def open_target(self, attachment: Attachment) -> TargetTab:
        """Show the tab of a target, a new one if it has none."""
        tab = self._target_tab(attachment)
        if tab is not None and self.indexOf(tab) < 0:
            tab.window().raise_()
            return tab
        if tab is None:
            tab = TargetTab(attachment, self._manner(attachment), *self._of_logs)
            self._add_log(tab, attachment.name)
            tab.losses_seen.connect(partial(self._losses.see, attachment))
        self.setCurrentWidget(tab)
        return tab

    def open_capture(self, path: Path, log: EventLog) -> EventsTab:
        """Show a capture in a new tab, or in that which shows it already."""
        shown = (tab for tab in self.log_tabs() if isinstance(tab, EventsTab) and tab.title == str(path))
        tab = next(shown, None) or self._open_events(str(path), path.name, log, ended=True)
        self.setCurrentWidget(tab)
        return tab

    def open_merged(self, attachments: Sequence[Attachment]) -> EventsTab:
        """Show the events of these targets in the order of true time."""
        merger = LiveMerger([MergeSource(attachment.log, attachment.name) for attachment in attachments])

        def stop() -> None:
            self._tasks.run(self, merger.stop, lambda _: None)

        tab = self._open_events(tr(MERGED), tr(MERGED), merger.log, ended=False, on_close=stop)
        tab.losses_seen.connect(partial(self._see_all, attachments, merger.log))
        self.setCurrentWidget(tab)
        return tab

    def _see_all(self, attachments: Sequence[Attachment], merged: EventLog, count: int) -> None:
        """In the log of all targets; which of them lost the events is not looked at one by one."""
        if count == merged.lost == sum(attachment.log.lost for attachment in attachments):
            for attachment in attachments:
                self._losses.see(attachment, attachment.log.lost)

    def _open_events(
        self,
        title: str,
        name: str,
        log: EventLog,
        ended: bool,
        on_close: Callable[[], object] = lambda: None,
    ) -> EventsTab:
        tab = EventsTab(title, log, *self._of_logs, ended, on_close)
        if len(log.origins) > 1 or not ended:
            tab.log.setColumnHidden(Column.TARGET, False)
        self._add_log(tab, name)
        self.setTabToolTip(self.indexOf(tab), tip(title))
        return tab

    def _add_log(self, tab: LogTab, name: str) -> None:
        tab.event_chosen.connect(self.event_chosen)
        tab.event_opened.connect(self.event_opened)
        tab.menu_wanted.connect(self.menu_wanted)
        tab.trouble.connect(self.trouble)
        self.addTab(tab, self._icon(tab), unmarked(name))
        self.log_opened.emit(tab)

    def open_script(self, path: Path | None = None) -> ScriptTab:
        """Show the tab of a file, a new one if it has none; without a path a script without a file."""
        tab = next((tab for tab in self._script_tabs() if path is not None and tab.path == path), None)
        if tab is None:
            tab = self._add_script(path)
        self.setCurrentWidget(tab)
        tab.editor.setFocus()
        if path is not None:
            self.script_opened.emit(path)
        return tab

    def open_text(self, text: str, path: Path | None = None) -> ScriptTab:
        """Show a text that is in no file yet, or not as it is here."""
        tab = self._add_script(path, text)
        self.setCurrentWidget(tab)
        tab.editor.setFocus()
        return tab

    def _add_script(self, path: Path | None, text: str | None = None) -> ScriptTab:
        tab = ScriptTab(path, self._tasks, self._theme, text)
        tab.title_changed.connect(lambda tab=tab: self._show_title(tab))
        tab.saved.connect(lambda tab=tab: self.script_opened.emit(tab.path))
        tab.trouble.connect(self.trouble)
        self.addTab(tab, self._icon(tab), unmarked(tab.title))
        self.script_added.emit(tab)
        return tab

    def step(self, by: int) -> None:
        """Go so many tabs to the right, round the end."""
        self.setCurrentIndex((self.currentIndex() + by) % self.count())

    def ask_open(self) -> None:
        paths, _ = QFileDialog.getOpenFileNames(self, tr("Open Script"), "", _files())
        for path in paths:
            self.open_script(Path(path).resolve())

    def save(self, tab: ScriptTab, then: Callable[[], object] | None = None) -> None:
        """Save, after asking where if that is not known, and ``then`` do something."""
        if tab.path is None:
            self.save_as(tab, then)
        else:
            tab.save(tab.path, then)

    def save_as(self, tab: ScriptTab, then: Callable[[], object] | None = None) -> None:
        proposal = str(tab.path or f"new{SUFFIX}")
        path, _ = QFileDialog.getSaveFileName(self, tr("Save Script"), proposal, _files())
        if path:
            tab.save(Path(path).resolve(), then)

    def refresh_target(self, attachment: Attachment) -> None:
        """Its state may be another."""
        tab = self._target_tab(attachment)
        if tab is not None and self.indexOf(tab) >= 0:
            index, unseen = self.indexOf(tab), self._losses.unseen(attachment)
            self.setTabIcon(index, self._icon(tab))
            warning = counted(unseen, "{n} event lost", "{n} events lost") if unseen else ""
            self.setTabToolTip(index, tip(warning))

    def close_target(self, attachment: Attachment) -> None:
        """Its target was detached."""
        tab = self._target_tab(attachment)
        if tab is not None:
            self._remove(tab)

    def close_tab(self, index: int) -> None:
        """Close it, after asking where something would be lost."""
        tab = self.widget(index)
        if isinstance(tab, ScriptTab):
            self._let_go(tab)
        else:
            self._remove(tab)

    def let_go_all(self, then: Callable[[], object]) -> bool:
        """Ask for each script that is not saved. True if all may be lost now.

        Where the user wants to save, ``then`` is called after that.
        """
        to_save = []
        for tab in self._script_tabs():
            choice = self._ask_save(tab) if tab.modified else QMessageBox.Discard
            if choice == QMessageBox.Save:
                to_save.append(tab)
            elif choice != QMessageBox.Discard:
                return False
        if to_save:
            self._save_all(to_save, then)
        return not to_save

    def _save_all(self, tabs: Sequence[ScriptTab], then: Callable[[], object]) -> None:
        """One after the other, as long as that goes well."""
        if tabs:
            self.save(tabs[0], partial(self._save_all, tabs[1:], then))
        else:
            then()

    def _let_go(self, tab: ScriptTab) -> None:
        """Remove it at once, after saving, or not at all, as the user decides."""
        choice = self._ask_save(tab) if tab.modified else QMessageBox.Discard
        if choice == QMessageBox.Discard:
            self._remove(tab)
        elif choice == QMessageBox.Save:
            self.save(tab, partial(self._remove, tab))

    def _ask_save(self, tab: ScriptTab) -> int:
        self.setCurrentWidget(tab)
        name = tab.path.name if tab.path else tr("the new script")
        buttons = QMessageBox.Save | QMessageBox.Discard | QMessageBox.Cancel
        question = tr("Save the changes in {name}?", name=name)
        return int(QMessageBox.question(self, tr("Unsaved Script"), question, buttons, QMessageBox.Save))

    def _remove(self, tab: QWidget) -> None:
        if isinstance(tab, LogTab):
            tab.close_feed()
        if isinstance(tab, ScriptTab):
            self.script_removed.emit(tab)
        for window in [window for window in self._detached if window.tab is tab]:
            window.close()
        self.removeTab(self.indexOf(tab))
        tab.deleteLater()

    def _script_tabs(self) -> Iterator[ScriptTab]:
        tabs = (self.widget(index) for index in range(self.count()))
        return (tab for tab in tabs if isinstance(tab, ScriptTab))

    def _target_tab(self, attachment: Attachment) -> TargetTab | None:
        tabs = self.log_tabs()
        mine = (tab for tab in tabs if isinstance(tab, TargetTab) and tab.attachment is attachment)
        return next(mine, None)

    def _icon(self, tab: QWidget) -> QIcon:
        """A dot in the colour of a target's state, or a warning; a sheet of paper for a script."""
        if isinstance(tab, TargetTab) and self._losses.unseen(tab.attachment):
            return self._theme.icon("alert", self._theme.palette.error)
        if isinstance(tab, TargetTab):
            return self._theme.icon("circle", state_color(self._theme, tab.attachment.state), DOT)
        if isinstance(tab, EventsTab):
            return self._theme.icon("timeline-text-outline", self._theme.palette.muted)
        return self._theme.icon("file-document-outline", self._theme.palette.muted)

    def _draw_icons(self) -> None:
        for index in range(self.count()):
            self.setTabIcon(index, self._icon(self.widget(index)))

    def _show_title(self, tab: ScriptTab) -> None:
        self.setTabText(self.indexOf(tab), unmarked(tab.title))
        self.titles_changed.emit()

    def _tell_target(self) -> None:
        tab = self.target()
        if tab is not None:
            self.target_shown.emit(tab.attachment)


def _files() -> str:
    """The kinds of files to choose from."""
    return f"{tr('Scripts')} (*{SUFFIX});;{tr('All files')} (*)"
