# SPDX-License-Identifier: GPL-3.0-or-later
"""Two values that differ never look equal, and the place where they differ is found."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rqcore.codec import Codec, Payload
from rqdebug.scripts import compared_values
from rqdebug.scripts.compared_values import describe_difference, keep_values

ORDER = {"order": {"id": 17, "lines": [{"sku": "A"}, {"sku": "B", "price": 12}]}}
OTHER = {"order": {"id": 17, "lines": [{"sku": "A"}, {"sku": "B", "price": 12.5}]}}
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.binary(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)


@pytest.mark.parametrize(
    ("expected", "got", "form", "place"),
    [
        (ORDER, OTHER, "json", "first difference at ['order']['lines'][1]['price']"),
        ([1, 2], [1, 2, 3], "json", "first difference at [2]"),
        (ORDER, {"order": 1}, "json", "first difference at ['order']"),
        ("a\nbc\nd", "a\nbX\nd", "text", "first difference in line 2, column 2"),
        ("a" * 500 + "x", "a" * 500 + "y", "text", "first difference in line 1, column 501"),
        (b"\x00" * 40 + b"\xff", b"\x00" * 41, "raw", "first difference at byte 40"),
        ("1", 1, "python", "first difference in line 1, column 1"),
        (b"a", "a", "python", "first difference in line 1, column 1"),
        (Payload(b"a", Codec.TEXT), Payload(b"a", Codec.JSON), "python", "first difference in line 1"),
    ],
)
def test_first_place_that_differs_is_found(expected, got, form, place):
    values = keep_values(expected, got)
    first, *lines = describe_difference(values)
    assert values.form == form
    assert first.startswith(place)
    assert any(line.startswith("-") for line in lines) or any(line.startswith("+") for line in lines)


def test_long_line_is_cut_but_not_where_it_differs():
    _, *lines = describe_difference(keep_values("a" * 5000 + "x" + "b" * 5000, "a" * 5000 + "y" + "b" * 5000))
    removed, added = lines
    assert "x" in removed and "y" in added
    assert max(map(len, lines)) < 200


def test_excerpt_of_a_long_difference_is_short():
    _, *lines = describe_difference(keep_values("\n".join("ab" * 500), "\n".join("ba" * 500)))
    assert len(lines) <= 26


def test_large_values_are_only_searched_for_the_first_place(monkeypatch):
    monkeypatch.setattr(compared_values, "MAX_COMPARED", 100)
    assert list(describe_difference(keep_values("x" * 9000 + "a", "x" * 9000 + "b"))) == [
        "first difference at byte 9,000"
    ]


def test_whole_values_are_texts():
    assert keep_values("a" * 1000, "b").texts == ("a" * 1000, "b")
    assert keep_values(b"\x00\xff", b"\x00").texts == ("00ff", "00")
    assert keep_values(ORDER, 1).form == "json"


@given(VALUES, VALUES)
def test_values_that_differ_never_look_equal(expected, got):
    if repr(expected) == repr(got):
        return
    values = keep_values(expected, got)
    assert values.expected != values.got
    assert not values.difference().is_equal
    assert list(describe_difference(values))
