# SPDX-License-Identifier: GPL-3.0-or-later
"""One connection of the server, with a transport that records the calls on it."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterable
from functools import wraps

import pytest

from rqcore.controller.handlers.dispatcher import Controller
from rqcore.controller.limits import Limits
from rqcore.controller.users import Users
from rqcore.protocol.memory import ITEM_COST
from rqcore.server.controller_server import Server
from rqcore.server.server_connection import ServerConnection


class Transport(asyncio.Transport):
    """A transport in memory. While it is ``stuck``, written bytes stay in its buffer."""

    def __init__(self) -> None:
        super().__init__({"peername": ("10.0.0.1", 1000)})
        self.sent = b""
        self.stuck = False
        self.reading = True
        self.closed = self.aborted = False

    def write(self, data: bytes) -> None:
        self.sent += data

    def writelines(self, parts: Iterable[bytes]) -> None:
        self.sent += b"".join(parts)

    def get_write_buffer_size(self) -> int:
        return len(self.sent) if self.stuck else 0

    def pause_reading(self) -> None:
        self.reading = False

    def resume_reading(self) -> None:
        self.reading = True

    def is_closing(self) -> bool:
        return self.closed

    def close(self) -> None:
        self.closed = True

    def abort(self) -> None:
        self.closed = self.aborted = True


class ConnectedServer:
    """A server without listeners, and the connections to it."""

    def __init__(self, limits: Limits | None = None, users: Users | None = None) -> None:
        self.now = 0
        self.controller = Controller(limits, users)
        self.server = Server(self.controller, lambda: self.now)

    def connect(self) -> tuple[ServerConnection, Transport]:
        connection, transport = ServerConnection(self.server), Transport()
        connection.connection_made(transport)
        return connection, transport

    @property
    def held(self) -> int:
        return self.controller.state.memory.held

    @property
    def counters(self):
        return self.controller.state.counters


def in_loop(test):
    """Run a test that is a coroutine in an event loop."""

    @wraps(test)
    def run(*args, **options):
        asyncio.run(test(*args, **options))

    return run


async def turns(count: int = 10) -> None:
    """Let the event loop run for some turns."""
    for _ in range(count):
        await asyncio.sleep(0)


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
