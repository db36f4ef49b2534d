# SPDX-License-Identifier: GPL-3.0-or-later
"""Styles: matching, saving, export and import."""

from __future__ import annotations

import pytest

from rqdebug.events.views.styles import Style, StyleLibrary, StyleSheet, export_styles, import_styles

RED = Style("outcome == full", "#ffffff", "#7a2e35", bold=True)
SLOW = Style("duration > 5ms", background="#7a5020", italic=True, family="Courier")


@pytest.fixture
def library(tmp_path):
    return StyleLibrary(tmp_path / "config" / "styles.json")


def test_first_matching_style_wins(rows):
    sheet = StyleSheet([RED, SLOW])
    batch = rows({}, {"outcome": "full", "waited": 10**7}, {"waited": 10**7})
    assert sheet.styles_of(batch) == [None, RED, SLOW]
    assert StyleSheet([SLOW, RED]).styles_of(batch) == [None, SLOW, SLOW]


def test_styles_that_are_off_or_invalid_are_ignored(rows):
    off, wrong, red = Style("call == 5", on=False), Style("durtion > 3"), Style("call == 5", color="red")
    assert not StyleSheet([off, wrong, red, Style("")])
    assert "durtion" in wrong.problem()
    assert "'red' is not a colour" in red.problem()
    assert StyleSheet([Style("@slow")], {"slow": "duration > 1ms"})


def test_style_sets_are_saved(library, tmp_path):
    changes = []
    library.changed.connect(lambda: changes.append(library.current))
    library.change([RED])
    library.use("night")
    library.change([SLOW, RED])
    again = StyleLibrary(tmp_path / "config" / "styles.json")
    assert (again.current, again.styles, again.sets["usual"]) == ("night", (SLOW, RED), (RED,))
    again.remove("night")
    assert (again.current, again.styles) == ("usual", (RED,))
    assert len(changes) == 3


@pytest.mark.parametrize("text", ["", "[]", "{", '{"sets": {"a": 3}, "current": "b"}', '{"sets": 3}'])
def test_invalid_file_counts_as_missing(tmp_path, text):
    path = tmp_path / "styles.json"
    path.write_text(text)
    assert StyleLibrary(path).sets == {"usual": ()}


def test_styles_are_exported_and_imported(tmp_path):
    path = tmp_path / "styles.json"
    export_styles([RED, SLOW], path)
    assert import_styles(path) == (RED, SLOW)
    path.write_text('[{"filter": "call == 5", "color": 3}]')
    with pytest.raises(ValueError, match="does not contain styles"):
        import_styles(path)
