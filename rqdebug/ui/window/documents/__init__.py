# SPDX-License-Identifier: GPL-3.0-or-later
"""The documents of the window: targets, captures and scripts, each in a tab or in a window of its own.

Begin with ``document_tabs``, the widget that holds them and knows nothing of what they are.
``log_documents`` opens and closes tabs with a log, ``script_documents`` opens, saves and closes scripts,
and ``current_document`` says which of them is at the front. This package imports the tabs of ``ui.log``
and ``ui.scripts``, and nothing else of ``ui.window``.
"""
