# SPDX-License-Identifier: GPL-3.0-or-later
"""The panels of the window, one module for each.

To add a panel, write a module with a ``PanelSpec`` and add the spec to ``PANELS``. From it the window
derives the dock, the command, the shortcut, the help page and the saved layout. The ``create`` function of
the spec creates the widget and connects it to services of the ``WindowContext``, so no other module depends
on the panel.

The frame of the window imports this package before the engine is loaded, so a module that needs the engine
imports it inside ``create``.
"""

from rqdebug.ui.window.panels.breakpoints_panel import BREAKPOINTS
from rqdebug.ui.window.panels.charts_panel import CHARTS
from rqdebug.ui.window.panels.held_calls_panel import HELD_CALLS
from rqdebug.ui.window.panels.inspector_panel import INSPECTOR
from rqdebug.ui.window.panels.panel_spec import PanelSpec
from rqdebug.ui.window.panels.report_panel import REPORT
from rqdebug.ui.window.panels.scripts_panel import SCRIPTS
from rqdebug.ui.window.panels.targets_panel import TARGETS
from rqdebug.ui.window.panels.variables_panel import VARIABLES

PANELS: tuple[PanelSpec, ...] = (
    TARGETS,
    SCRIPTS,
    VARIABLES,
    INSPECTOR,
    CHARTS,
    REPORT,
    BREAKPOINTS,
    HELD_CALLS,
)
"""All panels, in the order of their docks."""
