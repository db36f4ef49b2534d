# SPDX-License-Identifier: GPL-3.0-or-later
"""A view that is refreshed has the same rows as a new view, and tests few rows for it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rqdebug.events.event_log import EventLog
from rqdebug.events.filters.filter import Filter, parse
from rqdebug.events.views.view import View

SECOND = 10**9
FILTERS = (
    *("last 5s", "not last 5s", "last 2s or not last 9s", "last 5s and method == put", "blocked"),
    *("not blocked", "blocked and last 5s", "marked", 'note ~ "b"', "marked and last 7s", 'note == ""'),
    *('last 5s and payload contains "z"', "not (blocked or marked)", "held", "blocked or held"),
)


@given(text=st.sampled_from(FILTERS), data=st.data())
def test_refreshed_view_equals_a_new_one(rows, text, data):
    """Whatever arrives late, ends, is marked or becomes old between two refreshes."""
    log, now, call = EventLog(), 100, 0
    view = View(log, parse(text, now_ns=now * SECOND))
    for _ in range(data.draw(st.integers(1, 8))):
        events = []
        for kind in data.draw(st.lists(st.sampled_from(["put", "start", "held", "end"]), max_size=5)):
            call += kind in ("put", "start")
            time = now * SECOND - data.draw(st.integers(-2, 12)) * SECOND
            events.append(
                {"call": data.draw(st.integers(0, call)) if kind in ("held", "end") else call, "time": time}
                | ({"phase": "start", "outcome": "blocked"} if kind == "start" else {})
                | ({"phase": "start", "outcome": "held"} if kind == "held" else {})
                | ({"method": "put"} if kind == "put" else {"method": "get"})
                | {"payload": b"a", "size": data.draw(st.sampled_from([1, 9]))}
            )
        log.append(rows(*events))
        view.advance()
        for row in data.draw(st.sets(st.integers(0, 20), max_size=2)):
            if row < log.num_rows:
                log.marks.set(row, data.draw(st.sampled_from(["", "a", "b"])))
        now += data.draw(st.integers(0, 4))
        view = view.refreshed(now * SECOND) or view
        new = View(log, parse(text, now_ns=now * SECOND))
        new.advance()
        assert view.rows(0, 1_000) == new.rows(0, 1_000)
        assert view.unknown.numbers().tolist() == new.unknown.numbers().tolist()


def test_view_is_the_same_object_if_nothing_changes(rows):
    log = EventLog()
    log.append(rows(*[{"time": n * SECOND, "call": n} for n in range(20)]))
    view = View(log, parse("last 5s", now_ns=30 * SECOND))
    view.advance()
    assert view.refreshed(40 * SECOND) is None


@pytest.mark.parametrize("text", ["last 100s", "not last 100s", "blocked", "not blocked"])
def test_refresh_tests_few_rows_of_a_long_log(rows, monkeypatch, text):
    count, tested = 200_000, []
    log = EventLog()
    batch = [{"time": n * SECOND, "call": n} for n in range(1_000)]
    for start in range(0, count, 1_000):
        log.append(rows(*[{**row, "time": row["time"] + start * SECOND, "call": start} for row in batch]))
    log.append(rows({"call": count + 1, "time": count * SECOND, "phase": "start", "outcome": "blocked"}))
    view = View(log, parse(text, now_ns=count * SECOND))
    view.advance()
    view = view.refreshed(count * SECOND) or view
    log.append(rows({"call": count + 1, "time": (count + 1) * SECOND}))
    view.advance()
    evaluate = Filter.evaluate
    monkeypatch.setattr(
        Filter,
        "evaluate",
        lambda self, batch, *rest: tested.append(batch.num_rows) or evaluate(self, batch, *rest),
    )
    view = view.refreshed((count + 2) * SECOND) or view
    assert sum(tested) <= 2
    new = View(log, parse(text, now_ns=(count + 2) * SECOND))
    new.advance()
    assert view.matches.numbers().tolist() == new.matches.numbers().tolist()
