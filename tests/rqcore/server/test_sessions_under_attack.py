# SPDX-License-Identifier: GPL-3.0-or-later
"""Sessions that are resumed at the wrong moment, or by a client that lies."""

from __future__ import annotations

from itertools import count, pairwise

import pytest

from rqcore.codec import Codec
from rqcore.controller.limits import Limits
from rqcore.protocol.resp import command
from rqcore.protocol.slices import SLICE_BYTES
from rqcore.server import controller_server
from tests.rqcore.server.connected_server import Host, in_loop, lose, turns


@pytest.fixture
def host():
    host = Host()
    host.controller.state.create("jobs", "fifo", 0)
    return host


@pytest.fixture
def undelivered(monkeypatch):
    """The server is so busy that it delivers no result of a blocked call in this turn."""
    monkeypatch.setattr(controller_server, "DELIVERIES", 0)
    return monkeypatch.undo


@in_loop
async def test_put_that_ended_when_its_connection_was_lost_is_not_repeated(host, undelivered):
    host.say(b"RQ.CREATE NAME small MAXSIZE 1")
    host.say(b"RQ.PUT small 1")
    connection, _, token = host.begin()
    connection.data_received(b"RQ.PUT small 2\r\n")
    host.say(b"RQ.GET small")
    lose(connection)
    connection, transport = host.resume(token, 0)
    assert transport.sent == b":1\r\n+OK\r\n"
    undelivered()
    connection.data_received(b"RQ.SIZE small\r\n")
    assert transport.sent == b":1\r\n+OK\r\n:1\r\n"


@in_loop
async def test_item_that_was_not_delivered_goes_back_when_its_session_ends(host, undelivered):
    connection, _, _ = host.begin()
    connection.data_received(b"RQ.GET jobs\r\n")
    host.say(b"RQ.PUT jobs x")
    held = host.held
    lose(connection)
    host.pass_time(31)
    undelivered()
    host.server.send_outgoing()
    assert (host.say(b"RQ.SIZE jobs"), host.held) == (b":1\r\n", held)


@in_loop
async def test_reply_of_a_transaction_is_sent_again_and_its_items_count_as_memory(host):
    host.say(command(["RQ.PUT", "jobs", b"x" * 5000])[:-2])
    held = host.held
    connection, transport, token = host.begin()
    connection.data_received(b"MULTI\r\nRQ.GET jobs\r\nEXEC\r\n")
    await turns()
    reply = transport.sent[transport.sent.index(b"*1") :]
    assert host.held == held
    lose(connection)
    connection, transport = host.resume(token, 2)
    await turns()
    assert transport.sent == b":3\r\n" + reply
    lose(connection)
    host.pass_time(31)
    assert (host.say(b"RQ.SIZE jobs"), host.held) == (b":1\r\n", held)


@pytest.mark.parametrize("words", [b"MULTI", b"HELLO 3\r\nRQ.OBSERVE", b"CLIENT KILL ID 1"])
@in_loop
async def test_session_that_must_end_leaves_no_connection_that_seems_alive(host, words):
    host.controller.state._next_client = count(1).__next__
    connection, transport, token = host.begin()
    transport.stuck = True
    connection.data_received(words + b"\r\n")
    assert host.resume(token, 1)[1].sent.startswith(b"-NOSESSION ")


@in_loop
async def test_count_of_replies_is_no_negative_number(host):
    connection, _, token = host.begin()
    lose(connection)
    assert host.resume(token, -1)[1].sent.startswith(b"-NOSESSION ")
    assert host.resume(token, 0)[1].sent == b":0\r\n"


@in_loop
async def test_result_of_a_blocked_call_comes_before_the_reply_to_a_later_request(host, undelivered):
    connection, transport = host.connect()
    connection.data_received(b"RQ.GET jobs\r\n")
    host.say(b"RQ.PUT jobs x")
    connection.data_received(b"PING\r\n")
    assert transport.sent == b"$1\r\nx\r\n+PONG\r\n"
    undelivered()
    host.server.send_outgoing()
    assert transport.sent == b"$1\r\nx\r\n+PONG\r\n"


def put(host, count, size):
    """Put items without a request."""
    state = host.controller.state
    items = state.make_items(Codec.RAW, [b"x" * size] * count)
    state.find(b"jobs").put_many(items)


@in_loop
async def test_sessions_that_are_resumed_together_send_their_replies_one_after_the_other(host):
    tokens = []
    for _ in range(40):
        put(host, 600, 1)
        connection, _, token = host.begin()
        connection.data_received(b"RQ.MGET jobs 600\r\n")
        await turns()
        lose(connection)
        tokens.append(token)
    transports = [host.resume(token, 0)[1] for token in tokens]
    begun = [0]
    while begun[-1] < 40 and len(begun) < 200:
        begun.append(sum(b"$1" in each.sent for each in transports))
        await turns(1)
    assert max(later - earlier for earlier, later in pairwise(begun)) == 1
    await turns(200)
    assert {bytes(each.sent) for each in transports} == {b":1\r\n*600\r\n" + b"$1\r\nx\r\n" * 600}


@in_loop
async def test_items_of_a_large_transaction_are_sent_again_in_parts(host):
    put(host, 1000, 10_000)
    connection, _, token = host.begin()
    connection.data_received(b"MULTI\r\nRQ.MGET jobs 1000\r\nEXEC\r\n")
    await turns()
    lose(connection)
    _, transport = host.resume(token, 2)
    sizes = [len(transport.sent)]
    for _ in range(100):
        await turns(1)
        sizes.append(len(transport.sent))
    assert max(later - earlier for earlier, later in pairwise(sizes)) < 2 * SLICE_BYTES
    assert transport.sent.count(b"x" * 10_000) == 1000


@in_loop
async def test_replies_that_are_kept_count_as_memory_and_are_bounded():
    host = Host(Limits(memory=400_000))
    host.controller.state.create("jobs", "fifo", 0)
    put(host, 1, 30_000)
    number = host.controller.state.find(b"jobs").store.any_part(1)[0].number
    held, kept, answers = host.held, host.controller.state.memory, []
    sessions = []
    for _ in range(10):
        connection, transport, _ = host.begin()
        connection.data_received(b"MULTI\r\nRQ.PIECE jobs %d 0 30000\r\nEXEC\r\n" % number)
        answers.append(transport.sent.count(b"-TOOMANY"))
        sessions.append(connection)
    assert sum(answers) == 6
    assert 120_000 <= kept.of_sessions == host.held - held < 130_000
    assert b"memory_of_sessions:%d\r\n" % kept.of_sessions in host.say(b"INFO memory")
    assert host.say(b"RQ.PUT jobs x") == b"+OK\r\n"
    sessions[0].data_received(b"PING\r\n")
    assert kept.of_sessions < 100_000
    for connection in sessions:
        lose(connection)
    host.pass_time(60)
    assert kept.of_sessions == 0


@pytest.mark.parametrize(
    "words", ["RPOP list", "LPOP list", "RPOP list 2", "LPOP list 2", "BRPOP list 0", "BLPOP list 0"]
)
@pytest.mark.parametrize("is_in_transaction", [False, True])
@pytest.mark.parametrize("push", ["RPUSH list 1 2 3", "LPUSH list 3 2 1"])
@in_loop
async def test_items_go_back_to_the_end_of_the_list_from_which_they_were_taken(
    host, words, is_in_transaction, push
):
    host.say(push.encode())
    connection, _, _ = host.begin()
    request = f"MULTI\r\n{words}\r\nLPOP list\r\nEXEC\r\n" if is_in_transaction else f"{words}\r\n"
    connection.data_received(request.encode())
    await turns()
    lose(connection)
    host.pass_time(60)
    assert host.say(b"LRANGE list 0 -1") == b"*3\r\n$1\r\n1\r\n$1\r\n2\r\n$1\r\n3\r\n"


@pytest.mark.parametrize("words", ["BRPOP list 0", "BLPOP list 0"])
@in_loop
async def test_item_of_a_pop_that_waited_goes_back_to_its_end(host, words):
    connection, _, _ = host.begin()
    connection.data_received(f"{words}\r\n".encode())
    host.say(b"RPUSH list 1 2 3")
    await turns()
    lose(connection)
    host.pass_time(60)
    assert host.say(b"LRANGE list 0 -1") == b"*3\r\n$1\r\n1\r\n$1\r\n2\r\n$1\r\n3\r\n"
