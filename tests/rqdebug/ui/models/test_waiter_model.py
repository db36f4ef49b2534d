# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest
from PyQt5.QtCore import Qt

from rqcore.protocol.queue_values import Waiter
from rqdebug.ui.models.waiter_model import WaiterModel


@pytest.fixture
def model(qtmodeltester):
    model = WaiterModel()
    yield model
    qtmodeltester.check(model)


def test_table_without_blocked_calls_is_empty(model, shown):
    model.show_waiters([])
    assert model.rowCount() == 0
    assert shown.titles(model)[:2] == ["Client", "Method"]


def test_row_shows_elapsed_and_remaining_time(model, shown):
    model.show_waiters(
        [Waiter(5, "loader@a:512", "put", 1.25, 10.0), Waiter(6, "writer", "get", 0.0041, 0.25)]
    )
    assert shown.table(model) == [
        ["loader@a:512", "put", "1.25 s", "8.75 s"],
        ["writer", "get", "4.10 ms", "246 ms"],
    ]


def test_call_without_timeout_shows_no_number(model, shown):
    model.show_waiters([Waiter(5, "loader", "get", 73.0, None)])
    waited, will = shown.texts(model, 0)[2:]
    assert waited == "73.0 s"
    assert will and not any(letter.isdigit() for letter in will)


def test_order_of_arrival_is_kept(model, shown):
    names = [f"client-{n}" for n in (3, 1, 2)]
    model.show_waiters([Waiter(n, name, "get", 1, None) for n, name in enumerate(names)])
    assert [row[0] for row in shown.table(model)] == names


def test_times_are_aligned_right(model, shown):
    model.show_waiters([Waiter(5, "loader", "get", 1, None)])
    assert shown.right(model) == {2, 3}
    assert model.headerData(0, Qt.Vertical) is None
    assert model.index(0, 0).data(Qt.DecorationRole) is None


def test_next_list_replaces_the_last(qtbot, model, shown):
    model.show_waiters([Waiter(5, "loader", "get", 1, None)] * 3)
    with qtbot.waitSignal(model.modelReset):
        model.show_waiters([Waiter(6, "other", "join", 2, 4)])
    assert shown.table(model) == [["other", "join", "2.00 s", "2.00 s"]]
    assert model.rowCount(model.index(0, 0)) == model.columnCount(model.index(0, 0)) == 0
