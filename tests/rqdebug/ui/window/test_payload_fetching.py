# SPDX-License-Identifier: GPL-3.0-or-later
"""The rest of a payload is fetched from its queue, or saved."""

from __future__ import annotations

import pytest
from PyQt5.QtCore import Qt
from PyQt5.QtWidgets import QFileDialog, QMessageBox

from rqdebug.ui.inspection.content_window import ContentWindow

pytestmark = pytest.mark.usefixtures("selected_jobs")
LARGE = b"".join(b"%07d\n" % n for n in range(300_000))
"""More than a megabyte: too large to be fetched in one piece."""


def test_large_item_is_fetched_in_parts(qtbot, trigger, opened, jobs):
    jobs.put(LARGE)
    trigger("queue.content")
    window = opened(ContentWindow)
    qtbot.waitUntil(lambda: window.items.model().rowCount() == 1)
    window.items.selectRow(0)
    payload = window.payload
    qtbot.waitUntil(lambda: payload.note.text() == "The first 64.0 KiB of 2.3 MiB")
    qtbot.keyClick(payload.slider, Qt.Key_End)
    qtbot.waitUntil(lambda: payload.forms.pages["Text"].toPlainText().endswith("0299999\n"))
    qtbot.mouseClick(window.again, Qt.LeftButton)
    qtbot.waitUntil(lambda: jobs.qsize() == 2)
    assert jobs.get_many(2) == [LARGE, LARGE]
    qtbot.mouseClick(payload.back_button, Qt.LeftButton)
    qtbot.waitUntil(lambda: "no longer" in payload.note.text())


def test_looking_at_a_queue_in_the_window_leaves_no_event_in_its_log(qtbot, window, trigger, opened, jobs):
    tab = window.context.current.target
    jobs.put(1)
    trigger("queue.content")
    content = opened(ContentWindow)
    qtbot.waitUntil(lambda: content.items.model().rowCount() == 1)
    content.close()
    jobs.put(2)

    def methods():
        events = (tab.log_model.event_at(row) for row in range(tab.log_model.rowCount()))
        return [event.method for event in events if event.queue]  # others are connections

    qtbot.waitUntil(lambda: methods().count("put") == 2)
    assert methods() == ["create", "put", "put"]


def test_payload_of_an_event_is_fetched_and_saved(qtbot, window, jobs, tmp_path, monkeypatch, trigger):
    jobs.put(LARGE)
    tab, view = window.context.current.target, window.panels["inspector"].payload
    window.context.commands["panel.inspector"].trigger()
    tab.filter_bar.set_filter("method == put")
    qtbot.waitUntil(lambda: tab.log_model.rowCount() and tab.log_model.event_at(0).method == "put")
    tab.log.go_to(0)
    assert view.note.text() == "The first 256 B of 2.3 MiB"
    qtbot.mouseClick(view.more_button, Qt.LeftButton)
    qtbot.waitUntil(lambda: view.note.text() == "The first 64.0 KiB of 2.3 MiB")
    assert view.forms.pages["Text"].toPlainText().startswith("0000000\n0000001")
    assert jobs.qsize() == 1
    path = tmp_path / "payload"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    qtbot.mouseClick(view.save_button, Qt.LeftButton)
    qtbot.waitUntil(lambda: window.context.status.notice.text() == f"Saved the payload to {path}")
    assert path.read_bytes() == LARGE
    jobs.get()
    qtbot.mouseClick(view.save_button, Qt.LeftButton)
    qtbot.waitUntil(lambda: any("no longer" in box.text() for box in window.findChildren(QMessageBox)))
