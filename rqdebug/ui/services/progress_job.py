# SPDX-License-Identifier: GPL-3.0-or-later
"""Long work in a background thread, with a progress dialog that can cancel it."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from threading import Event as Flag

from PyQt5.QtCore import QObject, Qt
from PyQt5.QtWidgets import QLabel, QProgressDialog, QWidget

from rqdebug.support.characters import escape_unsafe
from rqdebug.ui.services.background_tasks import BackgroundTasks
from rqdebug.ui.services.timers import every
from rqdebug.ui.style.tr import tr

INTERVAL = 100
"""Milliseconds between two updates of the progress dialog."""
SHOW_AFTER = 600
"""Milliseconds after which the progress dialog opens; shorter work shows none."""


class ProgressJob(QObject):
    """Runs an iterator in another thread until it ends or the user cancels it."""

    def __init__(
        self,
        title: str,
        steps: Iterator[float],
        tasks: BackgroundTasks,
        done: Callable[[bool], object],
        failed: Callable[[Exception], object],
        parent: QWidget,
    ) -> None:
        """Start the work.

        Args:
            title: Text of the progress dialog.
            steps: Does the work; yields its progress as a fraction from 0 to 1.
            tasks: Runs the iterator.
            done: Called at the end: True if the work is complete, False if it was canceled.
            failed: Called with the exception of the iterator.
            parent: Parent of the progress dialog.
        """
        super().__init__(parent)
        self._steps = steps
        self._fraction = 0.0
        self._stopped = Flag()
        self._done = done
        self._failed = failed
        self.dialog = QProgressDialog("", tr("Cancel"), 0, 100, parent)
        label = QLabel(escape_unsafe(title))
        label.setTextFormat(Qt.PlainText)  # the title may contain the name of a file
        self.dialog.setLabel(label)
        self.dialog.setMinimumDuration(SHOW_AFTER)
        self.dialog.setWindowModality(Qt.NonModal)
        self.dialog.canceled.connect(self._stopped.set)
        self.destroyed.connect(self._stopped.set)
        self._timer = every(INTERVAL, self._show, self)
        tasks.run(self, self._run, self._end, self._fail)

    def _run(self) -> None:
        for fraction in self._steps:
            self._fraction = fraction
            if self._stopped.is_set():
                break
        if isinstance(self._steps, Generator):
            self._steps.close()

    def _show(self) -> None:
        if not self._stopped.is_set():
            self.dialog.setValue(min(int(self._fraction * 100), 99))

    def _end(self, _: None) -> None:
        whole = not self._stopped.is_set()
        self._clean_up()
        self._done(whole)

    def _fail(self, error: Exception) -> None:
        self._clean_up()
        self._failed(error)

    def _clean_up(self) -> None:
        self._timer.stop()
        self.dialog.canceled.disconnect(self._stopped.set)
        self.dialog.reset()
        self.dialog.deleteLater()
        self.deleteLater()
