# SPDX-License-Identifier: GPL-3.0-or-later
"""Notations of a secret, and the part that two texts have in common."""

from __future__ import annotations

import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rqdebug.support.secret_forms import MAX_SECRET, MIN_PART, common_part, secret_forms

TEXTS = st.text("ab", max_size=30)


@given(before=TEXTS, after=TEXTS)
def test_common_part_is_the_longest_end_that_is_a_beginning(before, after):
    lengths = range(MIN_PART, min(len(before), len(after)) + 1)
    longest = max((length for length in lengths if before[-length:] == after[:length]), default=0)
    assert common_part(before, after) == longest
    assert common_part(before.encode(), after.encode()) == longest


def test_common_part_of_texts_that_repeat_themselves_is_never_too_short():
    before, after = "x" * 30_000 + "y" + "x" * 5_000, "x" * 5_000 + "y" + "x" * 30_000
    assert common_part(before, after) >= 5_000


@pytest.mark.parametrize("unit", ["x", "\x01", "ä", "\U0001f9c0", '"', "\\", "\n", "x\u2028"])
def test_forms_of_the_longest_secret_take_little_memory(unit):
    secret = unit * (MAX_SECRET // len(unit.encode()))
    assert sum(len(form) for form in secret_forms(secret)) < 90 * MAX_SECRET


def test_forms_are_made_in_little_memory():
    tracemalloc.start()
    try:
        secret_forms("\x01" * MAX_SECRET)
        assert tracemalloc.get_traced_memory()[1] < 200 * MAX_SECRET
    finally:
        tracemalloc.stop()
