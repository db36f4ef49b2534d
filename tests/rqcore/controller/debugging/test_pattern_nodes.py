# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest

from rqcore.controller.debugging.pattern_nodes import (
    EMPTY,
    LARGEST,
    invert_ranges,
    merge_ranges,
    needed_text,
    remove_surrogates,
    trim,
)
from rqcore.controller.debugging.pattern_parser import parse_pattern


def test_ranges_are_merged_in_order():
    assert merge_ranges([(5, 6), (1, 2), (3, 3), (6, 9)]) == ((1, 3), (5, 9))


def test_inverted_ranges_are_all_others():
    assert invert_ranges(((0, 4), (8, 8))) == ((5, 7), (9, LARGEST))
    assert invert_ranges(((3, LARGEST),)) == ((0, 2),)
    assert invert_ranges(()) == ((0, LARGEST),)


def test_no_range_has_surrogates():
    assert remove_surrogates(((0, LARGEST),)) == ((0, 0xD7FF), (0xE000, LARGEST))
    assert remove_surrogates(((0xD900, 0xDA00),)) == ()


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("ab*", "a"),
        ("b*a", "a"),
        ("a+", "a{1}"),
        ("a(?:b?|c+)", "a(?:|c{1})"),
        ("^a*$", "^a*$"),
        ("(?:a*b?)*", ""),
    ],
)
def test_repetitions_at_the_ends_are_as_short_as_possible(pattern, expected):
    assert trim(parse_pattern(pattern)) == (parse_pattern(expected) if expected else EMPTY)


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("error.*timeout", "timeout"),
        ("ab*c(de)f", "de"),
        ("a|b", ""),
        ("(?i)ab", ""),
        ("[0-9]x", "x"),
        ("", ""),
    ],
)
def test_text_that_each_match_contains_is_known(pattern, expected):
    assert needed_text(parse_pattern(pattern)) == expected
