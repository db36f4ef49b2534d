# SPDX-License-Identifier: GPL-3.0-or-later
"""The commands of a script show which leases and delays end in it."""

from __future__ import annotations

import pytest

pytest.importorskip("redis")

from rqdebug.targets.redis import away_items
from rqdebug.targets.redis.away_items import AwayItems, ReturnReader, item_sent_away

BASE, DEAD = b"p:{jobs}", b"p:{dead}"
KEY = b"\x14"


def stored(number, deliveries=1, key=b""):
    item = number.to_bytes(8) + deliveries.to_bytes(2) + b"\0payload"
    return key + item + len(key).to_bytes(4) if key else item


def read(*steps):
    """Return the items that end, and the commands that count them."""
    reader = ReturnReader(BASE)
    found = [reader.read(step) for step in steps]
    return [item for item in found if item], [step for step in steps if reader.has_counted(step)]


def ended(number, *, is_lease):
    holder = [[b"HDEL", BASE + b":holders", number]] if is_lease else []
    return [*holder, [b"ZREM", BASE + b":ends", number], [b"HDEL", BASE + b":away", number]]


FIGURES = [b"HSET", BASE, b"gets", b"1", b"delayed", b"0"]


@pytest.mark.parametrize("is_lease", [True, False])
@pytest.mark.parametrize(
    "insertion",
    [
        [b"LPUSH", BASE + b":items", stored(7)],
        [b"RPUSH", BASE + b":items", stored(7)],
        [b"LINSERT", BASE + b":items", b"BEFORE", stored(8), stored(7)],
        [b"ZADD", BASE + b":items", b"0", stored(7, key=KEY)],
    ],
)
def test_item_that_returns_is_found(insertion, is_lease):
    put = [b"RPUSH", BASE + b":items", stored(9)]
    (item,), counted = read(*ended(b"17", is_lease=is_lease), insertion, FIGURES, put)
    assert (item.number, item.is_lease, item.target) == (b"17", is_lease, BASE)
    assert (item.stored.number, item.stored.deliveries, item.stored.data) == (7, 1, b"payload")
    assert counted == [FIGURES]


def test_dead_letter_is_found_in_its_queue():
    dead = [b"RPUSH", DEAD + b":items", stored(1, 0)]
    lease, *rest = ended(b"17", is_lease=True)
    put = [b"RPUSH", BASE + b":items", stored(9)]
    (item,), _ = read(lease, [b"TYPE", DEAD], dead, *rest, FIGURES, put)
    assert (item.target, item.is_lease, item.stored.number) == (DEAD, True, 1)


def test_acknowledged_and_foreign_items_do_not_return():
    assert read(*ended(b"17", is_lease=True), FIGURES)[0] == []
    assert read(*ended(b"17", is_lease=True), [b"RPUSH", BASE + b":items", b"short"])[0] == []


@pytest.mark.parametrize("key", [b"", KEY])
def test_item_that_is_sent_away_is_read_with_or_without_a_key(key):
    item = item_sent_away([b"HSET", BASE + b":away", b"17", stored(7, 3, key)], BASE)
    assert (item.number, item.deliveries, item.data) == (7, 3, b"payload")
    assert item_sent_away([b"HSET", BASE, b"gets", b"1"], BASE) is None
    assert item_sent_away([b"HSET", BASE + b":away", b"17", b"short"], BASE) is None


def test_client_of_a_lease_is_remembered_once():
    # Given
    away = AwayItems()
    (returned,), _ = read(*ended(b"17", is_lease=True), [b"RPUSH", BASE + b":items", stored(7)])
    held = [b"HSET", BASE + b":holders", b"17", b"host_pid1_worker.0 100 30000 7 2 7"]
    # When
    away.note(BASE, [held], "1.2.3.4:5", b"host_pid1_worker.0")
    # Then
    item = away.take(BASE, returned)
    assert (item.item, item.deliveries, item.address) == (7, 2, "1.2.3.4:5")
    assert item.client == "host_pid1_worker"
    unknown = away.take(BASE, returned)
    assert (unknown.item, unknown.deliveries, unknown.client) == (7, 1, "")


def test_number_of_remembered_leases_has_a_limit(monkeypatch):
    monkeypatch.setattr(away_items, "MAX_AWAY", 2)
    away = AwayItems()
    for number in (b"1", b"2", b"3"):
        away.note(BASE, [[b"HSET", BASE + b":away", number, stored(7)]], "a", b"c.0")
    assert len(away._items) == 1
