# SPDX-License-Identifier: GPL-3.0-or-later
"""The main window: its frame, tabs, docks, menus and commands, and how it starts and closes.

The top layer of the window: it may import everything in ``rqdebug.ui``, and is imported by none of it.
Begin with ``app``, which starts the program, then ``main_window`` and ``window_session``.
"""
