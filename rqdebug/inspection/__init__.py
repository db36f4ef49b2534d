# SPDX-License-Identifier: GPL-3.0-or-later
"""Inspection of queues and payloads.

Start to read in ``queue_snapshot``, which reads the items and waiting calls of a queue within a limit of
bytes. ``payload_reader`` reads a payload of any size in pieces. ``layers`` takes off what a payload is
wrapped in, such as gzip. ``decoders`` show it as text, tree, bytes or the disassembly of a pickle, which is
never loaded; ``item_text`` converts items to text and back for editing. ``parallel_progress`` describes the
tasks of a ParallelQueue. ``dead_letters`` finds items by a filter and sends them back.

Imports ``rqdebug.events``, ``rqdebug.support`` and ``rqcore``.
"""
