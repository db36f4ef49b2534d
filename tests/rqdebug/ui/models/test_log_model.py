# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest
from PyQt5.QtCore import Qt

from rqdebug.events.filters.filter import parse
from rqdebug.events.views.view import View
from rqdebug.ui.models.log_model import BLOCK, BLOCKS, Column, LogModel


@pytest.fixture
def model(theme, log, qtmodeltester):
    model = LogModel(View(log, parse("")), theme)
    yield model
    qtmodeltester.check(model)


def grow(model):
    model.view.advance()
    model.grow()


def shown(model, row):
    return [model.index(row, column).data() for column in Column]


def color(model, row, column, role=Qt.ForegroundRole):
    brush = model.index(row, column).data(role)
    return brush and brush.color().name()


def test_an_event_in_a_line(model, log, rows):
    log.append(rows({}))
    grow(model)
    time, *others = shown(model, 0)
    assert time.endswith(":20.123456")
    assert others[:6] == ["41.0 µs", "put", "jobs", "loader@a:512", "ok", "3 B"]
    assert others[-1] == "abc"


def test_it_has_only_the_rows_that_it_was_told_of(model, log, rows):
    log.append(rows({}, {}))
    assert model.rowCount() == 0
    grow(model)
    assert model.rowCount() == 2


def test_each_growth_is_one_insertion(qtbot, model, log, rows):
    log.append(rows(*[{"call": n} for n in range(300)]))
    with qtbot.waitSignal(model.rowsInserted) as inserted:
        grow(model)
    assert inserted.args[1:] == [0, 299]
    with qtbot.assertNotEmitted(model.rowsInserted):
        grow(model)


def test_rows_that_come_into_a_block_that_was_looked_at(model, log, rows):
    log.append(rows({"payload": b"first"}))
    grow(model)
    assert shown(model, 0)[Column.PAYLOAD] == "first…" or shown(model, 0)[Column.PAYLOAD] == "first"
    log.append(rows({"payload": b"2nd"}))
    grow(model)
    assert shown(model, 1)[Column.PAYLOAD] == "2nd"


def test_it_keeps_few_rows_however_many_are_looked_at(model, log, rows):
    count = BLOCK * (BLOCKS + 5)
    log.append(rows(*[{"call": n} for n in range(count)]))
    grow(model)
    for row in range(0, count, BLOCK):
        assert model.event_at(row).call == row
    assert len(model._blocks) == BLOCKS


def test_a_call_that_waits_looks_different_until_it_ends(theme, model, log, rows):
    log.append(rows({"phase": "start", "outcome": "blocked", "call": 7}))
    grow(model)
    assert shown(model, 0)[Column.OUTCOME] == "… waiting"
    assert shown(model, 0)[Column.DURATION] == ""
    assert color(model, 0, Column.QUEUE) == theme.palette.blocked
    assert color(model, 0, Column.QUEUE, Qt.BackgroundRole) == theme.palette.blocked_ground
    log.append(rows({"call": 7}))
    grow(model)
    assert shown(model, 0)[Column.OUTCOME] == "waited"
    assert color(model, 0, Column.QUEUE) == theme.palette.muted
    assert color(model, 0, Column.QUEUE, Qt.BackgroundRole) is None


def test_a_task_that_goes_on_is_no_call_that_waits(theme, model, log, rows):
    log.append(rows({"method": "task", "phase": "start", "outcome": "busy", "call": 7}))
    grow(model)
    assert not log.blocked
    assert shown(model, 0)[Column.OUTCOME] == "busy"
    assert shown(model, 0)[Column.DURATION] == "41.0 µs"
    assert color(model, 0, Column.QUEUE, Qt.BackgroundRole) is None


@pytest.mark.parametrize(
    ("outcome", "name"), [("ok", "ok"), ("empty", "notice"), ("cancelled", "notice"), ("noqueue", "error")]
)
def test_outcomes_have_colors(theme, model, log, rows, outcome, name):
    log.append(rows({"outcome": outcome}))
    grow(model)
    assert color(model, 0, Column.OUTCOME) == getattr(theme.palette, name)


def test_colors_follow_the_theme(theme, model, log, rows):
    log.append(rows({}))
    grow(model)
    theme.use("light")
    assert color(model, 0, Column.OUTCOME) == theme.palette.ok


def test_another_view_replaces_the_first(qtbot, model, log, rows):
    log.append(rows({}, {"method": "get"}))
    grow(model)
    view = View(log, parse("method == get"))
    view.advance()
    with qtbot.waitSignal(model.modelReset):
        model.show_view(view)
    assert model.rowCount() == 1
    assert model.event_at(0).method == "get"
