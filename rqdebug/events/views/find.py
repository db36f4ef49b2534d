# SPDX-License-Identifier: GPL-3.0-or-later
"""Finds the next or previous event of a view that matches a filter."""

from __future__ import annotations

import re
from bisect import bisect_left
from threading import Event as Flag

import numpy as np
import pyarrow.compute as pc

from rqdebug.events.event_log import Event
from rqdebug.events.filters.filter import Filter, parse
from rqdebug.events.filters.literals import quote
from rqdebug.events.views.sorted_rows import ShownRows
from rqdebug.events.views.view import FilteredRows

CHUNK = 65_536
"""The number of rows to test between two checks of ``stopped``."""
_TEXT_FIELDS = ("payload", "queue", "client", "method", "outcome", "target", "note")


def make_text_filter(text: str) -> Filter:
    """Return a filter for events that contain a text in any text field, or in their note. Case is ignored."""
    pattern = quote(f"(?i){re.escape(text)}")
    return parse(" or ".join(f"{name} ~ {pattern}" for name in _TEXT_FIELDS))


def make_partner_filter(event: Event) -> Filter:
    """Return a filter for the other event of the same call: the end for a start, the start for an end."""
    phase = "end" if event.phase == "start" else "start"
    return parse(f"call == {event.call} and target == {quote(event.target)} and phase == {phase}")


def find(
    rows: ShownRows, filter: Filter, at: int, back: bool = False, stopped: Flag | None = None
) -> int | None:
    """Return the position of the next or previous event that matches.

    Args:
        rows: The rows to search in.
        filter: What to look for.
        at: The position to begin at; it is not tested itself.
        back: Whether to search backwards.
        stopped: Another thread can set this to stop the search.

    Returns:
        A position in ``rows``, or None if no event matches or the search was stopped.
    """
    first, last = (0, at) if back else (at + 1, rows.num_rows)
    starts = range(first, last, CHUNK)
    for start in reversed(starts) if back else starts:
        if stopped is not None and stopped.is_set():
            return None
        number = _within(rows, filter, start, min(start + CHUNK, last), back)
        if number is not None:
            return number
    return None


def _within(rows: ShownRows, filter: Filter, first: int, stop: int, back: bool) -> int | None:
    best: int | None = None
    start = first
    for batch in rows.batches(first, stop):
        if filter.needs_marks:
            numbers_of_batch = rows.numbers(start, start + batch.num_rows)
            batch = rows.log.marks.marked.add_columns(batch, numbers_of_batch)
        numbers = pc.indices_nonzero(filter.mask(batch))
        if len(numbers):
            best = start + int(numbers[-1 if back else 0].as_py())
            if not back:
                return best
        start += batch.num_rows
    return best


def find_mark(rows: ShownRows, at: int, back: bool = False, stopped: Flag | None = None) -> int | None:
    """Return the position of the next or previous marked row, or None if there is none.

    Args:
        rows: The rows to search in.
        at: The position to begin at; it is not tested itself.
        back: Whether to search backwards.
        stopped: Not used: the search is fast.
    """
    places = rows.marked_positions()
    if back:
        before = places[: np.searchsorted(places, at)]
        return int(before[-1]) if len(before) else None
    after = places[np.searchsorted(places, at, "right") :]
    return int(after[0]) if len(after) else None


def find_time(rows: FilteredRows, time: int) -> int:
    """Return the position of the first event at or after a time, or ``num_rows`` if there is none.

    Args:
        rows: The rows to search in; their times must be ascending.
        time: ns since 1970.
    """
    return bisect_left(range(rows.num_rows), time, key=lambda n: rows.log.event(rows.row(n)).time_ns)
