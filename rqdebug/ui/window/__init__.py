# SPDX-License-Identifier: GPL-3.0-or-later
"""The main window: its frame, documents, panels and commands, and how it starts and closes.

The top layer of the window: it may import everything in ``rqdebug.ui``, and is imported by none of it.

Begin with ``window_session``, the life of a window; ``main_window`` is its frame, ``window_builder`` what is
loaded into it, and ``window_context`` what commands and panels find there. ``commands``, ``panels`` and
``documents`` have one module for each group of commands, each panel, and each kind of document. ``app``
starts the program.
"""
