# SPDX-License-Identifier: GPL-3.0-or-later
"""Searches in a view."""

from __future__ import annotations

import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rqdebug.events.event_log import EventLog
from rqdebug.events.filters.filter import parse
from rqdebug.events.views import find as module
from rqdebug.events.views.find import find, find_mark, find_time, make_partner_filter, make_text_filter
from rqdebug.events.views.view import View


@pytest.fixture
def found(rows):
    """Return all rows of a log with these methods."""

    def found(*differences, filter="", anchor=0):
        log = EventLog()
        log.append(rows(*differences))
        view = View(log, parse(filter), anchor)
        view.advance()
        return view.matches

    return found


def test_next_and_previous_match_are_found(found):
    shown = found(*[{"method": method} for method in ("put", "get", "put", "get", "put")])
    gets = parse("method == get")
    assert [find(shown, gets, at) for at in (-1, 0, 1, 2, 3, 4)] == [1, 1, 3, 3, None, None]
    assert [find(shown, gets, at, back=True) for at in (5, 4, 3, 2, 1, 0)] == [3, 3, 1, 1, None, None]


def test_search_stops_when_the_flag_is_set(found):
    stopped = threading.Event()
    stopped.set()
    assert find(found({}, {}), parse(""), -1, stopped=stopped) is None


@given(
    st.lists(st.booleans(), min_size=1, max_size=40),
    st.integers(-1, 40),
    st.booleans(),
    st.integers(0, 40),
    st.integers(1, 7),
)
def test_search_equals_a_plain_loop(rows, methods, at, back, anchor, chunk):
    log = EventLog()
    log.append(rows(*[{"method": "get" if get else "put"} for get in methods]))
    view = View(log, parse(""), min(anchor, len(methods)))
    view.advance()
    at = min(at, len(methods))
    places = [n for n, get in enumerate(methods) if get and (n < at if back else n > at)]
    expected = (places[-1] if back else places[0]) if places else None
    before, module.CHUNK = module.CHUNK, chunk
    try:
        assert find(view.matches, parse("method == get"), at, back) == expected
    finally:
        module.CHUNK = before


@pytest.mark.parametrize("text", ["jobs (1)", "a.b", 'say "hi"', "C:\\temp", "grün", "*"])
def test_text_is_searched_literally(found, text):
    shown = found({"queue": text}, {"queue": "other"}, {"payload": b"x" + text.encode().upper() + b"y"})
    filter = make_text_filter(text)
    assert [find(shown, filter, at) for at in (-1, 0, 2)] == [0, 2, None]


def test_partner_of_a_start_is_its_end(found):
    shown = found(
        {"call": 7, "phase": "start"},
        {"call": 7, "target": "other"},
        {"call": 7},
        {"call": 8, "phase": "start"},
    )
    start, end = shown.log.event(0), shown.log.event(2)
    assert find(shown, make_partner_filter(start), 0) == 2
    assert find(shown, make_partner_filter(end), 2, back=True) == 0


def test_first_event_at_or_after_a_time_is_found(found):
    shown = found({"time": 10}, {"time": 20}, {"time": 20}, {"time": 30})
    assert [find_time(shown, time) for time in (0, 10, 15, 20, 31)] == [0, 0, 1, 1, 4]


def test_next_and_previous_mark_are_found_among_filtered_rows(rows):
    log = EventLog()
    log.append(rows(*[{"call": n, "depth": n % 2} for n in range(100)]))
    view = View(log, parse("depth == 1"))
    view.advance()
    marked = {4: "even", 7: "", 31: "", 99: ""}
    for row, note in marked.items():
        log.marks.set(row, note)
    places = [n for n in range(view.num_rows) if view.row(n) in marked]
    for at in range(-1, view.num_rows + 1):
        assert find_mark(view.matches, at) == next((n for n in places if n > at), None)
        before = [n for n in places if n < at]
        assert find_mark(view.matches, at, back=True) == (before[-1] if before else None)


def test_selected_positions_are_rows_of_their_own(rows):
    log = EventLog()
    log.append(rows(*[{"call": n, "depth": n % 2} for n in range(100)]))
    view = View(log, parse("depth == 1"))
    view.advance()
    chosen = view.matches.select([range(2, 5), range(9, 10)])
    assert chosen.numbers().tolist() == [5, 7, 9, 19]
    assert [event.call for event in log.events(chosen.rows(0, 9))] == [5, 7, 9, 19]
