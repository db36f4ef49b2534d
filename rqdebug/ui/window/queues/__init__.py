# SPDX-License-Identifier: GPL-3.0-or-later
"""Commands for queues that take several steps. Each module has one; begin with ``dead_letter_actions``.

Imports the dialogs, and ``rqdebug.ui.window.documents``.
"""
