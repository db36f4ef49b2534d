# SPDX-License-Identifier: GPL-3.0-or-later
"""Keeps a filtered view of a log up to date in background threads."""

from __future__ import annotations

from PyQt5.QtCore import QObject, pyqtSignal

from rqdebug.events.event_log import EventLog
from rqdebug.events.filters.filter import Filter
from rqdebug.events.views.view import View
from rqdebug.ui.services.background_tasks import BackgroundTask, BackgroundTasks
from rqdebug.ui.services.timers import after_pause

REST = 60
"""Milliseconds between two updates. More frequent updates cost time without a visible benefit."""


class LogFeed(QObject):
    """Updates the current view, and prepares the next one after the filter has changed."""

    grown = pyqtSignal()
    """The current view has processed more of the log."""
    replaced = pyqtSignal(object)
    """Another View has replaced the current one."""

    def __init__(self, log: EventLog, tasks: BackgroundTasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.log = log
        self.view = View(log, Filter())
        self.first_row = 0
        """The first row that is shown."""
        self._tasks = tasks
        self._next: View | None = None
        self._task: BackgroundTask | None = None
        self._again = False
        self._paused = False
        self._rest = after_pause(REST, self._resume, self)

    @property
    def filtering(self) -> bool:
        """Whether a new filter has not yet processed the whole log."""
        return self._next is not None

    @property
    def paused(self) -> bool:
        return self._paused

    def pause(self, paused: bool) -> None:
        """Stop or resume updating the view. A new filter is still applied while paused."""
        self._paused = paused
        self.wake()

    def set_filter(self, filter: Filter) -> None:
        """Apply a filter. Work for an earlier filter is cancelled."""
        if self._task is not None:
            self._task.forget()
            self._task = None
        self._next = View(self.log, filter, first=self.first_row)
        self.wake()

    def show_from(self, row: int) -> None:
        """Hide the rows before a row, with any filter; 0 shows all."""
        self.first_row = row
        self.set_filter((self._next or self.view).filter)

    def wake(self) -> None:
        """Process new events. Call when the log may have changed."""
        if self._task is not None or (self._rest.isActive() and self._next is None):
            self._again = True
        elif self._next is not None or not self._paused:
            self._again = False
            view = self._next or self.view
            self._task = self._tasks.run(self, view.advance, lambda _: self._advanced(view))

    def _advanced(self, view: View) -> None:
        self._task = None
        if view is self._next:
            self.view, self._next = view, None
            self.replaced.emit(view)
        else:
            self.grown.emit()
        self._rest.start()

    def _resume(self) -> None:
        if self._again:
            self.wake()
