# SPDX-License-Identifier: GPL-3.0-or-later
"""The list in which the user ticks the targets of runs."""

from __future__ import annotations

import pytest
from PyQt5.QtCore import QPoint, Qt

from rqdebug.ui.scripts.run_targets import ALL


@pytest.fixture
def rows(targets, three):
    """The open list with a tick for each target."""
    targets.show()
    targets.showPopup()
    yield targets.list.rows
    targets.hidePopup()


def row_named(rows, name):
    (row,) = (row for n in range(rows.count()) if (row := rows.item(n)).text().startswith(name))
    return row


def click(qtbot, rows, name, on_tick=False):
    area = rows.visualItemRect(row_named(rows, name))
    place = area.topLeft() + QPoint(11, area.height() // 2) if on_tick else area.center()
    qtbot.mouseClick(rows.viewport(), Qt.LeftButton, pos=place)


def ticked(rows):
    found = [rows.item(n) for n in range(rows.count())]
    return [row.text() for row in found if row.checkState() == Qt.Checked]


def test_list_has_a_tick_for_each_target_and_one_for_all(targets, rows):
    names = [rows.item(n).text() for n in range(rows.count())]
    assert names[0].startswith(ALL) and names[1:] == ["edge-1", "edge-2", "edge-3"]
    assert ticked(rows) == ["edge-1"]


def test_click_on_a_name_or_its_tick_chooses_a_target_and_the_list_stays(qtbot, targets, three, rows):
    click(qtbot, rows, "edge-3")
    assert targets.selected() == (three[0], three[2])
    assert targets.currentText() == "2 targets: edge-1, edge-3"
    assert "edge-1\nedge-3" in targets.toolTip()
    click(qtbot, rows, "edge-2", on_tick=True)
    click(qtbot, rows, "edge-1", on_tick=True)
    click(qtbot, rows, "edge-3")
    assert targets.selected() == (three[1],)
    assert rows.isVisible()


def test_targets_are_chosen_by_keyboard(qtbot, targets, three, rows):
    qtbot.keyClick(rows, Qt.Key_Down)
    qtbot.keyClick(rows, Qt.Key_Space)
    qtbot.keyClick(rows, Qt.Key_Down)
    qtbot.keyClick(rows, Qt.Key_Space)
    assert targets.selected() == (three[1],)
    qtbot.keyClick(rows, Qt.Key_Return)
    assert not rows.isVisible()


def test_all_targets_include_later_ones(qtbot, targets, three, rows, make_attachment):
    click(qtbot, rows, ALL)
    assert ticked(rows)[1:] == ["edge-1", "edge-2", "edge-3"]
    assert (targets.currentText(), targets.selected()) == (ALL, tuple(three))
    later = make_attachment("edge-4")
    targets.show_attachments([*three, later])
    assert targets.selected() == (*three, later)
    targets.show_attachments(three[:1])
    assert (targets.currentText(), targets.selected()) == ("edge-1", (three[0],))


def test_without_one_target_all_are_not_ticked(qtbot, targets, three, rows, make_attachment):
    click(qtbot, rows, ALL)
    click(qtbot, rows, "edge-2")
    assert ticked(rows) == ["edge-1", "edge-3"]
    targets.show_attachments([*three, make_attachment("edge-4")])
    assert targets.selected() == (three[0], three[2])


def test_nothing_is_chosen_without_a_tick(qtbot, targets, three, rows):
    click(qtbot, rows, "edge-1")
    assert targets.selected() == ()
    assert targets.currentText() == "" and targets.placeholderText()
    assert targets.isEnabled()
