# SPDX-License-Identifier: GPL-3.0-or-later
"""No command and no key makes the window's thread go through all rows of a large log.

Python calls in that thread are counted. They bound the rows that it touches, on any machine.
"""

from __future__ import annotations

import sys
from contextlib import contextmanager
from pathlib import Path

import pytest
from PyQt5.QtCore import Qt, QThreadPool, QTimer
from PyQt5.QtGui import QKeySequence
from PyQt5.QtTest import QTest
from PyQt5.QtWidgets import QApplication, QDialog

sys.path.append(str(Path(__file__).resolve().parents[4] / "scripts"))

from benchmarks.events import events

import rqdebug
from rqdebug.events.event_log import EventLog
from rqdebug.events.filters.filter import parse
from rqdebug.events.row_batches import FULL_ROWS
from rqdebug.events.views.sorted_rows import Sorting
from rqdebug.ui.window.commands import COMMANDS

ROWS = 3_000_000
MAX_CALLS = 60_000
"""Calls that a command may make in the thread of the window: one for each fiftieth row."""
PACKAGE = str(Path(rqdebug.__file__).parent)
SETTLE = 120_000
"""Milliseconds for work in the background."""
OTHERS = ("window.quit", "tab.close", "view.close", "capture.open", "workspace.open", "script.open")
"""Commands that end the test, or that are about files, not about the log."""
KEYS = [
    *"abcdefghijklmnopqrstuvwxyz0123456789/.",
    *["Up", "Down", "PgUp", "PgDown", "Home", "End", "Return", "Space", "Del", "Tab"],
]


@pytest.fixture(scope="module")
def large_log():
    """A capture of three million events: the same ones again and again, which needs little memory."""
    parse("method == put")  # the first filter builds the grammar
    batch = events(0)
    return EventLog.from_batches([batch] * (ROWS // FULL_ROWS + 1))


@pytest.fixture
def tab(qtbot, window, large_log):
    """The log in a window."""
    window.context.captures.opened.emit(Path("many.arrows"), large_log)
    qtbot.waitUntil(lambda: window.context.current.log is not None)
    tab = window.context.current.log
    qtbot.waitUntil(lambda: tab.log_model.rowCount() >= ROWS)
    return tab


@contextmanager
def counted_calls():
    """Count the calls of functions of rqdebug in this thread and block."""
    count = [0]

    def note(frame, event, argument):
        if event == "call" and frame.f_code.co_filename.startswith(PACKAGE):
            count[0] += 1

    sys.setprofile(note)
    try:
        yield count
    finally:
        sys.setprofile(None)


@contextmanager
def dialogs_canceled():
    """Cancel each dialog and menu that opens."""

    def cancel():
        opened = QApplication.activePopupWidget() or QApplication.activeModalWidget()
        if isinstance(opened, QDialog):
            opened.reject()
        elif opened is not None:
            opened.close()

    timer = QTimer()
    timer.timeout.connect(cancel)
    timer.start(20)
    try:
        yield
    finally:
        timer.stop()


@pytest.fixture
def work(qtbot, window):
    """Do something and what follows from it; return the number of Python calls in this thread."""
    pool = window.context.tasks.findChild(QThreadPool)

    def work(act):
        with dialogs_canceled(), counted_calls() as count:
            act()
            QTest.qWait(50)
            qtbot.waitUntil(lambda: not pool.activeThreadCount(), timeout=SETTLE)
            QTest.qWait(50)
        return count[0]

    return work


def usable(window):
    """The names of the commands that are enabled and are not about files."""
    actions = {command.name: window.context.commands[command.name] for command in COMMANDS}
    return [name for name, action in actions.items() if action.isEnabled() and name not in OTHERS]


@pytest.mark.timeout(300)
@pytest.mark.parametrize("selection", ["one row", "all rows"])
def test_no_command_goes_through_all_rows(window, tab, work, selection):
    calls = {}
    for name in usable(window):
        window.context.tabs.setCurrentWidget(tab)
        tab.log.go_to(1_000_000)
        if selection == "all rows":
            tab.log.selectAll()
        calls[name] = work(window.context.commands[name].trigger)
    assert len(calls) > 40
    assert {name: count for name, count in calls.items() if count > MAX_CALLS} == {}


@pytest.mark.timeout(300)
def test_no_key_goes_through_all_rows(window, tab, work):
    calls = {}
    for keys in KEYS:
        tab.log.setFocus()
        number = QKeySequence(keys)[0]
        calls[keys] = work(lambda number=number: QTest.keyClick(tab.log, Qt.Key(number)))
    assert {keys: count for keys, count in calls.items() if count > MAX_CALLS} == {}


def test_going_through_rows_is_noticed(window, tab, work):
    model = tab.log_model
    calls = work(lambda: [model.rowCount() for _ in range(MAX_CALLS + 1)])
    assert calls > MAX_CALLS


@pytest.mark.timeout(300)
def test_sorting_goes_through_no_rows_and_neither_does_work_on_sorted_ones(tab, work):
    calls = {"sort": work(lambda: tab.sort(Sorting("queue", True)))}
    calls["select to the end"] = work(
        lambda: (tab.log.go_to(10), QTest.keyClick(tab.log, Qt.Key_End, Qt.ShiftModifier))
    )
    assert tab.selected_rows().num_rows > ROWS - 20
    for act in (tab.toggle_mark, tab.copy_json, tab.sort_again, lambda: tab.sort(None)):
        calls[act.__name__] = work(act)
    assert {name: count for name, count in calls.items() if count > MAX_CALLS} == {}
