# SPDX-License-Identifier: GPL-3.0-or-later
"""The rules of leased and delayed items of one queue; ``calls.test_lease_calls`` tests the calls."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from rqcore.codec import Codec
from rqcore.controller.items import Item
from rqcore.controller.queue import Queue
from rqcore.errors import LeaseLost


@pytest.fixture
def client():
    return SimpleNamespace(leases={})


@pytest.fixture(params=["fifo", "lifo", "priority"])
def queue(request):
    queue = Queue(1, "jobs", request.param)
    for number in (1, 2, 3):
        queue.put(Item(number, Codec.RAW, b"x"))
    return queue


def begin(queue, client):
    return queue.begin_lease(*queue.pop_for_lease(), client, 0, 10)


def numbers(queue):
    return [item.number for item in queue.store]


def test_returned_items_are_where_they_were(queue, client):
    before = numbers(queue)
    for lease in reversed([begin(queue, client) for _ in range(3)]):
        queue.return_leased(lease)
    assert numbers(queue) == before
    assert (queue.gets, queue.unfinished, queue.bytes) == (0, 3, 3)
    assert (queue.leases, client.leases, len(queue.deadlines)) == ({}, {}, 0)


def test_finished_item_leaves_nothing(queue, client):
    lease = begin(queue, client)
    held = queue.memory.held
    queue.finish(lease)
    assert queue.memory.held < held
    assert (queue.unfinished, client.leases, len(queue.deadlines)) == (2, {}, 0)
    with pytest.raises(LeaseLost):
        queue.find_lease(lease.number)


def test_numbers_of_two_controllers_differ(client):
    queues = [Queue(1, "jobs") for _ in range(2)]
    for queue in queues:
        queue.put(Item(1, Codec.RAW, b"x"))
    first, second = (begin(queue, client).number for queue in queues)
    assert first != second


def test_destroyed_items_end_their_leases_one_by_one(queue, client):
    begin(queue, client)
    queue.push_delayed(Item(4, Codec.RAW, b"y"), client, 5)
    destroyed = queue.purge()
    assert (len(destroyed), queue.all_items, queue.unfinished) == (4, 0, 0)
    popped = [destroyed.pop().number for _ in range(4)]
    assert sorted(popped) == [1, 2, 3, 4]
    assert (client.leases, len(queue.deadlines)) == ({}, 0)
