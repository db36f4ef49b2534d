# SPDX-License-Identifier: GPL-3.0-or-later
"""The documents of the window: targets, captures and scripts, each in a tab or in a separate window.

Begin with ``document_tabs``, the tab widget, which works with documents of any kind. ``log_documents``
opens and closes tabs with a log, ``script_documents`` opens, saves and closes scripts, and
``current_document`` returns the document of the current tab. This package imports the tabs of ``ui.log``
and ``ui.scripts``, and nothing else from ``ui.window`` except its help topics.
"""
