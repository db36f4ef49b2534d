# SPDX-License-Identifier: GPL-3.0-or-later
"""Failures of the network and of servers, as seen by a blocking connection."""

from __future__ import annotations

import asyncio
import signal
import socket
import threading
from contextlib import suppress

import pytest

import rqcore
import rqcore.aio
from rqcore import BadCall, BadUrl, CodecError, ConnectionLost, ProtocolError
from rqcore.client import connection as connection_module
from rqcore.client import exchanges, session_exchanges


@pytest.fixture
def stranger():
    """A server that is not a controller."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(5)
        yield server


def url_of(server: socket.socket) -> str:
    return f"rq://127.0.0.1:{server.getsockname()[1]}"


def test_closed_port_raises_connection_lost(stranger):
    url = url_of(stranger)
    stranger.close()
    with pytest.raises(ConnectionLost, match=f"cannot reach {url}: ") as lost:
        rqcore.connect(url)
    assert isinstance(lost.value, ConnectionError)


def test_silent_server_raises_connection_lost(stranger):
    with pytest.raises(ConnectionLost, match=r"did not answer within 0\.05 s"):
        rqcore.connect(url_of(stranger), network_timeout=0.05)


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (
            b"HTTP/1.1 400 Bad Request\r\n\r\n",
            (ProtocolError, "^rq://127.0.0.1:[0-9]* speaks HTTP, not RESP as controllers do; check host"),
        ),
        (b"$5\r\nhello\r\n", (ProtocolError, "answered 'hello', which does not fit the request")),
        (b"%0\r\n", (ProtocolError, "answered {}, which")),
        (b"-ERR unknown command 'HELLO'\r\n", (BadCall, "unknown command 'HELLO'")),
        (b"", (ConnectionLost, "^rq://127.0.0.1:[0-9]* closed the connection")),
    ],
)
def test_server_of_another_protocol_is_refused(stranger, aside, answer, error):
    def serve() -> None:
        with stranger.accept()[0] as wire:
            wire.recv(1000)
            wire.sendall(answer)

    served = aside(serve)
    with pytest.raises(error[0], match=error[1]):
        rqcore.connect(url_of(stranger))
    served.result(20)


@pytest.mark.parametrize("answer", [b":x\r\n", b"*0\r\n"], ids=["broken bytes", "a wrong reply"])
def test_failed_connection_is_not_reused(stranger, aside, answer):
    """After a reply that could not be parsed, the next reply could belong to any call."""

    hello, no_spool = b"%1\r\n+id\r\n:1\r\n", b"-NOTALLOWED no spool\r\n"

    def serve() -> None:
        for answers in ([hello, no_spool, b"+PONG\r\n", answer], [hello, no_spool, b":7\r\n"]):
            with stranger.accept()[0] as wire:
                wire.settimeout(5)
                for each in answers:
                    wire.recv(1000)
                    wire.sendall(each)
                assert wire.recv(1000) == b""

    served = aside(serve)
    with rqcore.connect(url_of(stranger)) as controller:
        with pytest.raises(ProtocolError):
            controller.queue("jobs")
        assert controller.run(exchanges.qsize("jobs")) == 7
    served.result(20)


@pytest.mark.parametrize("asynchronous", [False, True])
def test_server_that_sends_a_byte_now_and_then_is_given_up(stranger, aside, asynchronous):
    """The timeout is that of the whole call. It bounds the number of bytes that are read."""
    sent = []

    def serve() -> None:
        with stranger.accept()[0] as wire, suppress(OSError):
            wire.settimeout(0.1)
            while len(sent) < 40:
                wire.sendall(b"$99999\r\n" if not sent else b"x")
                sent.append(1)
                with suppress(TimeoutError):
                    while wire.recv(1000):
                        pass
                    return

    served = aside(serve)
    with pytest.raises(ConnectionLost, match=r"did not answer within 0\.5 s"):
        if asynchronous:
            asyncio.run(_open(url_of(stranger)))
        else:
            rqcore.connect(url_of(stranger), network_timeout=0.5)
    served.result(20)
    assert len(sent) < 20


async def _open(url: str) -> None:
    await rqcore.aio.connect(url, network_timeout=0.5)


def test_large_request_to_a_server_that_does_not_read_is_given_up(stranger, aside, monkeypatch):
    # Given
    def serve() -> None:
        with stranger.accept()[0] as wire:
            for each in (b"%1\r\n+id\r\n:1\r\n", b"-NOTALLOWED no spool\r\n", b"+PONG\r\n"):
                wire.recv(1000)
                wire.sendall(each)
            done.wait(20)

    done = threading.Event()
    served = aside(serve)
    monkeypatch.setattr(connection_module, "SLOWEST_TRANSFER", 1 << 40)
    exchange = exchanges.put("jobs", bytes(8 << 20), True, None, None, None, None, False)
    with rqcore.connect(url_of(stranger), network_timeout=0.2) as controller:
        # Then
        with pytest.raises(ConnectionLost, match=r"did not answer within 0\.2 s"):
            controller.run(exchange)
        done.set()
    served.result(20)


def test_periodic_signals_do_not_prolong_a_timeout(stranger):
    """A profiler sends them, for example. The number of signals bounds the work."""
    # Given
    signals = []
    before = signal.signal(signal.SIGALRM, lambda *_: signals.append(1))
    signal.setitimer(signal.ITIMER_REAL, 0.02, 0.02)
    # When
    try:
        with pytest.raises(ConnectionLost, match=r"did not answer within 0\.3 s"):
            rqcore.connect(url_of(stranger), network_timeout=0.3)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    # Then
    assert 1 < len(signals) < 100


def test_restart_of_the_controller_fails_no_call_on_idle_connections(launch, aside):
    # Given
    with launch() as first:
        handle = first.connect()
        barrier = threading.Barrier(20)
        handle._pool._run = _delayed(handle._pool._run, barrier)
        for ping in [aside(handle.ping) for _ in range(20)]:
            assert ping.result(20)
        assert len(handle._pool._idle) == 20
        del handle._pool._run
        port = str(first.port)
        first.end()
    # When
    with launch("--port", port):
        pings = [aside(handle.ping) for _ in range(20)]
        # Then
        assert all(ping.result(20) for ping in pings)
        handle.close()


def _delayed(run, barrier):
    """Return a function that carries out an exchange when 20 threads have opened their connections."""

    def delayed(exchange):
        connection = handle_of(run)._take()
        barrier.wait(20)
        result = connection.run(exchange)
        connection.owed = False
        handle_of(run)._give_back(connection)
        return result

    return delayed


def handle_of(method):
    return method.__self__


def test_lost_idle_connection_is_not_reused(process, until, monkeypatch):
    monkeypatch.setattr(connection_module, "IDLE_CHECK", 0)
    with process.connect(name="idle") as handle:
        (idle,) = handle._pool._idle
        assert (
            process.send(
                b"CLIENT KILL ID %d\r\n" % handle.run(session_exchanges.hello(handle.url, "idle")).number
            )
            == b":1\r\n"
        )
        until(lambda: idle.lost)
        assert handle.ping()


def test_text_without_a_scheme_is_rejected_immediately():
    with pytest.raises(BadUrl):
        rqcore.connect("127.0.0.1:7654")


def test_unknown_codec_is_refused(process):
    with pytest.raises(CodecError, match='None or "pickle"'):
        process.connect(codec="xml")
