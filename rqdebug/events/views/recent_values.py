# SPDX-License-Identifier: GPL-3.0-or-later
"""Returns texts of recent events, for completion."""

from __future__ import annotations

from itertools import islice

from rqdebug.events.event_log import EventLog

_FIELDS = ("queue", "client", "target")
_MAX_BATCHES = 50
"""The maximum number of batches to read, from the end, so that the time does not grow with the log."""
_MAX_TEXTS = 500
"""The maximum number of texts of a field."""


def collect_recent_values(log: EventLog) -> dict[str, list[str]]:
    """Return field → sorted texts of the newest events."""
    recent: dict[str, dict[str, None]] = {name: {} for name in _FIELDS}
    for _, batch in islice(log.batches_before(log.num_rows), _MAX_BATCHES):
        for name, texts in recent.items():
            texts.update(dict.fromkeys(batch.column(name).dictionary.to_pylist()))
    return {name: sorted(filter(None, texts))[:_MAX_TEXTS] for name, texts in recent.items()}


def last_time(log: EventLog) -> int | None:
    """Return the time of the last event, in ns since 1970; None if the log is empty."""
    return log.event(log.num_rows - 1).time_ns if log.num_rows else None
