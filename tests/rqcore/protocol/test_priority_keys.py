# SPDX-License-Identifier: GPL-3.0-or-later
"""The order of keys is the order of their values in Python, which is the oracle here."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal
from enum import IntEnum
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rqcore.errors import BadCall, NotComparable, TooBig
from rqcore.protocol import priority_keys
from rqcore.protocol.arguments import priority
from rqcore.protocol.priority_keys import (
    MAX_KEY,
    MAX_VALUES,
    KeyComparison,
    check_comparable,
    check_key,
    comparison_work,
    priority_key,
)

NEAR = st.integers(-3, 3) | st.sampled_from([0.5, -0.5, -0.0, True, False, 2**53 + 1, float(2**53)])
NUMBERS = NEAR | st.integers() | st.integers(-(2**200), 2**200) | st.floats(allow_nan=False)
TEXTS = st.text(st.sampled_from("a\0\x01é\ud800\uffff\U0001f600"), max_size=3) | st.text()
BYTES = st.binary(max_size=3) | st.lists(st.sampled_from([0, 1, 255]), max_size=3).map(bytes)
SCALARS = NUMBERS | TEXTS | BYTES | st.none()
VALUES = st.recursive(SCALARS, lambda members: st.lists(members, max_size=3).map(tuple), max_leaves=5)
ALIKE = st.tuples(st.integers(-1, 1), st.sampled_from(["", "a", b"", None, 1.0]), NEAR | TEXTS)


def python_order(left: Any, right: Any) -> int | None:
    """Return -1, 0 or 1 as Python orders two values; None if it refuses."""
    try:
        return (left > right) - (left < right)
    except TypeError:
        return None


def order_of(left: Any, right: Any) -> int | None:
    a, b = priority_key(left), priority_key(right)
    try:
        check_comparable(a, b)
    except NotComparable:
        return None
    return (a > b) - (a < b)


@given(VALUES, VALUES)
@example((None,), (None,))
@example((1, None), (1, 0))
@example((1, "a"), (1, b"a"))
@example(((),), ((), 0))
@example("a", "a\0")
@example(("a", "b"), ("a\0",))
@example(-1, -1 - 2**-40)
def test_keys_have_the_order_of_their_values(left, right):
    assert order_of(left, right) == python_order(left, right)
    assert order_of(right, left) == python_order(right, left)


@given(ALIKE, ALIKE)
def test_similar_tuples_have_the_order_of_their_values(left, right):
    assert order_of(left, right) == python_order(left, right)


def test_values_of_a_key_are_looked_for_once_however_many_keys_it_is_compared_with(monkeypatch):
    class Pattern:
        read = 0

        def findall(self, key):
            self.read += 1
            return value_pattern.findall(key)

    value_pattern, counted = priority_keys._VALUE, Pattern()
    monkeypatch.setattr(priority_keys, "_VALUE", counted)
    comparison = KeyComparison(priority_key((*range(90), "a")))
    for last in range(1000):
        comparison.check(priority_key((*range(90), str(last))))
    assert counted.read == 1


def test_work_of_comparisons_grows_with_keys_their_members_and_the_heap():
    number, long = priority_key(7), priority_key((0,) * 50)
    assert comparison_work([number] * 1000, 10**6) == 0
    assert comparison_work([long] * 500, 10**6) >= 500 * 20 + 500 * 50 // 10
    assert comparison_work([long], 0) >= 50 // 10


@given(NUMBERS, NUMBERS)
def test_numbers_are_exact(left, right):
    assert order_of(left, right) == python_order(left, right)


@pytest.mark.parametrize(
    "values", [(1, 1.0, True), (0, 0.0, -0.0, False), (2**70, float(2**70)), (-(2**70), -float(2**70))]
)
def test_equal_numbers_have_one_key(values):
    assert len({priority_key(each) for each in values}) == 1


@given(NUMBERS.filter(lambda number: not isinstance(number, bool)))
def test_number_and_its_text_have_the_same_key(number):
    assert priority(repr(number).encode()) == priority_key(number)


@given(VALUES)
def test_controllers_accept_every_key_of_a_client(value):
    assert check_key(priority_key(value)) == priority_key(value)


@given(VALUES, VALUES)
def test_controllers_refuse_two_keys_in_one(left, right):
    with pytest.raises(BadCall):
        check_key(priority_key(left) + priority_key(right))


@pytest.mark.parametrize(
    "key",
    [
        b"",
        b"\x00",
        b"\x05",
        b"\x02a",
        b"\x15\0\0\0\0",
        b"\x05\x05\x00",
        priority_key(2**70)[:-1] + b"\1",
        b"\x15\x80\0\0\x48" + bytes(8) + b"\1" + bytes(9),
    ],
)
def test_controllers_refuse_what_is_not_the_key_of_one_value(key):
    with pytest.raises(BadCall, match="not that of a priority"):
        check_key(key)


@pytest.mark.parametrize("key", [b"\x05" * 99 + b"\x00" * 99, b"\x05" + b"\x14" * 980 + b"\x00"])
def test_controllers_refuse_keys_of_many_values(key):
    with pytest.raises(TooBig, match="more than 100 values"):
        check_key(key)


class Level(IntEnum):
    HIGH = 3


def test_subclasses_count_as_their_base():
    assert priority_key(Level.HIGH) == priority_key(3)
    assert priority_key([1, "a"]) == priority_key((1, "a"))


class Reversed(int):
    def __lt__(self, other: int) -> bool:
        return int(self) > other


@dataclass(order=True)
class Job:
    level: int


@pytest.mark.parametrize("value", [Reversed(3), Job(1), Decimal(1), Fraction(1, 3), {1}, (1, Job(1))])
def test_order_that_only_a_class_knows_is_a_type_error(value):
    with pytest.raises(TypeError, match="pass priority="):
        priority_key(value)


@pytest.mark.parametrize("value", [math.nan, (1, math.nan)])
def test_nan_is_refused(value):
    with pytest.raises(BadCall, match="NaN"):
        priority_key(value)


@pytest.mark.parametrize("value", [{"n": 1}, object()])
def test_values_without_an_order_can_stand_behind_what_decides(value):
    assert order_of((1, value), (2, value)) == -1
    for left, right in ((value, value), ((1, value), (1, value)), ((1, value, 1), (1, value, 2))):
        with pytest.raises(TypeError):
            check_comparable(priority_key(left), priority_key(right))


def nested(depth: int) -> Any:
    value: Any = ()
    for _ in range(depth):
        value = (value,)
    return value


@pytest.mark.parametrize(
    "make",
    [
        lambda: "a" * MAX_KEY,
        lambda: list(range(MAX_VALUES)),
        lambda: 1 << (9 * MAX_KEY),
        lambda: nested(10_000),
    ],
)
def test_long_keys_are_refused(make):
    with pytest.raises(TooBig, match=r"use|most"):
        priority_key(make())


def test_key_that_is_too_long_is_refused_before_it_is_read():
    assert check_key(b"\2" + b"a" * (MAX_KEY - 2) + b"\0")
    with pytest.raises(TooBig, match="1537 bytes; use at most 1536"):
        check_key(b"\2" + b"a" * MAX_KEY)


def test_tuple_of_the_most_numbers_is_no_longer_than_the_longest_key():
    assert len(priority_key((0.1,) * (MAX_VALUES - 2))) <= MAX_KEY


def test_longest_text_is_compared_to_its_end():
    text = "a" * (MAX_KEY - 40)
    assert order_of(("x", text + "b"), ("x", text + "c")) == -1
    assert order_of((text, 1), (text, "1")) is None
