# SPDX-License-Identifier: GPL-3.0-or-later
"""The lines of a script and of the files that it includes, as a person would name them."""

from __future__ import annotations

from pathlib import Path

import pytest

from rqdebug.scripts.language.included_files import (
    IncludedFile,
    describe_line,
    file_at,
    name_beside,
    named_place,
    place_in,
    short_place,
)

HOME = Path("/home/tests")
FILES = (IncludedFile(HOME / "common.rqs", 10, "common.rqs"), IncludedFile(HOME / "b.rqs", 14, "sub/b.rqs"))


@pytest.mark.parametrize(
    ("line", "place", "short", "sentence"),
    [
        (0, ("a.rqs", 0), "0", "line 0"),
        (1, ("a.rqs", 1), "1", "line 1"),
        (10, ("a.rqs", 10), "10", "line 10"),
        (11, ("common.rqs", 1), "common.rqs:1", "line 1 of common.rqs"),
        (14, ("common.rqs", 4), "common.rqs:4", "line 4 of common.rqs"),
        (15, ("sub/b.rqs", 1), "sub/b.rqs:1", "line 1 of sub/b.rqs"),
    ],
)
def test_line_is_named_by_its_file_and_its_line_there(line, place, short, sentence):
    assert named_place("a.rqs", FILES, line) == place
    assert short_place(FILES, line) == short
    assert describe_line(FILES, line) == sentence
    assert place_in(FILES, line)[1] == place[1]


def test_line_of_a_script_without_included_files_is_its_own():
    assert file_at((), 1000) is None
    assert place_in((), 1000) == (None, 1000)


@pytest.mark.parametrize(
    ("script", "file", "name"),
    [
        ("a.rqs", "common.rqs", "common.rqs"),
        ("tests/a.rqs", "common.rqs", "tests/common.rqs"),
        ("tests/a.rqs", "sub/common.rqs", "tests/sub/common.rqs"),
        ("stdin", "common.rqs", "common.rqs"),
    ],
)
def test_included_file_is_named_beside_its_script(script, file, name, tmp_path):
    assert name_beside(script, tmp_path, tmp_path.resolve() / file) == name
