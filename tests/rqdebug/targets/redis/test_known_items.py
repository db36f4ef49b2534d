# SPDX-License-Identifier: GPL-3.0-or-later
"""What a get takes is known from the puts before it, or unknown; never another item."""

from __future__ import annotations

from collections import deque

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rqdebug.targets.redis import known_items
from rqdebug.targets.redis.known_items import KnownItems

CALLS = st.lists(st.one_of(st.lists(st.binary(max_size=3), max_size=3), st.integers(1, 3)))


@given(CALLS)
def test_known_items_come_out_in_order(calls):
    # Given
    items, oracle = KnownItems(), deque()
    items.begin("jobs")
    for call in calls:
        # When
        if isinstance(call, list):
            first = items.put("jobs", call)
            oracle.extend(zip(range(first or 0, (first or 0) + len(call)), call, strict=True))
            continue
        expected = [oracle.popleft() for _ in range(min(call, len(oracle)))]
        taken = items.take("jobs", call, None)
        # Then
        if len(expected) < call:
            assert taken == [] and "jobs" not in items
            return
        assert taken == expected


def test_items_of_another_queue_are_unknown():
    items = KnownItems()
    items.begin("jobs")
    assert items.put("other", [b"a"]) is None
    assert items.take("other", 1, None) == []


def test_get_of_another_size_makes_the_queue_unknown():
    items = KnownItems()
    items.begin("jobs")
    items.put("jobs", [b"abc", b"d"])
    assert items.take("jobs", 1, 2) == []
    assert "jobs" not in items


def test_queue_with_too_many_bytes_becomes_unknown(monkeypatch):
    monkeypatch.setattr(known_items, "MAX_BYTES", 1000)
    items = KnownItems()
    items.begin("small")
    items.put("small", [b"x"])
    items.begin("large")
    items.put("large", [b"x" * 900])
    assert "small" in items and "large" not in items
    for _ in range(50):
        items.put("small", [b"x" * 200])
        assert len(items.take("small", 1, None)) == 1


# Commands of an old client

GET = (
    "BRPOP P:jobs:consumer_free 0",
    "SET P:jobs:consumer c_pid1",
    "EXISTS P:jobs:closed",
    "BRPOP P:jobs P:jobs:closed 0",
    "LPUSH P:jobs:not_full 0",
    "LTRIM P:jobs:not_full 0 0",
    "INCR P:jobs:stats:consumed_messages",
    "INCRBY P:jobs:stats:consumed_bytes {size}",
    "LPUSH P:jobs:consumer_free 0",
)


@pytest.fixture
def filled(monitor):
    """Two items in a queue whose creation was seen."""
    for command in ("SETNX P:jobs:bound 0", "LPUSH P:jobs:producer_free 0", "LPUSH P:jobs:consumer_free 0"):
        monitor("p", command)
    for item in ("first", "no2"):
        monitor("p", "BRPOP P:jobs:producer_free 0")
        monitor("p", "SET P:jobs:producer p_pid1")
        monitor("p", "EXISTS P:jobs:closed")
        monitor("p", f"LPUSH P:jobs {item}")
        monitor("p", "LPUSH P:jobs:producer_free 0")
    return monitor


def get(monitor, size):
    """Return payload, size and item of a get, and of the puts before it."""
    for command in GET:
        monitor("c", command.format(size=size))
    return [
        (event.payload, event.size, event.item is not None)
        for event in monitor.events()
        if event.method == "get"
    ]


def test_get_shows_the_item_that_was_put_first(filled):
    assert get(filled, 5) == [(b"first", 5, True)]
    assert get(filled, 3) == [(b"no2", 3, True)]


def test_put_and_get_have_the_number_of_their_item(filled):
    for command in GET:
        filled("c", command.format(size=5))
    events = [event for event in filled.events() if event.method in ("put", "get")]
    first, second, taken = (event.item for event in events)
    assert first == taken != second


@pytest.mark.parametrize(
    "command",
    [
        "RPOP P:jobs",
        "LPOP P:jobs",
        "RPUSH P:jobs x",
        "LREM P:jobs 0 first",
        "DEL P:jobs",
        "RENAME other P:jobs",
        "FLUSHDB",
        "EVALSHA 0123 1 P:jobs",
        "RPOPLPUSH P:jobs P:other",
        "SET P:jobs:bound 3",
    ],
)
def test_items_are_unknown_after_any_other_change(filled, command):
    filled("x", command)
    assert get(filled, 3)[-1] == (b"", 3, False)


def test_commands_that_only_read_leave_items_known(filled):
    for command in ("LRANGE P:jobs 0 -1", "LLEN P:jobs", "EXISTS P:jobs", "TYPE P:jobs", "GET P:jobs:bound"):
        filled("x", command)
    assert get(filled, 5) == [(b"first", 5, True)]


def test_items_of_a_queue_whose_creation_was_not_seen_have_only_a_size(monitor):
    monitor("p", "LPUSH P:jobs x")
    assert get(monitor, 3) == [(b"", 3, False)]
