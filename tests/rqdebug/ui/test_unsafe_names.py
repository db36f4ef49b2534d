# SPDX-License-Identifier: GPL-3.0-or-later
"""Names from outside cannot look like other names: letters that reverse others are drawn as escapes."""

from __future__ import annotations

import pytest
from PyQt5.QtCore import QLocale, QPoint, QRect, Qt
from PyQt5.QtGui import QColor, QIcon, QImage, QPainter, QStandardItem, QStandardItemModel
from PyQt5.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAction,
    QComboBox,
    QHeaderView,
    QLabel,
    QListWidget,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTabBar,
    QTableView,
    QTabWidget,
    QWidget,
)

from rqdebug.support.characters import escape_lines
from rqdebug.ui.charts.axes import LaneAxis
from rqdebug.ui.charts.readout import Readout
from rqdebug.ui.dialogs.batch_dialog import BatchDialog
from rqdebug.ui.dialogs.replay_dialog import ReplayDialog
from rqdebug.ui.models import formats
from rqdebug.ui.style.theme import Theme
from rqdebug.ui.widgets.delegates import CellDelegate
from rqdebug.ui.widgets.elided import ElidedLabel
from rqdebug.ui.widgets.escaping_delegate import escape_items
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


@pytest.mark.parametrize("kind", [PlainLabel, ElidedLabel])
def test_label_has_the_space_that_its_escapes_need(qtbot, kind):
    labels = kind(NAME), kind(SHOWN)
    for label in labels:
        qtbot.addWidget(label)
    assert labels[0].sizeHint() == labels[1].sizeHint()


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


def test_list_is_drawn_with_escapes_and_copied_as_it_is(qtbot):
    items = QListWidget()
    qtbot.addWidget(items)
    escape_items(items)
    items.addItem(NAME)
    assert items.item(0).text() == NAME
    assert items.itemDelegate().displayText(NAME, QLocale()) == SHOWN
    assert items.itemDelegate().displayText(7, QLocale()) == "7"


def test_lanes_and_values_of_charts_have_escapes(qtbot, theme):
    axis, plot = LaneAxis(), PlainLabel()
    qtbot.addWidget(plot)
    plot.resize(400, 200)
    axis.lanes = (NAME,)
    assert axis.tickStrings([0], 1.0, 1.0) == [SHOWN]
    readout = Readout(plot)
    readout.show_lines([f"{NAME}: 3"], QPoint(0, 0))
    assert readout.text() == f"{SHOWN}: 3"


def is_unsafe(text):
    return escape_lines(text) != text


def shown_texts(window):
    """Yield the texts of a window. Texts in editors are no names."""
    yield window.windowTitle()
    for widget in window.findChildren(QWidget):
        if isinstance(widget, (QLabel, QAbstractButton)):
            yield widget.text()
        elif isinstance(widget, QTabBar):
            yield from map(widget.tabText, range(widget.count()))
        elif isinstance(widget, QComboBox):
            yield from map(widget.itemText, range(widget.count()))
    for action in window.findChildren(QAction):
        yield from (action.text().partition("\t")[0], action.statusTip())


def views_without_escapes(window):
    """Return the lists and trees of a window that would draw a name as it is."""
    views = [view for view in window.findChildren(QAbstractItemView) if view.isVisible()]
    return [
        view
        for view in views
        if not isinstance(view, QHeaderView) and type(view.itemDelegate()) is QStyledItemDelegate
    ]


def test_no_text_of_a_real_window_has_a_letter_that_reverses_others(qtbot, window, url, controller, tmp_path):
    context = window.context
    for name in (NAME, f"{NAME} 2"):
        attachment = context.attachments.attach(url, name)
    context.run_targets.choose_all()
    controller.create("jobs").put("\u202e")
    qtbot.waitUntil(lambda: bool(attachment.queues))
    context.logs.open_target(attachment).queues.select_queue(attachment.queues[0].stat.namespace)
    context.logs.open_merged(context.attachments.active)
    path = tmp_path / "new\u202e.rqs"
    path.write_text("jobs = create()\njobs.get()\n")
    context.scripts.open(path)
    context.tools.batches.run_paths([path])
    qtbot.waitUntil(lambda: bool(context.runs.in_progress) and context.runs.current.model.rowCount() > 0)
    context.runs.pause(True)
    replay = ReplayDialog(NAME, 1, context.attachments.active, window)
    replay.show()
    batch = BatchDialog([NAME], [NAME], window)
    batch.show()
    for each in (window, replay, batch):
        assert [text for text in shown_texts(each) if is_unsafe(text)] == []
        assert views_without_escapes(each) == []
    replay.close()
    batch.close()
