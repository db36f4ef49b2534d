# SPDX-License-Identifier: GPL-3.0-or-later
"""Looking into queues and payloads.

``queue_snapshot`` reads the items and waiting calls of a queue within a bound
of bytes; ``payload_reader`` reads one payload piece by piece, however large.
``decoders`` show payloads as text, tree, bytes or the steps of a pickle, which
is never loaded; ``item_text`` converts items to text and back for editing.
``parallel_progress`` says what the workers of a ParallelQueue are doing.

May import: ``rqdebug.support``, ``rqcore``.
Begin with ``queue_snapshot``.
"""
