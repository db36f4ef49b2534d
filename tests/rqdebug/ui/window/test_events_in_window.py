# SPDX-License-Identifier: GPL-3.0-or-later
"""Events in a window: in order, found by the name of their client, and counted while they wait."""

from __future__ import annotations

import queue
import threading
from itertools import pairwise

import pytest
from PyQt5.QtCore import Qt
from PyQt5.QtWidgets import QMessageBox

import rqcore
from rqdebug.session import State
from rqdebug.ui.models.event_texts import Column


def column(tab, wanted):
    model = tab.log_model
    return [model.index(row, wanted).data() for row in range(model.rowCount())]


def test_calls_of_an_exposed_queue_are_in_order_among_others(qtbot, window, attached, controller, url):
    jobs, local = controller.create("jobs"), queue.Queue()
    tab = window.context.current.log
    with rqcore.expose(local, "local", url=url):
        qtbot.waitUntil(lambda: any(row.stat.label == "local" for row in attached.queues))
        tab.filter_bar.set_filter("method == put")
        for number in range(40):
            local.put(number)
            jobs.put(number)
        qtbot.waitUntil(lambda: tab.log_model.rowCount() == 80)
    assert set(column(tab, Column.QUEUE)) == {"jobs", "local"}
    times = [tab.log_model.event_at(row).time_ns for row in range(80)]
    assert all(earlier <= later for earlier, later in pairwise(times))


def test_events_are_found_by_the_name_of_their_client_and_by_its_address(
    window, attached, controller, url, show_matching
):
    tab = window.context.current.log
    controller.create("jobs").put(1)
    with rqcore.connect(url, name="worker-1") as worker:
        worker.queue("jobs").put(2)
        show_matching(tab, "client == worker-1 and method == put", 1)
        address = tab.log_model.event_at(0).address
        show_matching(tab, f'address == "{address}" and method == put', 1)
        assert column(tab, Column.CLIENT) == ["worker-1"]


def test_filter_on_a_payload_that_is_cut_says_how_many_events_it_could_not_judge(
    qtbot, window, attached, controller
):
    tab = window.context.current.log
    jobs = controller.create("orders")
    for number in range(3):
        jobs.put({"text": "x" * 400, "order": {"id": number}})
    tab.filter_bar.set_filter("payload.order.id == 2 and method == put")
    qtbot.waitUntil(lambda: "3" in tab.filter_bar.counts.text() and "unknown" in tab.filter_bar.counts.text())
    assert tab.log_model.rowCount() == 0


@pytest.fixture
def waiting(qtbot, window, attached, controller, url):
    """A client that waits for an item in another thread, and the summary in the status bar that counts it."""
    controller.create("empty")
    client = rqcore.connect(url, name="waiting")

    def wait():
        try:
            client.queue("empty").get()
        except rqcore.RqError:
            return

    thread = threading.Thread(target=wait, daemon=True)
    thread.start()
    summary = window.context.status.summary
    qtbot.waitUntil(lambda: "1 blocked" in summary.text())
    yield client, summary
    client.close()
    thread.join(10)
    assert not thread.is_alive()


def test_waiting_call_that_gets_its_item_is_no_longer_counted(qtbot, controller, waiting):
    _, summary = waiting
    controller.queue("empty").put(1)
    qtbot.waitUntil(lambda: "0 blocked" in summary.text())


def test_waiting_call_of_a_client_that_ends_is_no_longer_counted(qtbot, waiting):
    client, summary = waiting
    client.close()
    qtbot.waitUntil(lambda: "0 blocked" in summary.text())


def test_waiting_calls_of_a_disconnected_target_are_not_counted(qtbot, attached, trigger, waiting):
    _, summary = waiting
    trigger("target.detach")
    qtbot.waitUntil(lambda: attached.state is State.DISCONNECTED)
    qtbot.waitUntil(lambda: "0 blocked" in summary.text())


def test_queues_of_a_disconnected_target_show_no_rates(qtbot, window, attached, controller, trigger):
    controller.create("jobs").put(1)
    table = window.context.current.target.queues.model()

    def rates():
        titles = [table.headerData(column, Qt.Horizontal) for column in range(table.columnCount())]
        return {table.index(0, titles.index(title)).data() for title in ("Puts/s", "Gets/s")}

    qtbot.waitUntil(lambda: table.rowCount() == 1 and "–" not in rates())
    trigger("target.detach")
    qtbot.waitUntil(lambda: rates() == {"–"})


@pytest.mark.parametrize(
    ("url", "words"), [("rq://host:abc", "port"), ("rq://host:99999", "port"), ("nothing://host", "nothing")]
)
def test_malformed_url_is_explained_in_words(window, opened, url, words):
    assert window.context.attachments.attach(url) is None
    box = opened(QMessageBox)
    assert words in box.text()
    assert "cast" not in box.text() and "Errno" not in box.text() and "0-65535" not in box.text()
    box.close()


def test_target_without_tls_is_explained_in_words(qtbot, window, url):
    window.context.attachments.attach(url.replace("rq://", "rqs://"), "tls")
    reason = window.context.current.target.header.reason
    qtbot.waitUntil(lambda: reason.text() != "")
    assert "_ssl.c" not in reason.text() and "[SSL" not in reason.text()
    assert "TLS" in reason.text()
