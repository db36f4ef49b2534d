# SPDX-License-Identifier: GPL-3.0-or-later
"""The log of events, without any window.

An ``EventLog`` holds Arrow batches in the columns of ``SCHEMA``; rows are only
ever appended and keep their numbers. One thread writes, any thread reads, and
no one takes a lock: what a reader sees are immutable tuples that the writer
replaces. Full batches move into a file (``spill``), so memory stays flat.
``LogMerge`` puts several logs into one, in the order of true time. ``filters``
select events, ``views`` present them, ``captures`` store them in files.

May import: ``rqdebug.support``, ``rqdebug.errors``, ``rqcore``.
Begin with ``schema``, then ``event_log`` and ``row_batches``.
"""
