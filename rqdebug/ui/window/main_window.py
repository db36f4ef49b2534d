# SPDX-License-Identifier: GPL-3.0-or-later
"""The main window: a frame that appears immediately and is filled when the engine is loaded."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PyQt5.QtCore import QByteArray, QEvent, QSize, pyqtSignal
from PyQt5.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QIcon,
    QResizeEvent,
    QShowEvent,
)
from PyQt5.QtWidgets import QMainWindow, QStackedWidget, QWidget

from rqdebug.support.characters import escape_unsafe
from rqdebug.support.paths import resources
from rqdebug.ui.dialogs.text_dialog import warn
from rqdebug.ui.scripts.run_targets import RunTargets
from rqdebug.ui.services.window_settings import LAYOUT_VERSION, WindowSettings
from rqdebug.ui.style.engine_messages import translate_message
from rqdebug.ui.style.theme import Theme
from rqdebug.ui.style.tr import tr
from rqdebug.ui.widgets.plain_label import PlainLabel
from rqdebug.ui.window.command_actions import CommandActions
from rqdebug.ui.window.dialog_keys import DialogKeys
from rqdebug.ui.window.panel_docks import PanelDocks
from rqdebug.ui.window.panels import PANELS
from rqdebug.ui.window.toolbar import WindowToolbar
from rqdebug.ui.window.welcome import WelcomePage

if TYPE_CHECKING:
    from rqdebug.ui.window.window_context import WindowContext

WELCOME_COMMANDS = ("target.connect", "capture.open", "script.open", "script.new", "view.palette")
USUAL = QSize(1440, 900)
"""Size in pixels, on a screen that is larger, of a window that is opened for the first time."""
FRAME = QSize(16, 48)
"""What the frame of the window needs of the screen, in pixels."""
SMALLEST = QSize(900, 560)
"""Smallest size of the window in pixels, on a screen that is larger."""
WELCOME, BLANK, TABS = range(3)
"""Pages of the central widget: the welcome page, an empty page, the document tabs."""


class MainWindow(QMainWindow):
    """Has menus, toolbar and empty docks at first; ``fill`` adds the rest when the engine is loaded."""

    context: WindowContext
    """Services of the window; set by ``fill``."""
    closing = pyqtSignal(QCloseEvent)
    """The window is about to close; a listener may ignore the event to keep it open."""
    file_dropped = pyqtSignal(Path)
    """A file was dropped on the window."""

    def __init__(self, theme: Theme, settings: WindowSettings, *, welcome: bool = True) -> None:
        """``welcome``: show the welcome page now, because no document is about to be opened."""
        super().__init__()
        self._arranged = False
        self.theme = theme
        self.settings = settings
        self.commands = CommandActions(theme, self)
        self.commands.use_shortcuts(settings.shortcuts)
        self.run_targets = RunTargets()
        icon = QIcon(str(resources() / "icons" / "rqdebug.svg"))
        self.setWindowIcon(icon)
        offers = [self.commands[name] for name in WELCOME_COMMANDS]
        self.welcome = WelcomePage(icon, offers, settings.targets)
        self._center = QStackedWidget()
        self._tools = WindowToolbar(self.commands, self.run_targets)
        DialogKeys(self.commands["help.here"], self)
        self._lay_out()
        self.docks = PanelDocks(self, PANELS)
        for window in (self, *map(self.docks.__getitem__, self.docks)):
            self.commands.explain_keys_in(window)
        self._restore_layout()
        self.show_title("")
        if not welcome:
            self._center.setCurrentIndex(BLANK)

    @property
    def panels(self) -> dict[str, QWidget]:
        """The widget in each dock, by the name of the panel."""
        return self.docks.panels

    def fill(self, context: WindowContext) -> None:
        """Add documents, panels and status bar, and enable the commands."""
        self.context = context
        self._center.insertWidget(TABS, context.tabs)
        self.setStatusBar(context.status)
        self.docks.fill(context)
        context.current.changed.connect(self._show_current_title)
        context.tabs.titles_changed.connect(self._show_current_title)
        self.show_title("")
        self.setAcceptDrops(True)
        self.commands.connect(context)
        self.welcome.target_chosen.connect(context.attachments.attach_saved)
        self.welcome.enable()

    def show_title(self, title: str) -> None:
        """Show the title of the current document; without one, show the welcome page."""
        self._center.setCurrentIndex(TABS if title else WELCOME)
        self.setWindowTitle(f"{escape_unsafe(title)} – rqdebug" if title else "rqdebug")

    def restore_docks(self, state: QByteArray) -> None:
        """Arrange the docks as saved, without those that the window has no space for."""
        self.restoreState(state, LAYOUT_VERSION)
        self.docks.fold()

    def warn(self, sentence: str) -> None:
        """Show in a dialog that something failed."""
        warn(translate_message(sentence), self)

    def changeEvent(self, event: QEvent) -> None:
        """Work on the tab of this window again when the user comes back from a detached window."""
        super().changeEvent(event)
        if event.type() == QEvent.ActivationChange and self.isActiveWindow() and hasattr(self, "context"):
            self.context.tabs.set_active_window(None)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.closing.emit(event)
        if event.isAccepted():
            self.settings.remember_layout("geometry", self.saveGeometry())
            self.settings.remember_layout("docks", self.saveState(LAYOUT_VERSION))
            self.docks.save_fit(self.settings)

    def showEvent(self, event: QShowEvent) -> None:
        """Arrange the docks; before this, the size of the window is not final."""
        super().showEvent(event)
        if not self._arranged:
            self._arranged = True
            self.docks.arrange()
        self.docks.fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._arranged:
            self.docks.fit()
        self._tools.fit(event.size().width() - self._menus_width)
        self.menuBar().setCornerWidget(self._tools)  # makes the menu bar ask for the size of its corner again

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept files."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        for url in event.mimeData().urls():
            if url.isLocalFile():
                self.file_dropped.emit(Path(url.toLocalFile()))

    def _lay_out(self) -> None:
        self.setMinimumSize(SMALLEST.boundedTo(_space_on_screen()))
        self._center.addWidget(self.welcome)
        self._center.addWidget(QWidget())
        self.setCentralWidget(self._center)
        self.statusBar().setSizeGripEnabled(False)
        self.statusBar().addWidget(PlainLabel(tr("Loading…")))
        self.commands.fill_menus(self.menuBar())
        self.menuBar().setNativeMenuBar(False)
        self._menus_width = self.menuBar().sizeHint().width()
        self.menuBar().setCornerWidget(self._tools)

    def _show_current_title(self) -> None:
        self.show_title(self.context.current.title)

    def _restore_layout(self) -> None:
        if not self.restoreGeometry(self.settings.layout("geometry")):
            self.resize(USUAL.boundedTo(_space_on_screen()))
        self._arranged = self.restoreState(self.settings.layout("docks"), LAYOUT_VERSION)
        if self._arranged:
            self.docks.restore_fit(self.settings)


def _space_on_screen() -> QSize:
    """Return the size of the largest window that the screen shows whole."""
    space = QGuiApplication.primaryScreen().availableGeometry().size() - FRAME
    return space.expandedTo(QSize(1, 1))
