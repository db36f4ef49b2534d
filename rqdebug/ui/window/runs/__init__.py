# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs of scripts in the window: each has a report of its own, and several can be in progress together.

``RunControl`` starts runs, and knows the current one, on which commands such as *Stop* work. A ``WindowRun``
is one of them. ``ScriptRunner`` asks for targets and options, ``ResultNavigation`` leads from a result to its
line and its events.

May import: ``window.documents`` and all layers below the window. Begin with ``window_run``.
"""
