# SPDX-License-Identifier: GPL-3.0-or-later
"""Connections of strangers in the TLS handshake: bounded in number and time."""

from __future__ import annotations

import asyncio
import gc
import ssl
from contextlib import asynccontextmanager

import pytest

from rqcore.controller.handlers.dispatcher import Controller
from rqcore.controller.limits import Limits
from rqcore.server import listeners, tls_acceptor
from rqcore.server.controller_server import Server
from rqcore.server.tls_acceptor import TlsRules, listening_sockets
from rqcore.server.tls_context import server_context

PATIENCE = 20


class Echo(asyncio.Protocol):
    """Sends everything back."""

    def connection_made(self, transport):
        self.transport = transport

    def data_received(self, data):
        self.transport.write(data)


@pytest.fixture
def context(certificate):
    return server_context(str(certificate), str(certificate.with_name("key.pem")), "")


@asynccontextmanager
async def listening(rules):
    listener = await listeners.tcp(Echo, "127.0.0.1", 0, rules)
    port = int(listener.url.rpartition(":")[2].strip("/"))
    try:
        yield listener, port
    finally:
        listener.close()


async def connect(port, certificate=None):
    secure = ssl.create_default_context(cafile=certificate) if certificate else None
    return await asyncio.wait_for(asyncio.open_connection("127.0.0.1", port, ssl=secure), PATIENCE)


async def received(reader):
    """Return what comes until the connection is closed."""
    return await asyncio.wait_for(reader.read(), PATIENCE)


def test_newer_connection_gets_the_place_of_the_oldest_handshake(context, certificate):
    refused = []

    async def run():
        rules = TlsRules(context, lambda: 2, lambda: refused.append(1))
        async with listening(rules) as (_, port):
            silent = [await connect(port) for _ in range(4)]
            for reader, _ in silent[:2]:
                assert await received(reader) == b""
            reader, writer = await connect(port, certificate)
            assert await received(silent[2][0]) == b""
            assert len(refused) == 3
            writer.write(b"hello")
            assert await reader.readexactly(5) == b"hello"
            for _, each in (*silent, (reader, writer)):
                each.close()

    asyncio.run(run())


def test_handshake_that_takes_too_long_or_fails_is_ended(context):
    async def run():
        rules = TlsRules(context, lambda: 9, lambda: None, seconds=0.05)
        async with listening(rules) as (_, port):
            silent, writer = await connect(port)
            assert await received(silent) == b""
            plain, other = await connect(port)
            other.write(b"*1\r\n$4\r\nPING\r\n")
            assert await received(plain) == b""
            writer.close()
            other.close()

    asyncio.run(run())


async def until(is_true):
    deadline = asyncio.get_running_loop().time() + PATIENCE
    while not is_true():
        assert asyncio.get_running_loop().time() < deadline
        await asyncio.sleep(0.01)


def handshakes_in_memory():
    return [each for each in gc.get_objects() if isinstance(each, asyncio.sslproto.SSLProtocol)]


@pytest.fixture
def no_garbage_collection():
    gc.collect()
    gc.disable()
    yield
    gc.enable()


@pytest.mark.parametrize("data", [b"", b"GET / HTTP/1.1\r\n\r\n"])
def test_failed_handshakes_leave_nothing_for_the_garbage_collector(no_garbage_collection, context, data):
    async def run():
        async with listening(TlsRules(context, lambda: 9, lambda: None)) as (_, port):
            for _ in range(5):
                reader, writer = await connect(port)
                writer.write(data)
                await until(handshakes_in_memory)
                writer.close()
                await received(reader)
            await until(lambda: not handshakes_in_memory())

    asyncio.run(run())


def test_number_of_handshakes_and_their_buffers_are_bounded(monkeypatch, context):
    monkeypatch.setattr(tls_acceptor, "MOST_HANDSHAKES", 2)

    async def run():
        async with listening(TlsRules(context, lambda: 9, lambda: None)) as (_, port):
            silent = [await connect(port) for _ in range(5)]
            for reader, _ in silent[:3]:
                assert await received(reader) == b""
            found = handshakes_in_memory()
            assert len(found) == 2
            assert all(len(each._ssl_buffer) == tls_acceptor.READ_BYTES for each in found)
            for _, writer in silent:
                writer.close()

    asyncio.run(run())


def test_handshakes_end_with_the_listener_and_connections_continue(context, certificate):
    async def run():
        rules = TlsRules(context, lambda: 9, lambda: None)
        async with listening(rules) as (listener, port):
            reader, writer = await connect(port, certificate)
            silent, other = await connect(port)
            await asyncio.sleep(0)
            listener.close()
            assert await received(silent) == b""
            with pytest.raises(OSError, match="onnect"):
                await connect(port)
            writer.write(b"hello")
            assert await reader.readexactly(5) == b"hello"
            writer.close()
            other.close()

    asyncio.run(run())


def test_handshakes_may_use_half_of_the_connections_and_what_is_free():
    server = Server(Controller(Limits(clients=10)))
    assert server.handshake_room() == 5
    server.connections = dict.fromkeys(range(8))
    assert server.handshake_room() == 2
    server.count_refused_handshake()
    assert server.controller.state.counters.refused_strangers == 1


def test_sockets_that_cannot_all_be_bound_are_closed():
    async def run():
        (first,) = await listening_sockets("127.0.0.1", 0, 1)
        with pytest.raises(OSError, match="in use"):
            await listening_sockets("127.0.0.1", first.getsockname()[1], 1)
        first.close()

    asyncio.run(run())
