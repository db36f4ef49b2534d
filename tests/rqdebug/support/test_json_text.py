# SPDX-License-Identifier: GPL-3.0-or-later
"""JSON of others."""

from __future__ import annotations

import json

import pytest

from rqdebug.errors import FilterError
from rqdebug.events.filters.saved_filters import SavedFilters
from rqdebug.events.marks import load_marks
from rqdebug.events.views.styles import StyleLibrary, import_styles
from rqdebug.support.json_text import parse_json

DEEP = "[" * 100_000 + "]" * 100_000


@pytest.mark.parametrize("text", ['{"a": [1, null]}', b'"\xc3\xa4"', "17"])
def test_value_is_that_of_json(text):
    assert parse_json(text) == json.loads(text)


@pytest.mark.parametrize("text", [DEEP, DEEP.encode(), "{", b"\xff"])
def test_text_that_is_not_json_or_too_deep_is_a_value_error(text):
    with pytest.raises(ValueError):
        parse_json(text)


@pytest.mark.parametrize("read", [load_marks, import_styles])
def test_file_that_is_nested_too_deeply_is_refused(tmp_path, read):
    path = tmp_path / "deep.json"
    path.write_text(DEEP)
    with pytest.raises(ValueError, match="nested too deeply"):
        read(path)


def test_deeply_nested_settings_are_like_damaged_ones(tmp_path):
    path = tmp_path / "deep.json"
    path.write_text(DEEP)
    assert StyleLibrary(path).styles == StyleLibrary(tmp_path / "none.json").styles
    with pytest.raises(FilterError, match="nested too deeply"):
        SavedFilters(path).load()
