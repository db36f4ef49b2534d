# SPDX-License-Identifier: GPL-3.0-or-later
"""Texts that occur in a log, to be proposed where one is asked for."""

from __future__ import annotations

from itertools import islice

from rqdebug.events.event_log import EventLog

FIELDS = ("queue", "client", "target")
RECENT = 50
"""Batches at the end of a log that are looked into."""
MOST = 500
"""Texts of each field."""


def known_texts(log: EventLog) -> dict[str, list[str]]:
    """By field, those of the newest events; the work is that of a glance, however long the log is."""
    found: dict[str, dict[str, None]] = {name: {} for name in FIELDS}
    for _, batch in islice(log.until(log.num_rows), RECENT):
        for name, texts in found.items():
            texts.update(dict.fromkeys(batch.column(name).dictionary.to_pylist()))
    return {name: sorted(filter(None, texts))[:MOST] for name, texts in found.items()}


def last_time(log: EventLog) -> int | None:
    """When the last event was seen, in ns since 1970; None of an empty log."""
    return log.event(log.num_rows - 1).time if log.num_rows else None
