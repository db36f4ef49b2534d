# SPDX-License-Identifier: GPL-3.0-or-later
"""The panel with charts. Its drawing code is loaded when the panel is first visible."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from rqdebug.ui.charts.charts_lazy import LazyCharts
from rqdebug.ui.style.tr import later
from rqdebug.ui.window.panels.panel_spec import BOTTOM, PanelSpec, Visibility

if TYPE_CHECKING:
    from rqdebug.events.event_log import Event
    from rqdebug.ui.log.log_tab import LogTab
    from rqdebug.ui.window.window_context import WindowContext


def create(context: WindowContext) -> LazyCharts:
    """Create the panel; it shows charts for the log of the current tab."""
    panel, dock = LazyCharts(context.tasks, context.theme), context.docks["charts"]

    def filter_range(test: str) -> None:
        if context.current.log is not None:
            context.current.log.add_test("and", test)

    def show_event(tab: LogTab, event: Event) -> None:
        if tab is context.current.log:  # another log can be visible in a window of its own
            panel.show_event(event)

    context.logs.opened.connect(lambda tab: tab.event_chosen.connect(partial(show_event, tab)))
    context.current.changed.connect(lambda: panel.show_log(context.current.log))
    panel.range_wanted.connect(filter_range)
    dock.visibilityChanged.connect(panel.set_charts_visible)
    panel.set_charts_visible(not dock.visibleRegion().isEmpty())
    return panel


CHARTS = PanelSpec(
    "charts",
    later("Charts"),
    BOTTOM,
    "Ctrl+8",
    "Go to the charts of the current log",
    "window/charts.md",
    create,
    visibility=Visibility.IF_TALL,
)
