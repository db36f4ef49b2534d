# SPDX-License-Identifier: GPL-3.0-or-later
"""Keeps a view of a log up to date, in other threads."""

from __future__ import annotations

from PyQt5.QtCore import QObject, pyqtSignal

from rqdebug.events.event_log import EventLog
from rqdebug.events.filters.filter import Filter
from rqdebug.events.views.view import View
from rqdebug.ui.services.background_tasks import BackgroundTask, BackgroundTasks
from rqdebug.ui.services.timers import after_pause

REST = 60
"""Milliseconds between two looks: a table that changes more often costs more than anyone can see."""


class LogFeed(QObject):
    """The view that is shown, and the one that is to replace it while its filter works."""

    grown = pyqtSignal()
    """The view that is shown has looked at more of the log."""
    replaced = pyqtSignal(object)
    """Another view replaces the current one: a View."""

    def __init__(self, log: EventLog, tasks: BackgroundTasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.log = log
        self.view = View(log, Filter())
        self._tasks = tasks
        self._next: View | None = None
        self._task: BackgroundTask | None = None
        self._again = False
        self._paused = False
        self._rest = after_pause(REST, self._go_on, self)

    @property
    def filtering(self) -> bool:
        """Whether a new filter has not yet seen the whole log."""
        return self._next is not None

    @property
    def paused(self) -> bool:
        return self._paused

    def pause(self, paused: bool) -> None:
        """Hold the view as it is. A new filter is worked through all the same."""
        self._paused = paused
        self.wake()

    def set_filter(self, filter: Filter) -> None:
        """Show what matches; what still works for an older filter is forgotten."""
        if self._task is not None:
            self._task.forget()
            self._task = None
        self._next = View(self.log, filter)
        self.wake()

    def wake(self) -> None:
        """The log may have changed: look at what came."""
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

    def _go_on(self) -> None:
        if self._again:
            self.wake()
