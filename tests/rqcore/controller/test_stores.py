# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import queue

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rqcore.codec import Codec
from rqcore.controller.items import Item
from rqcore.controller.stores import STORES
from rqcore.errors import NotComparable
from rqcore.protocol.priority_keys import priority_key
from rqcore.protocol.queue_values import KINDS

NUMBERS = st.sets(st.integers(0, 12))
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
    items = [Item(number, Codec.RAW, b"x", priority_key(value)) for number, value in enumerate(priorities)]
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
    store.extend([item_of(1, -1), item_of(2, -2)])
    store.push_front(front := item_of(3, 9))
    assert store.pop() == front
    assert len(store) == 2


def test_every_kind_of_queue_has_a_store():
    assert tuple(STORES) == KINDS


def items_of(priorities: list[int]) -> list[Item]:
    return [Item(number, Codec.RAW, b"x", priority_key(each)) for number, each in enumerate(priorities)]


@pytest.mark.parametrize("kind", STORES)
@given(st.lists(st.integers(-2, 2), max_size=10), NUMBERS, st.integers(0, 12))
def test_items_are_extracted_by_number_and_the_others_keep_their_order(kind, priorities, numbers, most):
    store = STORES[kind]()
    store.extend(items_of(priorities))
    before = list(store)

    extracted = store.extract(numbers, most)

    assert extracted == [item for item in before if item.number in numbers][:most]
    assert list(store) == [item for item in before if item not in extracted]
    assert [store.pop() for _ in range(len(store))] == [item for item in before if item not in extracted]


@pytest.mark.parametrize("kind", STORES)
@pytest.mark.parametrize(("most_bytes", "count"), [(0, 1), (19, 1), (20, 2), (39, 3), (100, 4)])
def test_extraction_stops_before_too_many_bytes_but_not_before_the_first_item(kind, most_bytes, count):
    store = STORES[kind]()
    store.extend([Item(number, Codec.RAW, b"x" * 10) for number in range(6)])
    before = list(store)

    extracted = store.extract({1, 2, 3, 4}, 9, most_bytes)

    assert extracted == [item for item in before if 1 <= item.number <= 4][:count]
    assert list(store) == [item for item in before if item not in extracted]


def test_returned_items_stay_at_the_front_when_others_are_extracted():
    store = STORES["priority"]()
    first, second, third = items_of([0, 1, 2])
    store.extend([first, second])
    store.push_front(third)
    assert store.extract({first.number}, 9) == [first]
    assert list(store) == [third, second]


def test_items_of_equal_priority_come_out_in_order_of_arrival():
    store = STORES["priority"]()
    older, newer = items_of([0, 0])
    store.push(newer)
    store.push(older)
    assert list(store) == [newer, older]


ITEMS = st.integers(-2, 2) | st.tuples(st.integers(0, 1), st.integers(0, 1) | st.sampled_from(["a", "b"]))


@given(st.lists(st.none() | ITEMS, max_size=12))
def test_priority_store_does_what_a_priority_queue_of_python_does(actions):
    """Until Python raises an error at ``get``, which an order without errors avoids. None is a get."""
    store, oracle = STORES["priority"](), queue.PriorityQueue()
    for number, action in enumerate(actions):
        if action is None and oracle.empty():
            continue
        try:
            ours = store.pop() if action is None else store.push(item_of(number, action))
        except NotComparable:
            with pytest.raises(TypeError):
                oracle.put(action)
            return
        try:
            theirs = oracle.get() if action is None else oracle.put(action)
        except TypeError:
            assert action is None
            return
        assert action is not None or ours.priority == priority_key(theirs)


def item_of(number: int, priority: object) -> Item:
    return Item(number, Codec.RAW, b"x", priority_key(priority))


def test_moved_items_are_never_refused():
    store = STORES["priority"]()
    items = [item_of(number, each) for number, each in enumerate(["text", 1, (1, "a"), (1, 2)])]
    store.extend(items)
    assert {store.pop() for _ in items} == set(items)


def test_returned_item_can_be_compared_with_any():
    store = STORES["priority"]()
    store.push_front(item_of(1, "text"))
    store.push(item_of(2, 1))
    assert [store.pop().number for _ in range(2)] == [1, 2]
