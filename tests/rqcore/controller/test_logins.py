# SPDX-License-Identifier: GPL-3.0-or-later
"""Passwords are checked in a few threads; other clients do not wait, and guessing is slow."""

from __future__ import annotations

import asyncio
import threading

import pytest

from rqcore.controller.handlers.dispatcher import Controller
from rqcore.controller.logins import BURST, MAX_ADDRESSES, MAX_CHECKS, GuessLimiter
from rqcore.controller.users import Users, table_of
from rqcore.server.client_session import ClientSession
from rqcore.server.controller_server import Server
from rqcore.server.password_checker import THREADS
from rqcore.server.server_connection import ServerConnection
from tests.rqcore.server.connected_server import SECOND, Transport

TEXT = table_of("me", "secret", ["use"], ["*"])


class SlowUsers(Users):
    """Users whose checks wait until ``proceed`` is set. They are counted."""

    def __init__(self):
        super().__init__()
        self.proceed = threading.Event()
        self.checked = []
        self.running = self.most = 0
        self.lock = threading.Lock()

    @property
    def are_slow(self):
        return True

    def verify(self, name, password):
        with self.lock:
            self.checked.append(name)
            self.running += 1
            self.most = max(self.most, self.running)
        assert self.proceed.wait(20)
        with self.lock:
            self.running -= 1
        return password == b"secret"


class Place:
    """A server with such users."""

    def __init__(self):
        self.users = SlowUsers()
        for name in ["me", *(f"user{number}" for number in range(MAX_CHECKS + 1))]:
            self.users.add(name, "secret")
        self.now = 0
        self.server = Server(Controller(users=self.users), lambda: self.now)
        self.count = 0

    def connect(self, host=""):
        self.count += 1
        wire = Transport(host or f"10.0.{self.count // 250}.{self.count % 250}", 1000 + self.count)
        connection = ServerConnection(self.server, ClientSession)
        connection.connection_made(wire)
        return connection, wire

    async def finish(self):
        """Let all checks end, and deliver their results."""
        self.users.proceed.set()
        for _ in range(20_000):
            if not self.server.controller.state.logins._pending:
                return
            await asyncio.sleep(0.001)
        raise AssertionError("a check does not end")


def in_loop(test):
    """Run a test that is a coroutine in an event loop, with a server."""

    def run():
        asyncio.run(_run(test))

    run.__name__ = test.__name__
    return run


async def _run(test):
    place = Place()
    try:
        await test(place)
    finally:
        place.users.proceed.set()
        place.server._checker._pool.shutdown()


def auth(name="me", password="secret"):
    return f"AUTH {name} {password}\r\n".encode()


@in_loop
async def test_call_waits_for_its_check_and_other_clients_do_not(place):
    # Given
    (slow, slow_wire), (other, other_wire) = place.connect(), place.connect()
    # When
    slow.data_received(auth() + b"PING\r\n")
    other.data_received(b"RESET\r\nPING\r\n")
    # Then
    assert slow_wire.sent == b""
    assert other_wire.sent.startswith(b"+RESET\r\n-NOAUTH ")
    await place.finish()
    assert slow_wire.sent == b"+OK\r\n+PONG\r\n"


@in_loop
async def test_hello_waits_and_then_describes_the_controller(place):
    connection, wire = place.connect()
    connection.data_received(b"HELLO 3 AUTH me secret SETNAME x\r\nCLIENT GETNAME\r\n")
    assert wire.sent == b""
    await place.finish()
    assert wire.sent.startswith(b"%")
    assert wire.sent.endswith(b"$1\r\nx\r\n")


@in_loop
async def test_wrong_password_is_refused_after_its_check(place):
    connection, wire = place.connect()
    connection.data_received(auth(password="guess") + b"PING\r\n")
    await place.finish()
    assert wire.sent.startswith(b"-WRONGPASS ")
    assert b"-NOAUTH " in wire.sent
    assert place.server.controller.state.counters.wrong_passwords == 1


@in_loop
async def test_clients_with_the_same_login_wait_for_one_check(place):
    wires = [place.connect("10.0.0.1") for _ in range(200)]
    for connection, _ in wires:
        connection.data_received(auth())
    await place.finish()
    assert {wire.sent for _, wire in wires} == {b"+OK\r\n"}
    assert place.users.checked == ["me"]


@in_loop
async def test_verified_login_is_not_checked_again(place):
    first, second = place.connect(), place.connect()
    first[0].data_received(auth())
    await place.finish()
    second[0].data_received(auth())
    assert second[1].sent == b"+OK\r\n"
    assert place.users.checked == ["me"]


@in_loop
async def test_number_of_checks_has_a_bound(place):
    wires = [place.connect() for _ in range(MAX_CHECKS + 1)]
    for number, (connection, _) in enumerate(wires):
        connection.data_received(auth(f"user{number}"))
    assert wires[-1][1].sent.startswith(b"-TOOMANY too many passwords are being checked")
    await place.finish()
    assert all(wire.sent == b"+OK\r\n" for _, wire in wires[:-1])
    assert place.users.most <= THREADS


@in_loop
async def test_client_that_disconnects_during_its_check_leaves_nothing(place):
    connection, wire = place.connect()
    connection.data_received(auth())
    connection.connection_lost(None)
    await place.finish()
    assert wire.sent == b""
    assert place.server.controller.state.clients == {}


@in_loop
async def test_guessing_is_slow_but_keeps_out_no_verified_user(place):
    # Given
    place.users.proceed.set()
    me, _ = place.connect("10.9.9.9")
    me.data_received(auth())
    await place.finish()
    # When
    guesses = [place.connect("10.9.9.9") for _ in range(BURST + 5)]
    for number, (connection, _) in enumerate(guesses):
        connection.data_received(auth(password=f"guess{number}"))
    await place.finish()
    # Then
    refused = [
        wire.sent for _, wire in guesses if wire.sent.startswith(b"-TOOMANY too many passwords were tried")
    ]
    assert len(refused) == 5
    assert place.server.controller.state.counters.refused_logins == 5
    again, wire = place.connect("10.9.9.9")
    again.data_received(auth())
    assert wire.sent == b"+OK\r\n"


def tries(limiter, address, seconds, count=1000):
    return sum(1 for _ in range(count) if not limiter.admit(address, int(seconds * SECOND)))


def test_address_may_try_a_burst_and_then_one_password_a_second():
    limiter = GuessLimiter()
    assert tries(limiter, "10.0.0.1:1", 100) == BURST
    assert tries(limiter, "10.0.0.1:2", 100.5) == 0
    assert tries(limiter, "10.0.0.1:3", 103) == 3
    assert tries(limiter, "10.0.0.2:1", 103) == BURST
    assert tries(limiter, "10.0.0.1:1", 10_000) == BURST


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("[2001:db8::1]:1", "[2001:db8::ffff:1]:2"),
        ("10.0.0.1:5", "[::ffff:10.0.0.1]:7"),
        ("unix:17", "unix:18"),
        ("[fe80::1%eth0]:1", "[fe80::2%eth1]:1"),
    ],
)
def test_machine_is_recognised_by_its_address(first, second):
    limiter = GuessLimiter()
    assert tries(limiter, first, 0) == BURST
    assert tries(limiter, second, 0) == 0


def test_right_password_does_not_count():
    limiter = GuessLimiter()
    for _ in range(10 * BURST):
        assert not limiter.admit("10.0.0.1:1", 0)
        limiter.forgive("10.0.0.1:1")
    assert tries(limiter, "10.0.0.1:1", 0) == BURST


def test_number_of_remembered_addresses_has_a_bound():
    limiter = GuessLimiter()
    for number in range(3 * MAX_ADDRESSES):
        limiter.admit(f"{number}:1", 0)
    assert len(limiter._full_at) == MAX_ADDRESSES


def test_real_controller_checks_a_scrypt_hash(launch, tmp_path):
    (tmp_path / "users").write_text(TEXT)
    with launch("--users", str(tmp_path / "users")) as process, process.socket() as wire:
        replies = wire.makefile("rb")
        for request, reply in (
            (b"AUTH me wrong", b"-WRONGPASS "),
            (b"AUTH me secret", b"+OK\r\n"),
            (b"PING", b"+PONG\r\n"),
            (b"RQ.OBSERVE", b"-NOTALLOWED this user has the role use; the command needs observe"),
        ):
            wire.sendall(request + b"\r\n")
            assert replies.readline().startswith(reply)
        replies.close()
