# SPDX-License-Identifier: GPL-3.0-or-later
"""Events in files.

A capture is an Arrow IPC stream in ``SCHEMA``. What belongs to the log rather
than to an event (targets, gaps, losses, clocks) is stored as JSON in the
metadata of the batches. ``capture_writer`` and ``capture_reader`` are the
format; ``rolling`` writes one capture after the other, ``recorder`` does so in
a thread. ``export`` writes other formats: Parquet, CSV, JSON lines, traces.

May import: the log, ``filters`` and ``views``.
Begin with ``capture_writer``, then ``capture_reader``.
"""
