# SPDX-License-Identifier: GPL-3.0-or-later
"""Views of a log: the rows that match a filter, searches, statistics and chart data.

A ``View`` scans a log and collects the numbers of the rows that match. Its
results are immutable, so the window can read them while a thread scans on.
``find`` searches in them. ``log_statistics`` and ``chart_data`` compute figures
from batches of events, ``styles`` chooses colours and fonts for events, and
``recent_values`` returns texts for completion.

May import: ``events``, ``filters`` and ``rqdebug.support``. Begin with ``view``.
"""
