# SPDX-License-Identifier: GPL-3.0-or-later
"""Dialogs. Each asks the user for one thing and emits it as a value; the window acts on it.

This package may import the panels of ``ui`` and all lower layers. Begin with ``connect_dialog``.
"""
