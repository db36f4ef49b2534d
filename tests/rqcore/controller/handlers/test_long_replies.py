# SPDX-License-Identifier: GPL-3.0-or-later
"""Replies with many items; ``test_fairness`` sends the commands that make them."""

from __future__ import annotations

import pytest

from rqcore.codec import Codec
from rqcore.controller.handlers.long_replies import in_slices, reply_with_items
from rqcore.controller.items import Item
from rqcore.controller.limits import Limits
from rqcore.controller.queue import BLOCKED
from rqcore.controller.state import ControllerState
from rqcore.errors import TooBig
from rqcore.protocol.command_traits import MANY
from rqcore.protocol.slices import SLICE_BYTES, SLICE_ITEMS


def filled(count: int, payload: bytes = b"x") -> tuple:
    """Return a state, a client, and a queue with items."""
    state = ControllerState()
    queue = state.create("jobs", "fifo", 0)
    queue.put_many([Item(number + 1, Codec.RAW, payload) for number in range(count)])
    return state, state.connect("10.0.0.1:1", 0), queue


@pytest.mark.parametrize(
    ("start", "stop", "numbers"),
    [(0, -1, [1, 2, 3]), (1, 1, [2]), (-2, 9, [2, 3]), (-9, 0, [1]), (2, 1, []), (5, 9, []), (0, -4, [])],
)
def test_short_reply_has_the_items_between_two_positions(start, stop, numbers):
    reply = reply_with_items(*filled(3), start, stop)
    assert [item.number for item in reply] == numbers


def test_long_reply_is_left_to_the_session_in_slices():
    state, client, queue = filled(2 * SLICE_ITEMS + 1)
    assert reply_with_items(state, client, queue, 0, -1) is BLOCKED
    slices = [len(part) for part in client.slices.slices]
    assert (client.slices.count, slices) == (2 * SLICE_ITEMS + 1, [SLICE_ITEMS, SLICE_ITEMS, 1])


def test_slice_ends_when_it_has_enough_bytes():
    state, client, queue = filled(3, b"x" * SLICE_BYTES)
    assert reply_with_items(state, client, queue, 0, -1) is BLOCKED
    assert [len(part) for part in client.slices.slices] == [1, 1, 1]


def test_reply_above_the_limit_of_payloads_is_refused():
    state, client, queue = filled(3)
    state.limits = Limits(payload=2)
    with pytest.raises(TooBig, match="3 bytes, but a reply may have 2"):
        reply_with_items(state, client, queue, 0, -1)


def test_many_taken_items_are_left_to_the_session_in_slices():
    state, client, queue = filled(MANY + 1)
    few, many = queue.get_many(1), queue.get_many(MANY)
    assert in_slices(state, client, queue, few) is few
    assert in_slices(state, client, queue, many) is many
    assert in_slices(state, client, queue, few + many) is BLOCKED
    assert client.slices.kept_bytes > MANY


def test_walk_to_an_item_in_the_middle_of_a_long_queue_is_work():
    state, client, queue = filled(200_000)
    before = state.work
    reply_with_items(state, client, queue, 100_000, 100_000)
    assert state.work - before >= 1_000
    reply_with_items(state, client, queue, 0, 0)
    assert state.work - before < 1_100
