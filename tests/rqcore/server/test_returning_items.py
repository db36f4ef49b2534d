# SPDX-License-Identifier: GPL-3.0-or-later
"""Items that return into the middle of a long queue do so in short turns of the event loop."""

from __future__ import annotations

import pytest

from rqcore.controller import stores
from rqcore.controller.calls.lease_calls import MOST_WORK
from tests.rqcore.server.visitor import Visitor, fill

RETURNING = 30


@pytest.fixture
def state(visitor, monkeypatch):
    """The state of a controller that inserts items as slowly as into a queue that is 400 times as long."""
    monkeypatch.setattr(stores, "MOVED", 1)
    return visitor.state


def numbers_of(state):
    return [item.number for item in state.names[b"jobs"].store]


def put_in_front(state, count):
    """Put items in front of the places of leased items."""
    store = state.names[b"jobs"].store
    store.extendleft([store[0]._replace(number=-number) for number in range(count)])


def works_of_turns(state, turn):
    """Return the work of each turn until nothing returns any more."""
    works = []
    while not works or works[-1]:
        before = state.work
        turn()
        works.append(state.work - before)
    return works


def test_delayed_items_enter_the_middle_of_a_long_queue_in_short_turns(visitor, state):
    fill(visitor, 2000)
    for _ in range(RETURNING):
        visitor.reply("RQ.PUT", "jobs", "x", "DELAY", 1)
    visitor.reply("RQ.MPUT", "jobs", "ITEMS", *["y"] * 2000)
    works = works_of_turns(state, lambda: visitor.controller.expire(2 * 10**9))
    assert max(works) <= MOST_WORK + 2000 + RETURNING
    assert len(works) >= RETURNING // 2
    assert numbers_of(state) == list(range(1, 4000 + RETURNING + 1))


@pytest.mark.parametrize("is_lost", [False, True])
def test_leased_items_return_to_the_middle_of_a_long_queue_in_short_turns(visitor, state, is_lost):
    fill(visitor, RETURNING + 2000)
    other = Visitor(visitor.controller)
    for _ in range(RETURNING):
        other.reply("RQ.LEASE", "jobs", "SECONDS", 1)
    put_in_front(state, 2000)
    if is_lost:
        visitor.controller.disconnect(other.session.client, 0)
        works = works_of_turns(state, lambda: state.background.step(0))
    else:
        works = works_of_turns(state, lambda: visitor.controller.expire(2 * 10**9))
    assert max(works) <= MOST_WORK + 2000 + RETURNING
    assert numbers_of(state)[2000:] == list(range(1, 2001 + RETURNING))


def test_item_that_is_given_back_counts_the_work_of_its_return(visitor, state):
    fill(visitor, 4000)
    number = visitor.reply("RQ.LEASE", "jobs", "SECONDS", 1)[0]
    put_in_front(state, 1000)
    before = state.work
    visitor.reply("RQ.NACK", "jobs", number)
    assert state.work - before >= 1000
