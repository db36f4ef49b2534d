# SPDX-License-Identifier: GPL-3.0-or-later
"""Calls that wait for several queues end in short turns of the event loop, however many queues they leave."""

from __future__ import annotations

from itertools import pairwise

import pytest

from rqcore.controller.calls.session_calls import begin_session, resume_session
from rqcore.controller.queue import Queue
from rqcore.controller.state import SERVED
from rqcore.controller.wait_queue import LEFT_IN_A_TURN, LEFT_TOGETHER, QUEUES_OF_A_STEP
from rqcore.protocol.resp import command
from tests.rqcore.server.visitor import Visitor


def blocked_pops(visitor, count, names):
    """Return clients that wait for one of several queues."""
    others = [Visitor(visitor.controller) for _ in range(count)]
    for other in others:
        other.session.receive(command(["BLPOP", *names, 0]), 0)
    return others


def counted_serving(monkeypatch):
    """Return a list of the calls that left a queue in each turn: a number for each turn, once it is over."""
    turns, real = [0], Queue.serve

    def serve(queue):
        for ended in real(queue):
            turns[-1] += ended.steps if ended else 1
            yield ended

    monkeypatch.setattr(Queue, "serve", serve)
    return turns


def work_in_background(visitor, turns):
    while visitor.state.background:
        turns.append(0)
        visitor.state.background.step(0)


def test_many_pops_of_queues_that_a_transaction_shuts_down_end_in_short_turns(visitor, monkeypatch):
    names = [f"k{number}" for number in range(50)]
    others = blocked_pops(visitor, SERVED // 2, names)
    visitor.reply("MULTI")
    for name in names:
        visitor.reply("RQ.SHUTDOWN", name)
    turns = counted_serving(monkeypatch)
    assert visitor.reply("EXEC") == [b"OK"] * 50
    work_in_background(visitor, turns)
    assert max(turns) <= SERVED + 1
    assert sum(turns) == len(others) * len(names)
    assert not any(other.session.client.call for other in others)


def test_transaction_serves_a_few_queues_at_once(visitor):
    others = [blocked_pops(visitor, 1, [f"k{number}", "k"])[0] for number in range(9)]
    visitor.reply("MULTI")
    for number in range(9):
        visitor.reply("RPUSH", f"k{number}", number)
    visitor.reply("EXEC")
    assert not any(other.session.client.call for other in others)
    assert not visitor.state.background


@pytest.mark.parametrize("words", ["RQ.SHUTDOWN k0", "RQ.CLOSE k0"])
def test_calls_that_go_on_waiting_for_another_queue_are_looked_at_in_short_turns(visitor, words):
    others = blocked_pops(visitor, 2 * SERVED + 1, ["k0", "k1"])
    queue = visitor.state.names[b"k0"]
    visitor.session.receive(command(words.split()), 0)
    left = [len(queue.getters)]
    while visitor.state.background:
        visitor.state.background.step(0)
        left.append(len(queue.getters))
    assert left[:2] == [SERVED + 1, 1]
    assert {other.session.client.call.queue.name for other in others} == {"k1"}


def test_pops_of_many_queues_that_end_together_leave_few_queues_in_a_turn(visitor, monkeypatch):
    names = [f"k{number}" for number in range(40 * QUEUES_OF_A_STEP)]
    others = blocked_pops(visitor, 20, names[:1000])
    turns = counted_serving(monkeypatch)
    visitor.reply("RPUSH", "k0", *range(20))
    work_in_background(visitor, turns)
    assert max(turns) <= SERVED + 1000 // QUEUES_OF_A_STEP + 1
    assert len(turns) >= 3
    assert not any(other.session.client.call for other in others)


def test_pops_of_many_queues_that_time_out_together_leave_few_queues_in_a_turn(visitor):
    for _ in range(20):
        Visitor(visitor.controller).session.receive(command(["BLPOP", *range(1000), 1]), 0)
    ended = []
    while sum(ended) < 20:
        before = len(visitor.controller.outgoing)
        visitor.controller.expire(2 * 10**9)
        ended.append(len(visitor.controller.outgoing) - before)
    assert max(ended) * 1000 // QUEUES_OF_A_STEP <= SERVED + 1000 // QUEUES_OF_A_STEP
    assert len(ended) >= 3


def test_shutdown_and_a_lost_pop_count_the_work_of_their_waiting_calls(visitor):
    state = visitor.state
    one, _ = blocked_pops(visitor, 2, [f"k{number}" for number in range(LEFT_TOGETHER)])
    before = state.work
    visitor.controller.disconnect(one.session.client, 0)
    assert state.work - before >= LEFT_TOGETHER // 5
    visitor.reply("RQ.CREATE", "NAME", "jobs")
    for _ in range(100):
        Visitor(visitor.controller).session.receive(command(["RQ.GET", "jobs"]), 0)
    before = state.work
    visitor.session.receive(command(["RQ.SHUTDOWN", "jobs"]), 0)
    assert state.work - before >= 1000


def waiting(visitor):
    """Return how many places in wait queues gets have."""
    return sum(len(queue.getters) for queue in visitor.state.queues.values())


@pytest.fixture(params=[False, True], ids=["plain", "session"])
def lost_pops(request, visitor):
    """Lose the connections of clients that wait for many queues, in one turn. Returns the clients."""
    others = [Visitor(visitor.controller) for _ in range(20)]
    for other in others:
        if request.param:
            begin_session(visitor.state, other.session.client).requests = 1
            other.session.client.is_leaving = False
        other.session.receive(command(["BLPOP", *range(1000), 0]), 0)
    for other in others:
        visitor.controller.disconnect(other.session.client, 0)
    return [other.session.client for other in others]


def test_clients_that_are_lost_together_leave_few_queues_in_a_turn(visitor, lost_pops):
    left = [waiting(visitor)]
    while visitor.state.background:
        visitor.state.background.step(0)
        left.append(waiting(visitor))
    assert max(before - after for before, after in pairwise([20_000, *left])) <= LEFT_IN_A_TURN
    assert left[-1] == 0


@pytest.mark.parametrize("words", ["RPUSH 7 item", "RQ.MPUT 7 ITEMS item", "LPUSH 7 item"])
def test_lost_client_takes_nothing_from_queues_that_it_has_not_left(visitor, lost_pops, words):
    visitor.reply(*words.split())
    assert visitor.reply("LRANGE", "7", 0, -1) == [b"item"]
    assert visitor.reply("LPOP", "7") == b"item"


def test_item_is_found_however_many_lost_clients_have_not_left_its_queue(visitor):
    names = range(LEFT_TOGETHER + 1)
    for other in blocked_pops(visitor, SERVED + 1, names):
        visitor.controller.disconnect(other.session.client, 0)
    visitor.session.receive(command(["RPUSH", "7", "item"]), 0)
    assert visitor.reply("LPOP", "7") == b"item"


def test_full_queue_has_no_room_for_lost_clients(visitor, lost_pops):
    queue = visitor.state.names[b"7"]
    queue.maxsize = 2
    assert queue.has_room_for(2) and not queue.has_room_for(3)


@pytest.mark.parametrize("words", ["RQ.SHUTDOWN", "RQ.CLOSE"])
def test_queue_that_a_lost_client_has_not_left_can_end(visitor, lost_pops, words):
    visitor.reply(words, "7")
    while visitor.state.background:
        visitor.state.background.step(0)
    assert waiting(visitor) == 0 and not visitor.state.outgoing


@pytest.mark.parametrize("lost_pops", [True], indirect=True)
def test_client_whose_session_is_resumed_waits_again_although_it_has_not_left_all_queues(visitor, lost_pops):
    client = lost_pops[0]
    visitor.state.background.step(0)
    newcomer = visitor.controller.connect("10.0.0.1:2", 0)
    resume_session(visitor.state, newcomer, 0, client.session.token, 0)
    while visitor.state.background:
        visitor.state.background.step(0)
    assert waiting(visitor) == 1000
    visitor.reply("RPUSH", "7", "item")
    assert client.call is None and waiting(visitor) == 0


def test_client_that_is_resumed_while_one_of_its_queues_is_closed_waits_for_the_others(visitor):
    blocked_pops(visitor, SERVED, ["7"])
    other = Visitor(visitor.controller)
    client = other.session.client
    begin_session(visitor.state, client).requests = 1
    client.is_leaving = False
    other.session.receive(command(["BLPOP", *range(1000), 0]), 0)
    visitor.controller.disconnect(client, 0)
    visitor.reply("RQ.CLOSE", "7")
    newcomer = visitor.controller.connect("10.0.0.1:2", 0)
    resume_session(visitor.state, newcomer, 0, client.session.token, 0)
    work_in_background(visitor, [0])
    assert client.call is not None and waiting(visitor) == 999
