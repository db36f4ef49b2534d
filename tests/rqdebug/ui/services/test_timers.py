# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest
from PyQt5.QtCore import QObject

from rqdebug.ui.services.timers import after_pause, every


@pytest.fixture
def owner(qapp):
    return QObject()


def test_periodic_timer_calls_until_it_is_stopped(qtbot, owner):
    acts = []
    timer = every(1, lambda: acts.append(1), owner)
    qtbot.waitUntil(lambda: len(acts) >= 3)
    timer.stop()
    acts.clear()
    qtbot.wait(20)
    assert acts == []


def test_each_start_restarts_the_pause(qtbot, owner):
    acts = []
    timer = after_pause(150, lambda: acts.append(1), owner)
    assert not timer.isActive()
    for _ in range(4):
        timer.start()
        qtbot.wait(10)
        assert acts == []
    qtbot.waitUntil(lambda: acts == [1])
    assert not timer.isActive()


def test_timers_stop_when_their_owner_is_deleted(qtbot, owner):
    acts = []
    every(1, lambda: acts.append("every"), owner)
    after_pause(1, lambda: acts.append("pause"), owner).start()
    owner.deleteLater()
    qtbot.wait(0)
    acts.clear()
    qtbot.wait(20)
    assert acts == []
