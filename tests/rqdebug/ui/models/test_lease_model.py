# SPDX-License-Identifier: GPL-3.0-or-later
"""The table of leases."""

from __future__ import annotations

import time
from collections.abc import Sequence

import pytest
from PyQt5.QtCore import Qt

from rqcore.protocol.queue_values import LeaseView
from rqdebug.ui.models.lease_model import COLUMNS, LeaseModel
from rqdebug.ui.widgets.table_style import LargeTable, apply_table_style

NOON = int(time.mktime((2026, 11, 29, 12, 0, 0, 0, 0, -1))) * 10**9
SECOND = 10**9


def lease(item, deliveries=1, held=10.0, left=20.0):
    return LeaseView(item, deliveries, 2048, 7, "worker@10.0.0.7:40312", held, left)


@pytest.fixture
def model(qtmodeltester):
    model = LeaseModel()
    yield model
    qtmodeltester.check(model)


def texts(model, row=0):
    return [model.index(row, column).data() for column in range(model.columnCount())]


def test_row_says_who_has_the_item_since_when_and_until_when(model):
    model.show_leases([lease(17)], NOON, 0)
    who = "worker@10.0.0.7:40312"
    assert texts(model) == ["17", who, "11:59:50", "12:00:20", "20.0 s", "1", "2.0 KiB"]


def test_deliveries_are_shown_with_their_limit(model):
    model.show_leases([lease(17, deliveries=2)], NOON, 5)
    assert texts(model)[5] == "2 of 5"


def test_time_stays_the_same_although_the_network_delays_snapshots(model):
    model.show_leases([lease(17)], NOON, 0)
    assert texts(model)[2:5] == ["11:59:50", "12:00:20", "20.0 s"]
    model.show_leases([lease(17, held=11.2, left=18.8)], NOON + SECOND, 0)
    assert texts(model)[2:5] == ["11:59:50", "12:00:20", "18.8 s"]


def test_extended_lease_has_a_later_end(model):
    model.show_leases([lease(17)], NOON, 0)
    assert texts(model)[3] == "12:00:20"
    model.show_leases([lease(17, held=11, left=30)], NOON + SECOND, 0)
    assert texts(model)[2:4] == ["11:59:50", "12:00:31"]


def test_item_that_is_leased_again_has_a_new_beginning(model):
    model.show_leases([lease(17)], NOON, 0)
    model.show_leases([lease(17, deliveries=2, held=0.1)], NOON + 30 * SECOND, 0)
    assert texts(model)[2] == "12:00:29"


def test_rows_come_and_go_without_a_reset(qtbot, model):
    model.show_leases([lease(1), lease(2)], NOON, 0)
    with qtbot.assertNotEmitted(model.modelReset), qtbot.waitSignal(model.rowsRemoved):
        model.show_leases([lease(2)], NOON, 0)
    assert texts(model)[0] == "2"
    with qtbot.assertNotEmitted(model.modelReset), qtbot.waitSignal(model.rowsInserted):
        model.show_leases([lease(2), lease(3), lease(4)], NOON, 0)
    assert [texts(model, row)[0] for row in range(3)] == ["2", "3", "4"]


def test_each_column_has_a_title_and_explains_it(model):
    for number, column in enumerate(COLUMNS):
        assert model.headerData(number, Qt.Horizontal) == column.title
        assert model.headerData(number, Qt.Horizontal, Qt.ToolTipRole) == column.help


class CountedLeases(Sequence):
    """Many leases, which counts how many of them are read."""

    def __init__(self, count):
        self.count = count
        self.read = 0

    def __len__(self):
        return self.count

    def __getitem__(self, number):
        self.read += 1
        return lease(number + 1)


def test_only_shown_rows_of_many_leases_are_computed(qtbot, theme):
    model, table = LeaseModel(), LargeTable()
    qtbot.addWidget(table)
    table.setModel(model)
    apply_table_style(table, theme)
    table.resize(600, 200)
    with qtbot.waitExposed(table):
        table.show()
    leases = CountedLeases(100_000)
    model.show_leases(leases, NOON, 0)
    table.repaint()
    assert model.rowCount() == 100_000
    assert 0 < leases.read < 1000
