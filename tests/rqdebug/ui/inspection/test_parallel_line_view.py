# SPDX-License-Identifier: GPL-3.0-or-later
"""The view of tasks: a box for each task in the colour of its state."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PyQt5.QtCore import QPoint, Qt
from PyQt5.QtGui import QHelpEvent
from PyQt5.QtWidgets import QApplication, QToolTip

from rqcore.protocol.parallel_stats import ParallelStat
from rqdebug.inspection.parallel_progress import TaskPlace
from rqdebug.ui.inspection.parallel_line_view import GAP, ROWS, LineView, place_color

NOTHING = ParallelStat(0, 0, 0, 0, 0, 0, (), None, ())


@pytest.fixture
def line(qtbot, theme):
    line = LineView(theme)
    qtbot.addWidget(line)
    line.resize(600, line.sizeHint().height())
    with qtbot.waitExposed(line):
        line.show()
    return line


@pytest.fixture
def tip_at(qtbot):
    """Return the tooltip at a point of the view; empty if there is none."""

    def tip_at(line, place):
        QToolTip.hideText()
        qtbot.waitUntil(lambda: not QToolTip.isVisible())
        QApplication.sendEvent(line, QHelpEvent(QHelpEvent.ToolTip, place, line.mapToGlobal(place)))
        return QToolTip.text() if QToolTip.isVisible() else ""

    yield tip_at
    QToolTip.hideText()


@pytest.mark.parametrize("name", ["dark", "light"])
def test_each_task_state_has_its_color(theme, line, blocked_stat, colors_of, name):
    theme.use(name)
    line.show_stat(blocked_stat)
    palette, image = theme.palette, line.grab().toImage()
    expected = {
        0: palette.ok,
        1: palette.ok,
        2: palette.blocked,
        3: palette.put,
        4: palette.put,
        5: palette.number,
        6: palette.ground,
        7: palette.ground,
    }
    for place, color in expected.items():
        box = line.box_of(place)
        corner = image.pixelColor(box.left() + 3, box.center().y())
        assert corner.name() == color, place
        assert color in colors_of(image, box)


def test_task_states_have_different_colors(theme):
    for name in ("dark", "light"):
        theme.use(name)
        assert len({place_color(theme.palette, place) for place in TaskPlace}) == len(TaskPlace)


def test_task_that_has_not_started_is_an_outline(theme, line, blocked_stat, colors_of):
    line.show_stat(blocked_stat)
    ahead = colors_of(line, line.box_of(6))
    assert theme.palette.ground in ahead
    assert not {theme.palette.ok, theme.palette.number, theme.palette.blocked} & ahead


def test_empty_queue_has_no_box_and_no_text(theme, line, colors_of):
    line.show_stat(NOTHING)
    assert len(colors_of(line)) == 1
    assert line.accessibleDescription() == ""


def test_boxes_of_a_row_do_not_touch(line, blocked_stat):
    line.show_stat(blocked_stat)
    boxes = [line.box_of(place) for place in range(8)]
    assert {box.top() for box in boxes} == {0}
    assert all(b.left() - a.right() - 1 == GAP for a, b in itertools.pairwise(boxes))


def test_narrow_view_wraps_into_rows(line, blocked_stat):
    line.show_stat(blocked_stat)
    width = line.box_of(0).width()
    line.resize(3 * width + 2 * GAP, line.height())
    boxes = [line.box_of(place) for place in range(8)]
    assert [box.left() for box in boxes[:6]] == [box.left() for box in boxes[3:6]] * 2
    assert boxes[0].bottom() < boxes[3].top() <= boxes[0].bottom() + 1 + GAP
    assert boxes[7].bottom() < line.sizeHint().height()


def test_height_fits_all_rows_at_any_width(line, blocked_stat):
    line.show_stat(replace(blocked_stat, put=10_000))
    for width in (60, 400, 1280):
        line.resize(width, line.sizeHint().height())
        last_row_start = line.box_of(line._columns() * (ROWS - 1))
        assert last_row_start.bottom() <= line.sizeHint().height()


def test_click_on_a_running_task_selects_its_worker(qtbot, line, blocked_stat, click):
    line.show_stat(blocked_stat)
    with qtbot.waitSignal(line.worker_chosen) as chosen:
        click(line, line.box_of(2).center())
    assert chosen.args == ["worker-7"]
    with qtbot.waitSignal(line.worker_chosen) as chosen:
        click(line, line.box_of(5).center())
    assert chosen.args == ["worker-8"]


@pytest.mark.parametrize("place", [0, 3, 6, 7])
def test_click_on_a_task_without_a_worker_selects_none(qtbot, line, blocked_stat, click, place):
    line.show_stat(blocked_stat)
    with qtbot.assertNotEmitted(line.worker_chosen):
        click(line, line.box_of(place).center())


def test_click_outside_the_boxes_selects_none(qtbot, line, blocked_stat, click):
    line.show_stat(blocked_stat)
    with qtbot.assertNotEmitted(line.worker_chosen):
        click(line, QPoint(line.box_of(2).right() + 2, 3))
        click(line, line.box_of(8).center())
        click(line, QPoint(3, line.height() - 1))


def test_tooltip_shows_task_state_and_worker(line, blocked_stat, tip_at):
    line.show_stat(blocked_stat)
    assert "Task 2 ready<" in tip_at(line, line.box_of(0).center())
    assert ", worker-8\nquick()" in tip_at(line, line.box_of(5).center())
    assert tip_at(line, line.box_of(9).center()) == ""


def test_screen_reader_description_lists_the_first_tasks(line, blocked_stat):
    line.show_stat(blocked_stat)
    words = line.accessibleDescription().split(", ")
    assert words[0] == "2 ready"
    assert len(words) == 8
    line.show_stat(replace(blocked_stat, put=10_000))
    assert len(line.accessibleDescription().split(", ")) == 50


def test_tasks_without_a_box_are_counted(line, blocked_stat, theme, colors_of):
    line.show_stat(replace(blocked_stat, put=1_000_000))
    shown = line._shown()
    assert 0 < shown < line._columns() * ROWS
    words = line.box_of(shown)
    words.setRight(line.width())
    assert theme.palette.muted in colors_of(line, words)


def test_mouse_events_before_the_first_report_do_nothing(qtbot, line, tip_at):
    with qtbot.assertNotEmitted(line.worker_chosen):
        qtbot.mouseClick(line, Qt.LeftButton, pos=QPoint(2, 2))
    assert tip_at(line, QPoint(2, 2)) == ""


def test_change_of_theme_is_drawn_immediately(theme, line, blocked_stat, colors_of):
    line.show_stat(blocked_stat)
    before = colors_of(line)
    theme.use("light")
    assert theme.palette.ok in colors_of(line)
    assert colors_of(line) != before


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(width=st.integers(10, 1500), got=st.integers(0, 10**6), tasks=st.integers(0, 3000))
def test_boxes_never_overlap_or_leave_the_view(line, width, got, tasks):
    # given
    line.resize(width, line.sizeHint().height())
    # when
    line.show_stat(ParallelStat(got + tasks, got, 0, tasks, 0, 0, (), None, ()))
    # then
    shown = line._shown()
    boxes = [line.box_of(place) for place in range(shown)]
    assert shown <= tasks
    assert all(box.bottom() < line.sizeHint().height() for box in boxes)
    assert all(box.right() < max(width, box.width()) for box in boxes)
    assert len({(box.left(), box.top()) for box in boxes}) == shown
    if tasks <= line._columns() * ROWS and tasks <= 1000:
        assert shown == tasks
