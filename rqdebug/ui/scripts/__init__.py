# SPDX-License-Identifier: GPL-3.0-or-later
"""Script views: the editor, its outline, the choice of targets, and the report of a run.

May import the models, widgets, services and style of the window, and the engine's ``scripts``. Begin with
``script_tab``.
"""
