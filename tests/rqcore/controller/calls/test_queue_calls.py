# SPDX-License-Identifier: GPL-3.0-or-later
"""Calls return plain values or wait, tested without any protocol."""

from __future__ import annotations

import pytest

from rqcore.codec import Codec
from rqcore.controller.calls.queue_calls import (
    HEAP_WORK,
    get_item,
    get_items,
    join_queue,
    put_item,
    put_items,
    use_queue,
)
from rqcore.controller.limits import Limits
from rqcore.controller.queue import BLOCKED, Queue
from rqcore.controller.state import ControllerState
from rqcore.errors import Empty, Full, NoQueue, TooMany
from rqcore.protocol.command_traits import MANY
from rqcore.protocol.priority_keys import ZERO_KEY

NOW = 0


class HeldQueue(Queue):
    """A frozen queue: no item may leave, although it contains items."""

    can_get = False


class Scene:
    """A controller with a queue and three clients."""

    def __init__(self, queue: Queue, limits: Limits | None = None) -> None:
        self.state = ControllerState(limits)
        self.queue = queue
        self.queue.memory = self.state.memory
        self.state.queues[queue.namespace.encode()] = self.state.names[b"jobs"] = queue
        self.clients = [self.state.connect(f"10.0.0.{number}:1", NOW) for number in range(3)]

    def item(self, payload=b"x"):
        return self.state.make_item(Codec.RAW, payload)

    def put(self, client, payload=b"x", timeout_ns=None):
        return put_item(self.state, self.clients[client], NOW, self.queue, self.item(payload), timeout_ns)

    def put_many(self, client, *payloads, timeout_ns=None):
        items = self.state.make_items(Codec.RAW, payloads)
        return put_items(self.state, self.clients[client], NOW, self.queue, items, timeout_ns)

    def get(self, client, timeout_ns=None):
        value = get_item(self.state, self.clients[client], NOW, self.queue, timeout_ns)
        return value if value is BLOCKED else value.payload

    def ended(self):
        """Return client and value of each blocked call that has ended since the last use."""
        outgoing = self.state.outgoing
        found = [(self.clients.index(client), value) for client, value in outgoing]
        outgoing.clear()
        return found


@pytest.fixture
def scene():
    return Scene(Queue(1, "jobs", maxsize=2))


def test_value_of_a_get_is_the_item(scene):
    assert scene.put(0, b"a") is None
    assert scene.get(1) == b"a"
    assert scene.clients[1].last_taken == (scene.queue, [1])


def test_blocked_get_ends_with_the_item_of_the_next_put(scene):
    assert scene.get(1) is BLOCKED
    assert scene.clients[1].call
    scene.put(0, b"a")
    ((client, item),) = scene.ended()
    assert (client, item.payload) == (1, b"a")
    assert scene.clients[1].call is None


def test_blocked_put_ends_with_none_and_put_many_with_a_number(scene):
    scene.put_many(0, b"a", b"b")
    assert scene.put(1, b"c") is BLOCKED
    assert scene.put_many(2, b"d", b"e") is BLOCKED
    get_items(scene.state, scene.clients[0], NOW, scene.queue, 2, None)
    assert scene.ended() == [(1, None)]
    get_items(scene.state, scene.clients[0], NOW, scene.queue, 2, None)
    assert scene.ended() == [(2, 2)]


def test_call_with_timeout_0_never_waits(scene):
    with pytest.raises(Empty):
        scene.get(0, timeout_ns=0)
    scene.put_many(0, b"a", b"b")
    with pytest.raises(Full, match="holds 2 of 2"):
        scene.put(0, timeout_ns=0)
    with pytest.raises(Full):
        scene.put_many(0, b"c", timeout_ns=0)
    assert not scene.queue.putters


def test_put_many_with_timeout_0_puts_the_items_that_fit(scene):
    assert scene.put_many(0, b"a", b"b", b"c", timeout_ns=0) == 2


def test_put_many_passes_items_through_a_small_queue_to_waiting_gets(scene):
    scene.get(1)
    scene.get(2)
    assert scene.put_many(0, b"a", b"b", b"c", b"d", timeout_ns=0) == 4
    assert [(client, item.payload) for client, item in scene.ended()] == [(1, b"a"), (2, b"b")]
    assert scene.queue.size == 2


def test_join_returns_0_or_waits(scene):
    assert join_queue(scene.state, scene.clients[0], NOW, scene.queue, None) == 0
    scene.put(0)
    assert join_queue(scene.state, scene.clients[0], NOW, scene.queue, 0) == 1
    assert join_queue(scene.state, scene.clients[0], NOW, scene.queue, None) is BLOCKED


def test_item_of_a_blocked_put_counts_as_used_memory():
    scene = Scene(Queue(1, "jobs", maxsize=1), Limits(memory=500))
    scene.put(0)
    scene.put(1)
    with pytest.raises(TooMany):
        scene.put(2, b"x" * 200)
    assert scene.clients[2].call is None


def test_waiting_gets_of_a_frozen_queue_keep_their_order(monkeypatch):
    # given: two waiting gets of a frozen queue that contains items
    scene = Scene(HeldQueue(1, "jobs"))
    scene.put_many(0, b"a", b"b", b"c")
    assert [scene.get(1), scene.get(2)] == [BLOCKED, BLOCKED]
    # when: it is no longer frozen, and a new get arrives before the waiting ones are served
    monkeypatch.setattr(HeldQueue, "can_get", property(lambda queue: len(queue.store) > 0))
    with pytest.raises(Empty):
        scene.get(0, timeout_ns=0)
    # then
    scene.state.serve(scene.queue, NOW)
    assert [(client, item.payload) for client, item in scene.ended()] == [(1, b"a"), (2, b"b")]
    assert scene.get(0) == b"c"


def test_put_many_to_a_frozen_queue_with_waiting_gets_ends():
    scene = Scene(HeldQueue(1, "jobs", maxsize=2))
    scene.get(1)
    assert scene.put_many(0, b"a", b"b", b"c", timeout_ns=0) == 2
    assert scene.ended() == []


def test_client_is_counted_once_when_it_uses_a_queue_but_not_for_a_lookup(scene):
    scene.state.find(b"jobs")
    assert not scene.queue.users
    for _ in range(2):
        assert use_queue(scene.state, scene.clients[0], b"jobs") is scene.queue
    assert scene.queue.users == {scene.clients[0]}
    with pytest.raises(NoQueue):
        use_queue(scene.state, scene.clients[0], b"none")


def test_call_takes_fewer_items_of_a_priority_queue_and_counts_more_work():
    state = ControllerState()
    client, queue = state.connect("10.0.0.1:1", NOW), state.create("ranks", "priority", 0)
    for _ in range(2):
        queue.put_many(state.make_items(Codec.RAW, [b"x"] * MANY, [ZERO_KEY] * MANY))
    before = state.work
    assert len(get_items(state, client, NOW, queue, 5 * MANY, 0)) == MANY == len(queue.store)
    assert state.work - before == HEAP_WORK * MANY
