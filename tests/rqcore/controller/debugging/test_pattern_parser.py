# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest

from rqcore.controller.debugging.linear_patterns import LinearPattern
from rqcore.controller.debugging.pattern_parser import MAX_PATTERN, parse_pattern
from rqcore.errors import BadCall
from rqdebug.support.regular_expressions import check_pattern


@pytest.mark.parametrize(
    ("pattern", "message"),
    [
        (r"(a)\1", "back references are not possible here"),
        ("(?P<n>a)(?P=n)", "back references are not possible here"),
        ("a(?=b)", "look-aheads are not possible here"),
        ("(?<!a)b", "look-behinds are not possible here"),
        ("(?>a)", "atomic groups are not possible here"),
        (r"\pL", r"Unicode classes such as \pL are not possible here"),
        (r"a\Bb", r"places inside of words (\B) are not possible here"),
        ("a++", "repeats nothing, or a repetition"),
        ("*a", "repeats nothing"),
        ("a|{2}", "repeats nothing"),
        ("a{2,1}", "has '{2,1}'; repeat from 0 to 1000 times"),
        ("a{1001}", "repeat from 0 to 1000 times"),
        ("(?:a{40}){40}", "repeats a part more than 1000 times"),
        ("(a", "has a `(` without a `)`"),
        ("a)", "has a `)` without a `(`"),
        ("[a", "has a `[` without a `]`"),
        ("[[:letter:]]", "has '[:letter:]]'; the classes are alnum, "),
        ("[b-a]", "has a range whose end is before its beginning"),
        ("a\\", "ends with a backslash"),
        (r"\y", r"has `\y`, which is not valid"),
        (r"\x{110000}", r"has `\x{110000}`, which is no character"),
        ("(?x)a", "has '(?x)a', which is not valid"),
        ("(?P<n>a)(?P<n>b)", "has two groups of the name `n`"),
        ("(" * 60 + ")" * 60, "has more than 50 groups inside of each other"),
        ("a" * (MAX_PATTERN + 1), f"has {MAX_PATTERN + 1} characters; use at most {MAX_PATTERN}"),
        (
            "[ab]*a[ab]{300}c",
            "has more than 256 characters or 1000 parts when its repetitions are written out",
        ),
        ("c(?:" + "|".join("a*b" for _ in range(150)) + ")*c", "more than 256 characters"),
    ],
    ids=range(27),
)
def test_part_that_is_not_possible_is_named(pattern, message):
    with pytest.raises(BadCall) as refused:
        LinearPattern(pattern)
    assert message in str(refused.value)


def test_number_of_a_character_is_not_possible_in_bytes():
    parse_pattern(r"\x{263a}")
    with pytest.raises(BadCall, match="which is no byte; write the character itself"):
        LinearPattern(r"\x{263a}", is_for_payloads=True)


@pytest.mark.parametrize(
    "pattern", ["a**", "*", "a{3,2}", "(a", "a)", "[a", r"\y", "(?x)", r"\Z", r"[\b]", r"(?P<>a)"]
)
def test_what_re2_refuses_is_refused(pattern):
    with pytest.raises(ValueError, match="regular expression"):
        check_pattern(pattern)
    with pytest.raises(BadCall):
        parse_pattern(pattern)
