# SPDX-License-Identifier: GPL-3.0-or-later
"""The panels of the window, one module for each.

To add a panel, write a module with a ``PanelSpec`` and name it in ``PANELS``. The window builds the dock,
the command, the shortcut, the help and the saved layout from it. ``create`` of the spec makes the widget
and connects it to what the ``WindowContext`` offers, so no other module knows the panel.

The frame of the window imports this package before the engine is loaded: a module that needs the engine,
or widgets that do, imports them in ``create``.
"""

from rqdebug.ui.window.panels.charts_panel import CHARTS
from rqdebug.ui.window.panels.inspector_panel import INSPECTOR
from rqdebug.ui.window.panels.panel_spec import PanelSpec
from rqdebug.ui.window.panels.report_panel import REPORT
from rqdebug.ui.window.panels.scripts_panel import SCRIPTS
from rqdebug.ui.window.panels.targets_panel import TARGETS

PANELS: tuple[PanelSpec, ...] = (TARGETS, SCRIPTS, INSPECTOR, CHARTS, REPORT)
"""In the order of their docks."""
