# SPDX-License-Identifier: GPL-3.0-or-later
"""Inserted items keep their order when others leave."""

from __future__ import annotations

import pytest

from rqcore.controller.storage.inserted_items import InsertedItems


@pytest.fixture
def inserted():
    inserted = InsertedItems()
    for number in (6, 3, 7):
        inserted.insert(number, 9)
    return inserted


def test_later_one_is_nearer(inserted):
    assert inserted.in_front_of(9) == [6, 3, 7]


def test_one_that_leaves_leaves_the_others_in_order(inserted):
    assert inserted.remove([3]) == []
    assert inserted.in_front_of(9) == [6, 7]


def test_place_of_the_nearest_is_lost_with_the_item_that_follows(inserted):
    assert inserted.remove([9, 7]) == [3]
    assert inserted.in_front_of(3) == [6]


def test_one_with_another_place_takes_along_what_is_in_front_of_it(inserted):
    inserted.remove([9])
    inserted.insert(7, 8)

    assert inserted.in_front_of(8) == [6, 3, 7]


@pytest.mark.parametrize("following", [9, 3, 6])
def test_damaged_records_make_no_circle(inserted, following):
    with pytest.raises(ValueError, match=str(following)):
        inserted.insert(9, following)
