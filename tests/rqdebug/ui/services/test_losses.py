# SPDX-License-Identifier: GPL-3.0-or-later
"""The window warns of lost events until their gap in the log was visible."""

from __future__ import annotations

import pytest

from rqdebug.ui.models.target_model import NOTE_ROLE


@pytest.fixture
def shown(window, attached):
    """The warning in the tree of targets, and the tooltip of the target's tab."""
    tabs, model = window.context.tabs, window.panels["targets"].tree.model()

    def shown():
        index = next(index for index in range(tabs.count()) if tabs.tabText(index) == "edge-1")
        return model.item(0).data(NOTE_ROLE), "lost" in tabs.tabToolTip(index)

    return shown


def lose(window, attached, controller, count):
    """Lose some events, then add one."""
    attached.log.record_loss(count)
    controller.create()
    window.context.bridge.deliver()


def test_loss_in_a_hidden_tab_warns_until_it_is_seen(qtbot, window, attached, controller, shown):
    window.context.commands["script.new"].trigger()
    lose(window, attached, controller, 7)
    qtbot.waitUntil(lambda: shown() == ("⚠ 7 lost", True))
    window.context.commands["view.previous"].trigger()
    qtbot.waitUntil(lambda: shown() == ("", False))
    assert window.context.losses.unseen(attached) == 0


def test_visible_loss_gives_no_warning(qtbot, window, attached, controller, shown):
    lose(window, attached, controller, 7)
    qtbot.waitUntil(lambda: attached.log.num_rows > 0 and window.context.losses.unseen(attached) == 0)
    qtbot.waitUntil(lambda: shown() == ("", False))


def test_loss_outside_the_view_warns_until_it_is_scrolled_to(qtbot, window, attached, controller, shown):
    for _ in range(100):
        controller.create()
    tab = window.context.current.target
    qtbot.waitUntil(lambda: tab.log_model.rowCount() == 100)
    window.context.commands["log.first"].trigger()
    lose(window, attached, controller, 3)
    qtbot.waitUntil(lambda: shown() == ("⚠ 3 lost", True))
    window.context.commands["view.follow"].trigger()
    qtbot.waitUntil(lambda: shown() == ("", False))
    lose(window, attached, controller, 2)
    qtbot.waitUntil(lambda: window.context.losses.unseen(attached) == 0)


def test_loss_seen_in_the_merged_log_counts_as_seen(qtbot, window, attached, controller, shown):
    window.context.commands["target.merge"].trigger()
    lose(window, attached, controller, 7)
    qtbot.waitUntil(lambda: window.context.current.log.log_model.rowCount() > 0)
    controller.create()
    qtbot.waitUntil(lambda: shown() == ("", False) and window.context.losses.unseen(attached) == 0)
