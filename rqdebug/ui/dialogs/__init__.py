# SPDX-License-Identifier: GPL-3.0-or-later
"""Dialogs: each asks for one thing and gives it back as a value; none of them acts.

Imports the panels of the areas and all layers below. Begin with ``connect_dialog``.
"""
