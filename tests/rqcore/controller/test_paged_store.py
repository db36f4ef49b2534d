# SPDX-License-Identifier: GPL-3.0-or-later
"""A store whose items are partly in pages shows all of them in order, whether they are in memory or not."""

from __future__ import annotations

import pytest

from rqcore.codec import Codec
from rqcore.controller.items import Item
from rqcore.controller.paged_store import Page, PagedStore
from rqcore.controller.stores import FifoStore
from rqcore.protocol.memory import Memory


def items(*numbers: int) -> list[Item]:
    return [Item(number, Codec.RAW, b"x") for number in numbers]


def numbers(found) -> list[int]:
    return [item.number for item in found]


def page_of(found: list[Item], position: int) -> Page:
    highest = max(numbers(found))
    return Page(1, position, 1, position, len(found), len(found), found[0].number, highest, found)


def store_of(kind: str) -> PagedStore:
    store = PagedStore(kind, lambda page: page.items, Memory(), FifoStore())
    if kind == "fifo":
        store.extend(items(1, 2))
        store.is_long = True
        store.restore_page(page_of(items(3, 4), 3))
        store.restore_page(page_of(items(5, 6), 5))
        store.extend(items(7, 8))
    else:
        store.restore_page(page_of(items(1, 2), 1))
        store.restore_page(page_of(items(3, 4), 3))
        store.extend(items(5, 6, 7, 8))
    return store


@pytest.fixture(params=["fifo", "lifo"])
def store(request):
    return store_of(request.param)


@pytest.fixture
def order(store):
    return numbers(store)


def test_items_come_out_in_order():
    assert numbers(store_of("fifo")) == list(range(1, 9))
    assert numbers(store_of("lifo")) == list(range(8, 0, -1))


def test_part_is_a_part_of_the_whole(store, order):
    for first in range(9):
        for last in range(first, 9):
            assert numbers(store.part(first, last)) == order[first:last]


@pytest.mark.parametrize(
    ("first", "last", "pages"),
    [(0, 8, 2), (0, 2, 0), (0, 3, 1), (2, 4, 1), (3, 5, 2), (4, 6, 1), (6, 8, 0), (5, 5, 0), (7, 20, 0)],
)
def test_pages_of_a_part_are_counted(first, last, pages):
    assert store_of("fifo").count_pages(first, last) == pages


def test_items_are_found_by_their_numbers(store):
    assert [store.find(number).number for number in range(1, 9)] == list(range(1, 9))
    assert store.find(0) is store.find(9) is None


def test_reversed_store_begins_with_the_last_item(store, order):
    assert numbers(reversed(store)) == order[::-1]


def test_looking_opens_no_page(store):
    list(store), store.part(0, 8), store.find(3)

    assert len(store.pages) == 2
    assert numbers(store.any_part(100)) == numbers([*store.head, *store.tail])


def test_items_are_popped_in_order(store, order):
    assert numbers(store.pop() for _ in range(8)) == order
    with pytest.raises(IndexError):
        store.pop()


def test_newest_item_is_behind_all_pages():
    store = store_of("fifo")

    assert numbers([store.pop_newest(), store.pop_newest()]) == [8, 7]
    store.open_last(items(5, 6))
    assert store.pop_newest().number == 6
    assert store.boundary == 4


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (0, [0, 1, 2, 3, 4, 5, 6, 7, 8]),
        (1.5, [1, 1.5, 2, 3, 4, 5, 6, 7, 8]),
        (2.5, [1, 2, 2.5, 3, 4, 5, 6, 7, 8]),
        (4.5, [1, 2, 4.5, 3, 4, 5, 6, 7, 8]),
        (6.5, [1, 2, 3, 4, 5, 6, 6.5, 7, 8]),
        (9, [1, 2, 3, 4, 5, 6, 7, 8, 9]),
    ],
)
def test_item_returns_to_its_place_or_in_front_of_all_pages(number, expected):
    store = store_of("fifo")

    store.restore(Item(number, Codec.RAW, b"x"), None)

    assert numbers(store) == expected
    assert store.tail_bytes == len(store.tail)
