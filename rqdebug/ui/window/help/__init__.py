# SPDX-License-Identifier: GPL-3.0-or-later
"""The help window (F1), which shows the pages of the folder ``docs``.

``help_browser`` opens the window, ``help_pages`` finds the pages in its language, ``generated_help`` makes
their generated parts, and ``help_document`` styles what Qt leaves plain. Begin with ``help_browser``, the
only module that is imported before the help is opened. Which page belongs to which part of the main window
is in ``rqdebug.ui.window.help_topics``.
"""
