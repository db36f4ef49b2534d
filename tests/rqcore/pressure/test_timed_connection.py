# SPDX-License-Identifier: GPL-3.0-or-later
"""The network timeout limits a whole call of a Redis, not each read of its socket."""

from __future__ import annotations

import asyncio
import math
import signal
import socket
import threading
from types import SimpleNamespace

import pytest

import rqcore
from rqcore import aio
from rqcore.errors import ConnectionLost, ProtocolError
from rqcore.pressure import timed_connection
from rqcore.pressure.timed_connection import TimedSocket, waiting
from rqcore.protocol.timeouts import SLOWEST_TRANSFER

NETWORK_TIMEOUT = 0.3
REPLY = b"$40\r\n" + b"x" * 40 + b"\r\n"


class SlowServer:
    """Answers every command that prepares a connection, and sends the reply to any other in single bytes."""

    def __init__(self, pause: float, reply: bytes = REPLY):
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._pause = pause
        self._reply = reply
        self._ended = threading.Event()
        self._threads = [threading.Thread(target=self._accept)]
        self.url = f"redis://127.0.0.1:{self._listener.getsockname()[1]}"
        self._threads[0].start()

    def _accept(self):
        while not self._ended.is_set():
            connection = self._listener.accept()[0]
            self._threads.append(threading.Thread(target=self._serve, args=[connection]))
            self._threads[-1].start()

    def _serve(self, connection):
        with connection:
            try:
                while request := connection.recv(65536):
                    if b"CLIENT" in request or b"HELLO" in request:
                        connection.sendall(b"+OK\r\n" * request.count(b"CLIENT"))
                        continue
                    for number in range(len(self._reply)):
                        if self._ended.wait(self._pause):
                            return
                        connection.sendall(self._reply[number : number + 1])
            except OSError:
                return

    def close(self):
        self._ended.set()
        socket.create_connection(self._listener.getsockname()).close()
        self._listener.close()
        for thread in self._threads:
            thread.join(20)


@pytest.fixture
def slow_server():
    """Make a server: ``slow_server(pause)`` waits this number of seconds before each byte of a reply."""
    servers = []

    def slow_server(pause, reply=REPLY):
        servers.append(SlowServer(pause, reply))
        return servers[-1]

    yield slow_server
    for server in servers:
        server.close()


def test_server_that_sends_a_byte_now_and_then_is_lost(slow_server):
    """The whole reply comes later, so that a timeout of each read would let the call succeed."""
    server = slow_server(0.05)
    with pytest.raises(ConnectionLost, match="cannot reach redis"):
        rqcore.connect(f"{server.url}?protocol=2", network_timeout=NETWORK_TIMEOUT)


def test_server_that_sends_a_byte_now_and_then_is_lost_for_asyncio_too(slow_server):
    async def call(url):
        async with aio.connect(f"{url}?protocol=2", network_timeout=NETWORK_TIMEOUT) as handle:
            await handle.connection.ask("ECHO", "x")

    with pytest.raises(ConnectionLost, match="did not answer in time"):
        asyncio.run(call(slow_server(0.05).url))


def test_reply_that_comes_in_time_is_read(slow_server):
    server = slow_server(0)
    with rqcore.connect(f"{server.url}?protocol=2", network_timeout=20) as handle:
        assert handle.connection.ask("ECHO", "x") == b"x" * 40


def test_periodic_signals_do_not_prolong_a_call(slow_server):
    # Given
    server = slow_server(3, b"+OK\r\n")
    before = signal.signal(signal.SIGALRM, lambda *_: None)
    signal.setitimer(signal.ITIMER_REAL, 0.02, 0.02)
    try:
        # Then
        with pytest.raises(ConnectionLost):
            rqcore.connect(f"{server.url}?protocol=2", network_timeout=NETWORK_TIMEOUT)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def test_network_timeout_does_not_shorten_a_wait(redis_server):
    """A call that waits for an item sends several commands; each waits longer than the network may take."""
    with rqcore.connect(redis_server.url, network_timeout=0.4) as handle:
        jobs = handle.create()
        with pytest.raises(rqcore.Empty):
            jobs.get(timeout=1.0)
        jobs.close()


@pytest.fixture
def now(monkeypatch):
    """The time that the socket sees, as a list of one number."""
    now = [100.0]
    monkeypatch.setattr(timed_connection, "time", SimpleNamespace(monotonic=lambda: now[0]))
    return now


@pytest.fixture
def pair(now):
    left, right = socket.socketpair()
    left.settimeout(5)
    with left, right:
        yield TimedSocket(left, 5), right


def test_read_after_the_deadline_fails(pair, now):
    # Given
    sock, peer = pair
    sock.start(math.inf)
    peer.sendall(b"abc")
    assert sock.recv(1) == b"a"
    # When
    now[0] = 104.9
    assert sock.recv(1) == b"b"
    now[0] = 105.1
    # Then
    with pytest.raises(TimeoutError):
        sock.recv(1)


def test_next_call_has_its_own_deadline(pair, now):
    sock, peer = pair
    sock.start(math.inf)
    peer.sendall(b"abcd")
    sock.recv(1)
    now[0] = 104
    sock.recv(1)
    now[0] = 200
    sock.start(math.inf)
    assert sock.gettimeout() == 5
    assert sock.recv(1) == b"c"
    now[0] = 204
    assert sock.recv_into(bytearray(1)) == 1


def test_large_reply_puts_the_deadline_off(pair, now):
    sock, peer = pair
    sock.start(math.inf)
    peer.sendall(b"x" * SLOWEST_TRANSFER)
    read = len(sock.recv(SLOWEST_TRANSFER // 2))
    now[0] = 105 + read / SLOWEST_TRANSFER / 2
    assert sock.recv(1) == b"x"


def test_connecting_ends_at_its_own_deadline(pair, now):
    sock, peer = pair
    sock.start(101.0)
    peer.sendall(b"ab")
    sock.recv(1)
    now[0] = 101.5
    with pytest.raises(TimeoutError):
        sock.recv(1)


def test_server_that_waits_has_more_time(pair):
    sock, _ = pair
    with waiting(2):
        sock.start(math.inf)
    assert sock.gettimeout() == 7


def test_timeout_that_redis_py_sets_for_a_read_is_kept(pair):
    sock, peer = pair
    sock.start(math.inf)
    peer.sendall(b"a")
    sock.recv(1)
    sock.settimeout(0)
    with pytest.raises(BlockingIOError):
        sock.recv(1)


def test_stream_has_no_deadline(pair, now):
    sock, peer = pair
    sock.start(math.inf)
    peer.sendall(b"abc")
    sock.recv(1)
    sock.stream()
    for time in (104.0, 106.0, 1000.0):
        now[0] = time
        peer.sendall(b"d")
        assert len(sock.recv(1)) == 1
    assert sock.gettimeout() == 5


@pytest.mark.parametrize("into", [False, True])
def test_reply_without_end_is_refused(pair, monkeypatch, into):
    monkeypatch.setattr(timed_connection, "MAX_REPLY", 5)
    sock, peer = pair
    read = (lambda: sock.recv_into(bytearray(3))) if into else (lambda: sock.recv(3))
    sock.start(math.inf)
    peer.sendall(b"x" * 12)
    read()
    with pytest.raises(ProtocolError, match="more than 5 bytes in one reply"):
        read()
    sock.start(math.inf)
    read()
    sock.next_reply()
    read()


def test_server_whose_reply_has_no_end_is_named_in_the_error(slow_server, monkeypatch):
    monkeypatch.setattr(timed_connection, "MAX_REPLY", 20)
    server = slow_server(0)
    with pytest.raises(ProtocolError, match="more than 20 bytes"):
        rqcore.connect(f"{server.url}?protocol=2", network_timeout=5)
