# SPDX-License-Identifier: GPL-3.0-or-later
"""Opens the settings dialog, and applies what the user chooses."""

from __future__ import annotations

import shutil
from functools import partial
from pathlib import Path

import platformdirs

from rqdebug.session import Session
from rqdebug.ui.dialogs.settings_dialog import SettingsDialog
from rqdebug.ui.models import formats
from rqdebug.ui.services.background_tasks import BackgroundTasks
from rqdebug.ui.services.window_settings import MAX_FONT, MIN_FONT, WindowSettings
from rqdebug.ui.style.tr import counted, tr
from rqdebug.ui.style.translator import languages
from rqdebug.ui.window.main_window import MainWindow
from rqdebug.ui.window.settings.shortcuts import Shortcuts


class Preferences:
    """The choices of the user, and where they apply."""

    def __init__(
        self, settings: WindowSettings, session: Session, tasks: BackgroundTasks, window: MainWindow
    ) -> None:
        self._settings = settings
        self._theme = window.theme
        self._session = session
        self._tasks = tasks
        self._window = window
        self.shortcuts = Shortcuts(window.commands, settings, window)
        """The shortcuts of commands."""
        session.log_folder = settings.log_folder

    def ask(self) -> None:
        """Open the settings dialog."""
        dialog = SettingsDialog(self._settings, self._theme, languages(), _default_folder(), self._window)
        dialog.usage_wanted.connect(partial(self._measure, dialog))
        self._measure(dialog)
        dialog.open()

    def zoom(self, points: float) -> None:
        """Enlarge the text of logs and payloads by these points."""
        size = min(max(round(self._theme.mono.pointSizeF() + points, 1), MIN_FONT), MAX_FONT)
        self._settings.font_size = size
        self._theme.use_mono(self._settings.font_family, size)

    def reset_zoom(self) -> None:
        """Give logs and payloads the default size of text."""
        self._settings.font_size = 0.0
        self._theme.use_mono(self._settings.font_family)

    def _measure(self, dialog: SettingsDialog) -> None:
        """Show how much of the disk the logs use, now that the folder may be another one."""
        self._session.log_folder = self._settings.log_folder
        logs = [attachment.log.file_bytes for attachment in self._session.attachments]
        work = partial(_free_bytes, self._settings.log_folder or _default_folder())
        self._tasks.run(dialog, work, lambda free: dialog.show_usage(_usage(logs, free)))


def _default_folder() -> Path:
    return platformdirs.user_cache_path("rqdebug", ensure_exists=True)


def _free_bytes(folder: Path) -> int | None:
    """Return the free space for a folder in bytes; None if the folder cannot be used."""
    try:
        return shutil.disk_usage(folder).free
    except OSError:
        return None


def _usage(logs: list[int], free: int | None) -> str:
    if free is None:
        return tr("This folder cannot be used; choose another one.")
    return counted(
        len(logs),
        "{n} log uses {size} on disk now; {free} are free",
        "{n} logs use {size} on disk now; {free} are free",
        size=formats.size(sum(logs)),
        free=formats.size(free),
    )
