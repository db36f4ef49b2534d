# SPDX-License-Identifier: GPL-3.0-or-later
"""Tab for events of a capture, or of all targets merged."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PyQt5.QtCore import Qt
from PyQt5.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from rqdebug.events.event_log import EventLog
from rqdebug.events.filters.saved_filters import SavedFilters
from rqdebug.events.source_file import FileChange, SourceFile
from rqdebug.ui.log.log_tab import LogTab
from rqdebug.ui.models import formats
from rqdebug.ui.services.background_tasks import BackgroundTasks
from rqdebug.ui.services.file_watcher import FileWatcher
from rqdebug.ui.services.signal_bridge import SignalBridge
from rqdebug.ui.services.window_settings import WindowSettings
from rqdebug.ui.style.engine_messages import translate_message
from rqdebug.ui.style.theme import Theme
from rqdebug.ui.style.tr import counted, tr
from rqdebug.ui.widgets.elided import ElidedLabel
from rqdebug.ui.widgets.plain_label import PlainLabel


class EventsTab(LogTab):
    """A header that describes the events, and the log."""

    COLUMNS = "capture-columns"

    def __init__(
        self,
        title: str,
        log: EventLog,
        bridge: SignalBridge,
        tasks: BackgroundTasks,
        theme: Theme,
        settings: WindowSettings,
        saved: SavedFilters,
        ended: bool,
        on_close: Callable[[], object] = lambda: None,
        parent: QWidget | None = None,
    ) -> None:
        """``ended`` is True for a capture; ``on_close`` is called when the tab is closed."""
        super().__init__(log, bridge, tasks, theme, settings, saved, ended, parent)
        self.title = title
        """The path, for a capture."""
        self.is_file = ended
        self._on_close = on_close
        self.about = ElidedLabel()
        self.problem = PlainLabel()
        self._change = ""
        self._lay_out()
        self._carriers.append(bridge.carry_change(log.changed, self.refresh))
        self.refresh()
        if log.source is not None:
            self._watcher = FileWatcher(log.source, tasks, self)
            self._watcher.changed.connect(partial(self._show_change, log.source))

    def close_feed(self) -> None:
        super().close_feed()
        self._on_close()

    def refresh(self) -> None:
        """Update the header."""
        log = self.source
        names = [origin.name or origin.url for origin in log.origins]
        lost = tr("{n} lost", n=formats.count(log.lost)) if log.lost else ""
        gaps = counted(len(log.gaps), "{n} gap", "{n} gaps") if log.gaps else ""
        self.about.setText("  ·  ".join(filter(None, (", ".join(names), gaps, lost))))
        problems = [
            text
            for text in (translate_message(log.problem), translate_message(log.notice), self._change)
            if text
        ]
        self.problem.setText("\n".join(problems))
        self.problem.setVisible(bool(problems))

    def _show_change(self, source: SourceFile, change: FileChange) -> None:
        sentences = [
            f"{translate_message(source.describe(change))}.",
            "" if change is FileChange.GROWN else tr("New marks are not saved."),
            "" if change is FileChange.REMOVED else tr("Open the file again to see what it holds now."),
        ]
        self._change = " ".join(filter(None, sentences))
        self.refresh()

    def _lay_out(self) -> None:
        strip = QFrame()
        strip.setObjectName("strip")
        title = ElidedLabel(self.title)
        title.setObjectName("title")
        self.about.setObjectName("url")
        self.problem.setTextInteractionFlags(Qt.TextSelectableByMouse)
        self.problem.setObjectName("error")
        self.problem.setContentsMargins(12, 4, 12, 4)
        self.problem.setWordWrap(True)
        row = QHBoxLayout(strip)
        row.setContentsMargins(12, 6, 12, 6)
        row.setSpacing(12)
        row.addWidget(title)
        row.addWidget(self.about)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(strip)
        column.addWidget(self.problem)
        column.addWidget(self.log_area(), 1)
