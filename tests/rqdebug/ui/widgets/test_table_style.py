# SPDX-License-Identifier: GPL-3.0-or-later
"""The common style of tables, and the colour swatches."""

from __future__ import annotations

import pytest
from PyQt5.QtCore import Qt
from PyQt5.QtGui import QFontInfo, QStandardItem, QStandardItemModel
from PyQt5.QtWidgets import QAbstractItemView, QLineEdit, QTableView, QVBoxLayout, QWidget

from rqdebug.ui.widgets.delegates import CellDelegate
from rqdebug.ui.widgets.swatch import SIZE, swatch
from rqdebug.ui.widgets.table_style import TITLE_PADDING, apply_table_style, monospace, titled_width


@pytest.fixture
def page(qtbot):
    page = QWidget()
    qtbot.addWidget(page)
    return page


@pytest.fixture
def table(qtbot, theme, page):
    model = QStandardItemModel(0, 2, page)
    model.setHorizontalHeaderLabels(["A", "A very long title of a column"])
    for row in range(3):
        cells = [QStandardItem(f"{row}, {column}\nsecond line") for column in range(2)]
        for cell in cells:
            cell.setTextAlignment(Qt.AlignLeft)
        model.appendRow(cells)
    table = QTableView(page)
    table.setModel(model)
    monospace(table, theme)
    apply_table_style(table, theme)
    layout = QVBoxLayout(page)
    layout.addWidget(table)
    layout.addWidget(QLineEdit())
    page.resize(400, 300)
    with qtbot.waitExposed(page):
        page.show()
    return table


def test_rows_have_equal_height_slightly_above_text_height(table):
    heights = {table.rowHeight(row) for row in range(3)}
    assert heights == {table.fontMetrics().height() + 6}
    assert table.verticalHeader().isHidden()


def test_click_selects_a_whole_row_and_only_one(table, click, qtbot):
    click(table.viewport(), table.visualRect(table.model().index(0, 0)).center())
    place = table.visualRect(table.model().index(2, 1)).center()
    qtbot.mouseClick(table.viewport(), Qt.LeftButton, Qt.ControlModifier, place)
    assert {(index.row(), index.column()) for index in table.selectedIndexes()} == {(2, 0), (2, 1)}
    assert table.selectionMode() == QAbstractItemView.SingleSelection


def test_tab_leaves_the_table(qtbot, page, table):
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    table.setFocus()
    qtbot.keyClick(table, Qt.Key_Tab)
    assert page.findChild(QLineEdit).hasFocus()


def test_table_is_monospaced_without_a_grid_and_striped(table, theme, colors_of):
    assert QFontInfo(table.font()).fixedPitch()
    assert not table.showGrid()
    assert isinstance(table.itemDelegate(), CellDelegate)
    assert {theme.palette.ground, theme.palette.stripe} <= colors_of(table.viewport())


def test_column_has_the_requested_width_or_that_of_its_title(table):
    assert titled_width(table, 0, 90) == 90
    title = table.horizontalHeader().fontMetrics().horizontalAdvance("A very long title of a column")
    assert titled_width(table, 1, 90) == title + TITLE_PADDING
    assert titled_width(table, 1, 900) == 900


@pytest.mark.parametrize("color", ["#ff0080", "#000000", "#FFFFFF"])
def test_swatch_is_a_square_of_its_color(qapp, colors_of, color):
    image = swatch(color).pixmap(SIZE, SIZE).toImage()
    assert (image.width(), image.height()) == (SIZE, SIZE)
    assert colors_of(image) == {color.lower()}


def test_swatch_of_no_color_is_transparent(qapp):
    image = swatch("").pixmap(SIZE, SIZE).toImage()
    assert {image.pixelColor(x, y).alpha() for x in range(SIZE) for y in range(SIZE)} == {0}
