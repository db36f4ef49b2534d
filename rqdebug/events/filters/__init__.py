# SPDX-License-Identifier: GPL-3.0-or-later
"""The filter language: ``method == put and duration > 5ms``.

The text is parsed with lark into a tree of nodes; each node evaluates itself
over an Arrow batch, prints itself and explains itself. ``operators`` is the
table of operators and ``fields`` the table of fields: the grammar, the help
page, completion and the error messages are made from these two. To add an
operator or a field, add it to its table; no other file changes.

May import: ``events.schema``, ``events.open_calls``, ``events.event_log``.
Begin with ``filter`` (``parse``), then ``operators`` and ``grammar``.
"""
