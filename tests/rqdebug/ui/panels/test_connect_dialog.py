# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest
from PyQt5.QtCore import Qt

from rqdebug.ui.panels.connect_dialog import ConnectDialog
from rqdebug.ui.settings import Known


@pytest.fixture
def dialog(qtbot, theme):
    dialog = ConnectDialog([Known("edge-1", "rq://10.0.0.1:7654"), Known("edge-2", "rq://10.0.0.2:1")])
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def test_the_last_target_can_be_taken_at_once(qtbot, dialog):
    with qtbot.waitSignal(dialog.chosen) as chosen:
        qtbot.keyClick(dialog.url, Qt.Key_Return)
    assert chosen.args == ["rq://10.0.0.1:7654", "edge-1"]
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
    with qtbot.waitSignal(dialog.chosen):
        qtbot.keyClick(dialog.known, Qt.Key_Return)


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
    assert chosen.args[0] == "redis://h?events=count&changes=yes"
