# SPDX-License-Identifier: GPL-3.0-or-later
"""Tab for the events of several targets in one log."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PyQt5.QtWidgets import QWidget

from rqdebug.events.filters.saved_filters import SavedFilters
from rqdebug.events.live_merge import LiveMerger
from rqdebug.events.merge import MergeSource
from rqdebug.session import Attachment
from rqdebug.ui.log.events_tab import EventsTab
from rqdebug.ui.services.background_tasks import BackgroundTasks
from rqdebug.ui.services.signal_bridge import SignalBridge
from rqdebug.ui.services.window_settings import WindowSettings
from rqdebug.ui.style.theme import Theme
from rqdebug.ui.style.tr import later, tr

ALL = later("All Targets")


class MergedTab(EventsTab):
    """Shows the events of these targets, ordered by time after clock correction.

    The tab of all targets also shows those that are attached later.
    """

    def __init__(
        self,
        attachments: Sequence[Attachment],
        covers_all: bool,
        bridge: SignalBridge,
        tasks: BackgroundTasks,
        theme: Theme,
        settings: WindowSettings,
        saved: SavedFilters,
        parent: QWidget | None = None,
    ) -> None:
        self.attachments = list(attachments)
        """The targets, also those that were detached since."""
        self.covers_all = covers_all
        """Whether it shows all targets, not a choice of them."""
        self._merger = LiveMerger([_source(attachment) for attachment in attachments], settings.log_folder)
        title = tr(ALL) if covers_all else " + ".join(attachment.name for attachment in attachments)
        log = self._merger.log
        super().__init__(title, log, bridge, tasks, theme, settings, saved, False, self._stop, parent)

    def add(self, attachment: Attachment) -> None:
        """Show the events of one more target."""
        self.attachments.append(attachment)
        self._merger.add(_source(attachment))

    def show_target_colors(self, color: Callable[[Attachment], str]) -> None:
        """Show the colours of the targets beside their names."""
        names = ((name, color(each)) for each in self.attachments for name in each.names)
        self.log.show_target_colors({name: shade for name, shade in names if shade})

    def _stop(self) -> None:
        self._tasks.run(self, self._merger.stop, lambda _: None)


def _source(attachment: Attachment) -> MergeSource:
    return MergeSource(attachment.log, attachment.name)
