# SPDX-License-Identifier: GPL-3.0-or-later
"""The status bar sums up the selection of the log that is shown, and names the recorded tabs."""

from __future__ import annotations

import pytest

from rqdebug.ui.services.losses import UnseenLosses
from rqdebug.ui.window.status_bar import MAX_TITLE, StatusBar


@pytest.fixture
def make_bar(qtbot, theme):
    def make_bar(attachments=(), recordings=()):
        bar = StatusBar(lambda: attachments, lambda: recordings, UnseenLosses(), theme)
        qtbot.addWidget(bar)
        return bar

    return make_bar


def test_each_recorded_tab_is_named_with_its_size(make_bar, make_attachment):
    bar = make_bar([make_attachment()], [("edge-1", 2048), ("<All> Targets", 10)])
    assert "Recording edge-1 (2.0 KiB)" in bar.summary.text()
    assert "Recording &lt;All&gt; Targets (10 B)" in bar.summary.text()


def test_long_title_of_a_recorded_tab_is_shortened(make_bar, make_attachment, long_name):
    bar = make_bar([make_attachment()], [(long_name, 1)])
    assert long_name[: MAX_TITLE - 1] + "…" in bar.summary.text() and long_name not in bar.summary.text()


def test_sums_of_the_selection_belong_to_the_current_tab(qtbot, window, attached, controller, show_matching):
    context = window.context
    tab, label = context.current.log, context.status.selection
    controller.create("summed").put_many(["a", "bc"])
    show_matching(tab, "method == put_many and queue == summed", 2)
    tab.log.selectAll()
    qtbot.waitUntil(lambda: label.text() == tab.selection.text != "")
    assert "2 events" in label.text() and "3 B" in label.text()
    context.scripts.open_text("")
    assert label.text() == ""
    context.tabs.bring_to_front(tab)
    assert label.text() == tab.selection.text
