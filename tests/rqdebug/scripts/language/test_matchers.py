# SPDX-License-Identifier: GPL-3.0-or-later
"""Values that equal many values, compared as scripts compare them."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rqcore.codec import Codec, Payload
from rqdebug.scripts.language.matchers import Approximate, Partial, Pattern

NUMBERS = st.floats(allow_nan=True, allow_infinity=True) | st.integers(-(10**6), 10**6)


def approx(value, relative=1e-6, absolute=1e-12):
    return Approximate(value, relative, absolute)


@given(wanted=NUMBERS, found=NUMBERS, relative=st.floats(0, 0.5), absolute=st.floats(0, 10))
def test_approximate_number_is_close_as_pytest_defines_it(wanted, found, relative, absolute):
    assert (found == approx(wanted, relative, absolute)) is (
        found == pytest.approx(wanted, rel=relative, abs=absolute)
    )


@pytest.mark.parametrize(
    ("wanted", "found", "equal"),
    [
        ([1.0, {"n": 2.0}], [1.0000001, {"n": 2}], True),
        ([1.0], [1.0, 1.0], False),
        ({"n": 1.0}, {"n": 1.0, "m": 1.0}, False),
        ({"n": "a"}, {"n": "a"}, True),
        ({"n": 1}, {"n": True}, True),
        (1.0, 10**400, False),
        (1.0, "1.0", False),
        (math.nan, math.nan, False),
    ],
)
def test_approximate_lists_and_dicts_compare_each_number(wanted, found, equal):
    assert (found == approx(wanted)) is equal
    assert (approx(wanted) == found) is equal
    assert (found != approx(wanted)) is not equal


ORDER = {"order": {"id": 17, "lines": [{"n": 1, "x": 2}, {"n": 3}]}, "at": 5}


@pytest.mark.parametrize(
    ("part", "equal"),
    [
        ({}, True),
        ({"at": 5}, True),
        ({"order": {"id": 17}}, True),
        ({"order": {"id": 18}}, False),
        ({"order": {"lines": [{"n": 1}, {"n": 3}]}}, True),
        ({"order": {"lines": [{"n": 1}]}}, False),
        ({"order": 17}, False),
        ({"missing": None}, False),
        ({"at": approx(5.0000001)}, True),
    ],
)
def test_partial_dict_compares_only_its_keys(part, equal):
    assert (Partial(part) == ORDER) is equal
    assert ([Partial(part)] == [ORDER]) is equal


@pytest.mark.parametrize(
    ("pattern", "value", "equal"),
    [
        ("^order-[0-9]+$", "order-17", True),
        ("^order-[0-9]+$", "order-x", False),
        ("a", b"xa", True),
        ("a", Payload(Codec.RAW, b"a"), True),
        ("1", 1, False),
        ("a", None, False),
    ],
)
def test_pattern_equals_texts_in_which_it_matches(pattern, value, equal):
    assert (value == Pattern(pattern)) is equal


def test_matchers_show_how_they_were_made():
    assert repr(approx(2.0, 0.1)) == "approx(2.0 ± 0.2)"
    assert repr(approx([2.0])) == "approx([2.0])"
    assert repr(Partial({"a": Pattern("b")})) == "has({'a': matches('b')})"
