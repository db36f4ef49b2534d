# SPDX-License-Identifier: GPL-3.0-or-later
"""What a client may return with FRONT counts as memory, however long the client is idle."""

from __future__ import annotations

import sys

import pytest

from rqcore.controller.calls.session_calls import begin_session
from rqcore.controller.items import MANY_NUMBERS, CountedList, NumberRun, numbers_of
from rqcore.protocol.command_traits import MOST_TAKEN
from rqcore.protocol.memory import FEW_TAKEN, ITEM_COST, NUMBER_COST, TAKE_COST

COUNT = FEW_TAKEN + 50
ITEM_BYTES = ITEM_COST + len("x")


@pytest.fixture
def memory(talk):
    return talk.controller.state.memory


def fill(client, count, *others):
    """Put items whose numbers follow each other, unless other queues receive items in between."""
    for _ in range(count):
        for queue in ("jobs", *others):
            client(f"RQ.PUT {queue} x")


def fill_many(client, count):
    for start in range(0, count, 10_000):
        client("RQ.MPUT jobs ITEMS", *["x"] * min(10_000, count - start))


@pytest.mark.parametrize("kind", ["fifo", "lifo"])
def test_numbers_of_50_000_items_take_almost_no_memory(a, memory, kind):
    a(f"RQ.CREATE NAME jobs KIND {kind}")
    fill_many(a, MOST_TAKEN)
    a(f"RQ.MGET jobs {MOST_TAKEN}")
    _, numbers = a.client.last_taken
    assert len(numbers) == MOST_TAKEN
    assert sys.getsizeof(numbers) < 200
    assert memory.held == 0


@pytest.mark.parametrize("kind", ["fifo", "lifo"])
def test_many_items_of_a_get_can_be_returned_one_after_the_other(a, kind):
    count = MANY_NUMBERS + 1
    a(f"RQ.CREATE NAME jobs KIND {kind}")
    a("RQ.MPUT jobs ITEMS", *range(count))
    taken = a(f"RQ.MGET jobs {count}")
    for payload in reversed(taken):
        assert a("RQ.PUT jobs", payload, "FRONT") == b"OK"
    assert a("RQ.PUT jobs x FRONT") == "NOTALLOWED"
    assert a(f"RQ.MGET jobs {count}") == taken


def test_numbers_in_another_order_are_kept_as_they_are(talk):
    items = talk.controller.state.make_items(0, [b""] * (MANY_NUMBERS + 10))
    items[5], items[7] = items[7], items[5]
    assert numbers_of(items) == [item.number for item in items]


def test_numbers_equal_a_list_of_them():
    run = NumberRun(range(5, 8))
    assert run == [5, 6, 7] and run == [5, 6, 7] and run == NumberRun(range(5, 8))
    assert run != [5, 6] and run != [7, 6, 5] and run != NumberRun(range(5, 9))


@pytest.mark.parametrize("following", ["RQ.GET jobs", "RQ.MGET jobs 1"])
def test_other_numbers_count_as_memory_until_the_next_get(a, memory, following):
    a("RQ.CREATE NAME jobs")
    a("RQ.CREATE NAME others")
    fill(a, COUNT, "others")
    a("RQ.PUT jobs x")
    a(f"RQ.MGET jobs {COUNT}")
    assert memory.held == NUMBER_COST * COUNT + (COUNT + 1) * ITEM_BYTES
    a(f"RQ.MGET others {COUNT}")
    assert memory.held == NUMBER_COST * COUNT + ITEM_BYTES
    a(following)
    assert memory.held == 0


def test_numbers_of_a_get_that_waited_count_too(a, b, memory):
    a("RQ.CREATE NAME jobs")
    assert a(f"RQ.MGET jobs {COUNT}") == "waits"
    b("RQ.MPUT jobs ITEMS", *["x"] * COUNT)
    assert memory.held == NUMBER_COST * COUNT


def test_keys_and_deliveries_of_many_items_count_until_a_get_of_another_queue(a, memory):
    a("RQ.CREATE NAME jobs KIND priority")
    a("RQ.CREATE NAME plain")
    fill(a, COUNT)
    a(f"RQ.NACK jobs {a('RQ.LEASE jobs SECONDS 30')[0]}")
    a("RQ.PUT plain x")
    a(f"RQ.MGET jobs {COUNT}")
    assert memory.held == NUMBER_COST * (2 * COUNT + 3) + ITEM_BYTES
    assert (len(a.client.taken_keys), len(a.client.taken_deliveries)) == (COUNT, 1)
    a("RQ.GET plain")
    assert (a.client.taken_keys, a.client.taken_deliveries, memory.held) == ([], {}, 0)


def execute_gets(client, count):
    client("MULTI")
    for _ in range(count):
        client("LPOP jobs")
    client("EXEC")


def test_gets_of_a_transaction_count_as_memory_while_a_session_may_need_them(talk, a, memory):
    a("RPUSH jobs", *["x"] * (COUNT + 1))
    session = begin_session(talk.controller.state, a.client)
    execute_gets(a, COUNT)
    session.forget_value()
    assert isinstance(a.client.executed_takes, CountedList)
    assert memory.held == TAKE_COST * COUNT + ITEM_BYTES
    execute_gets(a, 1)
    assert len(a.client.executed_takes) == 1
    assert memory.held == 0


def test_gets_of_a_transaction_without_a_session_are_forgotten(a, memory):
    a("RPUSH jobs", *["x"] * COUNT)
    execute_gets(a, COUNT)
    assert len(a.client.executed_takes) == 0
    assert len(a.client.taken_ends) <= 1
    assert memory.held == 0
