# SPDX-License-Identifier: GPL-3.0-or-later
"""A table with the usual keyboard and mouse controls for any number of rows."""

from __future__ import annotations

import pytest
from PyQt5.QtCore import QAbstractTableModel, QEvent, QModelIndex, QPoint, QPointF, Qt
from PyQt5.QtGui import QMouseEvent
from PyQt5.QtWidgets import QAbstractItemView, QApplication

from rqdebug.ui.log.row_view import RowView

MOST = 2_000_000_000


class Numbers(QAbstractTableModel):
    """A model whose rows contain their number."""

    def __init__(self, count):
        super().__init__()
        self.count = count
        self.asked = 0

    def rowCount(self, parent=QModelIndex()):  # noqa: B008
        return 0 if parent.isValid() else self.count

    def columnCount(self, parent=QModelIndex()):  # noqa: B008
        return 3

    def data(self, index, role=Qt.DisplayRole):
        self.asked += 1
        return f"{index.row()}" if role == Qt.DisplayRole else None

    def grow(self, count):
        self.beginInsertRows(QModelIndex(), self.count, self.count + count - 1)
        self.count += count
        self.endInsertRows()


class NumberView(RowView):
    """Records the rows to draw instead of drawing them."""

    def paint_row(self, painter, row, area, places, chosen):
        self.drawn = (row, area, places, chosen)


@pytest.fixture
def view(qtbot, theme):
    view = NumberView(theme)
    view.setSelectionMode(QAbstractItemView.ExtendedSelection)
    qtbot.addWidget(view)
    view.numbers = Numbers(MOST)
    view.setModel(view.numbers)
    view.resize(400, 300)
    with qtbot.waitExposed(view):
        view.show()
    view.setFocus()
    return view


def place(view, row):
    return view.visualRect(view.numbers.index(row, 0)).center()


def current(view):
    return view.currentIndex().row()


def chosen(view):
    return sorted(index.row() for index in view.selectionModel().selectedRows())


def test_last_of_two_billion_rows_is_reached(qtbot, view):
    qtbot.keyClick(view, Qt.Key_End)
    assert current(view) == MOST - 1
    assert view.indexAt(place(view, MOST - 1)).row() == MOST - 1
    assert view.verticalScrollBar().value() == view.verticalScrollBar().maximum()
    qtbot.keyClick(view, Qt.Key_Home)
    assert (current(view), view.verticalScrollBar().value()) == (0, 0)


def test_keys_move_and_scroll_into_view(qtbot, view):
    view.selectRow(5)
    for key, row in ((Qt.Key_Down, 6), (Qt.Key_Up, 5), (Qt.Key_Up, 4)):
        qtbot.keyClick(view, key)
        assert current(view) == row
    qtbot.keyClick(view, Qt.Key_PageDown)
    page = current(view) - 4
    assert page > 5
    qtbot.keyClick(view, Qt.Key_PageDown)
    assert current(view) == 4 + 2 * page
    assert view.viewport().rect().contains(place(view, current(view)))
    qtbot.keyClick(view, Qt.Key_PageUp)
    qtbot.keyClick(view, Qt.Key_PageUp)
    assert current(view) == 4
    view.selectRow(0)
    qtbot.keyClick(view, Qt.Key_Up)
    assert current(view) == 0


def test_shift_and_control_extend_the_selection(qtbot, view):
    qtbot.mouseClick(view.viewport(), Qt.LeftButton, pos=place(view, 2))
    assert chosen(view) == [2]
    qtbot.keyClick(view, Qt.Key_Down, Qt.ShiftModifier)
    assert chosen(view) == [2, 3]
    qtbot.mouseClick(view.viewport(), Qt.LeftButton, Qt.ShiftModifier, place(view, 6))
    assert chosen(view) == [2, 3, 4, 5, 6]
    qtbot.mouseClick(view.viewport(), Qt.LeftButton, Qt.ControlModifier, place(view, 4))
    assert chosen(view) == [2, 3, 5, 6]


def test_shift_selects_up_to_a_row_that_is_pages_away(qtbot, view):
    view.numbers = Numbers(50_000_000)
    view.setModel(view.numbers)
    view.selectRow(2)
    qtbot.keyClick(view, Qt.Key_End, Qt.ShiftModifier)
    assert view._selected() == [range(2, 50_000_000)]
    qtbot.keyClick(view, Qt.Key_Home, Qt.ShiftModifier)
    assert view._selected() == [range(3)]
    qtbot.mouseClick(view.viewport(), Qt.LeftButton, pos=place(view, 10))
    view.verticalScrollBar().setValue(30_000_000)
    qtbot.mouseClick(view.viewport(), Qt.LeftButton, Qt.ShiftModifier, place(view, 30_000_003))
    assert view._selected() == [range(10, 30_000_004)]


def test_dragging_selects_rows(qtbot, view):
    qtbot.mousePress(view.viewport(), Qt.LeftButton, pos=place(view, 6))
    for row in (4, 3):
        move = (QEvent.MouseMove, QPointF(place(view, row)), Qt.NoButton, Qt.LeftButton, Qt.NoModifier)
        QApplication.sendEvent(view.viewport(), QMouseEvent(*move))
    qtbot.mouseRelease(view.viewport(), Qt.LeftButton, pos=place(view, 3))
    assert chosen(view) == [3, 4, 5, 6]


def test_click_below_the_last_row_selects_none(view):
    view.numbers = Numbers(3)
    view.setModel(view.numbers)
    below = place(view, 2) + QPoint(0, view.row_height)
    assert not view.indexAt(below).isValid()
    assert view.rowAt(below.y()) == view.rowAt(-1) == -1
    assert view.verticalScrollBar().maximum() == 0


def test_new_rows_can_be_scrolled_to(view):
    view.numbers = Numbers(3)
    view.setModel(view.numbers)
    view.numbers.grow(97)
    page = view.verticalScrollBar().pageStep()
    assert view.verticalScrollBar().maximum() == 100 - page
    view.scrollTo(view.numbers.index(99, 0))
    assert view.verticalScrollBar().value() == 100 - page
    view.scrollTo(view.numbers.index(50, 0), QAbstractItemView.PositionAtCenter)
    assert view.rowAt(view.viewport().height() // 2) in (49, 50, 51)


def test_hidden_column_takes_no_space(view):
    second = view.visualRect(view.numbers.index(0, 1)).left()
    view.setColumnHidden(0, True)
    assert view.visualRect(view.numbers.index(0, 1)).left() == 0 < second
    assert view.visualRect(view.numbers.index(0, 0)).isNull()
    assert view.indexAt(QPoint(2, 2)).column() == 1


def test_wide_columns_are_scrolled_to(qtbot, view):
    view.horizontalHeader().resizeSection(2, 2000)
    bar = view.horizontalScrollBar()
    assert bar.maximum() > 1000
    bar.setValue(500)
    assert view.visualRect(view.numbers.index(0, 0)).left() == -500
    view.selectRow(3)
    qtbot.keyClick(view, Qt.Key_Left)
    assert (bar.value() < 500, current(view)) == (True, 3)


def test_empty_table_accepts_any_key(qtbot, view):
    view.numbers = Numbers(0)
    view.setModel(view.numbers)
    for key in (Qt.Key_Down, Qt.Key_End, Qt.Key_PageUp):
        qtbot.keyClick(view, key)
    qtbot.mouseClick(view.viewport(), Qt.LeftButton, pos=QPoint(5, 5))
    assert current(view) == -1


@pytest.mark.parametrize("stretched", [True, False])
def test_scroll_bars_do_not_toggle_each_other(qapp, view, stretched):
    """A size at which each scroll bar is needed only because of the other."""
    bars = view.verticalScrollBar(), view.horizontalScrollBar()
    view.horizontalHeader().setStretchLastSection(stretched)
    view.numbers.beginResetModel()
    view.numbers.count = 12
    view.numbers.endResetModel()
    for height in range(250, 380):
        for size in ((315, height), (246, 380)):
            view.resize(*size)
            qapp.processEvents()
            assert [bar.isVisible() for bar in bars] == [bar.maximum() > 0 for bar in bars]


@pytest.mark.parametrize("modifier", [Qt.NoModifier, Qt.ShiftModifier, Qt.ControlModifier])
def test_no_key_asks_the_model_for_more_than_a_page(qtbot, view, modifier):
    view.selectRow(10)
    letters, digits = range(Qt.Key_A, Qt.Key_Z + 1), range(Qt.Key_0, Qt.Key_9 + 1)
    others = (Qt.Key_Home, Qt.Key_End, Qt.Key_PageUp, Qt.Key_PageDown, Qt.Key_Up, Qt.Key_Down, Qt.Key_Space)
    for key in (*letters, *digits, *others):
        view.numbers.asked = 0
        qtbot.keyClick(view, key, modifier)
        assert view.numbers.asked <= 100, key
