# SPDX-License-Identifier: GPL-3.0-or-later
"""Views of the event log: the table of events, its filter and search, and the tabs that show them.

May import the models, widgets, services and style of the window, and the engine's ``events``. Begin with
``log_tab``, which puts the parts together. ``row_view`` shows millions of rows at the cost of the visible
ones.
"""
