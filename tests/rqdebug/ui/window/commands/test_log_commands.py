# SPDX-License-Identifier: GPL-3.0-or-later
"""Each log command calls one method of its tab; some are tested with a real log."""

from __future__ import annotations

from unittest.mock import Mock, call

import pytest
from PyQt5.QtCore import Qt
from PyQt5.QtGui import QGuiApplication

from rqdebug.ui.dialogs.put_dialog import PutDialog
from rqdebug.ui.inspection.difference_view import DifferenceWindow
from rqdebug.ui.models import copied_calls
from rqdebug.ui.window.commands.log_commands import LOG_COMMANDS
from rqdebug.ui.window.commands.needs import LOG

CALLS = {
    "find": call.find_bar.open(),
    "find_next": call.find_bar.search(back=False),
    "find_previous": call.find_bar.search(back=True),
    "partner": call.find_partner(),
    "first": call.go_to_first(),
    "time": call.ask_time(),
    "clock": call.next_time_mode(),
    "reference": call.toggle_time_reference(),
    "sort": call.log.show_sort_menu(),
    "sort_again": call.sort_again(),
    "time_order": call.sort(None),
    "mark": call.toggle_mark(),
    "note": call.ask_note(),
    "mark_next": call.go_to_mark(back=False),
    "mark_previous": call.go_to_mark(back=True),
    "clear": call.clear(),
    "show_cleared": call.show_cleared(),
    "copy": call.copy_text(),
    "copy_json": call.copy_json(),
    "copy_payload": call.copy_payload(),
}
"""The method of the tab that each command calls."""
BY_NAME = {command.name.partition(".")[2]: command for command in LOG_COMMANDS}


@pytest.mark.parametrize("verb", CALLS)
def test_command_calls_its_tab(verb):
    context, tab = Mock(), Mock()
    context.current.log = tab
    BY_NAME[verb].run(context)
    assert tab.mock_calls == [CALLS[verb]]


def test_every_command_works_on_the_current_log():
    assert all(command.need is LOG for command in LOG_COMMANDS)
    others = {"compare", "copy_python", "copy_redis_cli", "line", "marks", "put_again", "vectors"}
    assert set(BY_NAME) == {*CALLS, *others}


def test_selected_event_is_copied(qtbot, window, attached, controller, trigger, show_matching):
    tab = window.context.current.log
    controller.create("copied").put("abc")
    show_matching(tab, "method == put and queue == copied", 1)
    trigger("log.first")
    with qtbot.waitSignal(tab.done):
        trigger("log.copy_payload")
    assert QGuiApplication.clipboard().text() == "abc"


@pytest.mark.parametrize(
    ("command", "text"),
    [
        ("log.copy_redis_cli", "redis-cli -h {host} -p {port} RQ.MPUT again CODEC text ITEMS a b"),
        (
            "log.copy_python",
            "import rqcore\n\ncontroller = rqcore.connect('rq://{host}:{port}')\n"
            "again = controller.queue('again')\nprint(again.put_many(['a', 'b']))",
        ),
    ],
)
def test_calls_of_selected_events_are_copied_to_be_made_again(
    qtbot, window, attached, controller, trigger, command, text, show_matching
):
    tab, url = window.context.current.log, controller.url
    controller.create("again").put_many(["a", "b"])
    controller.create("ranked", kind="priority").put(1, priority=3)
    show_matching(tab, "method in {put, put_many} and queue in {again, ranked}", 3)
    qtbot.waitUntil(lambda: any(row.stat.label == "ranked" for row in attached.queues))
    tab.log.setFocus()
    tab.log.selectAll()
    trigger(command)
    status = window.context.status
    qtbot.waitUntil(lambda: "Copied" in status.notice.text())
    assert QGuiApplication.clipboard().text() == text.format(host=url.host, port=url.port)
    assert status.notice.text() == (
        "Copied 1 call; 1 cannot be repeated: events do not show the priority of an item (1)"
    )


def test_clipboard_stays_as_it_is_if_no_call_can_be_made_again(qtbot, window, attached, controller, trigger):
    tab = window.context.current.log
    QGuiApplication.clipboard().setText("before")
    controller.create("seen").peek()
    tab.filter_bar.set_filter("queue == seen and method == peek")
    qtbot.waitUntil(
        lambda: [tab.log_model.event_at(n).method for n in range(tab.log_model.rowCount())] == ["peek"]
    )
    trigger("log.first")
    trigger("log.copy_redis_cli")
    qtbot.waitUntil(lambda: "Nothing copied" in window.context.status.notice.text())
    assert QGuiApplication.clipboard().text() == "before"


def test_calls_of_too_many_events_are_copied_in_part_and_this_is_said(
    qtbot, window, attached, controller, trigger, monkeypatch, show_matching
):
    monkeypatch.setattr(copied_calls, "MOST_EVENTS", 2)
    tab = window.context.current.log
    queue = controller.create("many")
    for number in range(3):
        queue.put(number)
    show_matching(tab, "method == put and queue == many", 3)
    tab.log.setFocus()
    tab.log.selectAll()
    trigger("log.copy_python")
    status = window.context.status
    qtbot.waitUntil(lambda: "Copied" in status.notice.text())
    assert status.notice.text() == "Copied 2 calls; only the first 2 events were read"
    assert QGuiApplication.clipboard().text().count("put(") == 2


def test_marks_are_set_and_visited(qtbot, window, attached, controller, trigger, show_matching):
    tab = window.context.current.log
    jobs = controller.create("marked")
    jobs.put_many([1, 2, 3])
    for _ in range(3):
        jobs.get()
    show_matching(tab, "method == get and queue == marked", 3)
    for row in (0, 2):
        tab.log.go_to(row)
        trigger("log.mark")
    qtbot.waitUntil(lambda: len(tab.source.marks) == 2)
    trigger("log.first")
    trigger("log.mark_next")
    qtbot.waitUntil(lambda: tab.log.current_row() == 2)
    trigger("log.mark_previous")
    qtbot.waitUntil(lambda: tab.log.current_row() == 0)


def test_payloads_of_two_events_are_compared(window, attached, controller, trigger, opened, show_matching):
    tab = window.context.current.log
    controller.create("compared").put_many([{"id": 98, "kept": [1]}, {"id": 99, "kept": [1]}])
    show_matching(tab, "method == put_many and queue == compared", 2)
    failures = []
    window.context.logs.failed.connect(failures.append)
    tab.log.selectRow(0)
    trigger("log.compare")
    assert failures == ["Select two events to compare their payloads"]
    tab.log.selectAll()
    trigger("log.compare")
    dialog = opened(DifferenceWindow)
    assert dialog.view.summary.text() == "1 member differs; the first is payload.id"
    dialog.close()


def test_item_of_an_event_is_put_again(qtbot, window, attached, controller, trigger, opened, show_matching):
    tab, jobs = window.context.current.log, controller.create("repeated")
    jobs.put({"id": 7})
    show_matching(tab, "method == put and queue == repeated", 1)
    qtbot.waitUntil(lambda: any(row.stat.label == "repeated" for row in attached.queues))
    trigger("log.first")
    trigger("log.put_again")
    dialog = opened(PutDialog)
    qtbot.mouseClick(dialog.put_button, Qt.LeftButton)
    qtbot.waitUntil(lambda: jobs.qsize() == 2)
    assert [jobs.get(), jobs.get()] == [{"id": 7}, {"id": 7}]
    dialog.close()


def test_item_of_which_only_a_part_was_recorded_is_not_put_again(
    qtbot, window, attached, controller, trigger, show_matching
):
    tab, jobs = window.context.current.log, controller.create("large")
    jobs.put("x" * 5_000)
    show_matching(tab, "method == put and queue == large", 1)
    qtbot.waitUntil(lambda: any(row.stat.label == "large" for row in attached.queues))
    failures = []
    window.context.tools.queues.failed.connect(failures.append)
    trigger("log.first")
    trigger("log.put_again")
    assert "Only the first 256 of 5,000 bytes" in failures[0]
