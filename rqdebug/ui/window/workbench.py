# SPDX-License-Identifier: GPL-3.0-or-later
"""What is in the window: its parts, and how what happens in one shows in the others."""

from __future__ import annotations

from pathlib import Path

from PyQt5.QtCore import QObject
from PyQt5.QtGui import QCloseEvent

from rqdebug.session import Attachment, Session
from rqdebug.support.paths import resources
from rqdebug.ui.dialogs.text_dialog import warn
from rqdebug.ui.scripts.script_tab import SUFFIX
from rqdebug.ui.services.recovery import Recovery
from rqdebug.ui.services.workspace_file import EXTENSION
from rqdebug.ui.window.autosave import Autosave
from rqdebug.ui.window.command_bindings import Bindings, show_dock
from rqdebug.ui.window.main_window import LAYOUT_VERSION, MainWindow
from rqdebug.ui.window.window_context import WindowContext
from rqdebug.ui.window.workspaces import Workspaces


class Workbench(QObject):
    """Furnishes a window with a session, which it neither makes nor ends."""

    def __init__(self, session: Session, window: MainWindow) -> None:
        super().__init__(window)
        self.window = window
        self._may_close = False
        self._examples = sorted((resources() / "scripts").glob(f"*{SUFFIX}"))
        self.parts = WindowContext(
            session, window.theme, window.settings, window.commands, window.run_targets, window
        )
        window.furnish(self.parts)
        self._connect()
        self._bindings = Bindings(self.parts, window.docks, window)
        self.workspaces = Workspaces(self.parts, window, LAYOUT_VERSION)
        self.workspaces.failed.connect(self._warn)
        recovery = Recovery(window.settings.recovery)
        self.autosave = Autosave(recovery, self.parts.tabs, self.parts.tasks, window)
        self.autosave.failed.connect(self.parts.status.tell)
        self._list_scripts()
        window.welcome.wake()

    def open_file(self, path: Path) -> None:
        """A script, a workspace or a capture, as its name says."""
        if path.suffix == EXTENSION:
            self.workspaces.restore(path)
        elif path.suffix == SUFFIX:
            self.parts.tabs.open_script(path.resolve())
        else:
            self.parts.captures.open(path.resolve())

    def _close(self, event: QCloseEvent) -> None:
        """Go, unless a script is not saved and the user wants to keep it."""
        if not (self._may_close or self.parts.tabs.let_go_all(self._close_now)):
            event.ignore()
            return
        self.parts.runs.stop()
        self.parts.captures.stop_all()
        self.workspaces.save(self.window.settings.workspace)
        self.autosave.forget_all()

    def _close_now(self) -> None:
        """Everything is saved."""
        self._may_close = True
        self.window.close()

    def _connect(self) -> None:
        parts, window = self.parts, self.window
        window.closing.connect(self._close)
        window.file_dropped.connect(self.open_file)
        parts.control.attached.connect(self._take_in)
        parts.control.changed.connect(parts.target_model.refresh)
        parts.control.changed.connect(parts.tabs.refresh_target)
        parts.control.detached.connect(self._let_go)
        parts.control.refused.connect(self._warn)
        parts.targets.opened.connect(parts.tabs.open_target)
        parts.targets.queue_opened.connect(self._open_queue)
        parts.targets.menu_wanted.connect(parts.commands.pop_up)
        parts.tabs.menu_wanted.connect(parts.commands.pop_up)
        parts.scripts.opened.connect(parts.tabs.open_script)
        window.welcome.target_chosen.connect(parts.control.attach_known)
        parts.tabs.currentChanged.connect(self._show_current)
        parts.tabs.titles_changed.connect(self._show_current)
        parts.tabs.target_shown.connect(parts.run_targets.choose)
        parts.tabs.event_chosen.connect(parts.inspector.show_event)
        parts.tabs.event_chosen.connect(lambda event: parts.charts.show_moment(event.time))
        parts.tabs.currentChanged.connect(lambda _: parts.charts.show_log(parts.tabs.log()))
        parts.charts.range_wanted.connect(self._add_test)
        charts = window.docks["charts"]
        charts.visibilityChanged.connect(parts.charts.come_into_sight)
        parts.charts.come_into_sight(not charts.visibleRegion().isEmpty())
        parts.tabs.event_opened.connect(self._show_inspector)
        parts.tabs.script_opened.connect(self._remember_script)
        parts.tabs.trouble.connect(self._warn)
        parts.captures.opened.connect(parts.tabs.open_capture)
        parts.captures.refused.connect(self._warn)
        parts.captures.done.connect(parts.status.tell)
        parts.runs.started.connect(self._begin_report)
        parts.runs.results_added.connect(parts.report.add)
        parts.runs.finished.connect(parts.report.end)
        parts.runs.noted.connect(parts.status.tell)
        parts.report.line_chosen.connect(self._show_line)

    def _take_in(self, attachment: Attachment) -> None:
        self.parts.target_model.add(attachment)
        self.parts.run_targets.show_attachments(self.parts.control.attachments)
        self.parts.tabs.open_target(attachment)

    def _let_go(self, attachment: Attachment) -> None:
        self.parts.target_model.remove(attachment)
        self.parts.losses.forget(attachment)
        self.parts.tabs.close_target(attachment)
        self.parts.run_targets.show_attachments(self.parts.control.attachments)

    def _open_queue(self, attachment: Attachment, namespace: str) -> None:
        self.parts.tabs.open_target(attachment).choose_queue(namespace)

    def _show_current(self) -> None:
        tabs = self.parts.tabs
        self.window.show_title(tabs.tabText(tabs.currentIndex()).replace("&&", "&"))

    def _add_test(self, test: str) -> None:
        tab = self.parts.tabs.log()
        if tab is not None:
            tab.add_test("and", test)

    def _show_inspector(self) -> None:
        show_dock(self.window.docks["inspector"])

    def _begin_report(self, title: str, targets: list[str]) -> None:
        self.parts.report.begin(title, targets)
        show_dock(self.window.docks["report"])

    def _show_line(self, line: int) -> None:
        tab = self.parts.runs.tab
        if tab is not None:
            self.parts.tabs.setCurrentWidget(tab)
            tab.go_to(line)

    def _remember_script(self, path: Path) -> None:
        self.window.settings.remember_script(path)
        self._list_scripts()

    def _list_scripts(self) -> None:
        self.parts.scripts.show_scripts(self.window.settings.scripts, self._examples)

    def _warn(self, sentence: str) -> None:
        warn(sentence, self.window)
