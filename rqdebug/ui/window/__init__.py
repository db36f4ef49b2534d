# SPDX-License-Identifier: GPL-3.0-or-later
"""The main window: its frame, documents, panels and commands, and how it starts and closes.

This is the top layer of the user interface: it may import every package of ``rqdebug.ui``, and none of them
imports it.

Begin with ``window_session``: its theory of operation explains the life of a window, its objects and its
threads. ``main_window`` is the frame, ``window_builder`` creates the services, and ``window_context`` lists
the services that commands and panels can use. ``commands``, ``panels`` and ``documents`` have one module for
each group of commands, each panel, and each kind of document. ``app`` starts the program.
"""
