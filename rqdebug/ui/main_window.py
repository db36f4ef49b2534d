# SPDX-License-Identifier: GPL-3.0-or-later
"""The window: lays out its parts and connects them."""

from __future__ import annotations

from pathlib import Path

from PyQt5.QtCore import Qt
from PyQt5.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QIcon,
    QResizeEvent,
    QShowEvent,
)
from PyQt5.QtWidgets import (
    QAction,
    QDockWidget,
    QMainWindow,
    QStackedWidget,
    QWidget,
)

from rqdebug.paths import resources
from rqdebug.session import Attachment, Session
from rqdebug.ui.autosave import Autosave
from rqdebug.ui.bindings import Bindings, show_dock
from rqdebug.ui.panels.script_tab import SUFFIX
from rqdebug.ui.panels.text_dialog import warn
from rqdebug.ui.panels.tools import Tools
from rqdebug.ui.panels.welcome import WelcomePage
from rqdebug.ui.parts import Parts
from rqdebug.ui.recovery import Recovery
from rqdebug.ui.settings import Settings
from rqdebug.ui.theme import Theme
from rqdebug.ui.tr import later, tr
from rqdebug.ui.workspace import EXTENSION
from rqdebug.ui.workspaces import Workspaces

WELCOME_COMMANDS = ("target.connect", "capture.open", "script.open", "script.new", "view.palette")
WIDTH, HEIGHT = 1440, 900
"""Of the window when it is opened for the first time."""
ROOMY = 800
"""From this height on the inspector is open from the beginning."""
LOW = 30
"""Percent of the height for what is below the log."""
LAYOUT_VERSION = 2
"""To be raised when docks come or go: an arrangement of another version is not restored."""


class MainWindow(QMainWindow):
    """Shows a session, which it neither makes nor ends."""

    def __init__(self, session: Session, theme: Theme, settings: Settings) -> None:
        super().__init__()
        self._may_close = False
        self._arranged = False
        self._examples = sorted((resources() / "scripts").glob(f"*{SUFFIX}"))
        self.parts = Parts(session, theme, settings, self)
        icon = QIcon(str(resources() / "icons" / "rqdebug.svg"))
        self.setWindowIcon(icon)
        self.welcome = WelcomePage(icon, self._welcome_actions(), settings.targets)
        self._center = QStackedWidget()
        self._tools = Tools(self.parts.commands, self.parts.run_targets)
        self._lay_out()
        self.docks = self._lay_out_docks()
        self._connect()
        self._bindings = Bindings(self.parts, self.docks, self)
        self.workspaces = Workspaces(self.parts, self, LAYOUT_VERSION)
        self.workspaces.failed.connect(self._warn)
        recovery = Recovery(settings.recovery)
        self.autosave = Autosave(recovery, self.parts.tabs, self.parts.tasks, self)
        self.autosave.failed.connect(self.parts.status.tell)
        self._list_scripts()
        self._restore_layout()
        self._show_current()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Go, unless a script is not saved and the user wants to keep it."""
        if not (self._may_close or self.parts.tabs.let_go_all(self._close_now)):
            event.ignore()
            return
        self.parts.runs.stop()
        self.parts.captures.stop_all()
        self.workspaces.save(self.parts.settings.workspace)
        self.autosave.forget_all()
        self.parts.settings.remember_layout("geometry", self.saveGeometry())
        self.parts.settings.remember_layout("docks", self.saveState(LAYOUT_VERSION))
        super().closeEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """How much room there is, is known only now."""
        super().showEvent(event)
        if not self._arranged:
            self._arranged = True
            self._arrange_docks()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._tools.fit(event.size().width() - self._menus_width)
        super().resizeEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files are welcome."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        for url in event.mimeData().urls():
            if url.isLocalFile():
                self.open_file(Path(url.toLocalFile()))

    def open_file(self, path: Path) -> None:
        """A script, a workspace or a capture, as its name says."""
        if path.suffix == EXTENSION:
            self.workspaces.restore(path)
        elif path.suffix == SUFFIX:
            self.parts.tabs.open_script(path.resolve())
        else:
            self.parts.captures.open(path.resolve())

    def _close_now(self) -> None:
        """Everything is saved."""
        self._may_close = True
        self.close()

    def _lay_out(self) -> None:
        parts = self.parts
        self.setMinimumSize(900, 560)
        self.setAcceptDrops(True)
        self._center.addWidget(self.welcome)
        self._center.addWidget(parts.tabs)
        self.setCentralWidget(self._center)
        self.setStatusBar(parts.status)
        parts.commands.fill_menus(self.menuBar())
        self.menuBar().setNativeMenuBar(False)
        self._menus_width = self.menuBar().sizeHint().width()
        self.menuBar().setCornerWidget(self._tools)

    def _lay_out_docks(self) -> dict[str, QDockWidget]:
        parts = self.parts
        self.setCorner(Qt.BottomLeftCorner, Qt.LeftDockWidgetArea)
        docks = {
            "targets": self._dock(later("Targets"), parts.targets, Qt.LeftDockWidgetArea),
            "scripts": self._dock(later("Scripts"), parts.scripts, Qt.LeftDockWidgetArea),
            "inspector": self._dock(later("Inspector"), parts.inspector, Qt.BottomDockWidgetArea),
            "charts": self._dock(later("Charts"), parts.charts, Qt.BottomDockWidgetArea),
            "report": self._dock(later("Run Report"), parts.report, Qt.BottomDockWidgetArea),
        }
        self.tabifyDockWidget(docks["inspector"], docks["charts"])
        self.tabifyDockWidget(docks["charts"], docks["report"])
        docks["inspector"].raise_()
        return docks

    def _dock(self, title: str, panel: QWidget, area: Qt.DockWidgetArea) -> QDockWidget:
        dock = QDockWidget(tr(title))
        dock.setObjectName(title)
        dock.setWidget(panel)
        self.addDockWidget(area, dock)
        return dock

    def _connect(self) -> None:
        parts = self.parts
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
        self.welcome.target_chosen.connect(parts.control.attach_known)
        parts.tabs.currentChanged.connect(self._show_current)
        parts.tabs.titles_changed.connect(self._show_current)
        parts.tabs.target_shown.connect(parts.run_targets.choose)
        parts.tabs.event_chosen.connect(parts.inspector.show_event)
        parts.tabs.event_chosen.connect(lambda event: parts.charts.show_moment(event.time))
        parts.tabs.currentChanged.connect(lambda _: parts.charts.show_log(parts.tabs.log()))
        parts.charts.range_wanted.connect(self._add_test)
        self.docks["charts"].visibilityChanged.connect(parts.charts.come_into_sight)
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
        self._center.setCurrentIndex(1 if tabs.count() else 0)
        title = tabs.tabText(tabs.currentIndex()).replace("&&", "&")
        self.setWindowTitle(f"{title} – rqdebug" if title else "rqdebug")

    def _add_test(self, test: str) -> None:
        tab = self.parts.tabs.log()
        if tab is not None:
            tab.add_test("and", test)

    def _show_inspector(self) -> None:
        show_dock(self.docks["inspector"])

    def _begin_report(self, title: str, targets: list[str]) -> None:
        self.parts.report.begin(title, targets)
        show_dock(self.docks["report"])

    def _show_line(self, line: int) -> None:
        tab = self.parts.runs.tab
        if tab is not None:
            self.parts.tabs.setCurrentWidget(tab)
            tab.go_to(line)

    def _remember_script(self, path: Path) -> None:
        self.parts.settings.remember_script(path)
        self._list_scripts()

    def _list_scripts(self) -> None:
        self.parts.scripts.show_scripts(self.parts.settings.scripts, self._examples)

    def _warn(self, sentence: str) -> None:
        warn(sentence, self)

    def _welcome_actions(self) -> list[QAction]:
        return [self.parts.commands[name] for name in WELCOME_COMMANDS]

    def _restore_layout(self) -> None:
        settings = self.parts.settings
        if not self.restoreGeometry(settings.layout("geometry")):
            screen = QGuiApplication.primaryScreen().availableGeometry()
            self.resize(min(WIDTH, screen.width()), min(HEIGHT, screen.height()))
        self._arranged = self.restoreState(settings.layout("docks"), LAYOUT_VERSION)

    def _arrange_docks(self) -> None:
        """As long as the user has not said otherwise. The log comes first where there is little room."""
        docks = self.docks
        left = [docks["targets"], docks["scripts"]]
        self.resizeDocks(left, [230, 230], Qt.Horizontal)
        self.resizeDocks(left, [400, 200], Qt.Vertical)
        self.resizeDocks([docks["inspector"]], [self.height() * LOW // 100], Qt.Vertical)
        for name in ("inspector", "charts"):
            docks[name].setVisible(self.height() >= ROOMY)
        docks["inspector"].raise_()
        docks["report"].hide()
