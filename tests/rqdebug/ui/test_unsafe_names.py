# SPDX-License-Identifier: GPL-3.0-or-later
"""Names from outside cannot look like other names: letters that reverse others are drawn as escapes."""

from __future__ import annotations

import pytest
from PyQt5.QtCore import QRect, Qt
from PyQt5.QtGui import QColor, QIcon, QImage, QPainter, QStandardItem, QStandardItemModel
from PyQt5.QtWidgets import QStyleOptionViewItem, QTableView, QTabWidget

from rqdebug.ui.models import formats
from rqdebug.ui.style.theme import Theme
from rqdebug.ui.widgets.delegates import CellDelegate
from rqdebug.ui.widgets.elided import ElidedLabel
from rqdebug.ui.widgets.plain_label import PlainLabel
from rqdebug.ui.widgets.value_line import ValueLine
from rqdebug.ui.window.documents.detached_window import DetachedWindow

NAME = "jobs\u202efdp\u200e\x1b"
SHOWN = r"jobs\u202efdp\u200e\x1b"


def drawn(paint):
    image = QImage(300, 30, QImage.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    paint(painter)
    painter.end()
    return image


def test_cell_of_a_table_is_drawn_with_escapes_and_copied_as_it_is(qtbot, qapp):
    table = QTableView()
    qtbot.addWidget(table)
    delegate = CellDelegate(Theme(qapp, "light"), table)
    images = []
    for text in (NAME, SHOWN):
        model = QStandardItemModel()
        item = QStandardItem(text)
        item.setTextAlignment(Qt.AlignLeft)
        model.appendRow(item)
        option = QStyleOptionViewItem()
        option.rect = QRect(0, 0, 300, 30)
        images.append(
            drawn(
                lambda painter, model=model, option=option: delegate.paint(painter, option, model.index(0, 0))
            )
        )
        assert model.index(0, 0).data() == text
    assert images[0] == images[1]


@pytest.mark.parametrize("kind", [PlainLabel, ElidedLabel])
def test_label_is_drawn_with_escapes(qtbot, kind):
    images = []
    for text in (NAME, SHOWN):
        label = kind(text)
        qtbot.addWidget(label)
        label.resize(300, 30)
        images.append(label.grab().toImage())
    assert images[0] == images[1]


def test_lines_of_a_label_stay_lines(qtbot):
    label = PlainLabel("two\nlines")
    qtbot.addWidget(label)
    assert label.text() == "two\nlines"


def test_value_is_shown_with_escapes_and_copied_as_it_is(qtbot):
    line = ValueLine(NAME)
    qtbot.addWidget(line)
    assert (line.text(), line.value) == (SHOWN, NAME)


def test_titles_and_tooltips_have_escapes(qtbot):
    tabs, page = QTabWidget(), PlainLabel()
    qtbot.addWidget(tabs)
    tabs.addTab(page, formats.escape_mnemonic(f"{NAME}&1"))
    assert tabs.tabText(0) == f"{SHOWN}&&1"
    assert SHOWN in formats.tip(NAME)
    window = DetachedWindow(PlainLabel(), NAME, QIcon(), tabs)
    assert window.windowTitle() == f"{SHOWN} – rqdebug"
