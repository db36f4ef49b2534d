# SPDX-License-Identifier: GPL-3.0-or-later
"""The window: its frame, which is to be seen at once. What is in it is furnished when it is loaded."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PyQt5.QtCore import Qt, pyqtSignal
from PyQt5.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QIcon,
    QResizeEvent,
    QShowEvent,
)
from PyQt5.QtWidgets import QDockWidget, QLabel, QMainWindow, QStackedWidget, QWidget

from rqdebug.support.paths import resources
from rqdebug.ui.scripts.run_targets import RunTargets
from rqdebug.ui.services.window_settings import WindowSettings
from rqdebug.ui.style.theme import Theme
from rqdebug.ui.style.tr import later, tr
from rqdebug.ui.window.actions import Actions
from rqdebug.ui.window.toolbar import WindowToolbar
from rqdebug.ui.window.welcome import WelcomePage

if TYPE_CHECKING:
    from rqdebug.ui.window.window_context import WindowContext

WELCOME_COMMANDS = ("target.connect", "capture.open", "script.open", "script.new", "view.palette")
WIDTH, HEIGHT = 1440, 900
"""Of the window when it is opened for the first time."""
ROOMY = 800
"""From this height on the inspector is open from the beginning."""
LOW = 30
"""Percent of the height for what is below the log."""
LAYOUT_VERSION = 2
"""To be raised when docks come or go: an arrangement of another version is not restored."""
WELCOME, BLANK, TABS = range(3)
"""What is in the middle: how to begin, nothing yet, or what is open."""
LEFT, BOTTOM = Qt.LeftDockWidgetArea, Qt.BottomDockWidgetArea
DOCKS = {
    "targets": (later("Targets"), LEFT),
    "scripts": (later("Scripts"), LEFT),
    "inspector": (later("Inspector"), BOTTOM),
    "charts": (later("Charts"), BOTTOM),
    "report": (later("Run Report"), BOTTOM),
}
"""By name the title of each dock, and where it is at first."""


class MainWindow(QMainWindow):
    """Menus, docks and the place of the tabs. Whoever furnishes it gives the commands their functions."""

    context: WindowContext
    """What it is furnished with."""
    panels: dict[str, QWidget]
    """By the names of their docks."""
    closing = pyqtSignal(QCloseEvent)
    """It is about to be closed, unless somebody ignores the event."""
    file_dropped = pyqtSignal(Path)

    def __init__(self, theme: Theme, settings: WindowSettings, *, welcome: bool = True) -> None:
        """``welcome``: say how to begin, as nothing is about to be opened."""
        super().__init__()
        self._arranged = False
        self.theme = theme
        self.settings = settings
        self.commands = Actions(theme, self)
        self.run_targets = RunTargets()
        icon = QIcon(str(resources() / "icons" / "rqdebug.svg"))
        self.setWindowIcon(icon)
        offers = [self.commands[name] for name in WELCOME_COMMANDS]
        self.welcome = WelcomePage(icon, offers, settings.targets)
        self._center = QStackedWidget()
        self._tools = WindowToolbar(self.commands, self.run_targets)
        self._lay_out()
        self.docks = self._lay_out_docks()
        self._restore_layout()
        self.show_title("")
        if not welcome:
            self._center.setCurrentIndex(BLANK)

    def furnish(self, context: WindowContext) -> None:
        """Fill the frame."""
        self.context = context
        self.panels = context.panels
        self._center.insertWidget(TABS, context.tabs)
        self.show_title("")
        self.setStatusBar(context.status)
        for name, panel in context.panels.items():
            self.docks[name].setWidget(panel)
        self.setAcceptDrops(True)

    def show_title(self, title: str) -> None:
        """Of the current tab; without one, the welcome page is shown."""
        self._center.setCurrentIndex(TABS if title else WELCOME)
        self.setWindowTitle(f"{title} – rqdebug" if title else "rqdebug")

    def closeEvent(self, event: QCloseEvent) -> None:
        self.closing.emit(event)
        if event.isAccepted():
            self.settings.remember_layout("geometry", self.saveGeometry())
            self.settings.remember_layout("docks", self.saveState(LAYOUT_VERSION))

    def showEvent(self, event: QShowEvent) -> None:
        """How much room there is, is known only now."""
        super().showEvent(event)
        if not self._arranged:
            self._arranged = True
            self._arrange_docks()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._tools.fit(event.size().width() - self._menus_width)
        self.menuBar().setCornerWidget(self._tools)  # the bar asks how large its corner is only then

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files are welcome."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        for url in event.mimeData().urls():
            if url.isLocalFile():
                self.file_dropped.emit(Path(url.toLocalFile()))

    def _lay_out(self) -> None:
        self.setMinimumSize(900, 560)
        self._center.addWidget(self.welcome)
        self._center.addWidget(QWidget())
        self.setCentralWidget(self._center)
        self.statusBar().setSizeGripEnabled(False)
        self.statusBar().addWidget(QLabel(tr("Loading…")))
        self.commands.fill_menus(self.menuBar())
        self.menuBar().setNativeMenuBar(False)
        self._menus_width = self.menuBar().sizeHint().width()
        self.menuBar().setCornerWidget(self._tools)

    def _lay_out_docks(self) -> dict[str, QDockWidget]:
        self.setCorner(Qt.BottomLeftCorner, Qt.LeftDockWidgetArea)
        docks = {name: self._dock(title, area) for name, (title, area) in DOCKS.items()}
        self.tabifyDockWidget(docks["inspector"], docks["charts"])
        self.tabifyDockWidget(docks["charts"], docks["report"])
        docks["inspector"].raise_()
        return docks

    def _dock(self, title: str, area: Qt.DockWidgetArea) -> QDockWidget:
        dock = QDockWidget(tr(title))
        dock.setObjectName(title)
        self.addDockWidget(area, dock)
        return dock

    def _restore_layout(self) -> None:
        if not self.restoreGeometry(self.settings.layout("geometry")):
            screen = QGuiApplication.primaryScreen().availableGeometry()
            self.resize(min(WIDTH, screen.width()), min(HEIGHT, screen.height()))
        self._arranged = self.restoreState(self.settings.layout("docks"), LAYOUT_VERSION)

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
