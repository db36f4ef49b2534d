# SPDX-License-Identifier: GPL-3.0-or-later
"""Commands for queues that take several steps, such as ``dead_letter_actions``, their calls and sentences.

Imports the dialogs, and ``rqdebug.ui.window.documents``.
"""
