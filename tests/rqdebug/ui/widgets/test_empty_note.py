# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest
from PyQt5.QtGui import QStandardItem, QStandardItemModel
from PyQt5.QtWidgets import QTableView

from rqdebug.ui.widgets.empty_note import EmptyNote


@pytest.fixture
def table(qtbot):
    table = QTableView()
    table.setModel(QStandardItemModel(0, 1, table))
    qtbot.addWidget(table)
    with qtbot.waitExposed(table):
        table.show()
    return table


def test_note_is_shown_while_the_table_is_empty(table):
    note = EmptyNote(table, "Nothing yet.")
    model = table.model()
    seen = [note.isHidden()]
    model.appendRow(QStandardItem("a"))
    seen.append(note.isHidden())
    model.removeRow(0)
    seen.append(note.isHidden())
    model.appendRow(QStandardItem("b"))
    model.clear()
    seen.append(note.isHidden())
    assert seen == [False, True, False, False]


def test_note_fills_the_table(qtbot, table):
    note = EmptyNote(table, "Nothing yet.")
    table.resize(500, 300)
    qtbot.waitUntil(lambda: note.size() == table.viewport().size())
