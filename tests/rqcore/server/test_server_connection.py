# SPDX-License-Identifier: GPL-3.0-or-later
"""One connection of the server, with a transport that records the calls on it."""

from __future__ import annotations

import asyncio
import socket

import pytest

from rqcore.controller.limits import Limits
from rqcore.protocol.memory import ITEM_COST
from rqcore.server import controller_server
from rqcore.server.server_connection import ServerConnection
from tests.rqcore.server.connected_server import ConnectedServer, Transport, in_loop, turns


@in_loop
async def test_client_that_does_not_read_is_not_read_from():
    connection, transport = ConnectedServer().connect()
    connection.pause_writing()
    assert not transport.reading
    connection.data_received(b"PING\r\n")  # it arrived before reading was paused
    assert (transport.sent, transport.reading) == (b"+PONG\r\n", False)
    connection.resume_writing()
    assert transport.reading


@in_loop
async def test_client_that_sends_too_much_during_a_blocked_call_is_disconnected():
    server = ConnectedServer(Limits(pipelined=6000))
    (blocked, transport), (other, _) = server.connect(), server.connect()
    other.data_received(b"RQ.CREATE NAME jobs\r\n")
    blocked.data_received(b"RQ.GET jobs\r\n")
    blocked.data_received(b"PING\r\n" * 1000)
    assert (transport.sent, transport.closed) == (b"", False)
    blocked.data_received(b"PING\r\n")
    assert transport.sent.startswith(b"-TOOBIG ") and transport.closed
    assert server.counters.refused_payloads == 1
    blocked.connection_lost(None)
    assert server.held == 0


@in_loop
async def test_many_large_replies_come_piece_by_piece(request_of):
    server = ConnectedServer(Limits(output=10_000))
    connection, transport = server.connect()
    connection.data_received(request_of("ECHO", b"x" * 1000) * 100)
    assert 10_000 < len(transport.sent) < 12_000
    assert not transport.reading
    await turns()
    assert transport.sent.count(b"x") == 100_000
    assert transport.reading
    assert server.held == 0


@in_loop
async def test_requests_of_a_client_wait_until_it_reads(request_of):
    server = ConnectedServer(Limits(output=10_000))
    connection, transport = server.connect()
    connection.data_received(request_of("ECHO", b"x" * 1000) * 100)
    transport.stuck = True
    connection.pause_writing()
    await turns()
    assert len(transport.sent) < 12_000
    assert server.held > len(transport.sent)
    transport.stuck = False
    connection.resume_writing()
    await turns()
    assert transport.sent.count(b"x") == 100_000
    assert server.held == 0


@in_loop
async def test_slow_reader_of_large_replies_is_disconnected_when_memory_is_short(request_of):
    server = ConnectedServer(Limits(output=1000, memory=4000))
    connection, transport = server.connect()
    transport.stuck = True
    connection.data_received(request_of("ECHO", b"x" * 5000))
    connection.pause_writing()
    await turns()
    assert transport.aborted
    assert server.counters.slow_clients == 1
    connection.connection_lost(None)
    assert server.held == 0
    assert not server.server.connections


@pytest.mark.parametrize("put", [["RQ.PUT", "jobs"], ["RQ.MPUT", "jobs", "ITEMS"], ["LPUSH", "jobs"]])
@in_loop
async def test_put_of_another_client_takes_the_memory_of_slow_readers_the_largest_first(request_of, put):
    server = ConnectedServer(Limits(output=1000, memory=20_000))
    writer, answers = server.connect()
    writer.data_received(request_of("RQ.CREATE", "NAME", "jobs"))
    readers = [server.connect() for _ in range(3)]
    for (reader, transport), size in zip(readers, (3000, 9000, 800), strict=True):
        transport.stuck = True
        reader.data_received(request_of("ECHO", b"x" * size))
        reader.pause_writing()
    held = server.held
    for _ in range(4):
        answers.sent = b""
        writer.data_received(request_of(*put, b"y" * 3000))
        assert answers.sent[:1] != b"-"
    assert [transport.aborted for _, transport in readers] == [False, True, False]
    assert server.held < held + 4 * (3000 + ITEM_COST) - 9000
    for reader, transport in readers:
        transport.stuck = False
        reader.connection_lost(None)
    assert server.held == 4 * (3000 + ITEM_COST)
    assert server.counters.slow_clients == 1
    assert not server.server.slow


@in_loop
async def test_debugger_that_does_not_read_what_is_held_is_disconnected(request_of):
    server = ConnectedServer(Limits(output=10_000))
    debugger, transport = server.connect("127.0.0.1")
    debugger.data_received(request_of("HELLO", "3"))
    debugger.data_received(request_of("RQ.DEBUG", "ADD", '{"action": {"kind": "hold"}}'))
    transport.stuck = True
    debugger.pause_writing()
    for _ in range(2):
        client, _ = server.connect()
        client.data_received(request_of("RPUSH", "jobs", b"x" * 8000))
    assert transport.aborted
    assert server.counters.slow_clients == 1


async def begin_long_reply(server, request_of):
    """Return a debugger that holds all puts, with its transport, after the first part of a long reply."""
    debugger, transport = server.connect("127.0.0.1")
    debugger.data_received(request_of("HELLO", "3") + request_of("RQ.CREATE", "NAME", "long"))
    debugger.data_received(request_of("RPUSH", "long", *(["x" * 100] * 2000)))
    await turns(50)
    debugger.data_received(request_of("RQ.DEBUG", "ADD", '{"action": {"kind": "hold"}}'))
    transport.sent = b""
    debugger.data_received(request_of("RQ.PEEK", "long", "0", "-1"))
    assert debugger.session.is_amid_reply
    return debugger, transport


@in_loop
async def test_debugger_receives_what_is_held_behind_a_long_reply(request_of):
    server = ConnectedServer()
    _, transport = await begin_long_reply(server, request_of)
    client, _ = server.connect()
    client.data_received(request_of("RPUSH", "jobs", b"held"))
    assert b"rq.debug" not in transport.sent
    await turns(200)
    reply, _, notice = transport.sent.partition(b">3\r\n$8\r\nrq.debug\r\n")
    assert (reply.count(b"x" * 100), b"held" in notice) == (2000, True)


@in_loop
async def test_debugger_that_does_not_read_a_long_reply_keeps_few_notices(request_of):
    server = ConnectedServer(Limits(output=10_000))
    debugger, transport = await begin_long_reply(server, request_of)
    transport.stuck = True
    debugger.pause_writing()
    for _ in range(3):
        client, _ = server.connect()
        client.data_received(request_of("RPUSH", "jobs", b"x" * 4000))
        await turns()
    assert not server.controller.state.debuggers.notices
    assert transport.aborted
    assert server.counters.slow_clients == 1


@in_loop
async def test_put_fails_when_no_slow_reader_is_left(request_of):
    server = ConnectedServer(Limits(output=1000, memory=20_000))
    writer, answers = server.connect()
    writer.data_received(request_of("RQ.CREATE", "NAME", "jobs"))
    answers.sent = b""
    for _ in range(7):
        writer.data_received(request_of("RQ.PUT", "jobs", b"y" * 3000))
    assert answers.sent.count(b"+OK") == 6
    assert b"-TOOMANY" in answers.sent


@in_loop
async def test_slow_reader_of_small_replies_stays_when_memory_is_short(request_of):
    server = ConnectedServer(Limits(output=10_000, memory=4000))
    connection, transport = server.connect()
    transport.stuck = True
    connection.data_received(request_of("ECHO", b"x" * 5000))
    connection.pause_writing()
    await turns()
    assert not transport.closed


@in_loop
async def test_client_beyond_the_limit_gets_an_error_and_is_disconnected():
    server = ConnectedServer(Limits(clients=0))
    connection, transport = server.connect()
    assert transport.sent.startswith(b"-TOOMANY ") and transport.closed
    connection.data_received(b"PING\r\n")
    connection.connection_lost(None)
    assert transport.sent.count(b"\r\n") == 1
    assert server.counters.refused_clients == 1


@in_loop
async def test_disconnected_client_leaves_nothing_behind(request_of):
    server = ConnectedServer()
    connection, _ = server.connect()
    connection.data_received(b"LPUSH jobs x\r\nRQ.GET jobs\r\nRQ.GET jobs\r\n" + b"PING\r\n" * 10)
    connection.data_received(request_of("ECHO", b"x" * 1000)[:-1])
    assert server.held > 1000
    connection.connection_lost(None)
    assert server.held == 0


NOTHING = b"the client did not send a complete command"


@pytest.mark.parametrize(("sent", "why"), [(b"", NOTHING), (b"*2\r\n$4\r\nPI", NOTHING), (b"PING\r\n", b"")])
@in_loop
async def test_new_client_must_send_a_command_in_time(sent, why):
    server = ConnectedServer(Limits(silence=0.01))
    connection, transport = server.connect()
    connection.data_received(sent)
    server.now = 20_000_000
    await asyncio.sleep(0.05)
    assert transport.closed == bool(why)
    assert transport.sent.startswith(b"-NOTALLOWED " + why if why else b"+PONG")
    assert server.counters.silent_clients == bool(why)


@in_loop
async def test_many_silent_clients_are_disconnected_a_part_in_each_turn(monkeypatch):
    monkeypatch.setattr(controller_server, "DISMISSED", 2)
    server = ConnectedServer(Limits(silence=3600))
    transports = [server.connect()[1] for _ in range(5)]
    server.now = 3600 * 10**9
    closed = []
    for _ in range(3):
        server.server._close_silent_clients()
        closed.append(sum(each.closed for each in transports))
    assert closed == [2, 4, 5]


@in_loop
async def test_later_client_has_its_own_time():
    server = ConnectedServer(Limits(silence=0.01))
    _, early = server.connect()
    server.now = 9_000_000
    _, late = server.connect()
    server.now = 12_000_000
    await asyncio.sleep(0.012)
    assert (early.closed, late.closed) == (True, False)


@pytest.mark.skipif(not hasattr(socket, "TCP_USER_TIMEOUT"), reason="an option of Linux")
@in_loop
async def test_unreachable_client_is_given_up_after_the_time_in_the_settings():
    connected = ConnectedServer(Limits(unreachable=7))
    with socket.socket() as sock:
        connection, transport = ServerConnection(connected.server), Transport()
        transport._extra["socket"] = sock
        connection.connection_made(transport)
        assert sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT) == 7000
        connection.connection_lost(None)


@in_loop
async def test_events_are_never_sent_inside_a_reply(request_of):
    server = ConnectedServer()
    (observer, transport), (other, _) = server.connect(), server.connect()
    other.data_received(b"".join(request_of("RQ.CREATE", "NAME", f"jobs-{i}") for i in range(250)))
    await turns(100)
    observer.data_received(b"HELLO 3\r\nRQ.OBSERVE\r\n")
    transport.sent = b""
    observer.data_received(b"RQ.LIST\r\n")
    other.data_received(request_of("RQ.PUT", "jobs-0", "x"))
    server.server._send_events()
    assert transport.sent == b"*250\r\n"
    await turns(100)
    server.server._send_events()
    reply, events = transport.sent.split(b">2\r\n$9\r\nrq.events\r\n")
    assert (reply.count(b"namespace"), events.count(b"namespace")) == (250, 0)


@in_loop
async def test_observers_are_sent_a_bounded_part_of_their_events_each_time(monkeypatch, request_of):
    monkeypatch.setattr(controller_server, "SENT", 600_000)
    server = ConnectedServer()
    observers = [server.connect() for _ in range(2)]
    for connection, _ in observers:
        connection.data_received(b"HELLO 3\r\nRQ.OBSERVE PREVIEW 65535\r\n")
        connection.pause_writing()
    other, _ = server.connect()
    for _ in range(40):
        other.data_received(request_of("RPUSH", "jobs", b"x" * 60_000))
        await turns()
    server.server._send_events()
    for connection, _ in observers:
        connection.resume_writing()
    sizes = [0]
    for _ in range(20):
        server.server._send_events()
        sizes.append(sum(len(transport.sent) for _, transport in observers) - sum(sizes))
    assert sum(sizes) > 2 * 40 * 60_000
    assert max(sizes) < 2 * 1_000_000  # a batch each
