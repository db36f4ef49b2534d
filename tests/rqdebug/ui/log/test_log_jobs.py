# SPDX-License-Identifier: GPL-3.0-or-later
"""Commands on all events of a large log: in the background, complete or with the number that is missing."""

from __future__ import annotations

import pytest
from PyQt5.QtCore import Qt
from PyQt5.QtGui import QGuiApplication
from PyQt5.QtWidgets import QProgressDialog

from rqdebug.events.event_log import EventLog
from rqdebug.ui.log import log_jobs
from rqdebug.ui.log.events_tab import EventsTab
from rqdebug.ui.models.event_texts import TimeMode
from rqdebug.ui.widgets.note_dialog import NoteDialog

SECOND = 10**9
BATCH = 2_000
MANY = 3_000_000


@pytest.fixture
def big_tab(qtbot, bridge, tasks, theme, settings, saved, rows):
    """A log of three million events, all made from the same two thousand."""
    batch = rows(
        *[{"time": n * SECOND, "call": n, "payload": b"n%d" % n, "depth": n % 2} for n in range(BATCH)]
    )
    tab = EventsTab(
        "big.arrows",
        EventLog.from_batches([batch] * (MANY // BATCH)),
        *(bridge, tasks, theme, settings, saved),
        ended=True,
    )
    qtbot.addWidget(tab)
    with qtbot.waitExposed(tab):
        tab.show()
    qtbot.waitUntil(lambda: tab.log_model.rowCount() == MANY)
    yield tab
    tab.close_feed()


@pytest.fixture
def small_clipboard(monkeypatch):
    monkeypatch.setattr(log_jobs, "MAX_COPIED", 100_000)


def test_copy_of_millions_of_events_says_how_many_were_copied(qtbot, big_tab, small_clipboard):
    qtbot.keyClick(big_tab.log, Qt.Key_A, Qt.ControlModifier)
    with qtbot.waitSignal(big_tab.done) as done:
        big_tab.copy_payload()
    lines = QGuiApplication.clipboard().text().splitlines()
    (message,) = done.args
    assert lines == [f"n{n % BATCH}" for n in range(len(lines))]
    assert f"only the first {len(lines):,} of 3,000,000 events" in message
    assert len("\n".join(lines)) <= 100_000 < len("\n".join(lines)) + 10


def test_copy_of_all_selected_events_is_complete(qtbot, big_tab):
    big_tab.filter_bar.set_filter("call < 10")
    qtbot.waitUntil(lambda: big_tab.log_model.rowCount() == MANY // BATCH * 10)
    big_tab.log.selectAll()
    with qtbot.waitSignal(big_tab.done) as done:
        big_tab.copy_payload()
    assert done.args == ["Copied 15,000 events"]
    assert QGuiApplication.clipboard().text().splitlines() == [f"n{n % 10}" for n in range(15_000)]


def test_copied_text_has_the_characters_of_the_payloads(qtbot, big_tab, rows):
    big_tab.source.append(rows({"payload": "Grüße 漢字 😀".encode(), "call": MANY}))
    qtbot.waitUntil(lambda: big_tab.log_model.rowCount() == MANY + 1)
    big_tab.log.selectRow(MANY)
    with qtbot.waitSignal(big_tab.done):
        big_tab.copy_payload()
    assert QGuiApplication.clipboard().text() == "Grüße 漢字 😀"


def test_first_line_is_copied_however_long_it_is(qtbot, big_tab, monkeypatch):
    monkeypatch.setattr(log_jobs, "MAX_COPIED", 1)
    big_tab.log.selectAll()
    with qtbot.waitSignal(big_tab.done):
        big_tab.copy_payload()
    assert QGuiApplication.clipboard().text() == "n0"


def test_all_of_millions_of_events_are_marked_and_unmarked_at_once(qtbot, big_tab):
    big_tab.log.selectAll()
    changes = []
    big_tab.source.marks.changed.connect(lambda: changes.append(len(big_tab.source.marks)))
    for expected in (MANY, 0):
        with qtbot.waitSignal(big_tab.done):
            big_tab.toggle_mark()
        assert len(big_tab.source.marks) == expected
    assert changes == [MANY, 0]


def test_note_is_written_on_all_selected_events(qtbot, big_tab, monkeypatch):
    asked = []
    monkeypatch.setattr(NoteDialog, "ask", lambda *arguments: (asked.append(arguments[1:]) or "odd", True))
    big_tab.filter_bar.set_filter("depth == 1")
    qtbot.waitUntil(lambda: big_tab.log_model.rowCount() == MANY // 2)
    big_tab.log.selectAll()
    with qtbot.waitSignal(big_tab.done):
        big_tab.ask_note()
    marks = big_tab.source.marks
    assert asked == [("", MANY // 2)]
    assert (len(marks), marks.note(0), marks.note(MANY - 1)) == (MANY // 2, "", "odd")


def test_cancelled_copy_changes_nothing_and_says_so(qtbot, big_tab):
    QGuiApplication.clipboard().setText("before")
    big_tab.log.selectAll()
    with qtbot.waitSignal(big_tab.done) as done:
        big_tab.copy_json()
        big_tab.findChild(QProgressDialog).canceled.emit()
    assert done.args == ["Cancelled; nothing was copied"]
    assert QGuiApplication.clipboard().text() == "before"


def test_times_since_the_previous_event_are_copied_as_shown(qtbot, big_tab):
    big_tab.log_model.use_time_mode(TimeMode.DELTA)
    big_tab.log.selectRow(2)
    big_tab.log.setColumnHidden(0, False)
    with qtbot.waitSignal(big_tab.done):
        big_tab.copy_text()
    assert QGuiApplication.clipboard().text().startswith("+1.000000\t")
