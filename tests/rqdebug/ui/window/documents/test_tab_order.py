# SPDX-License-Identifier: GPL-3.0-or-later
"""How the tabs of a workspace are named, and in which order they come back."""

from __future__ import annotations

from rqdebug.ui.services.workspace_file import SavedTab, Workspace
from rqdebug.ui.window.documents.tab_order import TabOrder, saved_tab


def test_merged_log_of_some_targets_names_them_and_that_of_all_names_none(window, attached):
    logs, every = window.context.logs, window.context.attachments.active
    some = logs.open_merged(every, covers_all=False)
    assert saved_tab(some) == SavedTab("merged", attached.name, "")
    assert saved_tab(logs.open_merged(every)) == SavedTab("merged", "", "")


def test_workspace_has_a_second_view_with_its_log_and_filter(window, attached, url):
    first = window.context.current.log
    first.filter_bar.set_filter("method == put")
    second = window.context.logs.open_second_view(first)
    second.filter_bar.set_filter("method == get")
    assert saved_tab(second) == SavedTab("second", f"target\n{url}", "method == get")
    assert saved_tab(first) == SavedTab("target", url, "method == put")


def test_script_without_a_file_is_in_no_workspace(script):
    assert saved_tab(script) is None


def test_tab_that_opens_later_gets_its_place_and_the_current_tab_comes_back(qtbot, window, attached, url):
    # Given a workspace with a merged log in front of a target that is not attached yet
    context = window.context
    later = f"{url}?preview=all"
    order = TabOrder(context.tabs, context.logs, context.attachments)
    order.restore(
        Workspace((), (SavedTab("target", later), SavedTab("merged", ""), SavedTab("target", url)), current=2)
    )
    qtbot.waitUntil(lambda: context.tabs.count() == 2)
    # When
    context.attachments.attach(later, "later")

    # Then
    def places():
        return [saved_tab(context.tabs.widget(index)).where for index in range(context.tabs.count())]

    qtbot.waitUntil(lambda: places() == [later, "", url])
    qtbot.waitUntil(lambda: context.current.title == attached.name)
