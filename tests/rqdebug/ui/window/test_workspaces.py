# SPDX-License-Identifier: GPL-3.0-or-later
"""What a window holds, written down and brought back."""

from __future__ import annotations

import pytest

from rqdebug.events.captures.capture_writer import CaptureWriter
from rqdebug.events.views.styles import Style
from rqdebug.session import State
from rqdebug.ui.services.saved_targets import SavedTarget
from rqdebug.ui.services.window_settings import WindowSettings
from rqdebug.ui.services.workspace_file import SavedTab, Workspace, WorkspaceError, load, save
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
    """Another user's window."""
    window = MainWindow(theme, WindowSettings(tmp_path / "other" / "window.ini"))
    session = WindowSession(window)
    session.furnish()
    qtbot.addWidget(window)
    window.show()
    yield session
    session.close()


def test_a_workspace_goes_to_another_window(qtbot, window, window_session, url, night, other, tmp_path):
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
    window.context.scripts.open(script)
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


def test_what_was_open_is_written_down_at_the_end(qtbot, window, attached, settings):
    assert attached.state is State.LIVE
    window.close()
    (known,) = load(settings.workspace).targets
    assert known.name == "edge-1"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "is no workspace"),
        ("[]", "is no workspace"),
        ('{"rqdebug workspace": "x"}', "is no workspace"),
        ('{"rqdebug workspace": 99}', "later"),
        (None, "cannot be read"),
    ],
)
def test_what_is_no_workspace_is_said(tmp_path, text, words):
    path = tmp_path / "bad.rqw"
    if text is not None:
        path.write_text(text)
    with pytest.raises(WorkspaceError, match=words):
        load(path)


def test_parts_that_make_no_sense_are_left_out(tmp_path):
    path = tmp_path / "odd.rqw"
    path.write_text('{"rqdebug workspace": 1, "targets": [7, {"name": "a", "url": "rq://a"}], "places": 3}')
    assert load(path) == Workspace(targets=(SavedTarget("a", "rq://a"),))
    whole = Workspace(
        (SavedTarget("a", "rq://a"),), (SavedTab("script", "/x.rqs"),), {"a": "blocked"}, (Style("x"),), "ff"
    )
    save(whole, path)
    assert load(path) == whole
