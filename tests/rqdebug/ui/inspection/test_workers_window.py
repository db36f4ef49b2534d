# SPDX-License-Identifier: GPL-3.0-or-later
"""The window of workers, with given values and with a real program."""

from __future__ import annotations

import os
import signal
from dataclasses import replace

import pytest
from PyQt5.QtCore import Qt
from PyQt5.QtGui import QHelpEvent
from PyQt5.QtWidgets import QApplication, QToolTip

from rqcore.protocol.parallel_stats import ParallelStat, WorkerStat
from rqdebug.ui.inspection.parallel_line_view import ROWS
from rqdebug.ui.inspection.workers_window import WorkersWindow

SLOW, QUICK = WorkerStat("worker-7", 7, 4, "slow()", 2.0, 3), WorkerStat("worker-8", 8, 7, "quick()", 0.1)
STAT = ParallelStat(10, 2, 1, 1, 2, 2, (5, 6), 4, (SLOW, QUICK, WorkerStat("worker-9", 9)))
STATE, TASK, BUSY, AHEAD, WHAT = range(1, 6)


@pytest.fixture
def workers(qtbot, theme):
    window = WorkersWindow("pictures", theme)
    qtbot.addWidget(window)
    window.show()
    return window


def cells(window, row):
    model = window.workers.model()
    return [model.index(row, column).data() for column in range(model.columnCount())]


def grounds(window):
    model = window.workers.model()
    return [model.index(row, 0).data(Qt.BackgroundRole) for row in range(model.rowCount())]


def test_window_shows_workers_and_their_tasks(workers):
    workers.show_stat(STAT)
    assert cells(workers, 0)[:3] == ["worker-7", "busy", "4"]
    assert cells(workers, 0)[AHEAD:] == ["3", "slow()"]
    assert cells(workers, 2) == ["worker-9", "idle", "–", "–", "–", ""]
    assert workers.headline.text().startswith(
        "Task 4 blocks later results: worker-7 has been running it for 2."
    )
    assert workers.headline.objectName() == "blocked"
    assert workers.summary.text() == "10 put, 2 got, 1 failed"
    assert "finished early 2" in workers.legend.text()
    marked = grounds(workers)
    assert marked[0] is not None and marked[1:] == [None, None]


def test_task_without_later_results_is_not_highlighted(workers):
    workers.show_stat(replace(STAT, buffered=0, early=()))
    assert workers.headline.objectName() == "title"
    assert grounds(workers) == [None, None, None]


def test_busy_time_grows_between_two_reports(qtbot, workers):
    workers.show_stat(STAT)
    qtbot.waitUntil(lambda: cells(workers, 0)[BUSY] not in ("2.0 s", "2.1 s"))
    assert cells(workers, 2)[BUSY] == "–"


def test_full_result_buffer_is_shown_and_explained(workers):
    workers.show_stat(replace(STAT, workers=(SLOW, replace(QUICK, held=True))))
    assert cells(workers, 1)[STATE] == "buffer full"
    assert "result buffer is full" in workers.workers.model().index(1, 0).data(Qt.ToolTipRole)


def test_selection_stays_while_the_workers_are_the_same(workers):
    workers.show_stat(STAT)
    workers.workers.selectRow(1)
    workers.show_stat(replace(STAT, got=3, ready=1))
    assert workers.workers.currentIndex().row() == 1


def test_click_on_a_task_selects_its_worker(qtbot, workers):
    workers.show_stat(STAT)
    qtbot.mouseClick(workers.line, Qt.LeftButton, pos=workers.line.box_of(5).center())
    assert workers.workers.currentIndex().row() == 1
    qtbot.mouseClick(workers.line, Qt.LeftButton, pos=workers.line.box_of(0).center())
    assert workers.workers.currentIndex().row() == 1
    with qtbot.waitSignal(workers.worker_opened) as opened:
        qtbot.keyClick(workers.workers, Qt.Key_Return)
    assert opened.args == ["worker-8"]


def test_tooltip_of_a_task_names_its_worker_and_call(workers):
    workers.show_stat(STAT)
    place = workers.line.box_of(2).center()
    event = QHelpEvent(QHelpEvent.ToolTip, place, workers.line.mapToGlobal(place))
    QApplication.sendEvent(workers.line, event)
    assert "Task 4 next in order, worker-7\nslow()" in QToolTip.text()
    QToolTip.hideText()


@pytest.mark.parametrize("put", [10, 100, 1_000_000])
@pytest.mark.parametrize("width", [60, 400, 1200])
def test_task_view_stays_within_its_size(workers, put, width):
    workers.show_stat(replace(STAT, put=put))
    line = workers.line
    line.resize(width, line.sizeHint().height())
    assert not line.grab().isNull()
    last = line.box_of(max(line._shown() - 1, 0))
    assert last.bottom() <= line.sizeHint().height()
    assert last.right() <= max(width, line._box_width())
    assert line._shown() <= line._columns() * ROWS


def test_queue_without_workers_shows_a_hint(workers):
    workers.show_stat(STAT)
    workers.show_stat(None)
    assert workers.pages.currentWidget() is workers.empty
    assert workers.empty.text().startswith("No workers of pictures are known.")
    workers.show_failed("no queue is called pictures")
    assert workers.empty.text() == "no queue is called pictures"
    workers.show_stat(STAT)
    assert workers.pages.currentWidget() is not workers.empty


def test_window_refreshes_only_after_an_answer(qtbot, workers):
    with qtbot.assertNotEmitted(workers.refresh_wanted, wait=700):
        pass
    workers.show_stat(None)
    with qtbot.waitSignal(workers.refresh_wanted):
        pass


def test_colors_follow_the_theme(workers, theme):
    workers.show_stat(STAT)
    before, drawn = workers.legend.text(), workers.line.grab().toImage()
    theme.use("light")
    assert workers.legend.text() != before
    assert workers.line.grab().toImage() != drawn


def test_slow_task_of_a_running_program_is_shown(qtbot, window, attached, url, slow_task, show_matching):
    with slow_task(url) as program:
        qtbot.waitUntil(lambda: "pictures" in [row.stat.name for row in attached.queues])
        tab = window.context.current.target
        namespace = next(row.stat.namespace for row in attached.queues if row.stat.name == "pictures")
        qtbot.waitUntil(lambda: tab.queues._source.find(namespace) is not None)
        tab.choose_queue(namespace)
        window.context.commands["queue.workers"].trigger()
        (workers,) = window.findChildren(WorkersWindow)
        qtbot.waitUntil(lambda: "Finished results that wait: 4." in workers.headline.text(), timeout=20_000)
        (row,) = (row for row in range(2) if cells(workers, row)[TASK] == "1")
        assert cells(workers, row)[WHAT] == "develop('slow.tif', seconds=600)"
        name = cells(workers, row)[0]
        place = workers.workers.visualRect(workers.workers.model().index(row, 0)).center()
        qtbot.mouseClick(workers.workers.viewport(), Qt.LeftButton, pos=place)
        qtbot.keyClick(workers.workers, Qt.Key_Return)
        assert tab.filter_bar.line.text() == f'client contains "{name}@"'
        os.kill(int(name.removeprefix("worker-")), signal.SIGKILL)
        qtbot.waitUntil(lambda: workers.headline.text() == "All tasks are finished.", timeout=20_000)
        assert workers.summary.text() == "6 put, 0 got, 1 failed"
        lost = "method == task and outcome == error"
        show_matching(tab, lost, 1)
        assert tab.log_model.event_at(0).client.startswith(name)
        program.stdin.close()
        qtbot.waitUntil(lambda: "no queue is named" in workers.empty.text(), timeout=20_000)


def test_window_fits_the_screen_with_long_names(workers, fits, long_name):
    stat = replace(STAT, workers=(replace(SLOW, name=long_name, text=long_name),))
    workers.show_stat(stat)
    assert fits(workers)
    workers.show_failed(f"no queue is called {long_name}")
    assert fits(workers)
