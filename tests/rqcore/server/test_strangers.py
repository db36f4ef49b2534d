# SPDX-License-Identifier: GPL-3.0-or-later
"""Clients that have not logged in: what they may use, and that they keep no other client out."""

from __future__ import annotations

import pytest

from rqcore.controller.limits import Limits
from rqcore.controller.users import Users
from rqcore.protocol.memory import BEFORE_LOGIN, STRANGERS
from tests.rqcore.server.connected_server import ConnectedServer, in_loop, turns

LOGIN = b"AUTH secret\r\n"
HALF = b"*2\r\n$4\r\nECHO\r\n$60000000\r\n"
CHUNK = 1 << 18


class Guarded(ConnectedServer):
    """A server with a password."""

    def __init__(self, limits: Limits | None = None) -> None:
        super().__init__(limits, Users({"default": "secret"}))
        self.memory = self.controller.state.memory

    @property
    def refused(self) -> int:
        return self.counters.refused_strangers


@in_loop
async def test_half_request_before_the_login_has_a_bound():
    guarded = Guarded()
    for _ in range(2):
        stranger, wire = guarded.connect()
        stranger.data_received(HALF)
        for _ in range(100):
            stranger.data_received(b"x" * CHUNK)
        assert wire.sent.startswith(b"-NOTALLOWED ") and wire.closed
    assert guarded.memory.held == guarded.memory.of_strangers == 0
    assert guarded.refused == 2


@in_loop
@pytest.mark.parametrize(
    "data", [b"\r\n" * 60_000, 3_000 * b"*1\r\n$4\r\nPING\r\n"], ids=["empty lines", "commands"]
)
async def test_pipeline_before_the_login_is_refused_in_one_step(data):
    guarded = Guarded()
    stranger, wire = guarded.connect()
    stranger.data_received(data)
    await turns(100)
    assert b"-NOTALLOWED " in wire.sent and wire.closed
    assert guarded.refused == 1
    stranger.connection_lost(None)
    assert guarded.memory.of_strangers == guarded.memory.held == 0


@in_loop
async def test_login_and_first_commands_can_come_together():
    guarded = Guarded()
    friend, wire = guarded.connect()
    friend.data_received(LOGIN + b"ECHO " + b"x" * 1000 + b"\r\nQUIT\r\n")
    await turns(100)
    assert wire.sent == b"+OK\r\n$1000\r\n" + b"x" * 1000 + b"\r\n+OK\r\n"


@in_loop
async def test_all_strangers_together_have_a_bound_and_a_client_can_still_log_in():
    guarded = Guarded()
    for _ in range(2 * STRANGERS // BEFORE_LOGIN):
        stranger, _ = guarded.connect()
        stranger.data_received(HALF + b"x" * (BEFORE_LOGIN - len(HALF) - 200))
    assert guarded.memory.held == guarded.memory.of_strangers <= STRANGERS + BEFORE_LOGIN
    assert guarded.refused > 0
    friend, wire = guarded.connect()
    friend.data_received(LOGIN)
    friend.data_received(b"PING\r\n")
    assert wire.sent == b"+OK\r\n+PONG\r\n"


@in_loop
async def test_client_that_logged_in_may_send_large_requests():
    guarded = Guarded()
    friend, wire = guarded.connect()
    friend.data_received(b"*2\r\n$4\r\nAUTH\r\n$6\r\nsec")
    assert guarded.memory.of_strangers > 0
    friend.data_received(b"ret\r\n*2\r\n$4\r\nECHO\r\n$1000000\r\n")
    friend.data_received(b"x" * 1_000_000 + b"\r\n")
    assert wire.sent == b"+OK\r\n$1000000\r\n" + b"x" * 1_000_000 + b"\r\n"
    assert guarded.memory.of_strangers == guarded.memory.held == 0


@in_loop
async def test_strangers_leave_half_of_the_connections_to_others():
    guarded = Guarded(Limits(clients=10))
    friends = [guarded.connect() for _ in range(5)]
    for friend, _ in friends:
        friend.data_received(LOGIN)
    strangers = []
    for _ in range(100):
        stranger, wire = guarded.connect()
        strangers.append((stranger, wire))
        for other, closed in strangers:
            if closed.closed and other.session and other in guarded.server.connections.values():
                other.connection_lost(None)
    friend, wire = guarded.connect()
    friend.data_received(LOGIN)
    assert wire.sent == b"+OK\r\n"
    assert not any(wire.closed for _, wire in friends)
    assert guarded.refused >= 90


@pytest.mark.parametrize("clients", [1, 2])
@in_loop
async def test_even_a_small_limit_admits_a_client(clients):
    guarded = Guarded(Limits(clients=clients))
    friend, wire = guarded.connect()
    friend.data_received(LOGIN)
    assert wire.sent == b"+OK\r\n"
