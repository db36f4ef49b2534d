# SPDX-License-Identifier: GPL-3.0-or-later
"""A transaction delays no other client for long, however many calls it has."""

from __future__ import annotations

import pytest

from rqcore.controller.handlers.transactions import SLICE_CALLS
from rqcore.protocol.command_table.list_rows import MOST_CLOSED
from rqcore.protocol.command_table.transaction_rows import MAX_CALLS
from rqcore.protocol.command_traits import MANY
from rqcore.protocol.memory import FEW_USED, USE_COST
from rqcore.protocol.resp import command
from rqcore.protocol.slices import SLICE_BYTES
from tests.rqcore.server.connected_server import Host, in_loop, lose, turns
from tests.rqcore.server.visitor import Visitor, fill


def transaction_of(words, count):
    return command(["MULTI"]) + command(words.split()) * count


def test_reply_of_a_long_transaction_is_encoded_in_short_turns(visitor):
    fill(visitor, 0)
    visitor.turns(transaction_of("RQ.STAT jobs", MAX_CALLS))
    turns = visitor.turns(command(["EXEC"]) + b"PING\r\n")
    assert max(part.count(b"namespace") for part in turns) == SLICE_CALLS
    assert b"".join(turns).count(b"namespace") == MAX_CALLS
    assert turns[0].startswith(b"*%d\r\n" % MAX_CALLS) and turns[-1].endswith(b"+PONG\r\n")


def test_large_reply_of_a_transaction_is_encoded_in_short_turns(visitor):
    visitor.turns(transaction_of("ECHO " + "x" * 100_000, 100))
    turns = visitor.turns(command(["EXEC"]))
    assert max(map(len, turns)) <= SLICE_BYTES + 100_010
    assert b"".join(turns).count(b"x") == 100 * 100_000


@pytest.mark.parametrize("words", ["LMOVE jobs done RIGHT LEFT", "RQ.MOVE jobs done", "RQ.MGET jobs 1"])
def test_longer_calls_count_twice_in_a_transaction(visitor, words):
    fill(visitor, 0)
    turns = visitor.turns(transaction_of(words, MAX_CALLS // 2 + 1))
    assert b"".join(turns).count(b"+QUEUED") == MAX_CALLS // 2
    assert b"-TOOBIG a transaction has at most %d calls, and moves" % MAX_CALLS in turns[-1]
    assert visitor.reply("EXEC").code == "EXECABORT"


def test_deep_look_into_a_priority_queue_is_much_work(visitor):
    fill(visitor, MANY, "priority")
    visitor.turns(transaction_of("RQ.PEEK jobs 4000 4000", 10))
    replies = visitor.reply("EXEC")
    assert [isinstance(reply, list) for reply in replies] == [True] * 2 + [False] * 8
    turns = visitor.turns(command(["RQ.PEEK", "jobs", 4000, 4000]) * 10)
    assert max(part.count(b"*") for part in turns) == 1


@in_loop
async def test_long_reply_of_a_transaction_is_sent_again_and_its_items_go_back(request_of):
    host = Host()
    connection, _ = host.connect()
    connection.data_received(
        request_of("RQ.CREATE NAME many") + request_of("RQ.MPUT many ITEMS", *range(300))
    )
    connection, transport, token = host.begin()
    connection.data_received(b"MULTI\r\n" + b"RQ.GET many\r\n" * 300)
    await turns(200)
    assert transport.sent.count(b"+QUEUED") == 300
    connection.data_received(b"EXEC\r\n")
    lose(connection)
    assert host.say(b"RQ.SIZE many") == b":0\r\n"
    connection, transport = host.resume(token, 301)
    await turns(200)
    replies = b"".join(b"$%d\r\n%d\r\n" % (len(str(each)), each) for each in range(300))
    assert transport.sent == b":302\r\n*300\r\n" + replies
    lose(connection)
    host.pass_time(31)
    assert host.say(b"RQ.MGET many 3") == b"*3\r\n$1\r\n0\r\n$1\r\n1\r\n$1\r\n2\r\n"


def test_queues_that_a_transaction_closes_are_freed_in_short_turns(visitor):
    # Given
    names, state = [f"q{number}" for number in range(MOST_CLOSED)], visitor.state
    for name in names:
        visitor.turns(command(["RQ.CREATE", "NAME", name]))
        visitor.turns(command(["RQ.MPUT", name, "ITEMS", *range(10)]))
        Visitor(visitor.controller).session.receive(command(["RQ.JOIN", name]), 0)
    held = state.memory.held - USE_COST * (MOST_CLOSED - FEW_USED)
    # When
    visitor.turns(command(["MULTI"]))
    visitor.turns(command(["DEL", *names]))
    assert visitor.reply("EXEC") == [MOST_CLOSED]
    # Then
    assert state.queues == {} and state.memory.held == held and not state.outgoing
    steps = 0
    while state.background:
        state.background.step(0)
        steps += 1
    assert steps == 2 * MOST_CLOSED and state.memory.held == 0 and len(state.outgoing) == MOST_CLOSED


def test_transaction_closes_a_limited_number_of_queues_with_one_call(visitor):
    visitor.turns(command(["MULTI"]))
    visitor.turns(command(["DEL", *["q"] * (MOST_CLOSED + 1)]))
    (error,) = visitor.reply("EXEC")
    assert error.code == "TOOBIG"


@in_loop
async def test_deletion_that_is_cut_half_way_is_finished_and_counts_all_queues(request_of):
    # Given
    host = Host()
    names = [f"q{number}" for number in range(100)]
    connection, _, token = host.begin()
    for name in names:
        connection.data_received(request_of(f"RQ.CREATE NAME {name}"))
    # When
    connection.data_received(command(["DEL", *names]))
    await turns(2)
    left = len(host.controller.state.queues)
    assert 0 < left < 100
    lose(connection)
    connection, transport = host.resume(token, 100)
    await turns(500)
    # Then
    assert host.controller.state.queues == {}
    assert transport.sent == b":101\r\n:100\r\n"
