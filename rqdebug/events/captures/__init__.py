# SPDX-License-Identifier: GPL-3.0-or-later
"""Events in files: captures, and exports to other formats.

A capture is an Arrow IPC stream in ``SCHEMA``. The targets, gaps, losses and
clocks of the log are JSON in the metadata of its schema and batches.
``capture_writer`` and ``capture_reader`` implement the format. ``rolling``
records a log in one capture after the other, and ``recorder`` does so in a
thread. ``export`` writes other formats: Parquet, CSV, JSON lines, traces.

May import: ``events``, ``filters`` and ``views``.
Begin with ``capture_writer``, then ``capture_reader``.
"""
