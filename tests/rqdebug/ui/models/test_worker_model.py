# SPDX-License-Identifier: GPL-3.0-or-later
"""Workers of a parallel queue as rows whose times grow between two reports."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PyQt5.QtCore import QPersistentModelIndex, Qt

from rqcore.protocol.parallel_stats import ParallelStat, WorkerStat
from rqdebug.ui.models.worker_model import WorkerModel

NAME, STATE, TASK, BUSY, AHEAD, WHAT = range(6)
HOLDER = WorkerStat("worker-7", 7, 4, "slow()", 2.0, 3)
QUICK = WorkerStat("worker-8", 8, 1_234_567, "quick('a')", 0.14)
IDLE = WorkerStat("worker-9", 9)
STAT = ParallelStat(10, 2, 0, 1, 2, 2, (5, 6), 4, (HOLDER, QUICK, IDLE))


@pytest.fixture
def model(theme, qtmodeltester):
    model = WorkerModel(theme)
    yield model
    qtmodeltester.check(model)


def test_row_shows_the_task_of_a_worker(model, shown):
    model.show_stat(STAT)
    assert shown.table(model) == [
        ["worker-7", "busy", "4", "2.0 s", "3", "slow()"],
        ["worker-8", "busy", "1,234,567", "0.1 s", "–", "quick('a')"],
        ["worker-9", "idle", "–", "–", "–", ""],
    ]


def test_full_result_buffer_changes_the_state(model, shown):
    model.show_stat(replace(STAT, workers=(replace(QUICK, held=True),)))
    assert shown.texts(model, 0)[STATE] == "buffer full"


@pytest.mark.parametrize(
    ("elapsed", "first", "second"),
    [(0.0, "2.0 s", "0.1 s"), (0.5, "2.5 s", "0.6 s"), (3600, "3,602.0 s", "3,600.1 s")],
)
def test_time_passes_for_busy_workers_only(model, shown, elapsed, first, second):
    model.show_stat(STAT)
    model.set_elapsed(elapsed)
    assert [row[BUSY] for row in shown.table(model)] == [first, second, "–"]


def test_next_report_starts_the_clock_again(model, shown):
    model.show_stat(STAT)
    model.set_elapsed(100)
    model.show_stat(STAT)
    assert shown.texts(model, 0)[BUSY] == "2.0 s"


def test_same_workers_keep_rows_and_persistent_indexes(qtbot, model):
    model.show_stat(STAT)
    kept = QPersistentModelIndex(model.index(1, TASK))
    with qtbot.assertNotEmitted(model.modelReset), qtbot.waitSignal(model.dataChanged) as changed:
        model.show_stat(replace(STAT, workers=(HOLDER, replace(QUICK, task=9), IDLE)))
    first, last, _ = changed.args
    assert (first.row(), first.column(), last.row(), last.column()) == (0, 0, 2, 5)
    assert kept.isValid() and kept.data() == "9"


@pytest.mark.parametrize(
    "workers", [(), (HOLDER,), (QUICK, HOLDER, IDLE)], ids=["none", "fewer", "another order"]
)
def test_other_workers_reset_the_rows(qtbot, model, workers):
    model.show_stat(STAT)
    with qtbot.waitSignal(model.modelReset):
        model.show_stat(replace(STAT, workers=workers))
    assert model.rowCount() == len(workers)


def test_elapsed_time_without_workers_changes_nothing(qtbot, model):
    model.show_stat(replace(STAT, workers=()))
    with qtbot.assertNotEmitted(model.dataChanged):
        model.set_elapsed(5)


@pytest.mark.parametrize("name", ["dark", "light"])
def test_worker_that_blocks_the_results_is_highlighted(theme, model, shown, name):
    theme.use(name)
    palette = theme.palette
    model.show_stat(STAT)
    for column in range(6):
        assert shown.color(model, 0, column) == palette.blocked
        assert shown.color(model, 0, column, Qt.BackgroundRole) == palette.blocked_ground
        assert shown.color(model, 1, column, Qt.BackgroundRole) is None
    colors = [shown.color(model, 1, column) for column in range(6)]
    assert colors == [palette.text, *[palette.muted] * 4, palette.text]
    assert {shown.color(model, 2, column) for column in range(6)} == {palette.muted}


def test_unfinished_task_without_later_results_blocks_nothing(theme, model, shown):
    model.show_stat(replace(STAT, buffered=0, early=()))
    assert shown.color(model, 0, NAME) == theme.palette.text
    assert shown.color(model, 0, NAME, Qt.BackgroundRole) is None


def test_tooltip_shows_the_whole_call_as_plain_text(model):
    model.show_stat(replace(STAT, workers=(replace(HOLDER, text="f('<b>x</b>')"), replace(QUICK, held=True))))
    assert "f(&#x27;&lt;b&gt;x&lt;/b&gt;&#x27;)" in model.index(0, WHAT).data(Qt.ToolTipRole)
    assert "result buffer is full" in model.index(1, WHAT).data(Qt.ToolTipRole)


def test_titles_have_tooltips_and_the_alignment_of_cells(model, shown):
    model.show_stat(STAT)
    assert shown.titles(model) == ["Worker", "State", "Task", "Running for", "Queued", "Call"]
    assert all(model.headerData(n, Qt.Horizontal, Qt.ToolTipRole) for n in range(6))
    assert shown.right(model) == {TASK, BUSY, AHEAD}
    assert model.headerData(0, Qt.Vertical) is None
    assert model.headerData(0, Qt.Horizontal, Qt.DecorationRole) is None


def test_workers_are_found_by_row_and_by_name(model):
    model.show_stat(STAT)
    assert model.worker_at(1) is QUICK
    assert [model.row_of(name) for name in ("worker-7", "worker-9", "worker-1")] == [0, 2, None]
