# SPDX-License-Identifier: GPL-3.0-or-later
"""The menu with the captures that were opened or recorded last."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PyQt5.QtCore import QObject
from PyQt5.QtWidgets import QMenu, QWidget

from rqdebug.support.characters import escape_unsafe
from rqdebug.ui.models.formats import escape_mnemonic
from rqdebug.ui.services.capture_service import CaptureControl
from rqdebug.ui.services.window_settings import WindowSettings
from rqdebug.ui.style.tr import tr
from rqdebug.ui.widgets.mnemonics import mark_menu


class RecentCaptures(QObject):
    """Remembers captures, and opens the one that the user chooses."""

    def __init__(self, captures: CaptureControl, settings: WindowSettings, window: QWidget) -> None:
        super().__init__(window)
        self._captures = captures
        self._settings = settings
        self.menu = QMenu(tr("Open Recent Capture"), window)
        self.menu.aboutToShow.connect(self._fill)
        captures.opened.connect(lambda path, _: settings.remember_capture(path))
        captures.saved.connect(settings.remember_capture)

    def _fill(self) -> None:
        """List the files by name, with their folder where two have the same name."""
        self.menu.clear()
        paths = self._settings.captures
        names = [path.name for path in paths]
        for path in paths:
            title = path.name if names.count(path.name) == 1 else f"{path.name} – {path.parent}"
            self.menu.addAction(escape_mnemonic(title), partial(self._open, path)).setStatusTip(
                escape_unsafe(str(path))
            )
        if paths:
            self.menu.addSeparator()
            self.menu.addAction(tr("Clear List"), self._settings.forget_captures)
        else:
            self.menu.addAction(tr("No captures yet")).setEnabled(False)
        mark_menu(self.menu)

    def _open(self, path: Path) -> None:
        self._captures.open(path)
