# SPDX-License-Identifier: GPL-3.0-or-later
"""Where two payloads differ."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rqdebug.inspection.payload_difference import DifferenceLine, MemberDifference, compare_payloads

TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Zl", "Zp"]), max_size=3)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)


def encode(value):
    return json.dumps(value).encode()


def side(difference, sign):
    """Return the lines of one payload again."""
    return [line.text for line in difference.lines if line.sign in ("", sign)]


@given(JSON, JSON)
def test_lines_contain_both_payloads_completely(before, after):
    difference = compare_payloads(encode(before), encode(after))
    indented = [json.dumps(value, indent=2, ensure_ascii=False) for value in (before, after)]
    if difference.form == "json":
        assert ["\n".join(side(difference, sign)) for sign in "-+"] == indented


@given(st.binary(max_size=60), st.binary(max_size=60))
def test_payloads_look_equal_only_if_they_are(before, after):
    assert compare_payloads(before, after).is_equal is (before == after)


@given(JSON, JSON)
def test_json_has_different_members_exactly_if_it_differs(before, after):
    difference = compare_payloads(encode([before]), encode([after]))
    assert bool(difference.members) is (
        json.dumps(before, sort_keys=True) != json.dumps(after, sort_keys=True)
    )


def test_member_is_named_with_both_values():
    before, after = {"order": {"id": 98, "old": 1}}, {"order": {"id": 99, "new": [2]}}
    assert compare_payloads(encode(before), encode(after)).members == (
        MemberDifference(("order", "id"), "98", "99"),
        MemberDifference(("order", "new"), None, "[2]"),
        MemberDifference(("order", "old"), "1", None),
    )


def test_inserted_element_does_not_change_the_elements_after_it():
    (added,) = compare_payloads(b"[1, 2, 3]", b"[0, 1, 2, 3]").members
    assert added == MemberDifference((0,), None, "0")


def test_difference_after_thousands_of_letters_is_marked():
    before = b"x" * 5000 + b"old" + b"y" * 5000
    difference = compare_payloads(before, before.replace(b"old", b"new"))
    removed, added = difference.lines
    assert (removed.sign, removed.start, removed.end) == ("-", 5000, 5003)
    assert added.text[added.start : added.end] == "new"
    assert len(added.text) == 10_003


@pytest.mark.parametrize(
    ("before", "after", "form"),
    [
        (b'{"n": 1}', b'{"n": 2}', "json"),
        (b'{"n": 1}', b'{"n":1}', "text"),
        (b"a text of some length \xff", b"a text of some length \xfe", "bytes"),
        (b"a text of some length \x00", b"a text of some length \\x00", "bytes"),
        (bytes(200), bytes(201), "bytes"),
        (b"", b"a", "text"),
        (b"a\r\nb", b"a\nb", "text"),
    ],
)
def test_form_is_the_most_readable_that_shows_the_difference(before, after, form):
    difference = compare_payloads(before, after)
    assert difference.form == form
    assert difference.first_line is not None


def test_long_payloads_are_compared_without_aligning_each_line():
    before = "\n".join(["same", *map(str, range(5000)), "end"]).encode()
    after = "\n".join(["same", *map(str, range(5000, 10_000)), "end"]).encode()
    difference = compare_payloads(before, after)
    assert difference.lines[0] == DifferenceLine("", "same")
    assert difference.first_line == 1
    assert (len(side(difference, "-")), len(side(difference, "+"))) == (5002, 5002)


def test_lines_that_repeat_a_thousand_times_are_not_compared_with_each_other():
    before, after = ["a", *["x"] * 1990, "b"], ["c", *["y", "x"] * 990, "d"]
    difference = compare_payloads("\n".join(before).encode(), "\n".join(after).encode())
    assert (side(difference, "-"), side(difference, "+")) == (before, after)
