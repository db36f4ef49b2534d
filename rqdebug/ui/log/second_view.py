# SPDX-License-Identifier: GPL-3.0-or-later
"""One more tab for a log that has a tab already, to look at two of its parts together."""

from __future__ import annotations

from rqdebug.events.filters.saved_filters import SavedFilters
from rqdebug.ui.log.events_tab import EventsTab
from rqdebug.ui.log.log_tab import LogTab
from rqdebug.ui.services.background_tasks import BackgroundTasks
from rqdebug.ui.services.signal_bridge import SignalBridge
from rqdebug.ui.services.window_settings import WindowSettings
from rqdebug.ui.style.theme import Theme


class SecondView(EventsTab):
    """Has a filter, a place, a sorting and a pause of its own. Events and marks are shared.

    It begins with the filter and the columns of the tab that it was made from.
    """

    def __init__(
        self,
        of: LogTab,
        title: str,
        bridge: SignalBridge,
        tasks: BackgroundTasks,
        theme: Theme,
        settings: WindowSettings,
        saved: SavedFilters,
    ) -> None:
        self.first: LogTab = of.first if isinstance(of, SecondView) else of
        """The tab of the log, with which this view is closed."""
        self.COLUMNS = of.COLUMNS  # before the layout of the columns is read
        super().__init__(title, of.source, bridge, tasks, theme, settings, saved, of.feed.ended)
        self.is_file = False
        self.log.restore_columns(of.log.columns)
        self.log_model.use_times_of(of.log_model)
        self.filter_bar.set_filter(of.filter_bar.text)
