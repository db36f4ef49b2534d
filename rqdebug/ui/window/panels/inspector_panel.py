# SPDX-License-Identifier: GPL-3.0-or-later
"""The panel with the details of the selected event."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PyQt5.QtWidgets import QWidget

from rqdebug.ui.style.tr import later
from rqdebug.ui.window.panels.panel_spec import BOTTOM, PanelSpec, Visibility

if TYPE_CHECKING:
    from rqdebug.ui.window.window_context import WindowContext


def create(context: WindowContext) -> QWidget:
    """Create the panel; it shows the event that is selected in the current log, if any."""
    from rqdebug.ui.inspection.inspector_dock import Inspector

    panel = Inspector(context.theme)
    context.logs.event_chosen.connect(panel.show_event)
    context.logs.event_left.connect(panel.show_nothing)
    context.current.changed.connect(lambda: context.logs.choose_selected(context.current.log))
    context.logs.event_opened.connect(lambda: context.docks.show("inspector"))
    panel.test_wanted.connect(context.logs.filter_chosen)
    panel.rule_wanted.connect(context.logs.ask_rule)
    context.tools.payloads.serve_events(panel.payload)
    return panel


INSPECTOR = PanelSpec(
    "inspector",
    later("Inspector"),
    BOTTOM,
    "Ctrl+5",
    "Go to the details of the selected event",
    "window/log.md",
    create,
    visibility=Visibility.IF_TALL,
)
