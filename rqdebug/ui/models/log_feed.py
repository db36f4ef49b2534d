# SPDX-License-Identifier: GPL-3.0-or-later
"""Keeps a filtered view of a log up to date in background threads."""

from __future__ import annotations

import time
from functools import partial

from PyQt5.QtCore import QObject, pyqtSignal

from rqdebug.events.event_log import EventLog
from rqdebug.events.filters.filter import Filter
from rqdebug.events.views.view import View
from rqdebug.ui.services.background_tasks import BackgroundTask, BackgroundTasks
from rqdebug.ui.services.timers import after_pause, every

REFRESH = 500
"""Milliseconds after which a filter that changes with time, such as ``last 5s``, is evaluated again."""
REST = 190
"""Milliseconds between two updates; the first event after a pause is shown immediately.

At 60 events per second, 60 ms take 1.3 times as much of a core (``scripts/bench window quiet_figures``).
"""


class LogFeed(QObject):
    """Updates the current view, and prepares the next one after the filter has changed."""

    grown = pyqtSignal()
    """The current view has processed more of the log."""
    replaced = pyqtSignal(object)
    """Another View has replaced the current one."""
    paused_changed = pyqtSignal()
    """Updating the view was stopped or resumed."""
    time_passed = pyqtSignal()
    """Half a second has passed, in which calls may have ended and events become old."""

    def __init__(
        self, log: EventLog, tasks: BackgroundTasks, ended: bool = False, parent: QObject | None = None
    ) -> None:
        """``ended``: the log is complete, so that time does not pass for its filters."""
        super().__init__(parent)
        self.ended = ended
        """Whether the log gets no more events."""
        self.log = log
        self.view = View(log, Filter())
        self.first_row = 0
        """The first row that is shown."""
        self._tasks = tasks
        self._next: View | None = None
        self._task: BackgroundTask | None = None
        self._again = False
        self._paused = False
        self._refresh_due = False
        if not ended:
            every(REFRESH, self._pass_time, self)
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
        self.paused_changed.emit()

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
            now_ns = None if self.ended else time.time_ns()
            refresh, self._refresh_due = self._refresh_due, False
            work = partial(_update, view, refresh, now_ns)
            self._task = self._tasks.run(self, work, lambda changed: self._updated(view, changed))

    def refresh(self) -> None:
        """Test again the events that may match now and did not before, or the other way round."""
        self._refresh_due = True
        self.wake()

    def _pass_time(self) -> None:
        if self._paused:
            return
        if self.view.filter.changes_with_time:
            self.refresh()
        self.time_passed.emit()

    def _updated(self, view: View, changed: View | None) -> None:
        self._task = None
        if view is self._next or changed is not None:
            self.view, self._next = changed or view, None
            self.replaced.emit(self.view)
        else:
            self.grown.emit()
        self._rest.start()

    def _resume(self) -> None:
        if self._again:
            self.wake()


def _update(view: View, refresh: bool, now_ns: int | None) -> View | None:
    """Bring a view up to date, in another thread. Returns the view that replaces it, if any."""
    view.advance()
    return view.refreshed(now_ns) if refresh else None
