# SPDX-License-Identifier: GPL-3.0-or-later
"""The choice of the targets that scripts run on: any that are attached, separate from the current one."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PyQt5.QtCore import QPoint, QPointF, Qt
from PyQt5.QtGui import QWheelEvent
from PyQt5.QtWidgets import QApplication


def test_box_is_disabled_without_targets(targets):
    assert not targets.isEnabled()
    assert targets.selected() == ()
    assert targets.currentText() == "No target"


def test_first_target_is_chosen_and_no_later_one(targets, make_attachment):
    first, second = make_attachment("edge-1"), make_attachment("edge-2")
    targets.show_attachments([first])
    assert targets.isEnabled()
    assert (targets.currentText(), targets.selected()) == ("edge-1", (first,))
    targets.show_attachments([first, second])
    assert (targets.currentText(), targets.selected()) == ("edge-1", (first,))


@pytest.mark.parametrize("key", [Qt.Key_Down, Qt.Key_Up, Qt.Key_Return, Qt.Key_Space, Qt.Key_F4])
def test_keys_open_the_list_and_choose_nothing(qtbot, targets, three, key):
    targets.show()
    qtbot.keyClick(targets, key)
    assert targets.list.isVisible()
    assert targets.selected() == (three[0],)
    qtbot.keyClick(targets.list.rows, Qt.Key_Escape)
    assert not targets.list.isVisible()


def test_target_that_is_not_attached_is_not_chosen(targets, three, make_attachment):
    targets.choose([three[1], make_attachment("edge-2")])
    assert targets.selected() == (three[1],)


def test_choice_stays_when_other_targets_change(targets, three, make_attachment):
    targets.choose(three[1:])
    targets.show_attachments([make_attachment("edge-0"), *three])
    assert targets.selected() == tuple(three[1:])
    targets.show_attachments([three[1]])
    assert targets.selected() == (three[1],)


def test_no_target_takes_the_place_of_one_that_is_removed(targets, three):
    targets.choose([three[2]])
    targets.show_attachments(three[:2])
    assert targets.selected() == ()
    targets.show_attachments(three)
    assert targets.selected() == ()


def test_targets_of_one_name_are_told_apart(targets, make_attachment):
    one, other = make_attachment("edge"), make_attachment("edge")
    targets.show_attachments([one, other])
    targets.choose([other])
    targets.show_attachments([one, make_attachment("new"), other])
    assert targets.selected() == (other,)


def test_restored_targets_are_chosen_when_they_are_attached(targets, make_attachment):
    one, two, three = (make_attachment(f"edge-{n}") for n in (1, 2, 3))
    targets.restore(["edge-2", "edge-3"], is_all=False)
    targets.show_attachments([one])
    assert targets.selected() == ()
    targets.show_attachments([one, three])
    targets.show_attachments([one, three, two])
    assert targets.selected() == (three, two)


def test_restored_choice_of_all_stays_while_targets_are_attached(targets, make_attachment):
    one, two = make_attachment("edge-1"), make_attachment("edge-2")
    targets.restore([], is_all=True)
    targets.show_attachments([one])
    targets.show_attachments([one, two])
    assert targets.covers_all and targets.selected() == (one, two)


def test_user_decides_before_restored_targets_are_attached(targets, make_attachment):
    one, two = make_attachment("edge-1"), make_attachment("edge-2")
    targets.restore(["edge-2"], is_all=False)
    targets.show_attachments([one])
    targets.choose([one])
    targets.show_attachments([one, two])
    assert targets.selected() == (one,)


def test_wheel_over_the_box_chooses_no_other_target(qtbot, targets, three):
    targets.show()
    targets.setFocus()
    middle = QPointF(targets.rect().center())
    turn = QWheelEvent(
        middle,
        QPointF(targets.mapToGlobal(middle.toPoint())),
        QPoint(),
        QPoint(0, -120),
        Qt.NoButton,
        Qt.NoModifier,
        Qt.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(targets, turn)
    assert targets.selected() == (three[0],)


def test_removing_the_last_target_clears_the_choice(targets, three, make_attachment):
    targets.choose_all()
    targets.show_attachments([])
    assert targets.selected() == ()
    assert not targets.isEnabled()
    first = make_attachment("new")
    targets.show_attachments([first, *three])
    assert targets.selected() == (first,)


def test_box_has_the_colours_of_all_chosen_targets(targets, three, colors_of):
    shades = {"edge-1": "#cc0000", "edge-2": "#00aa00", "edge-3": "#0000cc"}
    targets.show_attachments(three, lambda attachment: shades[attachment.name])
    targets.choose([three[0], three[2]])
    targets.resize(300, 30)
    shown = colors_of(targets)
    assert {"#cc0000", "#0000cc"} <= shown and "#00aa00" not in shown


def test_long_names_do_not_widen_the_box(targets, make_attachment, long_name):
    before = targets.sizeHint().width()
    targets.show_attachments([make_attachment(long_name)])
    assert targets.sizeHint().width() == before
    targets.showPopup()
    assert targets.list.width() <= 480
    targets.hidePopup()


def test_name_that_reverses_letters_is_shown_with_escapes(targets, make_attachment):
    targets.show_attachments([make_attachment("edge\u202e1"), make_attachment("other")])
    targets.showPopup()
    assert targets.currentText() == targets.list.rows.item(1).text() == r"edge\u202e1"
    targets.hidePopup()


MOMENTS = st.lists(st.sets(st.integers(0, 5)), min_size=1, max_size=8)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(moments=MOMENTS, picks=st.lists(st.sets(st.integers(0, 6)), min_size=8, max_size=8))
def test_chosen_targets_are_attached_and_were_chosen_by_the_user(targets, make_attachment, moments, picks):
    everyone = [make_attachment(f"edge-{n}") for n in range(6)]
    for present, pick in zip(moments, picks, strict=False):
        attached = tuple(everyone[n] for n in sorted(present))
        was_empty, before = not targets.isEnabled(), targets.selected()
        targets.show_attachments(attached)
        if targets.covers_all:
            assert targets.selected() == attached
        elif was_empty:
            assert targets.selected() == attached[:1]
        else:
            assert targets.selected() == tuple(each for each in attached if each in before)
        if 6 in pick:
            targets.choose_all()
        else:
            targets.choose([everyone[n] for n in pick])
