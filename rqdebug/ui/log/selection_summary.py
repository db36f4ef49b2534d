# SPDX-License-Identifier: GPL-3.0-or-later
"""Sums over the selected events of a log, for the status bar."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event as Flag

from PyQt5.QtCore import QObject, pyqtSignal

from rqdebug.events.views.row_sums import RowSums, sum_rows
from rqdebug.events.views.view import FilteredRows
from rqdebug.ui.models import formats
from rqdebug.ui.services.background_tasks import BackgroundTask, BackgroundTasks
from rqdebug.ui.services.timers import after_pause
from rqdebug.ui.style.tr import counted, tr

PAUSE = 120
"""Milliseconds without a change of the selection before it is summed."""


class SelectionSummary(QObject):
    """Sums up the selection in the background, as soon as it rests. One event alone has no sums."""

    changed = pyqtSignal()
    """``text`` has changed."""

    def __init__(self, selected: Callable[[], FilteredRows], tasks: BackgroundTasks, parent: QObject) -> None:
        super().__init__(parent)
        self.text = ""
        """The sums in words; empty without a selection of several events."""
        self._selected = selected
        self._tasks = tasks
        self._work: BackgroundTask | None = None
        self._pause = after_pause(PAUSE, self._sum, self)

    def refresh(self) -> None:
        """Sum up the selection again, because it may have changed."""
        self.stop()
        self._pause.start()

    def stop(self) -> None:
        """Stop summing."""
        if self._work is not None:
            self._work.forget()
            self._work = None

    def _sum(self) -> None:
        rows, stopped = self._selected(), Flag()
        if rows.num_rows < 2:
            self._show(None)
        else:
            self._work = self._tasks.run(self, lambda: sum_rows(rows, stopped), self._show, stopped=stopped)

    def _show(self, sums: RowSums | None) -> None:
        self._work = None
        text = _describe(sums) if sums else ""
        if text != self.text:
            self.text = text
            self.changed.emit()


def _describe(sums: RowSums) -> str:
    return tr(
        "Selected: {events}, span {span}, {size}",
        events=counted(sums.count, "{n} event", "{n} events"),
        span=formats.duration(sums.span_ns),
        size=formats.size(sums.size),
    )
