# SPDX-License-Identifier: GPL-3.0-or-later
"""The choice of the targets that scripts run on: one attached target, or all."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PyQt5.QtCore import QPoint, QPointF, Qt
from PyQt5.QtGui import QWheelEvent
from PyQt5.QtWidgets import QApplication

from rqdebug.ui.scripts.run_targets import ALL, RunTargets


@pytest.fixture
def targets(qtbot, theme):
    targets = RunTargets()
    qtbot.addWidget(targets)
    return targets


@pytest.fixture
def three(targets, make_attachment):
    attachments = [make_attachment(f"edge-{n}") for n in (1, 2, 3)]
    targets.show_attachments(attachments)
    return attachments


def offered(targets):
    return [targets.itemText(n) for n in range(targets.count())]


def test_box_is_disabled_without_targets(targets):
    assert not targets.isEnabled()
    assert targets.selected() == ()
    assert len(offered(targets)) == 1


def test_single_target_is_selected(targets, make_attachment):
    only = make_attachment("edge-1")
    targets.show_attachments([only])
    assert targets.isEnabled()
    assert offered(targets) == ["edge-1"]
    assert targets.selected() == (only,)


def test_all_targets_can_be_selected(targets, three):
    assert offered(targets) == ["edge-1", "edge-2", "edge-3", ALL]
    targets.setCurrentIndex(3)
    assert targets.selected() == tuple(three)
    targets.setCurrentIndex(1)
    assert targets.selected() == (three[1],)


def test_selection_follows_the_current_target(targets, three):
    targets.select(three[2])
    assert targets.selected() == (three[2],)


def test_selection_of_all_targets_stays(targets, three):
    targets.setCurrentIndex(3)
    targets.select(three[0])
    assert targets.selected() == tuple(three)


def test_unknown_target_is_not_selected(targets, three, make_attachment):
    targets.select(three[1])
    targets.select(make_attachment("edge-2"))
    assert targets.selected() == (three[1],)


def test_selection_stays_when_other_targets_change(targets, three, make_attachment):
    targets.select(three[1])
    targets.show_attachments([make_attachment("edge-0"), *three])
    assert targets.selected() == (three[1],)
    targets.show_attachments([three[1]])
    assert targets.selected() == (three[1],)


def test_no_target_takes_the_place_of_one_that_is_removed(targets, three):
    targets.select(three[2])
    targets.show_attachments(three[:2])
    assert targets.selected() == ()
    assert targets.placeholderText()
    targets.select(three[0])
    assert targets.selected() == (three[0],)


def test_all_targets_stay_selected_when_one_is_removed(targets, three):
    targets.setCurrentIndex(3)
    targets.show_attachments(three[:2])
    assert targets.selected() == tuple(three[:2])
    targets.show_attachments(three[:1])
    assert targets.selected() == (three[0],)


def test_targets_of_one_name_are_told_apart(targets, make_attachment):
    one, other = make_attachment("edge"), make_attachment("edge")
    targets.show_attachments([one, other])
    targets.select(other)
    targets.show_attachments([one, make_attachment("new"), other])
    assert targets.selected() == (other,)


def test_wheel_over_the_box_selects_no_other_target(qtbot, targets, three):
    targets.show()
    targets.select(three[0])
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


def test_removing_the_last_target_clears_the_selection(targets, three):
    targets.show_attachments([])
    assert targets.selected() == ()
    assert not targets.isEnabled()


def test_long_names_do_not_widen_the_box(targets, make_attachment, long_name):
    before = targets.sizeHint().width()
    targets.show_attachments([make_attachment(long_name)])
    assert targets.sizeHint().width() == before


MOMENTS = st.lists(st.sets(st.integers(0, 5)), min_size=1, max_size=8)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(moments=MOMENTS, picks=st.lists(st.integers(0, 6), min_size=8, max_size=8))
def test_selection_is_always_one_or_all_attached_targets_or_none(targets, make_attachment, moments, picks):
    everyone = [make_attachment(f"edge-{n}") for n in range(6)]
    for present, pick in zip(moments, picks, strict=False):
        attached = tuple(everyone[n] for n in sorted(present))
        before = targets.selected()
        targets.show_attachments(attached)
        chosen = targets.selected()
        assert set(chosen) <= set(attached)
        assert len(chosen) <= 1 or chosen == attached
        if len(before) == 1 and before[0] in attached:
            assert chosen == before
        targets.setCurrentIndex(min(pick, targets.count() - 1))
