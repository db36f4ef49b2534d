# SPDX-License-Identifier: GPL-3.0-or-later
"""Rows of a log sorted by a field, compared with Python's own sorting of the same events."""

from __future__ import annotations

from threading import Event as Flag

import pytest

from rqdebug.events.event_log import EventLog
from rqdebug.events.views.sorted_rows import Sorting
from rqdebug.events.views.sorting import sort_rows
from rqdebug.events.views.view import View

VALUES = {
    "sequence": lambda event: event.sequence,
    "time": lambda event: event.time_ns,
    "waited": lambda event: event.waited_ns if event.phase == "end" or event.outcome == "busy" else None,
    "took": lambda event: event.took_ns,
    "method": lambda event: event.method,
    "queue": lambda event: event.queue or None,
    "client": lambda event: event.client or event.address or None,
    "address": lambda event: event.address or None,
    "outcome": lambda event: event.outcome,
    "size": lambda event: event.size or None,
    "depth": lambda event: event.depth,
    "items": lambda event: event.items,
    "part": lambda event: event.part,
    "timeout": lambda event: 2**64 if event.timeout_ns is None else event.timeout_ns,
    "codec": lambda event: event.codec,
    "call": lambda event: event.call,
    "item": lambda event: event.item,
    "payload": lambda event: event.payload or None,
    "target": lambda event: event.target or None,
}
"""What each column shows of an event; None for an empty cell."""


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("field", VALUES)
def test_rows_are_sorted_as_python_sorts_what_the_column_shows(varied_log, sort, field, descending):
    events = varied_log.events(range(varied_log.num_rows))
    value = VALUES[field]
    with_value = [row for row, event in enumerate(events) if value(event) is not None]
    expected = sorted(with_value, key=lambda row: value(events[row]))
    if descending:  # stable: equal values keep the order of the varied_log
        expected = sorted(with_value[::-1], key=lambda row: value(events[row]))[::-1]
    empty = [row for row, event in enumerate(events) if value(event) is None]
    assert sort(field, descending).rows(0, 300) == expected + empty


def test_numbers_in_names_are_compared_by_value_and_letters_without_case(rows):
    log = EventLog()
    names = ["worker-10", "Worker-9", "alpha", "2", "10", "worker-9", "Zeta"]
    log.append(rows(*({"queue": name} for name in names)))
    view = View(log)
    view.advance()
    found = sort_rows(view.matches, Sorting("queue"), Flag())
    assert [event.queue for event in log.events(found.rows(0, 9))] == [
        *("2", "10", "alpha", "Worker-9", "worker-9", "worker-10", "Zeta")
    ]


def test_empty_log_is_sorted():
    view = View(EventLog())
    view.advance()
    for field in VALUES:
        assert sort_rows(view.matches, Sorting(field), Flag()).num_rows == 0


def test_stopped_sorting_has_no_result(varied_log):
    view, stopped = View(varied_log), Flag()
    view.advance()
    stopped.set()
    assert sort_rows(view.matches, Sorting("time"), stopped) is None
