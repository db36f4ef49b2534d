# SPDX-License-Identifier: GPL-3.0-or-later
"""The panel with the results of the last run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PyQt5.QtWidgets import QWidget

from rqdebug.ui.style.tr import later
from rqdebug.ui.window.panels.panel_spec import BOTTOM, PanelSpec, Visibility

if TYPE_CHECKING:
    from rqdebug.ui.window.window_context import WindowContext


def create(context: WindowContext) -> QWidget:
    """Create the panel; its dock opens when a run starts."""
    from rqdebug.ui.window.runs.run_reports import RunReports

    panel = RunReports(context.runs, context.tools.runner.may_end, context.tasks, context.theme)
    context.runs.started.connect(lambda: context.docks.show("report"))
    panel.line_chosen.connect(context.tools.results.show_line)
    panel.events_wanted.connect(context.tools.results.show_events)
    return panel


REPORT = PanelSpec(
    "report",
    later("Run Report"),
    BOTTOM,
    "Ctrl+6",
    "Go to the results of the last run",
    "window/scripts.md",
    create,
    visibility=Visibility.ON_REQUEST,
)
