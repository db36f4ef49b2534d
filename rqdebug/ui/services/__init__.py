# SPDX-License-Identifier: GPL-3.0-or-later
"""Services of the window without panels: background tasks, signals across threads, settings, recovery.

Begin with ``signal_bridge``, the only place where signals of the engine cross into the GUI thread, and
``background_tasks``, which runs a function in another thread and delivers its result to the GUI thread.
This package imports the engine, and ``ui.style`` for translated texts. The only widgets in it are progress
dialogs.
"""
