# SPDX-License-Identifier: GPL-3.0-or-later
"""The state of a window is saved, and restored in another window."""

from __future__ import annotations

import json

import pytest
from PyQt5.QtWidgets import QApplication, QFileDialog

from rqdebug.debug.rule_definition import RuleDefinition
from rqdebug.events.captures.capture_writer import CaptureWriter
from rqdebug.events.views.styles import Style
from rqdebug.scripts.running.breakpoints import Breakpoint
from rqdebug.session import State
from rqdebug.ui.services.saved_targets import SavedTarget
from rqdebug.ui.services.window_settings import WindowSettings
from rqdebug.ui.services.workspace_file import (
    SavedRule,
    SavedTab,
    Workspace,
    WorkspaceError,
    load,
    save,
)
from rqdebug.ui.window.main_window import MainWindow
from rqdebug.ui.window.window_session import WindowSession


@pytest.fixture
def night(tmp_path, rows):
    path = tmp_path / "night.arrows"
    writer = CaptureWriter(path.open("wb"))
    writer.write(rows({}, {"method": "get"}))
    writer.close()
    return path


@pytest.fixture
def other(qtbot, theme, tmp_path):
    """The session of another user's window."""
    window = MainWindow(theme, WindowSettings(tmp_path / "other" / "window.ini"))
    session = WindowSession(window)
    session.build()
    qtbot.addWidget(window)
    window.show()
    yield session
    session.close()


def test_workspace_is_restored_in_another_window(qtbot, window, window_session, url, night, other, tmp_path):
    place = url.partition("://")[2]
    window.context.attachments.attach(
        f"rq://ann:secret@{place}", "edge", SavedTarget("edge", url, "#c0392b", True)
    )
    window.context.current.target.filter_bar.set_filter("method == put")
    window_session.open_file(night)
    qtbot.waitUntil(lambda: window.context.tabs.count() == 2)
    window.context.current.log.filter_bar.set_filter("method == get")
    window.context.saved_filters.save("slow", "duration > 5ms")
    window.context.styles.change([Style("blocked", "#ffffff")])
    script = tmp_path / "a.rqs"
    script.write_text("sleep(0)\n")
    tab = window.context.scripts.open(script)
    qtbot.waitUntil(lambda: tab.editor.text() != "")
    tab.editor.set_breakpoint(Breakpoint(1, "n == 4", 2))
    path = tmp_path / "work.rqw"
    window.context.tools.workspaces.save(path)
    assert "secret" not in path.read_text()

    other.open_file(path)
    context = other.context
    qtbot.waitUntil(lambda: context.tabs.count() == 3)
    tabs = {tab.filter_bar.text for tab in context.logs.log_tabs()}
    qtbot.waitUntil(lambda: {tab.filter_bar.text for tab in context.logs.log_tabs()} >= {"method == get"})
    assert "method == put" in tabs
    (attachment,) = context.attachments.active
    assert not context.attachments.may_change(attachment)
    assert context.saved_filters.load() == {"slow": "duration > 5ms"}
    assert context.styles.styles == (Style("blocked", "#ffffff"),)
    (restored,) = context.scripts.script_tabs()
    qtbot.waitUntil(lambda: list(restored.breakpoints) == [Breakpoint(1, "n == 4", 2)])


def test_restoring_twice_connects_signals_once(qtbot, window_session, url, tmp_path):
    context, path = window_session.context, tmp_path / "work.rqw"
    place = SavedTab("target", url, "method == put")
    save(Workspace((SavedTarget("edge", url),), (place,)), path)
    counts = []
    for _ in range(3):
        context.tools.workspaces.restore(path)
        attached, opened = context.attachments, context.captures
        counts.append((attached.receivers(attached.attached), opened.receivers(opened.opened)))
    assert len(set(counts)) == 1
    assert [tab.filter_bar.text for tab in context.logs.log_tabs()] == ["method == put"]


def test_target_that_is_attached_gets_the_filter_of_a_workspace_and_is_not_attached_again(
    window, attached, url, tmp_path
):
    path = tmp_path / "work.rqw"
    save(Workspace((SavedTarget("edge-1", url),), (SavedTab("target", url, "blocked"),)), path)
    window.context.tools.workspaces.restore(path)
    assert window.context.attachments.active == (attached,)
    assert window.context.current.log.filter_bar.text == "blocked"


def test_filter_of_a_workspace_is_used_only_for_its_own_target(window, url, tmp_path):
    path = tmp_path / "work.rqw"
    save(Workspace((SavedTarget("edge", url),), (SavedTab("target", url, "blocked"),)), path)
    window.context.tools.workspaces.restore(path)
    window.context.attachments.attach(url, "again")
    assert window.context.current.log.filter_bar.text == ""


def test_user_chooses_the_file_of_a_workspace(window, attached, monkeypatch, tmp_path):
    workspaces, chosen = window.context.tools.workspaces, tmp_path / "chosen"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(chosen), ""))
    workspaces.ask_save()
    saved = chosen.with_suffix(".rqw")
    assert [target.name for target in load(saved).targets] == ["edge-1"]
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(saved), ""))
    workspaces.ask_open()
    assert [each.name for each in window.context.attachments.active] == ["edge-1"]


def test_workspace_that_cannot_be_written_is_reported(qtbot, window, tmp_path):
    workspaces = window.context.tools.workspaces
    (tmp_path / "file").write_text("")
    window.warn = lambda sentence: None
    with qtbot.waitSignal(workspaces.failed) as failed:
        workspaces.save(tmp_path / "file" / "work.rqw")
    assert "cannot save the workspace" in failed.args[0]


def test_closing_the_window_saves_its_workspace(qtbot, window, attached, settings):
    assert attached.state is State.LIVE
    window.close()
    (known,) = load(settings.workspace).targets
    assert known.name == "edge-1"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "is not a workspace"),
        ("[]", "is not a workspace"),
        ('{"rqdebug workspace": "x"}', "is not a workspace"),
        ('{"rqdebug workspace": 99}', "install a newer rqdebug"),
        (None, "cannot read"),
    ],
)
def test_file_that_is_not_a_workspace_is_refused(tmp_path, text, words):
    path = tmp_path / "bad.rqw"
    if text is not None:
        path.write_text(text)
    with pytest.raises(WorkspaceError, match=words):
        load(path)


def test_invalid_parts_of_a_workspace_are_ignored(tmp_path):
    path = tmp_path / "odd.rqw"
    path.write_text('{"rqdebug workspace": 1, "targets": [7, {"name": "a", "url": "rq://a"}], "places": 3}')
    assert load(path) == Workspace(targets=(SavedTarget("a", "rq://a"),))
    whole = Workspace(
        (SavedTarget("a", "rq://a"),), (SavedTab("script", "/x.rqs"),), {"a": "blocked"}, (Style("x"),), "ff"
    )
    save(whole, path)
    assert load(path) == whole


def test_ignored_entries_are_reported_once_and_a_copy_keeps_them(window, tmp_path):
    reported, workspaces = [], window.context.tools.workspaces
    workspaces.failed.disconnect()
    workspaces.failed.connect(reported.append)
    path, copy = tmp_path / "last.rqw", tmp_path / "last.rqw.invalid"
    places = [{"kind": "script", "where": "/gone.rqs", "filter": ""}, 7]
    path.write_text(
        json.dumps({"rqdebug workspace": 1, "targets": [7], "places": places, "filters": {"x": "size >"}})
    )
    before = path.read_bytes()
    workspaces.restore(path)
    assert reported == [
        f"{path} has invalid entries, which are ignored: 1 target, 1 tab, the filter x. "
        "/gone.rqs no longer exists."
    ]
    assert not copy.exists()
    workspaces.restore(path, is_kept=False)
    assert reported[1] == f"{reported[0]} A copy of the file is {copy}."
    assert copy.read_bytes() == before
    workspaces.save(path)
    workspaces.restore(path, is_kept=False)
    assert len(reported) == 2


def test_file_that_is_no_workspace_is_copied_before_the_window_replaces_it(window, tmp_path):
    reported, workspaces = [], window.context.tools.workspaces
    workspaces.failed.disconnect()
    workspaces.failed.connect(reported.append)
    path = tmp_path / "last.rqw"
    path.write_text("{")
    workspaces.restore(path, is_kept=False)
    assert reported == [f"{path} is not a workspace file (.rqw). A copy of the file is {path}.invalid."]
    assert path.with_name("last.rqw.invalid").read_text() == "{"


def titles(context):
    return [context.tabs.tabText(index) for index in range(context.tabs.count())]


def test_order_current_tab_and_merged_logs_are_restored(
    qtbot, window, window_session, night, url, other, tmp_path
):
    context = window.context
    first = context.attachments.attach(url, "edge-1")
    window_session.open_file(night)
    qtbot.waitUntil(lambda: context.tabs.count() == 2)
    context.logs.open_merged(context.attachments.active).filter_bar.set_filter("method == put")
    second = context.attachments.attach(f"{url}?preview=all", "edge-2")
    context.logs.open_merged([first, second], covers_all=False)
    context.tabs.tabBar().moveTab(3, 0)
    context.logs.open_merged(context.attachments.active)
    before = titles(context)
    path = tmp_path / "work.rqw"
    context.tools.workspaces.save(path)

    other.open_file(path)
    qtbot.waitUntil(lambda: titles(other.context) == before)
    assert other.context.current.title == "All Targets"
    qtbot.waitUntil(lambda: other.context.current.log.filter_bar.text == "method == put")


def test_missing_capture_does_not_move_the_user_to_another_tab_later(qtbot, window, url, tmp_path):
    path, gone = tmp_path / "work.rqw", str(tmp_path / "gone.arrows")
    places = (SavedTab("target", url), SavedTab("capture", gone))
    save(Workspace((SavedTarget("edge", url),), places, current=0), path)
    window.warn = lambda sentence: None
    context = window.context
    context.captures.refused.disconnect()
    with qtbot.waitSignal(context.captures.refused):
        context.tools.workspaces.restore(path)
    qtbot.waitUntil(lambda: context.current.title == "edge")
    context.attachments.attach(f"{url}?preview=all", "later")
    QApplication.processEvents()
    qtbot.wait(20)
    assert context.current.title == "later"


def test_detached_window_is_saved(window, attached, trigger, tmp_path):
    trigger("view.detach")
    path = tmp_path / "work.rqw"
    window.context.tools.workspaces.save(path)
    assert [place.kind for place in load(path).places] == ["target"]


def test_targets_of_runs_are_restored(qtbot, window, attached, url, other, tmp_path):
    attachments, path = window.context.attachments, tmp_path / "work.rqw"
    second = attachments.attach(f"{url}?preview=all", "edge-2")
    third = attachments.attach(f"{url}?preview=1KiB", "edge-3")
    window.run_targets.choose([second, third])
    window.context.tools.workspaces.save(path)
    other.open_file(path)
    box = other.window.run_targets
    qtbot.waitUntil(lambda: [each.name for each in box.selected()] == ["edge-2", "edge-3"])
    assert not box.covers_all


def test_workspace_opened_beside_other_targets_does_not_send_runs_elsewhere(
    qtbot, window, attached, url, tmp_path
):
    path, context = tmp_path / "work.rqw", window.context
    place = f"{url}?preview=all"
    save(Workspace((SavedTarget("new", place),), run_targets=("new",), runs_on_all=True), path)
    context.tools.workspaces.restore(path)
    qtbot.waitUntil(lambda: len(context.attachments.active) == 2)
    assert context.run_targets.selected() == (attached,)


def filters(context):
    return [(context.tabs.title_of(tab), tab.filter_bar.text) for tab in context.logs.log_tabs()]


@pytest.fixture
def with_second_views(qtbot, window, window_session, attached, night):
    """A window with second views of a target, a capture and a merged log, one of them in front."""
    context = window.context
    window_session.open_file(night)
    qtbot.waitUntil(lambda: context.tabs.count() == 2)
    capture, target = context.current.log, context.logs.open_target(attached)
    for tab, text in ((target, "blocked"), (capture, "method == get"), (target, "")):
        context.logs.open_second_view(tab).filter_bar.set_filter(text)
    merged = context.logs.open_merged(context.attachments.active)
    context.logs.open_second_view(merged).filter_bar.set_filter("size > 1")
    context.tabs.tabBar().moveTab(2, 0)
    context.tabs.setCurrentIndex(0)
    return context


def test_second_views_are_restored_with_their_filters_and_places(qtbot, with_second_views, other, tmp_path):
    path = tmp_path / "work.rqw"
    before = filters(with_second_views)
    assert len(before) == 7
    with_second_views.tools.workspaces.save(path)
    other.open_file(path)
    qtbot.waitUntil(lambda: filters(other.context) == before)
    assert other.context.current.log.filter_bar.text == "blocked"
    other.open_file(path)
    QApplication.processEvents()
    qtbot.wait(50)
    assert filters(other.context) == before


def test_second_views_survive_a_kill(qtbot, theme, tmp_path, window_session, with_second_views):
    window_session.open()
    before = filters(with_second_views)
    window_session.save_state()  # as every few seconds; no close follows
    session = WindowSession(MainWindow(theme, WindowSettings(tmp_path / "window.ini")))
    session.build()
    qtbot.addWidget(session.window)
    session.open()
    qtbot.waitUntil(lambda: filters(session.context) == before)
    session.close()


def test_rules_come_back_switched_off(qtbot, window, window_session, attached, tmp_path):
    debuggers, path = window.context.debuggers, tmp_path / "work.rqw"
    definition = RuleDefinition("queue == jobs", {"kind": "delay", "seconds": 0.2}, seed=7)
    key = debuggers.add_rule(attached, definition)
    qtbot.waitUntil(lambda: debuggers.rules(attached)[0].number is not None)
    window.context.tools.workspaces.save(path)
    debuggers.remove(attached, key)
    window.context.tools.workspaces.restore(path)
    (rule,) = debuggers.rules(attached)
    assert (rule.definition, rule.is_enabled, rule.number) == (definition, False, None)
    window.context.tools.workspaces.restore(path)
    assert len(debuggers.rules(attached)) == 1


def test_rules_of_a_workspace_wait_for_their_own_target(window, url, tmp_path):
    path = tmp_path / "work.rqw"
    rules = (
        SavedRule(url, "edge", RuleDefinition("queue == mine")),
        SavedRule("rq://127.0.0.1:1", "away", RuleDefinition("queue == theirs")),
    )
    save(Workspace((SavedTarget("edge", url),), rules=rules), path)
    window.context.tools.workspaces.restore(path)
    (attachment,) = window.context.attachments.active
    assert [rule.definition.filter for rule in window.context.debuggers.rules(attachment)] == [
        "queue == mine"
    ]


def test_changed_rule_is_a_change_of_the_workspace(window, attached, tmp_path):
    workspaces, path = window.context.tools.workspaces, tmp_path / "last.rqw"
    workspaces.save_changes(path)
    window.context.debuggers.add_rule(attached, RuleDefinition("queue == jobs"), is_enabled=False)
    workspaces.save_changes(path)
    assert [rule.definition.filter for rule in load(path).rules] == ["queue == jobs"]
