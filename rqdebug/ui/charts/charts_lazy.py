# SPDX-License-Identifier: GPL-3.0-or-later
"""A placeholder for the charts, which are slow to import and so are loaded when first visible."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PyQt5.QtCore import QSize, pyqtSignal
from PyQt5.QtWidgets import QVBoxLayout, QWidget

from rqdebug.ui.services.background_tasks import BackgroundTasks
from rqdebug.ui.style.theme import Theme

if TYPE_CHECKING:
    from rqdebug.events.event_log import Event
    from rqdebug.ui.charts.charts_dock import ChartsPanel
    from rqdebug.ui.log.log_tab import LogTab


class LazyCharts(QWidget):
    """Creates the charts when they are first visible; until then it remembers the log to show."""

    range_wanted = pyqtSignal(str)
    """Apply this filter, which matches the selected time range."""

    def __init__(self, tasks: BackgroundTasks, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._theme = theme
        self._tab: LogTab | None = None
        self._panel: ChartsPanel | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)

    @property
    def panel(self) -> ChartsPanel:
        """The charts; created on first use."""
        if self._panel is None:
            from rqdebug.ui.charts.charts_dock import ChartsPanel

            self._panel = ChartsPanel(self._tasks, self._theme)
            self._panel.range_wanted.connect(self.range_wanted)
            self.layout().addWidget(self._panel)
            self._panel.show_log(self._tab)
        return self._panel

    def sizeHint(self) -> QSize:
        return QSize(520, 260)

    def set_charts_visible(self, visible: bool) -> None:
        """Show or hide the charts. Qt itself treats a panel behind the tab of another panel as visible."""
        if visible or self._panel:
            self.panel.setVisible(visible)

    def show_log(self, tab: LogTab | None) -> None:
        """Show the log of a tab; None to show no log."""
        self._tab = tab
        if self._panel:
            self._panel.show_log(tab)

    def show_event(self, event: Event) -> None:
        """Mark the selected event."""
        if self._panel:
            self._panel.show_event(event)
