# SPDX-License-Identifier: GPL-3.0-or-later
"""Clients of a real controller in a window."""

from __future__ import annotations

from PyQt5.QtCore import Qt

from rqdebug.ui.inspection.clients_window import ClientsWindow


def test_clients_of_the_current_target_are_shown_with_their_calls(
    qtbot, window, attached, controller, trigger, opened
):
    controller.create("counted")
    trigger("target.clients")
    clients = opened(ClientsWindow)
    model = clients.clients.model()

    def row_of(name):
        return next((row for row in range(model.rowCount()) if model.index(row, 0).data() == name), None)

    qtbot.waitUntil(lambda: row_of("tester") is not None)
    qtbot.waitUntil(lambda: model.index(row_of("tester"), 4).data() != "0")
    clients.clients.selectRow(row_of("tester"))
    qtbot.keyClick(clients.clients, Qt.Key_Return)
    tab = window.context.current.target
    assert tab.filter_bar.text.startswith('client == "tester" and address == ')
    qtbot.waitUntil(lambda: tab.log_model.rowCount() > 0)
    clients.close()


def test_looking_at_clients_causes_no_events_of_calls(qtbot, window, attached, controller, trigger, opened):
    trigger("target.clients")
    clients = opened(ClientsWindow)
    qtbot.waitUntil(lambda: clients.clients.model().rowCount() > 0)
    controller.create("last")
    qtbot.waitUntil(lambda: any(event.queue == "last" for event in events(attached)))
    assert {event.method for event in events(attached)} <= {"connect", "disconnect", "create", "close"}
    clients.close()


def events(attachment):
    return attachment.log.events(list(range(attachment.log.num_rows)))
