# SPDX-License-Identifier: GPL-3.0-or-later
"""Saved targets and their passwords."""

from __future__ import annotations

import json
from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rqdebug.session import State
from rqdebug.ui.services import keyring_store
from rqdebug.ui.services.saved_targets import (
    SavedTarget,
    parse_target,
    target_line,
    with_login,
    without_password,
)
from rqdebug.ui.window.commands import COMMANDS
from rqdebug.ui.window.commands.needs import WRITABLE_QUEUE, WRITABLE_TARGET
from rqdebug.ui.window.target_connector import probe


def test_line_has_every_field_and_other_lines_are_ignored():
    known = SavedTarget("größe, x", "rq://ann@a:1", "#c0392b", read_only=True)
    assert parse_target(target_line(known)) == known
    for line in ("", "7", "[]", '{"name": 3, "url": "rq://a"}', '{"name": "a", "url": ""}', "rq://a name"):
        assert parse_target(line) is None


def test_password_is_removed_from_a_url_and_inserted():
    assert without_password("rq://ann:secret@a:1/x?y=1") == "rq://ann@a:1/x?y=1"
    assert without_password("rq://:secret@a:1") == "rq://a:1"
    assert with_login("rq://a:1", "ann", "p/w") == "rq://ann:p%2Fw@a:1"
    assert with_login("rq://bob@a:1", "", "") == "rq://bob@a:1"


def test_saved_password_is_used_again(qtbot, window, url, box):
    place = url.partition("://")[2]
    known = SavedTarget("edge-1", f"rq://ann@{place}")
    window.context.attachments.connect_to(known, f"rq://ann:s%2Fecret@{place}", True)
    qtbot.waitUntil(lambda: bool(box.kept))
    assert box.kept == {("rqdebug", known.url): "s/ecret"}
    assert keyring_store.password(known.url) == "s/ecret"
    assert "ecret" not in "".join(target_line(one) for one in window.context.settings.targets)
    (attachment,) = window.context.attachments.active
    window.context.attachments.detach(attachment)
    window.context.attachments.attach_saved(known)
    qtbot.waitUntil(lambda: len(window.context.attachments.active) == 1)


def test_keyring_that_refuses_a_password_is_an_error(box):
    box.locked = True
    with pytest.raises(OSError, match="cannot save the password"):
        keyring_store.keep("rq://a", "x")
    assert keyring_store.available()


def test_commands_that_change_a_read_only_target_are_disabled(qtbot, window, url, controller):
    controller.create("jobs")
    attachment = window.context.attachments.attach(
        url, "edge", SavedTarget("edge", url, "#c0392b", read_only=True)
    )
    qtbot.waitUntil(lambda: attachment.state is State.LIVE)
    enabled = {action.objectName() for action in window.context.commands if action.isEnabled()}
    changing = {each.name for each in COMMANDS if each.need in (WRITABLE_TARGET, WRITABLE_QUEUE)}
    assert len(changing) == 7 and not enabled & changing
    assert "queue.content" in enabled
    window.context.attachments.detach(attachment)
    again = window.context.attachments.attach(url)
    assert again is not None and not window.context.attachments.may_change(again)


def test_commands_that_change_a_target_without_that_capability_are_disabled(qtbot, window):
    pytest.importorskip("redis")
    attachments = window.context.attachments
    watched = attachments.attach("redis://127.0.0.1:1")
    assert not attachments.may_change(watched)
    changing = {each.name for each in COMMANDS if each.need in (WRITABLE_TARGET, WRITABLE_QUEUE)}
    assert not {action.objectName() for action in window.context.commands if action.isEnabled()} & changing
    assert attachments.may_change(attachments.attach("redis://127.0.0.1:1?changes=yes"))


def test_probe_reports_whether_a_target_answers(url):
    sentence, good = probe(url)
    assert good and sentence.startswith("Connected: ")
    sentence, good = probe("rq://127.0.0.1:1")
    assert not good and "127.0.0.1:1" in sentence


@pytest.mark.parametrize(
    ("target", "title"),
    [
        (SavedTarget("edge", "rq://a:1"), "edge   rq://a:1"),
        (SavedTarget("edge", "rq://a:1", favourite=True), "★ edge   rq://a:1"),
    ],
)
def test_title_has_name_address_and_a_star_for_a_favourite(target, title):
    assert target.title == title


@pytest.mark.parametrize(
    "row",
    [
        {"name": "a"},
        {"url": "rq://a"},
        {"name": "a", "url": "rq://a", "color": 7},
        {"name": "a", "url": "rq://a", "read_only": "yes"},
        {"name": "a", "url": "rq://a", "favourite": 1},
    ],
)
def test_line_with_a_value_of_another_type_is_ignored(row):
    assert parse_target(json.dumps(row)) is None


def test_unknown_fields_of_a_later_version_are_ignored():
    row = {"name": "a", "url": "rq://a", "invented": [1]}
    assert parse_target(json.dumps(row)) == SavedTarget("a", "rq://a")


TARGETS = st.builds(
    SavedTarget, st.text(), st.text(min_size=1), st.text(), read_only=st.booleans(), favourite=st.booleans()
)


@given(TARGETS)
def test_any_target_is_read_as_written(target):
    assert parse_target(target_line(target)) == target


@given(st.text("abü@:/?# %", min_size=1), st.text("abü@:/?# %"))
def test_login_with_any_characters_is_inserted_and_removed(user, password):
    url = with_login("rq://edge:7654/path?x=1", user, password)
    parts = urlsplit(url)
    assert (parts.hostname, parts.port, parts.path, parts.query) == ("edge", 7654, "/path", "x=1")
    assert (unquote(parts.username), unquote(parts.password or "")) == (user, password)
    assert without_password(url) == with_login("rq://edge:7654/path?x=1", user, "")
    assert with_login(url, "other", "") == "rq://other@edge:7654/path?x=1"
