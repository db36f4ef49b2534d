# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

from threading import Event as Flag

from rqdebug.events.event_log import EventLog
from rqdebug.events.views import row_sums
from rqdebug.events.views.row_sums import RowSums, sum_rows
from rqdebug.events.views.view import View


def test_sums_are_those_of_the_rows_in_plain_python(rows, monkeypatch):
    monkeypatch.setattr(row_sums, "CHUNK", 3)
    log = EventLog()
    start = {"time": 3, "size": 500, "phase": "start", "outcome": "blocked"}
    log.append(
        rows(*[{"time": time, "size": time * 10} for time in (7, 9, 5, 8)], start, {"time": 6, "size": 1})
    )
    view = View(log)
    view.advance()
    chosen = view.matches.select([range(1, 6)])
    assert sum_rows(chosen, Flag()) == RowSums(5, 6, 90 + 50 + 80 + 1)


def test_sum_can_be_stopped(rows):
    log, stopped = EventLog(), Flag()
    log.append(rows({}, {}))
    view = View(log)
    view.advance()
    stopped.set()
    assert sum_rows(view.matches, stopped) is None
