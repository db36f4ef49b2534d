# SPDX-License-Identifier: GPL-3.0-or-later
"""Saved filters."""

from __future__ import annotations

import pytest

from rqdebug.errors import FilterError
from rqdebug.events.filters.filter import parse
from rqdebug.events.filters.saved_filters import SavedFilters


@pytest.fixture
def saved(tmp_path):
    return SavedFilters(tmp_path / "config" / "filters.json")


def test_saved_filter_is_loaded_by_another_instance(saved):
    changes = []
    saved.changed.connect(lambda: changes.append(1))
    saved.save("slow", "duration > 5ms")
    saved.save("slow-puts", "@slow and method == put")
    saved.save("slow", "duration > 6ms")
    again = SavedFilters(saved.path).load()
    assert again == {"slow": "duration > 6ms", "slow-puts": "@slow and method == put"}
    assert str(parse("not @slow-puts", again)) == "not @slow-puts"
    saved.remove("slow-puts")
    assert SavedFilters(saved.path).load() == {"slow": "duration > 6ms"}
    assert len(changes) == 4


@pytest.mark.parametrize("name", ["", "two words", "@slow", 'a"b', "a=b", "(x"])
def test_name_of_a_filter_is_one_word(saved, name):
    with pytest.raises(FilterError, match="cannot be the name of a filter"):
        saved.save(name, "blocked")
    assert saved.load() == {}


@pytest.mark.parametrize("text", ["durtion > 5ms", "@missing", "@self"])
def test_invalid_filter_is_not_saved(saved, text):
    with pytest.raises(FilterError):
        saved.save("self", text)
    assert saved.load() == {}


def test_error_has_the_column_in_the_text_to_save(saved):
    with pytest.raises(FilterError) as caught:
        saved.save("slow", "depth > 1 and foo >")
    assert (caught.value.column, caught.value.message[:24]) == (20, "the filter is incomplete")


def test_unreadable_file_is_not_overwritten(saved):
    saved.path.parent.mkdir()
    saved.path.write_text("{ half")
    with pytest.raises(FilterError, match="cannot be read"):
        saved.load()
    with pytest.raises(FilterError):
        saved.save("slow", "duration > 5ms")
    assert saved.path.read_text() == "{ half"


def test_invalid_entries_are_ignored(saved):
    saved.path.parent.mkdir()
    saved.path.write_text('{"slow": "duration > 5ms", "two words": "blocked", "number": 3}')
    assert saved.load() == {"slow": "duration > 5ms"}


def test_filter_with_name_and_address_in_client_is_rewritten_and_named(saved):
    saved.save("slow", "waited > 5ms")
    text = '{"old": "client == loader@10.0.0.7:40312 and waited > 1ms", "broken": "client = a@b:1"}'
    saved.path.write_text(text, encoding="utf-8")
    again, rewritten = SavedFilters(saved.path), []
    again.rewritten.connect(rewritten.append)
    now = '(client == "loader" and address == "10.0.0.7:40312") and waited > 1ms'
    assert again.load() == {"old": now, "broken": "client = a@b:1"}
    assert again.load() == SavedFilters(saved.path).load()
    assert rewritten == [("old",)]


def test_filter_is_read_in_its_present_form_even_if_the_file_cannot_be_written(saved, monkeypatch):
    saved.save("mine", "blocked")
    saved.path.write_text('{"mine": "client == a@b:1"}', encoding="utf-8")
    monkeypatch.setattr(SavedFilters, "_write", _refuse)
    assert saved.load() == {"mine": 'client == "a" and address == "b:1"'}


def _refuse(*_):
    raise PermissionError("read-only")
