# SPDX-License-Identifier: GPL-3.0-or-later
"""Fuzzing: sends broken input to each part that reads what others wrote.

Begin with ``entrance``, which says what a fuzzed part is. The entrances are in ``wire_entrances`` (RESP,
sessions, reports), ``zen_entrances``, ``text_entrances`` (URLs, settings, users), ``event_entrances``
(batches, captures, filters, scripts), ``redis_entrances`` (MONITOR and replies), and ``payload_entrances``.
``mutator`` makes input; ``examiner`` examines one input; ``guided`` lets atheris choose input by coverage.
"""
