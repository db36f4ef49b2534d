# SPDX-License-Identifier: GPL-3.0-or-later
"""Opens the help window. Its pages and their generated parts are loaded when it is opened."""

from __future__ import annotations

from PyQt5.QtCore import Qt
from PyQt5.QtWidgets import QApplication, QWidget

from rqdebug.ui.style.theme import Theme


class HelpBrowser:
    """Opens the help window of a main window, or reuses the open one."""

    def __init__(self, theme: Theme, window: QWidget) -> None:
        self._theme = theme
        self._window = window

    def show(self, path: str) -> None:
        """Open a page by its path in the documentation."""
        from rqdebug.ui.window.help.help_window import HelpWindow

        parent = (
            QApplication.activeModalWidget() or self._window
        )  # a modal dialog blocks all but its children
        shown = next(iter(parent.findChildren(HelpWindow, options=Qt.FindDirectChildrenOnly)), None)
        help_window = shown or HelpWindow(self._theme, parent)
        help_window.open_page(path)
        help_window.show()
        help_window.raise_()

    def show_about(self) -> None:
        """Show the versions and the licence."""
        from rqdebug.ui.window.help.about_dialog import AboutDialog

        AboutDialog(self._window).open()
