# SPDX-License-Identifier: GPL-3.0-or-later
"""Sorts the rows of a log's view in the background."""

from __future__ import annotations

from functools import partial
from threading import Event as Flag

from PyQt5.QtCore import QObject, pyqtSignal

from rqdebug.events.views.sorted_rows import SortedRows, Sorting
from rqdebug.events.views.sorting import sort_rows
from rqdebug.events.views.view import View
from rqdebug.ui.services.background_tasks import BackgroundTask, BackgroundTasks


class LogSorter(QObject):
    """Passes views on, together with their rows as they are sorted.

    Sorted rows stay as they are while the log grows, so that nothing moves under the mouse. They are sorted
    again when the user wants it, and when another view replaces the one that was sorted.
    """

    ready = pyqtSignal(object, object)
    """A View can be shown, with its SortedRows; None in the order of the log."""

    def __init__(self, tasks: BackgroundTasks, parent: QObject) -> None:
        super().__init__(parent)
        self.sorting: Sorting | None = None
        """How rows are sorted, or will be as soon as that is done; None in the order of the log."""
        self._tasks = tasks
        self._task: BackgroundTask | None = None
        self._next: View | None = None
        """The view to sort when the present work is done."""

    @property
    def is_working(self) -> bool:
        return self._task is not None

    def sort(self, view: View, sorting: Sorting | None) -> None:
        """Sort the rows of a view."""
        self.stop()
        self.sorting = sorting
        self.show(view)

    def show(self, view: View) -> None:
        """Sort the rows of another view like those before."""
        if self.sorting is None:
            self.ready.emit(view, None)
        elif self._task is not None:
            self._next = view  # views that change often must not keep this work from ending
        else:
            self._start(view, self.sorting)

    def stop(self) -> None:
        """Stop sorting, because its result will not be needed."""
        self._next = None
        if self._task is not None:
            self._task.forget()
            self._task = None

    def _start(self, view: View, sorting: Sorting) -> None:
        stopped = Flag()
        work = partial(sort_rows, view.matches, sorting, stopped)
        self._task = self._tasks.run(self, work, partial(self._finish, view), stopped=stopped)

    def _finish(self, view: View, rows: SortedRows | None) -> None:
        following, self._task, self._next = self._next, None, None
        self.ready.emit(view, rows)
        if following is not None:
            self.show(following)
