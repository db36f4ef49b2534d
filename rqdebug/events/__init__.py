# SPDX-License-Identifier: GPL-3.0-or-later
"""The log of events.

An ``EventLog`` holds the events of a target as Arrow batches with the columns
of ``SCHEMA``. ``BatchDecoder`` and ``EventBuilder`` make such batches.
``LogMerge`` merges several logs, in the order of their corrected times.
``filters`` select events, ``views`` count and find them, ``captures`` store
them in files. ``SecretMask`` keeps secrets out of them. Nothing here needs a window.

May import: ``rqdebug.support``, ``rqdebug.errors``, ``rqcore``.
Begin with ``schema``, then ``event_log`` and ``row_batches``.
"""
