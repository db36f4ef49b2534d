# SPDX-License-Identifier: GPL-3.0-or-later
"""Long work: it shows how far it is, and can be cancelled."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from threading import Event as Flag

from PyQt5.QtCore import QObject, Qt
from PyQt5.QtWidgets import QProgressDialog, QWidget

from rqdebug.ui.services.background_tasks import BackgroundTasks
from rqdebug.ui.services.timers import every
from rqdebug.ui.style.tr import tr

INTERVAL = 100
"""Milliseconds between two looks at how far the work is."""
AT_ONCE = 600
"""Milliseconds that work may take before its progress is shown."""


class ProgressJob(QObject):
    """An iterator of fractions, which goes on in another thread until it ends or is cancelled."""

    def __init__(
        self,
        title: str,
        steps: Iterator[float],
        tasks: BackgroundTasks,
        done: Callable[[bool], object],
        failed: Callable[[Exception], object],
        parent: QWidget,
    ) -> None:
        """``done`` is called with whether the work was completed."""
        super().__init__(parent)
        self._steps = steps
        self._fraction = 0.0
        self._stopped = Flag()
        self._done = done
        self._failed = failed
        self.dialog = QProgressDialog(title, tr("Cancel"), 0, 100, parent)
        self.dialog.setMinimumDuration(AT_ONCE)
        self.dialog.setWindowModality(Qt.NonModal)
        self.dialog.canceled.connect(self._stopped.set)
        self._timer = every(INTERVAL, self._show, self)
        tasks.run(self, self._go_on, self._end, self._fail)

    def _go_on(self) -> None:
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
        self._leave()
        self._done(whole)

    def _fail(self, error: Exception) -> None:
        self._leave()
        self._failed(error)

    def _leave(self) -> None:
        self._timer.stop()
        self.dialog.canceled.disconnect(self._stopped.set)
        self.dialog.reset()
        self.dialog.deleteLater()
        self.deleteLater()
