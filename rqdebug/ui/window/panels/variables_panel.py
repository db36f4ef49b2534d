# SPDX-License-Identifier: GPL-3.0-or-later
"""The panel with the variables of the current run while it is paused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PyQt5.QtWidgets import QWidget

from rqdebug.ui.style.tr import later
from rqdebug.ui.window.panels.panel_spec import LEFT, PanelSpec, Visibility

if TYPE_CHECKING:
    from rqdebug.ui.window.window_context import WindowContext


def create(context: WindowContext) -> QWidget:
    """Create the panel; its dock opens when a run is paused for the first time."""
    from rqdebug.ui.scripts.variables_dock import VariablesPanel

    panel, runs = VariablesPanel(context.theme), context.runs
    was_opened: list[bool] = []

    def show() -> None:
        run = runs.current
        places = run.paused_at.items() if run is not None and run.paused else ()
        describe = run.shown_line if run is not None else str
        panel.show_lanes([(*place, line, run.variables(place)) for place, line in places if run], describe)
        if places and not was_opened:
            was_opened.append(True)
            context.docks.show("variables")

    def go_to(target: str, lane: str, line: int) -> None:
        if runs.current is not None:
            context.tools.results.show_line(runs.current, line)

    def forget() -> None:
        was_opened.clear()
        panel.forget()

    runs.started.connect(lambda _: forget())
    runs.paused_changed.connect(show)
    runs.current_changed.connect(show)
    runs.finished.connect(lambda _: show())
    panel.lane_chosen.connect(go_to)
    return panel


VARIABLES = PanelSpec(
    "variables",
    later("Variables"),
    LEFT,
    "Ctrl+9",
    "Go to the variables of the run that is paused",
    "window/scripts.md",
    create,
    visibility=Visibility.ON_REQUEST,
)
