# SPDX-License-Identifier: GPL-3.0-or-later
"""What a log looks like through a filter: rows, matches, curves, statistics.

A ``View`` scans a log in the background and collects the numbers of the rows
that match; its results are immutable, so the window reads them while the scan
goes on. ``find`` searches within them. ``log_statistics`` and ``chart_data``
compute figures from batches of events, ``styles`` says which colours events
have, ``recent_values`` proposes texts for completion.

May import: the log and ``filters``; nothing here knows a file or a window.
Begin with ``view``.
"""
