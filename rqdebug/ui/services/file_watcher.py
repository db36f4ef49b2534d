# SPDX-License-Identifier: GPL-3.0-or-later
"""Reports what other programs do to the file of an open capture."""

from __future__ import annotations

from PyQt5.QtCore import QFileSystemWatcher, QObject, pyqtSignal

from rqdebug.events.source_file import FileChange, SourceFile
from rqdebug.ui.services.background_tasks import BackgroundTasks
from rqdebug.ui.services.timers import after_pause

PAUSE = 200
"""Milliseconds without a change until the file is examined: many writes in a row are examined once."""


class FileWatcher(QObject):
    """Watches a file, as the system reports its changes; without one, it costs nothing."""

    changed = pyqtSignal(object)
    """The file has another FileChange than reported before."""

    def __init__(self, source: SourceFile, tasks: BackgroundTasks, parent: QObject) -> None:
        super().__init__(parent)
        self._source = source
        self._tasks = tasks
        self._change: FileChange | None = None
        self._soon = after_pause(PAUSE, self._examine, self)
        self._watcher = QFileSystemWatcher(self)
        self._watcher.fileChanged.connect(lambda: self._soon.start())
        self._watcher.addPath(str(source.path))
        self._examine()  # it can have changed while it was opened

    def _examine(self) -> None:
        self._tasks.run(self, self._source.find_change, self._report)

    def _report(self, change: FileChange | None) -> None:
        if change not in (None, self._change):
            self._change = change
            self.changed.emit(change)
