# SPDX-License-Identifier: GPL-3.0-or-later
"""Finding the next or the previous event of a view that is looked for."""

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
"""Rows that are looked at together; after each it is asked whether to go on."""
_WRITTEN = ("payload", "queue", "client", "method", "outcome", "target")


def make_text_filter(text: str) -> Filter:
    """Events in which a text is written anywhere, its letters of ASCII in capitals or not."""
    pattern = quote(f"(?i){re.escape(text)}")
    return parse(" or ".join(f"{name} ~ {pattern}" for name in _WRITTEN))


def make_partner_filter(event: Event) -> Filter:
    """The end of the call whose start this is, or the other way round."""
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
    """The number of the first event that was seen at this time (ns since 1970) or later, or how many."""
    return bisect_left(range(found.num_rows), time, key=lambda n: found.log.event(found.row(n)).time)
