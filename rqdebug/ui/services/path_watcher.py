# SPDX-License-Identifier: GPL-3.0-or-later
"""Notices that another program may have changed, replaced or deleted a file."""

from __future__ import annotations

from pathlib import Path

from PyQt5.QtCore import QFileSystemWatcher, QObject, Qt, pyqtSignal
from PyQt5.QtGui import QGuiApplication

from rqdebug.ui.services.timers import after_pause

QUIET = 150
"""Milliseconds without a change until it is reported: many writes in a row are reported once."""


class PathWatcher(QObject):
    """Watches a file and its folder, because programs replace files instead of changing them.

    Some network filesystems report nothing. So it also reports that the user has come back to the program.
    """

    stirred = pyqtSignal()
    """The file may have changed: compare its content."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._path: Path | None = None
        self._watcher = QFileSystemWatcher(self)
        self._quiet = after_pause(QUIET, self._report, self)
        self._watcher.fileChanged.connect(lambda _: self._quiet.start())
        self._watcher.directoryChanged.connect(lambda _: self._quiet.start())
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.applicationStateChanged.connect(self._notice_return)

    def watch(self, path: Path) -> None:
        """Watch this file instead of the one before."""
        if watched := [*self._watcher.files(), *self._watcher.directories()]:
            self._watcher.removePaths(watched)
        self._path = path
        self._watcher.addPath(str(path.parent))
        self._watcher.addPath(str(path))

    def _report(self) -> None:
        if self._path is not None and not self._watcher.files():
            self._watcher.addPath(str(self._path))  # the file that was watched has been replaced
        self.stirred.emit()

    def _notice_return(self, state: Qt.ApplicationState) -> None:
        if state == Qt.ApplicationActive and self._path is not None:
            self._quiet.start()
