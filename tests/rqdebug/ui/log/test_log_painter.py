# SPDX-License-Identifier: GPL-3.0-or-later
"""Rows of the log, checked pixel by pixel."""

from __future__ import annotations

import pytest
from PyQt5.QtCore import QRect
from PyQt5.QtGui import QColor, QImage, QPainter
from PyQt5.QtWidgets import QWidget

from rqdebug.events.filters.filter import Filter
from rqdebug.events.views.styles import Style, StyleSheet
from rqdebug.events.views.view import View
from rqdebug.ui.log.log_painter import MARK_WIDTH, NOTICE_HEIGHT, LogPainter
from rqdebug.ui.models.event_texts import Column
from rqdebug.ui.models.log_model import LogModel

PAPER = "#010203"
WIDTH, HEIGHT = 300, 20


@pytest.fixture(params=["dark", "light"])
def theme(theme, request):
    theme.use(request.param)
    return theme


@pytest.fixture
def drawn(qtbot, theme, log):
    """A drawn row of the log with a single column."""
    model = LogModel(View(log, Filter()), theme)
    owner = QWidget()
    qtbot.addWidget(owner)
    painter = LogPainter(model, theme, owner)

    def drawn(row=0, column=Column.QUEUE, chosen=False, styles=None):
        model.view.advance()
        model.grow()
        if styles:
            model.use_styles(styles)
        image = QImage(WIDTH, HEIGHT, QImage.Format_RGB32)
        image.fill(QColor(PAPER))
        brush = QPainter(image)
        painter.paint_row(brush, row, QRect(0, 0, WIDTH, HEIGHT), [(column, 0, WIDTH)], chosen)
        brush.end()
        return image

    yield drawn
    owner.close()  # keeps the parent of the painter alive


def columns_of(image, color):
    return [x for x in range(WIDTH) if any(image.pixelColor(x, y).name() == color for y in range(HEIGHT))]


def test_text_is_drawn_at_the_edge_of_its_column(theme, log, rows, drawn):
    log.append(rows({"queue": "HHHH", "size": 12345}))
    left = columns_of(drawn(column=Column.QUEUE), theme.palette.text)
    right = columns_of(drawn(column=Column.SIZE), theme.palette.muted)
    assert left and left[-1] < WIDTH // 2
    assert right and right[0] > WIDTH // 2


def test_long_text_is_cut_at_the_end_of_its_column(theme, log, rows, drawn):
    log.append(rows({"queue": "H" * 400}, {"queue": "ü" * 400}))
    for row in range(2):
        assert columns_of(drawn(row), theme.palette.text)[-1] < WIDTH - 4


def test_selected_row_has_the_selection_background(theme, log, rows, drawn, colors_of):
    log.append(rows({"outcome": "noqueue"}))
    plain, chosen = (
        colors_of(drawn(column=Column.OUTCOME)),
        colors_of(drawn(column=Column.OUTCOME, chosen=True)),
    )
    assert {theme.palette.error, theme.palette.error_ground} <= plain
    assert {theme.palette.selection, theme.palette.text} <= chosen
    assert not {theme.palette.error, theme.palette.error_ground} & chosen


def test_blocked_call_has_its_own_background(theme, log, rows, drawn, colors_of):
    log.append(rows({"phase": "start", "outcome": "blocked", "call": 7}))
    assert {theme.palette.blocked, theme.palette.blocked_ground} <= colors_of(drawn())


def test_style_sets_the_colors_of_a_row(log, rows, drawn, colors_of):
    log.append(rows({"queue": "HHHH"}))
    styles = StyleSheet([Style("size > 0", "#ff0000", "#00ff00", bold=True)])
    assert {"#ff0000", "#00ff00"} <= colors_of(drawn(styles=styles))


def test_marked_row_has_a_mark_at_its_left_end(log, rows, drawn, colors_of):
    log.append(rows({"queue": ""}, {"queue": ""}))
    log.marks.set(1, "look")
    edge = QRect(0, 0, MARK_WIDTH, HEIGHT)
    assert colors_of(drawn(0), edge) == {PAPER}
    (mark,) = colors_of(drawn(1), edge)
    assert mark != PAPER
    assert mark not in colors_of(drawn(1), QRect(MARK_WIDTH, 0, WIDTH, HEIGHT))


def test_loss_before_a_row_is_a_red_line_above_it(theme, log, rows, drawn, colors_of):
    log.append(rows({}))
    log.record_loss(3)
    log.append(rows({}))
    top = QRect(0, 0, WIDTH, NOTICE_HEIGHT)
    assert colors_of(drawn(1), top) == {theme.palette.error}
    assert theme.palette.error not in colors_of(drawn(0), top)


def test_empty_cell_draws_nothing(log, rows, drawn, colors_of):
    log.append(rows({"method": "qsize", "payload": b"", "size": 0, "items": 0, "item": None}))
    assert colors_of(drawn(column=Column.PAYLOAD)) == {PAPER}


def test_rows_are_drawn_in_the_colors_of_another_theme(theme, log, rows, drawn, colors_of):
    log.append(rows({"queue": "HHHH"}))
    drawn(chosen=True)
    theme.use("light" if theme.dark else "dark")
    assert {theme.palette.selection, theme.palette.text} <= colors_of(drawn(chosen=True))
