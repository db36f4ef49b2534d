# SPDX-License-Identifier: GPL-3.0-or-later
"""The jobs of a target in a window."""

from __future__ import annotations

import pytest

from rqdebug.targets.job_board import Job, JobQueue, JobState
from rqdebug.ui.inspection.jobs_window import MOST, FoundJobs, JobsWindow

MAIL = JobQueue("RQ", "mail", {JobState.WAITING: 2, JobState.ACTIVE: 1, JobState.FAILED: 1})
PHOTOS = JobQueue("Celery", "photos", {JobState.WAITING: 0})
HANG = Job("1", "work.hang", JobState.ACTIVE, "mail", "5", since=0.0, worker="w1")
FAIL = Job(
    "2",
    "work.fail",
    JobState.FAILED,
    "mail",
    "17",
    error="ValueError: no stock",
    traceback="Traceback:\n  line\nValueError: no stock",
)
LATER = Job("3", "work.send", JobState.SCHEDULED, "mail", '"a"', due=4e9)


@pytest.fixture
def jobs_window(qtbot, theme):
    window = JobsWindow("cache", theme)
    qtbot.addWidget(window)
    with qtbot.waitSignal(window.refresh_wanted):
        window.show()
    return window


def show(window, jobs, queues=(MAIL, PHOTOS), queue=MAIL, states=None, is_complete=True):
    window.show_jobs(FoundJobs(queues, queue, states or window.states, jobs, is_complete))


def texts(table, row):
    model = table.model()
    return [model.index(row, column).data() for column in range(model.columnCount())]


def calls(window):
    return [texts(window.jobs, row)[1] for row in range(window.job_model.rowCount())]


def test_queues_have_their_numbers_and_unknown_ones_are_no_zero(jobs_window):
    show(jobs_window, [])
    assert texts(jobs_window.queues, 0) == ["RQ", "mail", "2", "1", "–", "–", "1", "–"]
    assert texts(jobs_window.queues, 1) == ["Celery", "photos", "0", "–", "–", "–", "–", "–"]
    assert jobs_window.summary.text() == "2 queues, 1 failed job"


def test_keys_go_through_the_queues_first(jobs_window):
    assert jobs_window.focusWidget() is jobs_window.queues


def test_the_first_queue_is_selected_and_its_jobs_are_asked_for(qtbot, jobs_window):
    with qtbot.waitSignal(jobs_window.refresh_wanted) as wanted:
        show(jobs_window, [], queue=None)
    assert wanted.args[0] == MAIL
    show(jobs_window, [HANG, FAIL, LATER])
    assert calls(jobs_window) == ["work.hang(5)", "work.fail(17)", 'work.send("a")']
    assert texts(jobs_window.jobs, 0)[3] == "w1"
    assert texts(jobs_window.jobs, 1)[4:] == ["ValueError: no stock", "2"]
    assert texts(jobs_window.jobs, 2)[2].startswith("due in ")


def test_the_selected_job_is_shown_with_its_error_and_stays_selected(jobs_window):
    show(jobs_window, [], queue=None)
    show(jobs_window, [HANG, FAIL])
    jobs_window.jobs.selectRow(1)
    assert jobs_window.detail.toPlainText() == ("work.fail(17)\n\nTraceback:\n  line\nValueError: no stock")
    show(jobs_window, [LATER, FAIL])
    (index,) = jobs_window.jobs.selectionModel().selectedRows()
    assert (index.row(), jobs_window.job_model.row(index.row())) == (1, FAIL)
    show(jobs_window, [LATER])
    assert jobs_window.jobs.selectionModel().selectedRows() == []
    assert jobs_window.detail.toPlainText() == ""


def test_jobs_of_a_queue_that_is_no_longer_selected_are_not_shown(jobs_window):
    show(jobs_window, [], queue=None)
    show(jobs_window, [HANG])
    jobs_window.queues.selectRow(1)
    assert calls(jobs_window) == []
    show(jobs_window, [HANG])
    assert calls(jobs_window) == []


def test_jobs_of_other_states_than_chosen_are_not_shown(jobs_window):
    show(jobs_window, [], queue=None)
    asked = jobs_window.states
    jobs_window.state.setCurrentIndex(jobs_window.state.findText("Failed"))
    assert jobs_window.states == (JobState.FAILED,)
    show(jobs_window, [HANG], states=asked)
    assert calls(jobs_window) == []
    show(jobs_window, [FAIL])
    assert calls(jobs_window) == ["work.fail(17)"]


def test_what_is_not_shown_is_said(jobs_window):
    many = JobQueue("RQ", "mail", {JobState.WAITING: MOST + 1})
    show(jobs_window, [], queues=[many], queue=None)
    show(jobs_window, [HANG], queues=[many], queue=many, is_complete=False)
    assert jobs_window.summary.text() == (
        "1 queue, the first 200 jobs of each state are shown, "
        "the server has more than a million keys; some were not examined"
    )


def test_failure_is_shown_and_the_last_jobs_stay(jobs_window):
    show(jobs_window, [], queue=None)
    show(jobs_window, [HANG])
    jobs_window.show_failed("cannot reach redis://cache")
    assert jobs_window.summary.text() == "cannot reach redis://cache"
    assert calls(jobs_window) == ["work.hang(5)"]
