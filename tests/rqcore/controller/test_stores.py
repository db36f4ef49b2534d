# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rqcore.codec import Codec
from rqcore.controller.items import Item
from rqcore.controller.stores import STORES
from rqcore.protocol.queue_values import KINDS

PRIORITIES = st.lists(st.integers(-3, 3), max_size=30)
ORDERS = {
    "fifo": lambda items: items,
    "lifo": lambda items: items[::-1],
    "priority": lambda items: sorted(items, key=lambda each: each.priority),
}


@pytest.mark.parametrize("kind", STORES)
@given(PRIORITIES)
def test_items_come_out_in_the_order_of_their_kind(kind, priorities):
    # given
    store = STORES[kind]()
    items = [Item(number, Codec.RAW, b"x", value) for number, value in enumerate(priorities)]
    # when
    for each in items:
        store.push(each)
    # then
    expected = ORDERS[kind](items)
    assert (len(store), list(store)) == (len(items), expected)
    assert [store.pop() for _ in items] == expected
    assert len(store) == 0


@pytest.mark.parametrize("kind", STORES)
def test_item_pushed_to_the_front_comes_out_first(kind):
    store = STORES[kind]()
    store.extend([Item(1, Codec.RAW, b"a", -1.0), Item(2, Codec.RAW, b"b", -2.0)])
    store.push_front(front := Item(3, Codec.RAW, b"c", 9.0))
    assert store.pop() == front
    assert len(store) == 2


def test_every_kind_of_queue_has_a_store():
    assert tuple(STORES) == KINDS
