# SPDX-License-Identifier: GPL-3.0-or-later
"""What the user came for: a furnished window with the targets and files that were named."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PyQt5.QtCore import QObject, pyqtSignal

from rqcore.errors import BadUrl
from rqdebug.session import Session
from rqdebug.targets.target_registry import create_target
from rqdebug.ui.window.main_window import MainWindow
from rqdebug.ui.window.screenshot import Screenshot
from rqdebug.ui.window.workbench import Workbench


class WindowSession(QObject):
    """A session and its window."""

    ended = pyqtSignal(str)
    """Everything was done that was asked for, or could not be: then why, in one sentence."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._session = Session()
        self.workbench = Workbench(self._session, window)

    def open(self, urls: Sequence[str], files: Sequence[Path]) -> None:
        """Attach to these targets and open these files; without any, what was open the last time."""
        try:
            for url in urls:
                create_target(url)
        except BadUrl as error:
            self.ended.emit(str(error))
            return
        workbench, workspace = self.workbench, self._window.settings.workspace
        for url in urls:
            workbench.context.attachments.attach(url)
        for file in files:
            workbench.open_file(file)
        workbench.autosave.bring_back()
        if not urls and not files and workspace.exists():
            workbench.open_file(workspace)

    def photograph(self, path: Path) -> None:
        """Take a picture when there is something to see, and end."""
        Screenshot(self._window, path, self.ended.emit)

    def close(self) -> None:
        """Let go of everything, and wait for what still runs."""
        self._session.close()
        self.workbench.context.tasks.close()
