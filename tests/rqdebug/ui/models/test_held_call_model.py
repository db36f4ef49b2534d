# SPDX-License-Identifier: GPL-3.0-or-later
"""The held calls as a table."""

from __future__ import annotations

import pytest
from PyQt5.QtCore import Qt

from rqdebug.ui.models import held_call_model
from rqdebug.ui.models.held_call_model import COLUMNS, LEFT, MOST_RANGES, PAYLOAD, HeldCallModel, clock


@pytest.fixture
def edge(make_attachment):
    return make_attachment("edge-1")


@pytest.fixture
def model(theme, qtmodeltester):
    model = HeldCallModel(theme)
    yield model
    model.flush()
    qtmodeltester.check(model)


def column(model, title):
    number = [each.title for each in COLUMNS].index(title)
    return [model.index(row, number).data() for row in range(model.rowCount())]


def test_calls_are_shown_in_the_order_in_which_they_were_held(model, edge, held_call):
    model.add(edge, held_call(7, b"abc"))
    model.add(edge, held_call(5, b'{"n":1}', method="get", at="end", name="", queue="other"))
    assert model.rowCount() == 0
    model.flush()
    assert column(model, "Call") == ["7", "5"]
    assert column(model, "Method") == ["put", "get"]
    assert column(model, "Client") == ["loader", "127.0.0.1:4000"]
    assert column(model, "At") == ["start", "end"]
    assert column(model, "Payload") == ["abc", '{"n":1}']
    assert column(model, "Target") == ["edge-1", "edge-1"]


def test_times_go_on(model, edge, held_call, monkeypatch):
    now = 1000.0
    monkeypatch.setattr(held_call_model.time, "monotonic", lambda: now)
    model.add(edge, held_call(7, held=4.0, left=70.0))
    model.flush()
    assert (column(model, "Held for"), column(model, "Left")) == (["0:04"], ["1:10"])
    now += 65
    assert (column(model, "Held for"), column(model, "Left")) == (["1:09"], ["0:05"])
    assert model.index(0, LEFT).data(Qt.ForegroundRole).color().name() == model._theme.palette.error
    now += 65
    assert column(model, "Left") == ["0:00"]
    assert clock(None) == "–"


def test_call_of_several_items_and_a_call_without_one(model, edge, held_call):
    model.add(edge, held_call(1, b"", b"x", count=1200))
    model.add(edge, held_call(2, method="get"))
    model.flush()
    assert column(model, "Items") == ["1,200", "0"]
    assert column(model, "Payload") == ["(empty item)", "–"]
    assert column(model, "Size") == ["0 B", "–"]


def test_call_that_continues_at_once_never_appears(model, edge, held_call):
    model.add(edge, held_call(1))
    model.remove(edge, 1, "released")
    model.flush()
    assert model.rowCount() == model.held_count == 0


def test_call_that_is_held_again_has_one_row(model, edge, held_call):
    model.add(edge, held_call(1, rule=3))
    model.flush()
    model.remove(edge, 1, "released")
    model.add(edge, held_call(1, rule=4, at="end"))
    model.flush()
    assert column(model, "At") == ["end"]
    assert model.held_count == 1


def test_calls_of_another_target_with_the_same_number_stay(model, edge, held_call, make_attachment):
    other = make_attachment("edge-2")
    model.add(edge, held_call(1)), model.add(other, held_call(1))
    model.flush()
    model.remove(edge, 1, "released")
    model.flush()
    assert column(model, "Target") == ["edge-2"]
    model.remove_all(other)
    model.flush()
    assert model.rowCount() == 0


@pytest.mark.parametrize("step", [2, 3])
def test_many_separate_calls_are_removed_with_one_reset(qtbot, model, edge, held_call, step):
    for number in range(6 * MOST_RANGES):
        model.add(edge, held_call(number))
    model.flush()
    for number in range(0, 6 * MOST_RANGES, step):
        model.remove(edge, number, "released")
    with qtbot.waitSignal(model.modelReset), qtbot.assertNotEmitted(model.rowsRemoved):
        model.flush()
    assert column(model, "Call") == [str(each) for each in range(6 * MOST_RANGES) if each % step]


def test_few_calls_are_removed_in_place(qtbot, model, edge, held_call):
    for number in range(9):
        model.add(edge, held_call(number))
    model.flush()
    for number in (0, 1, 2, 7):
        model.remove(edge, number, "expired")
    with qtbot.assertNotEmitted(model.modelReset):
        model.flush()
    assert column(model, "Call") == ["3", "4", "5", "6", "8"]


@pytest.mark.parametrize(
    ("reason", "why"), [("expired", "its time was over"), ("left", "its client has left"), ("", "ended")]
)
def test_edited_call_keeps_its_row_until_its_text_is_reverted(model, edge, held_call, reason, why):
    model.add(edge, held_call(1, b"abc")), model.add(edge, held_call(2))
    model.flush()
    key = model.row_at(0).key
    model.mark_edited(key, is_edited=True)
    assert model.index(0, PAYLOAD).data() == "edited: abc"
    model.remove(edge, 1, reason)
    model.flush()
    assert why in model.why_ended(key)
    assert [row.call.number for row in model.held_rows()] == [2]
    assert (column(model, "Call"), column(model, "Left")[0]) == (["1", "2"], "–")
    model.mark_edited(key, is_edited=False)
    model.flush()
    assert column(model, "Call") == ["2"]


def test_ten_thousand_calls_come_and_go_in_few_changes(qtbot, model, edge, held_call):
    inserted = []
    model.rowsInserted.connect(lambda *_: inserted.append(1))
    for number in range(10_000):
        model.add(edge, held_call(number))
    model.flush()
    assert (model.rowCount(), len(inserted)) == (10_000, 1)
    model.remove_all(edge)
    model.flush()
    assert model.rowCount() == 0
