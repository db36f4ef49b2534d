# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from PyQt5.QtCore import QByteArray

from rqdebug.ui.services.saved_targets import SavedTarget
from rqdebug.ui.services.window_settings import RECENT, WindowSettings


def test_last_target_comes_first_and_once(settings):
    for name, url in (("a", "rq://a:1"), ("b", "rq://b:2"), ("new name", "rq://b:2"), ("a", "rq://a:1")):
        settings.remember_target(SavedTarget(name, url))
    assert settings.targets[0] == SavedTarget("a", "rq://a:1")
    assert SavedTarget("new name", "rq://b:2") in settings.targets


def test_target_has_one_entry_under_any_name(settings):
    settings.remember_target(SavedTarget("old", "rq://b:2"))
    settings.remember_target(SavedTarget("new", "rq://b:2"))
    assert settings.targets == [SavedTarget("new", "rq://b:2")]


def test_number_of_remembered_entries_is_limited(settings):
    for number in range(RECENT + 3):
        settings.remember_filter(f"size == {number}")
    assert len(settings.filters) == RECENT
    assert settings.filters[0] == f"size == {RECENT + 2}"


def test_settings_are_read_again_by_the_next_session(tmp_path):
    path = tmp_path / "window.ini"
    first = WindowSettings(path)
    first.remember_script(Path("/a/größe.rqs"))
    first.remember_filter('queue == "a, b"')
    first.remember_layout("docks", QByteArray(b"\x00\xff"))
    first.sync()
    second = WindowSettings(path)
    assert second.scripts == [Path("/a/größe.rqs")]
    assert second.filters == ['queue == "a, b"']
    assert second.layout("docks") == QByteArray(b"\x00\xff")


def test_unreadable_entries_are_ignored(tmp_path):
    path = tmp_path / "window.ini"
    path.write_text("[recent]\ntargets=, , 7\n[layout]\ndocks=7\n")
    settings = WindowSettings(path)
    assert settings.layout("docks").isEmpty()
    assert all(known.url for known in settings.targets)


def test_favourites_come_first_and_keep_their_settings(settings):
    red = SavedTarget("red", "rq://red", "#c0392b", read_only=True, favourite=True)
    settings.remember_target(red)
    settings.remember_target(SavedTarget("new", "rq://new"))
    assert settings.targets == [red, SavedTarget("new", "rq://new")]
    assert settings.find_target("rq://red") == red


LINES = st.lists(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=8)
)


@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(LINES)
def test_any_lines_are_read_again_by_the_next_session(tmp_path, lines):
    first = WindowSettings(tmp_path / "window.ini")
    first.keep("items/saved", lines)
    first.sync()
    assert WindowSettings(tmp_path / "window.ini").lines("items/saved") == lines


@given(st.lists(st.integers(0, 20)))
def test_recent_lines_are_the_last_different_ones(numbers):
    with TemporaryDirectory() as folder:
        settings, expected = WindowSettings(Path(folder) / "window.ini"), []
        for number in numbers:
            settings.remember("recent/filters", str(number))
            expected = [str(number), *(line for line in expected if line != str(number))][:RECENT]
        assert settings.filters == expected
