# SPDX-License-Identifier: GPL-3.0-or-later
"""Clients as rows of a table."""

from __future__ import annotations

import pytest
from PyQt5.QtCore import Qt

from rqdebug.inspection.client_list import ConnectedClient
from rqdebug.ui.models.client_table_model import BLOCKED, COLUMNS, SORT_ROLE, ClientTableModel

LOADER = ConnectedClient(3, "loader", "10.0.0.7:40312", "ann", 3600, 5, "rq.put")
WAITING = ConnectedClient(4, "worker", "10.0.0.8:1", "", 60, 60, "rq.get", True, False, "jobs", "get", 2.5)


@pytest.fixture
def model(theme):
    model = ClientTableModel(theme)
    model.show_clients([LOADER, WAITING], {("loader", "10.0.0.7:40312"): 12})
    return model


def test_each_column_has_a_title_and_an_explanation(model):
    for number in range(len(COLUMNS)):
        assert model.headerData(number, Qt.Horizontal) and model.headerData(
            number, Qt.Horizontal, Qt.ToolTipRole
        )


def test_blocked_client_is_coloured_and_sorts_behind_the_others(model, theme):
    cells = [model.index(row, BLOCKED) for row in range(2)]
    assert [cell.data(Qt.ForegroundRole).color().name() for cell in cells] == [
        theme.palette.muted,
        theme.palette.blocked,
    ]
    assert cells[0].data(SORT_ROLE) < cells[1].data(SORT_ROLE)


def test_rows_of_clients_come_and_go(qtbot, model):
    with qtbot.waitSignals([model.rowsRemoved, model.rowsInserted]), qtbot.assertNotEmitted(model.modelReset):
        model.show_clients([WAITING, ConnectedClient(9, "new", "", "", 0, 0, "")], {})
    assert [model.client_at(row).number for row in range(model.rowCount())] == [4, 9]


def test_tooltip_names_the_last_command(model):
    assert "rq.put" in model.index(0, 0).data(Qt.ToolTipRole)


def test_idle_time_is_in_the_notation_of_the_language(model, german):
    model.show_clients([ConnectedClient(3, "loader", "", "", 9000, 1126, "")], {})
    cells = [model.index(0, number).data() for number in range(len(COLUMNS))]
    assert "1.126 s" in cells
