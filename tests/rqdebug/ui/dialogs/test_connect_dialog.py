# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest
from PyQt5.QtCore import Qt

from rqdebug.ui.dialogs.connect_dialog import ConnectDialog
from rqdebug.ui.services.saved_targets import SavedTarget


@pytest.fixture
def dialog(qtbot, theme):
    second = SavedTarget("edge-2", "rq://10.0.0.2:1", "#c0392b", read_only=True, favourite=True)
    dialog = ConnectDialog([SavedTarget("edge-1", "rq://10.0.0.1:7654"), second])
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def test_the_last_target_can_be_taken_at_once(qtbot, dialog):
    with qtbot.waitSignal(dialog.chosen) as chosen:
        qtbot.keyClick(dialog.url, Qt.Key_Return)
    assert chosen.args == [SavedTarget("edge-1", "rq://10.0.0.1:7654"), "rq://10.0.0.1:7654", False]
    assert not dialog.isVisible()


@pytest.mark.parametrize("wrong", ["", "http://a", "rq://", "rq://a:99999", "rq://a:1/b"])
def test_a_wrong_url_is_told_at_once_and_cannot_be_taken(qtbot, dialog, wrong):
    dialog.url.clear()
    qtbot.keyClicks(dialog.url, wrong)
    assert dialog.problem.text()
    assert not dialog.connect_button.isEnabled()
    with qtbot.assertNotEmitted(dialog.chosen):
        qtbot.keyClick(dialog.url, Qt.Key_Return)
    assert dialog.isVisible()


def test_an_earlier_target_fills_the_fields(qtbot, dialog):
    dialog.known.setCurrentRow(1)
    assert (dialog.url.text(), dialog.name.text()) == ("rq://10.0.0.2:1", "edge-2")
    assert dialog.read_only.isChecked() and dialog.favourite.isChecked()
    with qtbot.waitSignal(dialog.chosen) as chosen:
        qtbot.keyClick(dialog.known, Qt.Key_Return)
    assert chosen.args[0].color == "#c0392b" and chosen.args[0].read_only


def test_a_password_goes_with_the_url_and_is_not_remembered(qtbot, dialog):
    qtbot.keyClicks(dialog.user, "ann")
    qtbot.keyClicks(dialog.password, "p@ss/word")
    dialog.offer_keyring(True)
    dialog.keep.setChecked(True)
    with qtbot.waitSignal(dialog.chosen) as chosen:
        qtbot.mouseClick(dialog.connect_button, Qt.LeftButton)
    known, url, keep = chosen.args
    assert known.url == "rq://ann@10.0.0.1:7654"
    assert url == "rq://ann:p%40ss%2Fword@10.0.0.1:7654"
    assert keep


def test_whom_to_trust_is_asked_where_the_connection_is_encrypted(qtbot, dialog):
    assert not dialog.authority.isVisible()
    dialog.url.setText("rqs://10.0.0.1")
    assert dialog.authority.isVisible()
    dialog.authority.setText("/etc/ours.pem")
    assert dialog.full_url() == "rqs://10.0.0.1?cafile=/etc/ours.pem"


def test_a_target_can_be_tried(qtbot, dialog):
    with qtbot.waitSignal(dialog.test_wanted) as wanted:
        qtbot.mouseClick(dialog.test_button, Qt.LeftButton)
    assert wanted.args == ["rq://10.0.0.1:7654"]
    assert not dialog.test_button.isEnabled()
    dialog.show_test("it answers", good=True)
    assert dialog.problem.text() == "it answers" and dialog.connect_button.isEnabled()


def test_without_earlier_targets_the_usual_place_is_proposed(qtbot, theme):
    dialog = ConnectDialog([])
    qtbot.addWidget(dialog)
    assert dialog.url.text() == "rq://127.0.0.1:7654"
    assert dialog.connect_button.isEnabled()


def test_a_redis_is_only_looked_at_unless_the_switch_is_set(qtbot, dialog):
    pytest.importorskip("redis")
    assert not dialog.redis.isVisible()
    dialog.url.setText("redis://h")
    assert dialog.redis.isVisible()
    assert "MONITOR can cost" in dialog.redis.warning.text()
    dialog.redis.events.setCurrentIndex(2)
    assert "Costs little" in dialog.redis.warning.text()
    assert dialog.redis.applied("redis://h") == "redis://h?events=count"
    dialog.redis.changes.setChecked(True)
    assert dialog.redis.applied("redis://h?events=all") == "redis://h?events=all&changes=yes"
    assert dialog.redis.applied("rq://h") == "rq://h"
    with qtbot.waitSignal(dialog.chosen) as chosen:
        dialog.accept()
    assert chosen.args[1] == "redis://h?events=count&changes=yes"
