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


def test_row_shows_each_field_of_an_event(model, log, rows):
    log.append(rows({}))
    grow(model)
    time, *others = shown(model, 0)
    assert time.endswith(":20.123456")
    assert others[:6] == ["41.0 µs", "put", "jobs", "loader@a:512", "ok", "3 B"]
    assert others[-1] == "abc"


def test_rows_appear_only_when_the_model_grows(model, log, rows):
    log.append(rows({}, {}))
    assert model.rowCount() == 0
    grow(model)
    assert model.rowCount() == 2


def test_growth_is_one_insertion_of_all_new_rows(qtbot, model, log, rows):
    log.append(rows(*[{"call": n} for n in range(300)]))
    with qtbot.waitSignal(model.rowsInserted) as inserted:
        grow(model)
    assert inserted.args[1:] == [0, 299]
    with qtbot.assertNotEmitted(model.rowsInserted):
        grow(model)


def test_new_rows_of_a_cached_block_are_shown(model, log, rows):
    log.append(rows({"payload": b"first"}))
    grow(model)
    assert shown(model, 0)[Column.PAYLOAD] == "first…" or shown(model, 0)[Column.PAYLOAD] == "first"
    log.append(rows({"payload": b"2nd"}))
    grow(model)
    assert shown(model, 1)[Column.PAYLOAD] == "2nd"


def test_cache_keeps_a_bounded_number_of_blocks(model, log, rows):
    count = BLOCK * (BLOCKS + 5)
    log.append(rows(*[{"call": n} for n in range(count)]))
    grow(model)
    for row in range(0, count, BLOCK):
        assert model.event_at(row).call == row
    assert len(model._blocks) == BLOCKS


def test_blocked_call_is_highlighted_until_it_ends(theme, model, log, rows):
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


def test_running_task_is_not_shown_as_blocked(theme, model, log, rows):
    log.append(rows({"method": "task", "phase": "start", "outcome": "busy", "call": 7}))
    grow(model)
    assert not log.blocked
    assert shown(model, 0)[Column.OUTCOME] == "busy"
    assert shown(model, 0)[Column.DURATION] == "41.0 µs"
    assert color(model, 0, Column.QUEUE, Qt.BackgroundRole) is None


@pytest.mark.parametrize(
    ("outcome", "name"), [("ok", "ok"), ("empty", "notice"), ("cancelled", "notice"), ("noqueue", "error")]
)
def test_outcome_has_a_color_of_its_kind(theme, model, log, rows, outcome, name):
    log.append(rows({"outcome": outcome}))
    grow(model)
    assert color(model, 0, Column.OUTCOME) == getattr(theme.palette, name)


def test_colors_follow_the_theme(theme, model, log, rows):
    log.append(rows({}))
    grow(model)
    theme.use("light")
    assert color(model, 0, Column.OUTCOME) == theme.palette.ok


def test_another_view_resets_the_model(qtbot, model, log, rows):
    log.append(rows({}, {"method": "get"}))
    grow(model)
    view = View(log, parse("method == get"))
    view.advance()
    with qtbot.waitSignal(model.modelReset):
        model.show_view(view)
    assert model.rowCount() == 1
    assert model.event_at(0).method == "get"
