# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PyQt5.QtCore import Qt

from rqdebug.events.event_log import EventLog
from rqdebug.events.filters.filter import parse
from rqdebug.events.views.view import View
from rqdebug.ui.models import formats, log_model
from rqdebug.ui.models.event_texts import Column, TimeMode
from rqdebug.ui.models.log_model import BLOCK, BLOCKS, LogModel


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
    assert others[:6] == ["41.0 µs", "put", "jobs", "loader", "ok", "3 B"]
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
    assert shown(model, 0)[Column.OUTCOME] == "… blocked"
    assert shown(model, 0)[Column.WAITED] == ""
    assert color(model, 0, Column.QUEUE) == theme.palette.blocked
    assert color(model, 0, Column.QUEUE, Qt.BackgroundRole) == theme.palette.blocked_ground
    log.append(rows({"call": 7}))
    grow(model)
    assert shown(model, 0)[Column.OUTCOME] == "blocked"
    assert color(model, 0, Column.QUEUE) == theme.palette.muted
    assert color(model, 0, Column.QUEUE, Qt.BackgroundRole) is None


def test_held_call_differs_from_a_blocked_one_until_it_continues(theme, model, log, rows):
    log.append(rows({"phase": "start", "outcome": "held", "call": 7, "rule": 3, "time": 10**18}))
    grow(model)
    assert shown(model, 0)[Column.OUTCOME] == "‖ held"
    assert "Rule 3 of a debugger holds this call." in model.index(0, Column.OUTCOME).data(Qt.ToolTipRole)
    assert color(model, 0, Column.QUEUE) == theme.palette.held
    assert color(model, 0, Column.QUEUE, Qt.BackgroundRole) == theme.palette.held_ground
    log.append(rows({"phase": "start", "outcome": "blocked", "call": 7, "time": 10**18 + 1}))
    grow(model)
    assert [shown(model, row)[Column.OUTCOME] for row in range(2)] == ["held", "… blocked"]
    assert color(model, 0, Column.QUEUE, Qt.BackgroundRole) is None
    assert color(model, 1, Column.QUEUE, Qt.BackgroundRole) == theme.palette.blocked_ground


def test_lost_item_looks_like_an_error(theme, model, log, rows):
    log.append(rows({"outcome": "lost", "rule": 3}))
    grow(model)
    assert color(model, 0, Column.OUTCOME) == theme.palette.error
    assert color(model, 0, Column.QUEUE, Qt.BackgroundRole) == theme.palette.error_ground
    assert "dropped the item" in model.index(0, Column.OUTCOME).data(Qt.ToolTipRole)


def test_running_task_is_not_shown_as_blocked(theme, model, log, rows):
    log.append(rows({"method": "task", "phase": "start", "outcome": "busy", "call": 7}))
    grow(model)
    assert not log.blocked
    assert shown(model, 0)[Column.OUTCOME] == "busy"
    assert shown(model, 0)[Column.WAITED] == "41.0 µs"
    assert color(model, 0, Column.QUEUE, Qt.BackgroundRole) is None


@pytest.mark.parametrize(
    ("outcome", "name"),
    [("ok", "ok"), *((name, "notice") for name in ("empty", "cancelled", "delayed")), ("noqueue", "error")],
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


@pytest.mark.parametrize(
    ("fields", "column", "text"),
    [
        ({"queue": ""}, Column.QUEUE, "–"),
        ({"size": 0}, Column.SIZE, "–"),
        ({"size": 2048}, Column.SIZE, "2.0 KiB"),
        ({"target": "edge-2"}, Column.TARGET, "edge-2"),
        ({"depth": 1200}, Column.DEPTH, "1,200"),
        ({"timeout": 500_000_000}, Column.TIMEOUT, "500 ms"),
        ({"item": None}, Column.ITEM, "–"),
        ({"sequence": 10_482_113}, Column.SEQUENCE, "10,482,113"),
        ({"payload": b"a\nb", "size": 3}, Column.PAYLOAD, "a\\nb"),
    ],
)
def test_cells_are_readable(model, log, rows, fields, column, text):
    log.append(rows(fields))
    grow(model)
    assert shown(model, 0)[column] == text


def test_texts_are_aligned_left_and_numbers_right(model, log, rows):
    log.append(rows({}))
    grow(model)
    right = {column for column in Column if model.index(0, column).data(Qt.TextAlignmentRole) & Qt.AlignRight}
    assert right == {
        *(Column.WAITED, Column.SIZE, Column.DEPTH, Column.ITEMS),
        *(Column.TIMEOUT, Column.CALL, Column.ITEM, Column.SEQUENCE, Column.TOOK, Column.PART),
    }
    assert [model.headerData(column, Qt.Horizontal) for column in Column] == [
        column.title for column in Column
    ]


@pytest.mark.parametrize(("method", "kind"), [("put_many", "put"), ("get_nowait", "get"), ("qsize", "text")])
def test_method_has_a_color_of_its_kind(theme, model, log, rows, method, kind):
    log.append(rows({"method": method}))
    grow(model)
    assert color(model, 0, Column.METHOD) == getattr(theme.palette, kind)


def test_cell_for_the_painter_equals_the_data_roles(model, log, rows):
    log.append(rows({"outcome": "empty"}, {"phase": "start", "outcome": "blocked", "call": 7}))
    grow(model)
    for row in range(2):
        for column in Column:
            index, (cell,) = model.index(row, column), model.cells(row, [column])
            assert cell.text == index.data()
            assert cell.color.name() == color(model, row, column)
            assert cell.right is bool(index.data(Qt.TextAlignmentRole) & Qt.AlignRight)
            ground = model.ground(row)
            assert (ground and ground.name()) == color(model, row, column, Qt.BackgroundRole)


def test_tooltip_has_the_note_of_a_mark_or_the_whole_text(model, log, rows, long_name):
    log.append(rows({"queue": long_name}, {"queue": long_name}))
    grow(model)
    log.marks.set(1, "who <took> it?")
    assert long_name in model.index(0, Column.QUEUE).data(Qt.ToolTipRole)
    assert model.index(0, Column.TIME).data(Qt.ToolTipRole).endswith(".123456789")
    assert model.index(0, Column.METHOD).data(Qt.ToolTipRole) is None
    assert "who &lt;took&gt; it?" in model.index(1, Column.METHOD).data(Qt.ToolTipRole)


EVENTS = st.lists(
    st.fixed_dictionaries(
        {
            "method": st.sampled_from(["put", "get"]),
            "size": st.integers(0, 9),
            "time": st.integers(10**18, 2 * 10**18),
        }
    ),
    max_size=9,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(batches=st.lists(EVENTS, max_size=5), looked_at=st.lists(st.integers(0, 44), max_size=8))
def test_rows_are_the_matching_events_for_any_growth_and_access(theme, rows, monkeypatch, batches, looked_at):
    # given
    monkeypatch.setattr(log_model, "BLOCK", 4)
    monkeypatch.setattr(log_model, "BLOCKS", 2)
    log, expected = EventLog(), []
    model = LogModel(View(log, parse("method == put and size > 2")), theme)
    for number, batch in enumerate(batches):
        # when
        events = [{"call": 100 * number + n, **event} for n, event in enumerate(batch)]
        log.append(rows(*events))
        grow(model)
        for row in looked_at:
            if row < model.rowCount():
                model.event_at(row)
        # then
        expected += [event for event in events if event["method"] == "put" and event["size"] > 2]
        found = [model.event_at(row) for row in range(model.rowCount())]
        assert [(event.call, event.size) for event in found] == [
            (each["call"], each["size"]) for each in expected
        ]
    model.use_time_mode(TimeMode.DELTA)
    times = [each["time"] for each in expected]
    deltas = [formats.difference(time - before) for before, time in pairwise([*times[:1], *times])]
    assert [model.index(row, Column.TIME).data() for row in range(model.rowCount())] == deltas


def test_client_without_a_name_is_shown_by_its_address(model, log, rows):
    log.append(rows({"client": "", "address": "a:512"}))
    grow(model)
    assert shown(model, 0)[Column.CLIENT] == shown(model, 0)[Column.ADDRESS] == "a:512"


def test_what_is_not_known_is_shown_as_a_dash(model, log, rows):
    log.append(rows({"took": None, "part": None}, {"took": 1500, "part": 2, "items": 3}))
    grow(model)
    assert [shown(model, 0)[column] for column in (Column.TOOK, Column.PART)] == ["–", "–"]
    assert [shown(model, 1)[column] for column in (Column.TOOK, Column.PART)] == ["1.50 µs", "2"]
