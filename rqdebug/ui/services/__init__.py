# SPDX-License-Identifier: GPL-3.0-or-later
"""The invisible services of the window: background tasks, signals across threads, settings, recovery.

No panels and hardly a widget. ``signal_bridge`` is the one place where signals of the engine cross into
the GUI thread; ``background_tasks`` runs a function in another thread and brings its result back.
Imports ``style`` for translated texts, and the engine. Begin with these two.
"""
