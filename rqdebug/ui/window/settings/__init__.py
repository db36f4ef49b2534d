# SPDX-License-Identifier: GPL-3.0-or-later
"""The choices of the user: settings, and the shortcuts of commands.

``preferences`` opens the settings dialog and applies what the user chooses; ``shortcuts`` does the same for
shortcuts. Both save with ``ui.services.window_settings`` and show dialogs of ``ui.dialogs``. This package
imports nothing else from ``ui.window`` except the main window and the table of commands.
"""
