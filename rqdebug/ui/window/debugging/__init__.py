# SPDX-License-Identifier: GPL-3.0-or-later
"""What the commands of the debugger do with held calls, frozen queues and the items in them.

Everything goes through ``services.debugger_service``, whose sessions work in other threads. Imports the views
of ``ui.debugging``, the dialogs, and ``rqdebug.ui.window.queues`` for its sentences.
"""
