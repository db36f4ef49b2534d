# SPDX-License-Identifier: GPL-3.0-or-later
"""Finding the next or previous matching event of a view."""

from __future__ import annotations

import re
from bisect import bisect_left
from threading import Event as Flag

import pyarrow.compute as pc

from rqdebug.events.event_log import Event
from rqdebug.events.filters.filter import Filter, parse
from rqdebug.events.filters.literals import quote
from rqdebug.events.views.view import FilteredRows

CHUNK = 65_536
"""Rows that are tested at a time, between two checks of ``stopped``."""
_WRITTEN = ("payload", "queue", "client", "method", "outcome", "target")


def make_text_filter(text: str) -> Filter:
    """Return a filter for events that contain a text in any field; case is ignored."""
    pattern = quote(f"(?i){re.escape(text)}")
    return parse(" or ".join(f"{name} ~ {pattern}" for name in _WRITTEN))


def make_partner_filter(event: Event) -> Filter:
    """Return a filter for the other event of a call: the end for a start, the start for an end."""
    phase = "end" if event.phase == "start" else "start"
    return parse(f"call == {event.call} and target == {quote(event.target)} and phase == {phase}")


def find(
    found: FilteredRows, filter: Filter, at: int, back: bool = False, stopped: Flag | None = None
) -> int | None:
    """The number of the first event that matches after the one ``at``; ``back``: the last before it.

    None if there is none, or ``stopped`` was set meanwhile.
    """
    first, last = (0, at) if back else (at + 1, found.num_rows)
    starts = range(first, last, CHUNK)
    for start in reversed(starts) if back else starts:
        if stopped is not None and stopped.is_set():
            return None
        number = _within(found, filter, start, min(start + CHUNK, last), back)
        if number is not None:
            return number
    return None


def _within(found: FilteredRows, filter: Filter, first: int, stop: int, back: bool) -> int | None:
    best: int | None = None
    start = first
    for batch in found.batches(first, stop):
        numbers = pc.indices_nonzero(filter.mask(batch))
        if len(numbers):
            best = start + int(numbers[-1 if back else 0].as_py())
            if not back:
                return best
        start += batch.num_rows
    return best


def find_time(found: FilteredRows, time: int) -> int:
    """Return the number of the first event at this time (ns since 1970) or later, or the number of events."""
    return bisect_left(range(found.num_rows), time, key=lambda n: found.log.event(found.row(n)).time)
