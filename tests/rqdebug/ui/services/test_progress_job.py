# SPDX-License-Identifier: GPL-3.0-or-later
"""Long work shows its progress and can be cancelled."""

from __future__ import annotations

import threading
from queue import SimpleQueue

import pytest
from PyQt5 import sip
from PyQt5.QtCore import Qt
from PyQt5.QtWidgets import QPushButton, QWidget

from rqdebug.ui.services import progress_job
from rqdebug.ui.services.progress_job import ProgressJob


class Steps:
    """Work that advances one step at a time, when the test asks for it."""

    def __init__(self):
        self.orders = SimpleQueue()
        self.closed = threading.Event()
        self.thread = None

    def __call__(self):
        try:
            self.thread = threading.get_ident()
            while (order := self.orders.get(timeout=20)) is not None:
                if isinstance(order, Exception):
                    raise order
                yield order
        finally:
            self.closed.set()


@pytest.fixture
def steps():
    return Steps()


@pytest.fixture
def heard():
    return []


@pytest.fixture
def job(qtbot, tasks, steps, heard, monkeypatch):
    monkeypatch.setattr(progress_job, "SHOW_AFTER", 0)
    monkeypatch.setattr(progress_job, "INTERVAL", 10)
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    job = ProgressJob(
        "Writing night.arrows",
        steps(),
        tasks,
        lambda whole: heard.append((whole, threading.get_ident())),
        lambda error: heard.append((error, threading.get_ident())),
        window,
    )
    yield job
    steps.orders.put(None)


def test_progress_is_shown_in_percent(qtbot, job, steps):
    steps.orders.put(0.25)
    qtbot.waitUntil(lambda: job.dialog.isVisible() and job.dialog.value() == 25)
    assert job.dialog.labelText() == "Writing night.arrows"
    steps.orders.put(0.5)
    qtbot.waitUntil(lambda: job.dialog.value() == 50)


def test_progress_stays_below_100_percent_until_the_end(qtbot, job, steps):
    steps.orders.put(1.0)
    qtbot.waitUntil(lambda: job.dialog.value() == 99)
    steps.orders.put(7.0)
    qtbot.wait(0)
    assert job.dialog.value() == 99


def test_progress_dialog_is_not_modal(job):
    assert job.dialog.windowModality() == Qt.NonModal


def test_finished_work_is_reported_in_the_gui_thread(qtbot, job, steps, heard):
    steps.orders.put(0.5)
    steps.orders.put(None)
    qtbot.waitUntil(lambda: heard == [(True, threading.get_ident())])
    assert steps.thread != threading.get_ident()


def test_finished_work_leaves_no_dialog_behind(qtbot, job, steps, heard):
    dialog = job.dialog
    steps.orders.put(None)
    qtbot.waitUntil(lambda: sip.isdeleted(dialog) and sip.isdeleted(job))
    assert len(heard) == 1


def test_cancelled_work_ends_after_its_step_and_is_cleaned_up(qtbot, job, steps, heard, click):
    steps.orders.put(0.25)
    qtbot.waitUntil(lambda: job.dialog.isVisible())
    click(job.dialog.findChild(QPushButton))
    assert not steps.closed.is_set()
    steps.orders.put(0.5)
    qtbot.waitUntil(lambda: bool(heard))
    assert heard[0][0] is False
    assert steps.closed.is_set()


def test_escape_cancels_too(qtbot, job, steps, heard):
    steps.orders.put(0.25)
    job.dialog.activateWindow()
    qtbot.waitUntil(job.dialog.isActiveWindow)
    qtbot.keyClick(job.dialog, Qt.Key_Escape)
    steps.orders.put(0.5)
    qtbot.waitUntil(lambda: [whole for whole, _ in heard] == [False])


def test_cancelled_dialog_is_not_shown_again(qtbot, job, steps, click):
    steps.orders.put(0.25)
    qtbot.waitUntil(lambda: job.dialog.isVisible())
    click(job.dialog.findChild(QPushButton))
    qtbot.wait(40)
    assert sip.isdeleted(job.dialog) or not job.dialog.isVisible()


def test_failed_work_is_reported_and_leaves_no_dialog(qtbot, job, steps, heard):
    dialog, error = job.dialog, OSError("disk full")
    steps.orders.put(0.25)
    steps.orders.put(error)
    qtbot.waitUntil(lambda: heard == [(error, threading.get_ident())])
    qtbot.waitUntil(lambda: sip.isdeleted(dialog))


def test_short_work_shows_no_dialog(qtbot, tasks, heard, monkeypatch):
    monkeypatch.setattr(progress_job, "SHOW_AFTER", 60_000)
    window = QWidget()
    qtbot.addWidget(window)
    job = ProgressJob("Writing", iter([0.5]), tasks, heard.append, heard.append, window)
    dialog = job.dialog
    shown = []
    qtbot.waitUntil(lambda: shown.append(not sip.isdeleted(dialog) and dialog.isVisible()) or heard == [True])
    assert not any(shown)
