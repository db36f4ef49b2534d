# SPDX-License-Identifier: GPL-3.0-or-later
"""The panel with the calls that debuggers hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PyQt5.QtWidgets import QWidget

from rqdebug.ui.style.tr import later
from rqdebug.ui.window.panels.panel_spec import BOTTOM, PanelSpec, Visibility

if TYPE_CHECKING:
    from rqdebug.ui.window.window_context import WindowContext


def create(context: WindowContext) -> QWidget:
    """Create the panel; its dock opens when a call is held."""
    from rqdebug.ui.debugging.held_calls_view import HeldCallsView

    panel = HeldCallsView(context.theme)
    context.tools.debugging.held_calls.serve(panel)
    context.tools.debugging.held_calls.first_held.connect(lambda: context.docks.show("held"))

    def show_all() -> None:
        """Show the panel, also with the calls that only other debuggers hold."""
        context.docks.focus("held")
        context.tools.debugging.held_calls.look(context.attachments.active)

    context.status.held_opened.connect(show_all)
    return panel


HELD_CALLS = PanelSpec(
    "held",
    later("Held Calls"),
    BOTTOM,
    "Ctrl+Alt+H",
    "Go to the calls that a breakpoint or a frozen queue holds",
    "window/debugging.md",
    create,
    visibility=Visibility.ON_REQUEST,
)
