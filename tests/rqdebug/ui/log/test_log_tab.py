# SPDX-License-Identifier: GPL-3.0-or-later
"""The commands of a log: search, marks, copying."""

from __future__ import annotations

import json
import time

import pyarrow as pa
import pytest
from PyQt5.QtCore import QItemSelectionModel, Qt
from PyQt5.QtGui import QGuiApplication
from PyQt5.QtWidgets import QInputDialog

from rqdebug.events.schema import SCHEMA
from rqdebug.events.views.styles import Style, StyleSheet
from rqdebug.ui.log.events_tab import EventsTab
from rqdebug.ui.models.event_texts import Column, TimeMode
from rqdebug.ui.models.log_model import MARK_ROLE, NOTICE_ROLE
from rqdebug.ui.widgets.note_dialog import NoteDialog

SECOND = 10**9
MORNING = 1_700_000_000 * SECOND


@pytest.fixture
def tab(qtbot, log, bridge, tasks, theme, settings, saved, rows):
    log.append(
        rows(
            {"time": MORNING, "call": 1, "payload": b"alpha"},
            {"time": MORNING + SECOND, "call": 2, "phase": "start", "outcome": "blocked", "queue": "done"},
            {"time": MORNING + 3 * SECOND, "call": 3, "payload": b"beta", "method": "get"},
            {"time": MORNING + 4 * SECOND, "call": 2, "queue": "done", "waited": 3 * SECOND},
            {"time": MORNING + 5 * SECOND, "call": 4, "payload": b"ALPHA again", "outcome": "full"},
        )
    )
    tab = EventsTab("night.arrows", log, bridge, tasks, theme, settings, saved, ended=True)
    qtbot.addWidget(tab)
    tab.resize(1000, 400)
    with qtbot.waitExposed(tab):
        tab.show()
    qtbot.waitUntil(lambda: tab.log_model.rowCount() == 5)
    yield tab
    tab.close_feed()


def texts(tab, column):
    model = tab.log_model
    return [model.index(row, column).data() for row in range(model.rowCount())]


def at(tab, row):
    return lambda: tab.log.current_row() == row


def marked(tab, *rows):
    return lambda: list(tab.source.marks) == list(rows)


def copied(qtbot, tab, copy):
    """Copy, and return the text of the clipboard."""
    with qtbot.waitSignal(tab.done):
        copy()
    return QGuiApplication.clipboard().text()


def test_text_is_found_forwards_and_backwards(qtbot, tab):
    tab.find_bar.open()
    qtbot.keyClicks(tab.find_bar.line, "alpha")
    for row in (0, 4):
        qtbot.keyClick(tab.find_bar.line, Qt.Key_Return)
        qtbot.waitUntil(at(tab, row))
    qtbot.keyClick(tab.find_bar.line, Qt.Key_Return)
    qtbot.waitUntil(lambda: "not found after" in tab.find_bar.message.text())
    tab.find_bar.search(back=True)
    qtbot.waitUntil(at(tab, 0))
    qtbot.keyClick(tab.find_bar.line, Qt.Key_Escape)
    assert tab.find_bar.isHidden()


def test_start_of_a_call_leads_to_its_end_and_back(qtbot, tab):
    tab.log.go_to(1)
    tab.find_partner()
    qtbot.waitUntil(at(tab, 3))
    tab.find_partner()
    qtbot.waitUntil(at(tab, 1))


def test_log_goes_to_a_time(qtbot, tab):
    tab.go_to_time(_clock(2))
    assert tab.log.current_row() == 2
    tab.go_to_time(_clock(5))
    assert tab.log.current_row() == 4
    tab.go_to_first()
    assert tab.log.current_row() == 0
    with qtbot.waitSignal(tab.failed):
        tab.go_to_time("teatime")


def _clock(seconds):
    """Return the local time of day this many seconds after the first event."""
    return time.strftime("%H:%M:%S", time.localtime(MORNING // SECOND + seconds))


def test_time_has_five_formats(tab):
    absolute = texts(tab, Column.TIME)
    tab.next_time_mode()
    assert tab.log_model.time_mode is TimeMode.RELATIVE
    assert texts(tab, Column.TIME)[-2:] == ["+4.000000", "+5.000000"]
    tab.next_time_mode()
    assert texts(tab, Column.TIME)[:3] == ["+0.000000", "+1.000000", "+2.000000"]
    width = tab.log.horizontalHeader().sectionSize(Column.TIME)
    tab.next_time_mode()
    local = time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(MORNING // SECOND))
    assert texts(tab, Column.TIME)[0] == f"{local}.000000"
    assert tab.log.horizontalHeader().sectionSize(Column.TIME) > width
    tab.next_time_mode()
    in_utc = time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(MORNING // SECOND))
    assert texts(tab, Column.TIME)[0] == f"{in_utc}.000000Z"
    tab.next_time_mode()
    assert texts(tab, Column.TIME) == absolute


def test_marks_and_notes_are_set_and_visited(qtbot, tab, monkeypatch):
    tab.log.selectRow(2)
    tab.toggle_mark()
    monkeypatch.setattr(NoteDialog, "ask", lambda *_: ("who took it?", True))
    qtbot.waitUntil(marked(tab, 2))
    tab.log.go_to(4)
    tab.ask_note()
    qtbot.waitUntil(marked(tab, 2, 4))
    assert tab.log_model.index(2, Column.TIME).data(MARK_ROLE) is not None
    assert tab.log_model.index(3, Column.TIME).data(MARK_ROLE) is None
    assert "who took it?" in tab.log_model.index(4, Column.METHOD).data(Qt.ToolTipRole)
    tab.go_to_mark(back=True)
    qtbot.waitUntil(at(tab, 2))
    tab.go_to_mark(back=False)
    qtbot.waitUntil(at(tab, 4))
    tab.go_to_mark(back=False)
    qtbot.waitUntil(lambda: "No mark after" in tab.find_bar.message.text())
    tab.log.selectRow(2)
    tab.toggle_mark()
    qtbot.waitUntil(marked(tab, 4))


@pytest.mark.parametrize(
    ("word", "filter"),
    [
        ("", "call == 3"),
        ("not", "not call == 3"),
        ("and", "method == put and call == 3"),
        ("or", "method == put or call == 3"),
        ("and not", "method == put and not call == 3"),
    ],
)
def test_added_condition_is_joined_with_the_filter(tab, word, filter):
    tab.filter_bar.set_filter("method == put")
    tab.add_test(word, "call == 3")
    assert tab.filter_bar.line.text() == filter


def test_events_are_copied_as_text_json_and_payload(qtbot, tab):
    tab.log.selectRow(0)
    more = QItemSelectionModel.Select | QItemSelectionModel.Rows
    tab.log.selectionModel().select(tab.log_model.index(4, 0), more)
    lines = copied(qtbot, tab, tab.copy_json).splitlines()
    assert [json.loads(line)["call"] for line in lines] == [1, 4]
    text = copied(qtbot, tab, tab.copy_text)
    assert text.splitlines()[1].endswith("ALPHA again")
    assert text.count("\t") == 14
    assert copied(qtbot, tab, tab.copy_payload) == "alpha\nALPHA again"


def test_empty_log_shows_a_hint(qtbot, tab):
    assert tab.log.note.isHidden()
    tab.filter_bar.set_filter("call == 99")
    qtbot.waitUntil(lambda: "match the filter" in tab.log.note.text() and tab.log.note.isVisible())
    tab.filter_bar.set_filter("")
    qtbot.waitUntil(lambda: tab.log.note.isHidden())


def test_styles_change_the_appearance(tab):
    tab.use_styles(
        StyleSheet([Style("outcome == full", "#ffffff", "#7a2e35", bold=True), Style("call == 4")])
    )
    index = tab.log_model.index(4, Column.QUEUE)
    assert index.data(Qt.ForegroundRole).color().name() == "#ffffff"
    assert index.data(Qt.BackgroundRole).color().name() == "#7a2e35"
    assert index.data(Qt.FontRole).bold()
    assert tab.log_model.index(0, Column.QUEUE).data(Qt.FontRole) is None


def test_gap_in_the_log_is_shown(qtbot, tab, log, rows):
    log.add_gap(MORNING, MORNING + 2 * SECOND)
    log.record_loss(17)
    log.append(rows({"call": 9, "payload": b"xyz"}))
    log.changed.emit()
    qtbot.waitUntil(lambda: tab.log_model.rowCount() == 6)
    index = tab.log_model.index(5, Column.PAYLOAD)
    assert index.data() == "[not observed for 2.00 s, 17 events lost]  xyz"
    assert tab.log_model.index(4, 0).data(NOTICE_ROLE) is None
    qtbot.waitUntil(lambda: "17 lost" in tab.about.text())
    tab.filter_bar.set_filter("call == 9")
    qtbot.waitUntil(lambda: tab.log_model.rowCount() == 1)
    assert tab.log_model.index(0, 0).data(NOTICE_ROLE)


def test_visible_columns_are_restored(qtbot, tab, settings):
    tab.log.setColumnHidden(Column.DEPTH, False)
    tab.log.columns_changed.emit()
    assert settings.layout(tab.COLUMNS) == tab.log.columns


@pytest.mark.parametrize(
    ("answer", "row"),
    [((" {clock} ", True), 2), (("{clock}", False), 0), (("  ", True), 0)],
    ids=["given", "cancelled", "blank"],
)
def test_cancelled_time_dialog_does_nothing(tab, monkeypatch, answer, row):
    text, given = answer
    monkeypatch.setattr(QInputDialog, "getText", lambda *_: (text.format(clock=_clock(2)), given))
    tab.go_to_first()
    tab.ask_time()
    assert tab.log.current_row() == row


def test_log_goes_to_a_time_with_a_date(tab):
    tab.go_to_time("2023-11-14T22:13:23")
    assert tab.log.current_row() == 2
    tab.go_to_time("2030-01-01T00:00:00")
    assert tab.log.current_row() == 4


def test_note_that_is_cancelled_leaves_no_mark(tab, monkeypatch):
    monkeypatch.setattr(NoteDialog, "ask", lambda *_: ("not this", False))
    tab.log.go_to(1)
    tab.ask_note()
    assert list(tab.source.marks) == []


def test_existing_note_can_be_edited(qtbot, tab, monkeypatch):
    offered = []
    monkeypatch.setattr(NoteDialog, "ask", lambda *arguments: (offered.append(arguments[1]) or "b", True))
    tab.source.marks.set(1, "a")
    tab.log.go_to(1)
    tab.ask_note()
    assert offered == ["a"]
    qtbot.waitUntil(lambda: tab.source.marks.note(1) == "b")


def test_error_while_saving_marks_is_reported(qtbot, tab, monkeypatch):
    def fail(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(tab.source.marks, "toggle", fail)
    tab.log.selectRow(1)
    with qtbot.waitSignal(tab.failed) as failed:
        tab.toggle_mark()
    assert failed.args == ["Cannot save the marks: No space left on device"]


def test_partly_marked_selection_is_marked_completely(qtbot, tab):
    tab.source.marks.set(0, "kept")
    more = QItemSelectionModel.Select | QItemSelectionModel.Rows
    tab.log.selectRow(0)
    tab.log.selectionModel().select(tab.log_model.index(2, 0), more)
    tab.toggle_mark()
    qtbot.waitUntil(marked(tab, 0, 2))
    assert tab.source.marks.note(0) == "kept"
    tab.toggle_mark()
    qtbot.waitUntil(marked(tab))


def test_hidden_marks_are_skipped(qtbot, tab):
    tab.source.marks.set(1, "")
    tab.source.marks.set(4, "")
    tab.filter_bar.set_filter("call in 3..4")
    qtbot.waitUntil(lambda: tab.log_model.rowCount() == 2)
    tab.go_to_mark(back=False)
    qtbot.waitUntil(lambda: tab.log.current_row() is not None)
    assert tab.log_model.event_at(tab.log.current_row()).call == 4


def test_replaced_search_reports_nothing(qtbot, tab):
    tab.find_text("missing", back=False)
    tab.find_text("beta", back=False)
    qtbot.waitUntil(at(tab, 2))
    assert tab.find_bar.message.text() == ""


def test_invalid_condition_is_reported(qtbot, tab):
    tab.filter_bar.set_filter("method == put")
    with qtbot.waitSignal(tab.failed):
        tab.add_test("and", "call ==")
    assert tab.filter_bar.text == "method == put"


def test_binary_payload_is_copied_as_hex(qtbot, tab, log, rows):
    log.append(rows({"call": 9, "payload": b"\x00\xff"}, {"call": 10, "payload": b""}))
    qtbot.waitUntil(lambda: tab.log_model.rowCount() == 7)
    tab.log.selectRow(5)
    assert copied(qtbot, tab, tab.copy_payload) == "00 ff"
    tab.log.selectRow(6)
    assert copied(qtbot, tab, tab.copy_payload) == ""


def test_commands_without_a_row_do_nothing(qtbot, log, bridge, tasks, theme, settings, saved, monkeypatch):
    log.append(pa.RecordBatch.from_pylist([], schema=SCHEMA))
    tab = EventsTab("empty.arrows", log, bridge, tasks, theme, settings, saved, ended=True)
    qtbot.addWidget(tab)
    monkeypatch.setattr(NoteDialog, "ask", lambda *_: pytest.fail("no row has a note"))
    with qtbot.assertNotEmitted(tab.failed):
        for act in (
            tab.find_partner,
            tab.ask_note,
            tab.toggle_mark,
            tab.go_to_first,
            tab.copy_text,
            tab.copy_payload,
        ):
            act()
        tab.go_to_time("14:00:00")
    assert tab.selected_rows().num_rows == 0
    tab.close_feed()


def test_visible_losses_are_reported(qtbot, tab, log, rows):
    log.record_loss(17)
    log.append(rows({"call": 9}))
    with qtbot.waitSignal(tab.losses_seen, check_params_cb=lambda count: count == 17):
        log.changed.emit()


def test_up_goes_to_a_visible_event_when_none_is_selected(qtbot, tab, log, rows):
    log.append(rows(*[{"call": 1000 + n} for n in range(1000)]))
    qtbot.waitUntil(lambda: tab.log_model.rowCount() == 1005)
    tab.filter_bar.focus_line()
    qtbot.keyClick(tab.filter_bar.line, Qt.Key_Return)
    qtbot.keyClick(tab.log, Qt.Key_Up)
    assert tab.log.current_row() == 1004


def test_cleared_log_shows_only_new_events_until_the_others_are_shown_again(qtbot, tab, log, rows):
    tab.clear()
    qtbot.waitUntil(lambda: tab.log_model.rowCount() == 0)
    log.append(rows({"call": 77}))
    qtbot.waitUntil(lambda: tab.log_model.rowCount() == 1)
    assert tab.log_model.event_at(0).call == 77
    tab.filter_bar.set_filter("call > 0")
    qtbot.waitUntil(lambda: not tab.feed.filtering)
    assert tab.log_model.rowCount() == 1
    tab.show_cleared()
    qtbot.waitUntil(lambda: tab.log_model.rowCount() == 6)


def test_times_are_relative_to_the_reference_event(tab):
    tab.log.go_to(2)
    tab.toggle_time_reference()
    assert texts(tab, Column.TIME)[:4] == ["-3.000000", "-2.000000", "+0.000000", "+1.000000"]
    tab.log.go_to(3)
    tab.toggle_time_reference()
    assert texts(tab, Column.TIME)[2:4] == ["-1.000000", "+0.000000"]
    tab.toggle_time_reference()
    assert tab.log_model.time_mode is TimeMode.ABSOLUTE


def test_reference_event_is_a_time_format_once_there_is_one(tab):
    assert not tab.log_model.has_time_mode(TimeMode.REFERENCE)
    tab.log.go_to(1)
    tab.toggle_time_reference()
    shown = {action.text(): action.isEnabled() for action in tab.log.column_menu().actions()}
    assert shown["Time: Since Reference Event"]
    assert tab.log_model.time_mode is TimeMode.REFERENCE


def test_selection_of_several_events_is_summed_up(qtbot, tab):
    tab.log.selectAll()
    size = sum(event.size for event in tab.source.events(range(5)) if event.phase == "end")
    qtbot.waitUntil(lambda: tab.selection.text == f"Selected: 5 events, span 5.00 s, {size} B")
    tab.log.selectRow(0)
    qtbot.waitUntil(lambda: tab.selection.text == "")


def test_text_of_a_cell_is_copied(tab):
    menu = tab.log.menu_for(tab.log_model.event_at(2), Column.QUEUE, "jobs")
    next(action for action in menu.actions() if action.text() == "Copy Cell").trigger()
    assert QGuiApplication.clipboard().text() == "jobs"
