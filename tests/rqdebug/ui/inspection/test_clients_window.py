# SPDX-License-Identifier: GPL-3.0-or-later
"""The clients of a target in a window."""

from __future__ import annotations

import pytest
from PyQt5.QtCore import Qt

from rqdebug.inspection.client_list import ConnectedClient
from rqdebug.ui.inspection.clients_window import ClientsWindow

LOADER = ConnectedClient(3, "loader", "10.0.0.7:40312", "ann", 3600, 5, "rq.put")
WORKER = ConnectedClient(
    4, "worker", "10.0.0.8:40400", "default", 60, 60, "rq.get", True, False, "jobs", "get", 2.5
)
BARE = ConnectedClient(5, "", "10.0.0.9:1", "", 1, 1, "blpop", True)


@pytest.fixture
def clients_window(qtbot, theme):
    window = ClientsWindow("edge-1", theme)
    qtbot.addWidget(window)
    with qtbot.waitSignal(window.refresh_wanted):
        window.show()
    window.show_clients([LOADER, WORKER, BARE], {("loader", "10.0.0.7:40312"): 1234})
    return window


def texts(window, row):
    model = window.clients.model()
    return [model.index(row, column).data() for column in range(model.columnCount())]


def test_client_has_name_address_time_calls_and_what_it_waits_for(clients_window):
    loader, worker, bare = (texts(clients_window, row) for row in range(3))
    assert loader[:2] == ["loader", "10.0.0.7:40312"] and loader[3:] == ["5 s", "1,234", "–", "ann"]
    assert worker[4:6] == ["0", "get on jobs for 2.50 s"]
    assert bare[0] == "–" and bare[5:] == ["blocked in blpop", "–"]
    assert clients_window.summary.text() == "3 clients, 2 blocked"


def test_selected_client_stays_selected_when_others_come_and_go(clients_window):
    clients_window.clients.selectRow(1)
    clients_window.show_clients([WORKER, BARE], {})
    (index,) = clients_window.clients.selectionModel().selectedRows()
    assert index.data() == "worker"
    clients_window.show_clients([BARE], {})
    assert clients_window.clients.selectionModel().selectedRows() == []


def test_enter_opens_the_calls_of_a_client(qtbot, clients_window):
    clients_window.clients.selectRow(1)
    with qtbot.waitSignal(clients_window.client_opened) as opened:
        qtbot.keyClick(clients_window.clients, Qt.Key_Return)
    assert opened.args == ["worker", "10.0.0.8:40400"]


def test_failure_is_shown_and_the_last_clients_stay(clients_window):
    clients_window.show_failed("cannot reach rq://edge-1")
    assert clients_window.summary.text() == "cannot reach rq://edge-1"
    assert clients_window.clients.model().rowCount() == 3
    clients_window.show_clients([LOADER], {})
    assert clients_window.summary.text() == "1 client, no blocked calls"
