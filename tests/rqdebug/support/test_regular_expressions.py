# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest

from rqdebug.support.regular_expressions import check_pattern, is_found


@pytest.mark.parametrize(
    ("pattern", "value", "found"),
    [
        ("b+", "abbc", True),
        ("^b", "abc", False),
        ("(?i)ABC", "xabcx", True),
        ("^.$", "ä", True),
        (r"\x{ff}", b"\xff", True),
        ("", "", True),
        ("a", "\ud800a", False),
    ],
)
def test_pattern_is_searched_anywhere(pattern, value, found):
    assert is_found(pattern, value) is found


@pytest.mark.parametrize("pattern", ["(", "(?<=x)a", r"(a)\1", "a{2000}", "\ud800"])
def test_pattern_outside_re2_is_explained(pattern):
    with pytest.raises(ValueError, match="is not a regular expression"):
        check_pattern(pattern)


def test_number_of_a_character_that_is_no_byte_is_refused():
    with pytest.raises(ValueError, match="is not a regular expression for bytes"):
        check_pattern(r"\x{263a}")


def test_pattern_that_explodes_elsewhere_is_searched_at_once():
    assert not is_found("^(a+)+$", "a" * 100_000 + "b")
