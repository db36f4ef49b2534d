# SPDX-License-Identifier: GPL-3.0-or-later
"""Captures in the window: opened, dropped, recorded, exported; and the log of all targets."""

from __future__ import annotations

import pyarrow.parquet
import pytest
from PyQt5 import sip
from PyQt5.QtCore import QMimeData, QPoint, Qt, QUrl
from PyQt5.QtGui import QDropEvent
from PyQt5.QtWidgets import QFileDialog

from rqdebug.events.captures.capture_reader import open_capture
from rqdebug.events.captures.capture_writer import CaptureWriter
from rqdebug.events.provenance import Origin
from rqdebug.events.views.styles import StyleLibrary
from rqdebug.ui.log.events_tab import EventsTab
from rqdebug.ui.models.event_texts import Column


@pytest.fixture
def night(tmp_path, rows):
    path = tmp_path / "night.arrows"
    writer = CaptureWriter(path.open("wb"), [Origin("edge-1", "rq://edge-1")])
    writer.write(rows({"target": "edge-1"}, {"method": "get", "target": "edge-1", "time": 1}))
    writer.close()
    return path


@pytest.fixture
def opened(qtbot, window, night):
    """The tab of the capture."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(night))])
    place, buttons = QPoint(5, 5), Qt.LeftButton
    window.dropEvent(QDropEvent(place, Qt.CopyAction, data, buttons, Qt.NoModifier))
    qtbot.waitUntil(lambda: isinstance(window.context.current.log, EventsTab))
    tab = window.context.current.log
    qtbot.waitUntil(lambda: tab.log_model.rowCount() == 2)
    return tab


def test_dropped_capture_opens_as_a_log(qtbot, window, window_session, opened, night, show_matching):
    assert window.windowTitle().startswith("night.arrows")
    assert opened.about.text() == "edge-1"
    show_matching(opened, "method == get", 1)
    enabled = {action.objectName() for action in window.context.commands if action.isEnabled()}
    assert {"log.find", "capture.export", "filter.focus"} <= enabled
    assert not enabled & {"queue.put", "target.detach"}
    window_session.open_file(night)
    qtbot.wait(100)
    assert window.context.tabs.count() == 1


def test_file_that_is_not_a_capture_is_refused_with_a_sentence(qtbot, window_session, tmp_path, monkeypatch):
    said = []
    monkeypatch.setattr("rqdebug.ui.window.main_window.warn", lambda sentence, _: said.append(sentence))
    path = tmp_path / "notes.txt"
    path.write_text("hello")
    window_session.open_file(path)
    qtbot.waitUntil(lambda: bool(said))
    assert "is not a capture" in said[0]


def test_export_holds_the_events_that_are_shown(qtbot, window, opened, tmp_path, monkeypatch, show_matching):
    path = tmp_path / "gets"
    kind = "Parquet, for pandas, DuckDB and others (*.parquet)"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), kind))
    show_matching(opened, "method == get", 1)
    with qtbot.waitSignal(window.context.captures.done) as done:
        window.context.commands["capture.export"].trigger()
    assert "Exported 1 event to" in done.args[0]
    assert pyarrow.parquet.read_table(path.with_suffix(".parquet")).num_rows == 1


def test_recording_starts_and_stops_from_the_window(
    qtbot, window, attached, controller, tmp_path, monkeypatch, wait_for_event
):
    path = tmp_path / "live.arrows"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    record = window.context.commands["capture.record"]
    record.trigger()
    assert record.isChecked() and path.exists()
    controller.create("recorded").put("x")
    wait_for_event(attached.log, "put")
    with qtbot.waitSignal(window.context.captures.done):
        record.trigger()
    assert not record.isChecked()
    assert "recorded" in open_capture(path).batches[-1].column("queue").to_pylist()


def test_recording_into_an_unwritable_file_is_refused(qtbot, window, attached, tmp_path, monkeypatch):
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "no" / "x.arrows"), ""))
    said = []
    monkeypatch.setattr("rqdebug.ui.window.main_window.warn", lambda sentence, _: said.append(sentence))
    record = window.context.commands["capture.record"]
    record.trigger()
    assert "cannot be written" in said[0]
    assert not record.isChecked()


def test_closed_log_ignores_changes_of_saved_filters(qtbot, window, opened):
    window.context.tabs.request_close()
    qtbot.waitUntil(lambda: sip.isdeleted(opened))
    window.context.saved_filters.save("slow", "duration > 5ms")
    assert window.context.saved_filters.load() == {"slow": "duration > 5ms"}


def test_merged_log_holds_the_events_of_all_targets(qtbot, window, attached, controller, url):
    other = window.context.attachments.attach(url, "edge-2")
    window.context.commands["target.merge"].trigger()
    tab = window.context.current.log
    assert isinstance(tab, EventsTab)
    qtbot.waitUntil(lambda: other.state.name == "LIVE")
    controller.create("seen-twice").put("x")

    def targets():
        return {tab.log_model.event_at(row).target for row in range(tab.log_model.rowCount())}

    qtbot.waitUntil(lambda: targets() == {"edge-1", "edge-2"})
    assert not tab.log.isColumnHidden(Column.TARGET)
    window.context.tabs.request_close()


def test_detached_log_window_returns_to_its_tab(qtbot, window, attached):
    tabs = window.context.tabs
    tab = window.context.current.log
    window.context.commands["view.detach"].trigger()
    assert tabs.count() == 0 and tab.window() is not window and tab.isVisible()
    assert tab in window.context.logs.log_tabs()
    assert window.context.logs.open_target(attached) is tab and tabs.count() == 0
    tab.window().close()
    assert tabs.currentWidget() is tab and tab.window() is window
    window.context.commands["view.detach"].trigger()
    window.context.attachments.detach(attached)
    assert not window.context.logs.log_tabs() and tabs.count() == 0


def test_style_from_one_log_applies_to_all(qtbot, window, opened, settings):
    menu = opened.log.menu_for(opened.log_model.event_at(0), Column.METHOD)
    colors = next(action.menu() for action in menu.actions() if action.text().startswith("Colour"))
    next(action for action in colors.actions() if action.text() == "Red").trigger()
    assert StyleLibrary(settings.styles_file).styles[0].filter == 'method == "put"'
    assert opened.log_model.index(0, 1).data(Qt.BackgroundRole).color().name() == "#7a2e35"
    menu.close()
