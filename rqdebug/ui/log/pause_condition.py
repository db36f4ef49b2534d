# SPDX-License-Identifier: GPL-3.0-or-later
"""Pauses a log at the next event that matches a filter. The log continues to receive events.

Only new events are tested, once each, in another thread. After the log has continued, the next event that
matches pauses it again.
"""

from __future__ import annotations

from PyQt5.QtCore import QObject, pyqtSignal
from PyQt5.QtWidgets import QApplication, QWidget

from rqdebug.events.filters.filter import Filter
from rqdebug.ui.log.filter_bar import FilterBar
from rqdebug.ui.log.pause_bar import PauseBar
from rqdebug.ui.log.pause_dialog import PauseDialog
from rqdebug.ui.models import formats
from rqdebug.ui.models.log_feed import LogFeed
from rqdebug.ui.services.background_tasks import BackgroundTasks
from rqdebug.ui.services.timers import every
from rqdebug.ui.services.window_settings import WindowSettings
from rqdebug.ui.style.tr import tr

INTERVAL = 500
"""Milliseconds between two updates of the number of new events."""


class PauseCondition(QObject):
    """Watches the log of a feed, pauses the feed, and shows this in a bar.

    Args:
        feed: What shows the log.
        tasks: Runs the test of new events.
        filter_bar: Knows the language of filters, and the filter of the log.
        settings: Has earlier filters.
        tab: The owner.
    """

    reached = pyqtSignal(int)
    """The feed was paused because this row of the log matches; the feed has it."""

    noted = pyqtSignal(str)
    """The log pauses, or cannot pause: a sentence for the status bar."""

    def __init__(
        self,
        feed: LogFeed,
        tasks: BackgroundTasks,
        filter_bar: FilterBar,
        settings: WindowSettings,
        tab: QWidget,
    ) -> None:
        super().__init__(tab)
        self.text = ""
        """The filter; empty for none."""
        self._feed = feed
        self._tasks = tasks
        self._filter_bar = filter_bar
        self._settings = settings
        self._tab = tab
        self.bar = PauseBar()
        self._filter = Filter()
        self._watch: LogFeed | None = None
        """Tests the events that have come since; None while the feed is paused, or there is no filter."""
        self._row: int | None = None
        """The row that has matched."""
        self._timer = every(INTERVAL, self._show, self)
        self._timer.stop()
        feed.paused_changed.connect(self._begin)
        self.bar.continue_wanted.connect(lambda: feed.pause(False))
        self.bar.change_wanted.connect(self.ask)
        self.bar.removal_wanted.connect(self.remove)

    def ask(self) -> None:
        """Ask the user for the filter of the events that pause the log."""
        if self._feed.ended:
            self.noted.emit(tr("A capture gets no new events at which it could pause"))
            return
        text, filters = self.text or self._filter_bar.text, self._filter_bar
        dialog = PauseDialog(text, self._settings.filters, filters.complete, filters.read, self._tab)
        dialog.chosen.connect(self.set)
        dialog.open()

    def set(self, text: str, filter: Filter) -> None:
        """Pause at the next event that matches."""
        self.text, self._filter = text, filter
        if self._feed.paused:
            self._feed.pause(False)  # begins, too
        else:
            self._begin()

    def remove(self) -> None:
        """Pause at no event."""
        self.text = ""
        self._begin()

    def wake(self) -> None:
        """Test new events. Call when the log may have changed."""
        if self._watch is not None:
            self._watch.wake()

    def stop(self) -> None:
        """Stop the test. Call before the log is closed."""
        self.text = ""
        self._end_watch()

    def _begin(self) -> None:
        """Test the events that come from now on, unless the feed is paused."""
        self._end_watch()
        if not self._feed.paused:
            self._row = None
            if self.text:
                self._watch = LogFeed(self._feed.log, self._tasks, False, self)
                self._watch.grown.connect(self._test)
                self._watch.replaced.connect(self._test)
                self._watch.first_row = self._feed.log.num_rows
                self._watch.set_filter(self._filter)
        if self._feed.paused:
            self._timer.start()
        else:
            self._timer.stop()
        self._show()

    def _end_watch(self) -> None:
        if self._watch is not None:
            self._watch.pause(True)
            self._watch.deleteLater()
            self._watch = None

    def _test(self) -> None:
        if self._watch is not None and self._watch.view.num_rows:
            self._row = self._watch.view.row(0)
            self._end_watch()
            self._feed.wake()
        else:
            self._show()

    def pause_if_reached(self) -> None:
        """Pause the feed if it has the event that has matched. Call when the log shows more of the feed."""
        row = self._row
        if row is not None and not self._feed.paused and self._feed.view.stop > row:
            self._feed.pause(True)
            QApplication.alert(self._tab.window())
            self.noted.emit(tr("The log is paused at an event that matches {filter}", filter=self.text))
            self.reached.emit(row)

    def _show(self) -> None:
        feed, watch = self._feed, self._watch
        if feed.paused:
            count = feed.log.num_rows - feed.view.stop
        else:
            count = watch.view.unknown_count if watch is not None else 0
        time = formats.clock(feed.log.event(self._row).time_ns) if self._row is not None else ""
        self.bar.show_state(self.text, paused=feed.paused, reached=time if self.text else "", count=count)
