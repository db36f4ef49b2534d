# SPDX-License-Identifier: GPL-3.0-or-later
"""The panel with the breakpoints and faults of all targets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PyQt5.QtWidgets import QWidget

from rqdebug.ui.style.tr import later
from rqdebug.ui.window.panels.panel_spec import BOTTOM, PanelSpec, Visibility

if TYPE_CHECKING:
    from rqdebug.ui.window.window_context import WindowContext


def create(context: WindowContext) -> QWidget:
    """Create the panel; its dock opens when a rule is added."""
    from rqdebug.ui.debugging.breakpoints_view import BreakpointsView

    rules = context.tools.rules
    panel = BreakpointsView(context.theme, rules.complete, rules.parse)
    panel.menu_requested.connect(lambda position: context.commands.pop_up("rule", position))
    rules.serve(panel)
    rules.added.connect(lambda: context.docks.show("breakpoints"))
    return panel


BREAKPOINTS = PanelSpec(
    "breakpoints",
    later("Breakpoints"),
    BOTTOM,
    "Ctrl+Alt+B",
    "Go to the breakpoints and faults of all targets",
    "window/breakpoints.md",
    create,
    visibility=Visibility.ON_REQUEST,
)
