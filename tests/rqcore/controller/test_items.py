# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

from rqcore.codec import Codec
from rqcore.controller.items import Item, ItemFactory, are_consecutive, counted_key, total_bytes
from rqcore.protocol.memory import Memory


def test_new_items_have_consecutive_numbers_and_no_deliveries():
    factory = ItemFactory()
    items = [factory.make_item(Codec.RAW, b"a"), *factory.make_items(Codec.RAW, [b"b", b"cd"])]
    assert [item.number for item in items] == [1, 2, 3]
    assert {item.deliveries for item in items} == {0}
    assert all(type(item) is Item for item in items)
    assert (are_consecutive(items), total_bytes(items)) == (True, 4)
    assert not are_consecutive([items[0], items[2]])


def test_long_key_counts_as_memory_as_long_as_it_exists():
    memory = Memory()
    key = counted_key(b"k" * 100, memory)
    assert memory.held == 100
    del key
    assert memory.held == 0
