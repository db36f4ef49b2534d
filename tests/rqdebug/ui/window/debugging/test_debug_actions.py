# SPDX-License-Identifier: GPL-3.0-or-later
"""What debuggers have set is plain to everyone, and can be stopped."""

from __future__ import annotations

import pytest
from PyQt5.QtWidgets import QMessageBox

from rqcore.debug import method
from rqdebug.ui.debugging.freeze_dialogs import FreezeDialog

pytestmark = pytest.mark.usefixtures("selected_jobs")


@pytest.fixture
def bar(window):
    return window.context.current.target.interventions


def test_window_that_does_not_debug_shows_what_others_have_set(
    qtbot, window, attached, bar, other_debugger, call_later
):
    tabs = window.context.tabs
    plain = tabs.tabIcon(0).cacheKey()
    other_debugger.freeze("jobs")
    other_debugger.hold(method.is_("peek"))
    call_later("jobs", "put", "one")
    qtbot.waitUntil(lambda: "1 queue is frozen, 1 call is held, 1 breakpoint" in bar.title.text())
    assert "set by other@127.0.0.1" in bar.title.text()
    assert bar.isVisible()
    assert not window.context.debuggers.is_debugging(attached)
    qtbot.waitUntil(lambda: tabs.tabIcon(0).cacheKey() != plain)
    assert "1 queue is frozen" in tabs.tabToolTip(0)
    other_debugger.close()
    qtbot.waitUntil(lambda: not bar.isVisible() and tabs.tabIcon(0).cacheKey() == plain)


def test_stop_all_ends_only_what_the_window_has_set(
    qtbot, window, attached, trigger, opened, bar, other_debugger, jobs
):
    other_debugger.hold(method.is_("peek"))
    trigger("freeze.queue")
    opened(FreezeDialog).accept()
    qtbot.waitUntil(lambda: any(each.is_own for each in window.context.debuggers.freezes(attached)))
    qtbot.waitUntil(lambda: "1 queue is frozen" in bar.title.text())
    bar.stop_button.click()
    qtbot.waitUntil(lambda: jobs.stat().frozen == "")
    assert len(other_debugger.rules()) == 1


def test_stop_all_asks_before_it_ends_what_others_have_set(qtbot, bar, opened, other_debugger, jobs):
    other_debugger.freeze("jobs")
    qtbot.waitUntil(bar.isVisible)
    bar.stop_button.click()
    box = opened(QMessageBox)
    assert "Other debuggers have stopped or disturbed calls of edge-1: 1 queue is frozen" in box.text()
    next(button for button in box.buttons() if button.text().replace("&", "") == "Stop All").click()
    qtbot.waitUntil(lambda: jobs.stat().frozen == "" and not bar.isVisible())
