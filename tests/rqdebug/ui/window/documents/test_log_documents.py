# SPDX-License-Identifier: GPL-3.0-or-later
"""Tabs of targets, captures and merged logs; each log has one."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

from PyQt5.QtCore import QPoint

from rqdebug.events.captures.capture_reader import open_capture
from rqdebug.events.captures.capture_writer import CaptureWriter
from rqdebug.events.event_log import EventLog
from rqdebug.ui.models.event_texts import Column
from rqdebug.ui.window.help_topics import help_page_of

RED = "#c0392b"


def test_target_has_one_tab_that_is_opened_again(window, attached):
    logs, tabs = window.context.logs, window.context.tabs
    tab = tabs.widget(0)
    logs.close(tab)
    assert tabs.count() == 0 and logs.log_tabs() == []
    again = logs.open_target(attached)
    assert again is not tab and logs.open_target(attached) is again
    assert logs.log_tabs() == [again]


def test_detached_target_is_not_opened_twice(window, attached):
    logs, tabs = window.context.logs, window.context.tabs
    tab = tabs.widget(0)
    tabs.detach(tab)
    assert logs.open_target(attached) is tab
    assert tabs.count() == 0 and logs.log_tabs() == [tab]


def test_capture_is_found_by_its_path(window, rows):
    logs, log = window.context.logs, EventLog()
    log.append(rows({}))
    tab = logs.open_capture(Path("/tmp/night.arrows"), log)
    assert logs.open_capture(Path("/tmp/night.arrows"), EventLog()) is tab
    assert logs.open_capture(Path("/tmp/day.arrows"), EventLog()) is not tab
    assert window.context.tabs.tabText(0) == "night.arrows"
    assert "/tmp/night.arrows" in window.context.tabs.tabToolTip(0)


def test_changed_capture_is_shown_again_with_its_filter(qtbot, window, rows, tmp_path):
    path, logs = tmp_path / "night.arrows", window.context.logs
    path.write_bytes(_capture(rows({})))
    old = logs.open_capture(path, open_capture(path))
    old.filter_bar.set_filter("method == put")
    assert logs.open_capture(path, open_capture(path)) is old
    path.write_bytes(_capture(rows({}, {})))
    tab = logs.open_capture(path, open_capture(path))
    assert logs.log_tabs() == [tab] and tab is not old
    assert (tab.source.num_rows, tab.filter_bar.text) == (2, "method == put")


def _capture(batch):
    file = io.BytesIO()
    writer = CaptureWriter(file)
    writer.write(batch)
    return file.getvalue()


def test_merged_log_shows_the_targets_of_its_events(window, attached):
    tab = window.context.logs.open_merged([attached])
    assert not tab.log.isColumnHidden(Column.TARGET)
    assert window.context.current.title == "All Targets"


def test_log_of_all_targets_has_one_tab_which_later_targets_join(qtbot, window, attached, controller, url):
    logs = window.context.logs
    merged = logs.open_merged(window.context.attachments.active)
    window.context.attachments.attach(url, "edge-2")
    assert logs.open_merged(window.context.attachments.active) is merged
    controller.create("both").close()
    qtbot.waitUntil(lambda: {origin.name for origin in merged.source.origins} == {"edge-1", "edge-2"})


def test_chosen_targets_have_a_tab_of_their_own_that_no_other_target_joins(window, attached, url):
    logs, attachments = window.context.logs, window.context.attachments
    second = attachments.attach(url, "edge-2")
    chosen = logs.open_merged([attached, second], covers_all=False)
    third = attachments.attach(url, "edge-3")
    assert chosen.attachments == [attached, second] and third is not None
    assert logs.open_merged([second, attached], covers_all=False) is chosen
    assert logs.open_merged([attached, third], covers_all=False) is not chosen
    assert window.context.tabs.title_of(chosen) == "edge-1 + edge-2"


def test_colour_of_a_target_is_in_the_merged_log_tree_and_run_targets(
    qtbot, window, attached, controller, colors_of
):
    attachments = window.context.attachments
    merged = window.context.logs.open_merged(attachments.active)
    controller.create("seen")
    qtbot.waitUntil(lambda: merged.log_model.rowCount() > 0)
    tree, box = window.panels["targets"].tree, window.run_targets
    assert all(RED not in colors_of(widget) for widget in (merged.log, tree, box))
    attachments.edit(attached, replace(attachments.saved_target(attached), color=RED))
    qtbot.waitUntil(lambda: all(RED in colors_of(widget) for widget in (merged.log, tree, box)))


def test_every_new_log_is_announced_once(qtbot, window, attached):
    logs, opened = window.context.logs, []
    logs.opened.connect(opened.append)
    merged = logs.open_merged([attached])
    logs.open_target(attached)
    assert opened == [merged]


def test_signals_of_a_tab_reach_the_window(qtbot, window, attached):
    logs, tab = window.context.logs, window.context.current.log
    with qtbot.waitSignal(logs.menu_requested) as request:
        tab.menu_wanted.emit("queue", QPoint(3, 4))
    assert request.args == ["queue", QPoint(3, 4)]
    with qtbot.waitSignal(logs.event_opened):
        tab.event_opened.emit()


def test_closed_log_is_disconnected(qtbot, window, attached, controller):
    tab = window.context.current.log
    with qtbot.waitSignal(tab.destroyed):
        window.context.tabs.request_close()
    controller.create("after-close")
    qtbot.waitUntil(lambda: attached.log.num_rows > 0)
    window.context.bridge.deliver()


def test_parts_of_a_tab_have_their_help_pages(window, attached):
    tab = window.context.current.target
    pages = [help_page_of(each) for each in (tab, tab.log, tab.filter_bar.line, tab.queues)]
    assert pages == ["window/log.md", "window/log.md", "window/filters.md", "window/queues.md"]
