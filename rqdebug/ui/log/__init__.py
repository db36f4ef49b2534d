# SPDX-License-Identifier: GPL-3.0-or-later
"""The event log on the screen: the table of events, its filter and search, and the tabs that show it.

Imports the models, widgets, services and style of the window, and the engine's ``events``. Begin with
``log_tab``, which puts the parts together; ``row_view`` draws millions of rows at the cost of those in
sight.
"""
