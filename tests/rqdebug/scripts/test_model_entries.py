# SPDX-License-Identifier: GPL-3.0-or-later
"""Leases and delayed items of the model end in the order of their times."""

from __future__ import annotations

from math import inf

from rqdebug.scripts.model_entries import AbsentEntries, Entry


def entry(value):
    return Entry(b"", value)


def test_lease_counts_one_more_delivery():
    absent = AbsentEntries()
    first = absent.lease(entry("a"), 0, 5)
    assert (first.value, first.deliveries, absent.count, absent.next_end) == ("a", 1, 1, 5)
    assert absent.end_lease(first)
    assert not absent.end_lease(first)
    assert (absent.lease(first.entry, 7, 5).deliveries, absent.next_end) == (2, 12)


def test_what_is_due_first_ends_first():
    absent = AbsentEntries()
    lease = absent.lease(entry("leased"), 0, 4)
    absent.delay(entry("late"), 5)
    absent.delay(entry("soon"), 3)
    assert absent.pop_ended(2) is None
    assert absent.pop_ended(9).value == "soon"
    assert absent.pop_ended(9) is lease
    absent.end_lease(lease)
    assert absent.pop_ended(9).value == "late"
    assert (absent.pop_ended(9), absent.count, absent.next_end) == (None, 0, inf)


def test_earlier_one_of_two_with_the_same_end_ends_first():
    absent = AbsentEntries()
    absent.delay(entry("first"), 3)
    lease = absent.lease(entry("second"), 0, 3)
    assert absent.pop_ended(3).value == "first"
    assert absent.pop_ended(3) is lease


def test_cleared_queue_has_no_leases():
    absent = AbsentEntries()
    lease = absent.lease(entry("a"), 0, 5)
    absent.delay(entry("b"), 5)
    absent.clear()
    assert absent.count == 0
    assert not absent.end_lease(lease)
