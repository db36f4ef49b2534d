# SPDX-License-Identifier: GPL-3.0-or-later
"""The status bar sums up the selection of the log that is shown."""

from __future__ import annotations


def test_sums_of_the_selection_belong_to_the_current_tab(qtbot, window, attached, controller):
    context = window.context
    tab, label = context.current.log, context.status.selection
    controller.create("summed").put_many(["a", "bc"])
    tab.filter_bar.set_filter("method == put_many and queue == summed")
    qtbot.waitUntil(lambda: tab.log_model.rowCount() == 2)
    tab.log.selectAll()
    qtbot.waitUntil(lambda: label.text() == tab.selection.text != "")
    assert "2 events" in label.text() and "3 B" in label.text()
    context.scripts.open_text("")
    assert label.text() == ""
    context.tabs.bring_to_front(tab)
    assert label.text() == tab.selection.text
