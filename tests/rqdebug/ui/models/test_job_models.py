# SPDX-License-Identifier: GPL-3.0-or-later
"""Tables of job queues and jobs keep their rows while others come and go."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PyQt5.QtCore import QPersistentModelIndex, Qt

from rqdebug.targets.job_board import Job, JobQueue, JobState
from rqdebug.ui.models.job_models import JobModel, JobQueueModel

JOBS = [Job(str(number), "t", JobState.WAITING, "q", str(number)) for number in range(6)]


@pytest.fixture
def model(theme):
    return JobModel(theme)


def calls(model):
    return [model.index(row, 1).data() for row in range(model.rowCount())]


@pytest.mark.parametrize("later", [[1, 3, 5], [0, 1, 2, 3, 4, 5], [3], [5, 3, 1], [4, 3, 0], []])
def test_rows_follow_and_a_row_that_stays_keeps_its_place_holder(model, later):
    model.show_rows([JOBS[1], JOBS[3]])
    held = QPersistentModelIndex(model.index(1, 0))
    model.show_rows([JOBS[number] for number in later])
    assert calls(model) == [f"t({number})" for number in later]
    if 3 in later and later == sorted(later):
        assert model.row(held.row()) is JOBS[3]


def test_figures_of_a_row_that_stays_are_new(qtbot, model):
    model.show_rows(JOBS[:1])
    with qtbot.waitSignal(model.dataChanged):
        model.show_rows([replace(JOBS[0], worker="w")])
    assert model.index(0, 3).data() == "w"


def test_a_job_that_enters_another_state_is_another_row(model):
    model.show_rows(JOBS[:1])
    held = QPersistentModelIndex(model.index(0, 0))
    model.show_rows([replace(JOBS[0], state=JobState.DONE)])
    assert not held.isValid()


def test_failed_jobs_and_their_numbers_have_the_color_of_errors(model, theme):
    model.show_rows([replace(JOBS[0], state=JobState.FAILED, error="no")])
    queues = JobQueueModel(theme)
    queues.show_rows([JobQueue("RQ", "q", {JobState.FAILED: 1}), JobQueue("RQ", "r", {JobState.FAILED: 0})])
    failed = 2 + list(JobState).index(JobState.FAILED)
    colors = [
        index.data(Qt.ForegroundRole).color().name()
        for index in (model.index(0, 0), model.index(0, 4), queues.index(0, failed), queues.index(1, failed))
    ]
    assert colors == [theme.palette.error] * 3 + [theme.palette.muted]


def test_titles_and_help_of_states_are_in_the_header(theme):
    queues = JobQueueModel(theme)
    titles = [queues.headerData(column, Qt.Horizontal) for column in range(queues.columnCount())]
    assert titles == ["Framework", "Queue", "Waiting", "Active", "Scheduled", "Retrying", "Failed", "Done"]
    assert queues.headerData(2, Qt.Horizontal, Qt.ToolTipRole) == "In the queue, until a worker takes them"
