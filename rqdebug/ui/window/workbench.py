# SPDX-License-Identifier: GPL-3.0-or-later
"""What is in the window: its context, and how what happens in one shows in the others."""

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
        self.context = WindowContext(
            session, window.theme, window.settings, window.commands, window.run_targets, window
        )
        window.furnish(self.context)
        self._connect()
        self._bindings = Bindings(self.context, window.docks, window)
        self.workspaces = Workspaces(self.context, window, LAYOUT_VERSION)
        self.workspaces.failed.connect(self._warn)
        recovery = Recovery(window.settings.recovery)
        self.autosave = Autosave(recovery, self.context.scripts, self.context.tasks, window)
        self.autosave.failed.connect(self.context.status.tell)
        self._list_scripts()
        window.welcome.wake()

    def open_file(self, path: Path) -> None:
        """A script, a workspace or a capture, as its name says."""
        if path.suffix == EXTENSION:
            self.workspaces.restore(path)
        elif path.suffix == SUFFIX:
            self.context.scripts.open(path.resolve())
        else:
            self.context.captures.open(path.resolve())

    def _close(self, event: QCloseEvent) -> None:
        """Go, unless a script is not saved and the user wants to keep it."""
        if not (self._may_close or self.context.scripts.may_close_all(self._close_now)):
            event.ignore()
            return
        self.context.runs.stop()
        self.context.captures.stop_all()
        self.workspaces.save(self.window.settings.workspace)
        self.autosave.forget_all()

    def _close_now(self) -> None:
        """Everything is saved."""
        self._may_close = True
        self.window.close()

    def _connect(self) -> None:
        context, window = self.context, self.window
        window.closing.connect(self._close)
        window.file_dropped.connect(self.open_file)
        context.attachments.attached.connect(self._take_in)
        context.attachments.changed.connect(context.target_model.refresh)
        context.attachments.changed.connect(context.logs.refresh_target)
        context.attachments.detached.connect(self._let_go)
        context.attachments.refused.connect(self._warn)
        context.targets.opened.connect(context.logs.open_target)
        context.targets.queue_opened.connect(self._open_queue)
        context.targets.menu_wanted.connect(context.commands.pop_up)
        context.logs.menu_requested.connect(context.commands.pop_up)
        context.scripts_panel.opened.connect(context.scripts.open)
        window.welcome.target_chosen.connect(context.attachments.attach_known)
        context.current.changed.connect(self._show_current)
        context.tabs.titles_changed.connect(self._show_current)
        context.current.target_shown.connect(context.run_targets.choose)
        context.logs.event_chosen.connect(context.inspector.show_event)
        context.logs.event_chosen.connect(lambda event: context.charts.show_moment(event.time))
        context.current.changed.connect(lambda: context.charts.show_log(context.current.log))
        context.charts.range_wanted.connect(self._add_test)
        charts = window.docks["charts"]
        charts.visibilityChanged.connect(context.charts.come_into_sight)
        context.charts.come_into_sight(not charts.visibleRegion().isEmpty())
        context.logs.event_opened.connect(self._show_inspector)
        context.scripts.opened.connect(self._remember_script)
        context.logs.failed.connect(self._warn)
        context.scripts.failed.connect(self._warn)
        context.captures.opened.connect(context.logs.open_capture)
        context.captures.refused.connect(self._warn)
        context.captures.done.connect(context.status.tell)
        context.runs.started.connect(self._begin_report)
        context.runs.results_added.connect(context.report.add)
        context.runs.finished.connect(context.report.end)
        context.runs.noted.connect(context.status.tell)
        context.report.line_chosen.connect(self._show_line)

    def _take_in(self, attachment: Attachment) -> None:
        self.context.target_model.add(attachment)
        self.context.run_targets.show_attachments(self.context.attachments.active)
        self.context.logs.open_target(attachment)

    def _let_go(self, attachment: Attachment) -> None:
        self.context.target_model.remove(attachment)
        self.context.losses.forget(attachment)
        self.context.logs.close_target(attachment)
        self.context.run_targets.show_attachments(self.context.attachments.active)

    def _open_queue(self, attachment: Attachment, namespace: str) -> None:
        self.context.logs.open_target(attachment).choose_queue(namespace)

    def _show_current(self) -> None:
        self.window.show_title(self.context.current.title)

    def _add_test(self, test: str) -> None:
        tab = self.context.current.log
        if tab is not None:
            tab.add_test("and", test)

    def _show_inspector(self) -> None:
        show_dock(self.window.docks["inspector"])

    def _begin_report(self, title: str, targets: list[str]) -> None:
        self.context.report.begin(title, targets)
        show_dock(self.window.docks["report"])

    def _show_line(self, line: int) -> None:
        tab = self.context.runs.tab
        if tab is not None:
            self.context.tabs.setCurrentWidget(tab)
            tab.go_to(line)

    def _remember_script(self, path: Path) -> None:
        self.window.settings.remember_script(path)
        self._list_scripts()

    def _list_scripts(self) -> None:
        self.context.scripts_panel.show_scripts(self.window.settings.scripts, self._examples)

    def _warn(self, sentence: str) -> None:
        warn(sentence, self.window)
