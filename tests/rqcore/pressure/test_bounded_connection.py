# SPDX-License-Identifier: GPL-3.0-or-later
"""The replies of a Redis to an asyncio client are bounded, whichever parser and connection it uses."""

from __future__ import annotations

import asyncio

import pytest
import redis
from redis._parsers import _AsyncHiredisParser, _AsyncRESP2Parser

from rqcore.errors import ConnectionLost, ProtocolError
from rqcore.pressure import bounded_connection
from rqcore.pressure.async_redis_connection import AsyncRedisConnection
from rqcore.pressure.bounded_connection import BoundedConnection, BoundedReader
from rqcore.pressure.redis_address import RedisAddress


@pytest.fixture
def most(monkeypatch):
    """The most bytes of a reply."""
    monkeypatch.setattr(bounded_connection, "MAX_REPLY", 10)
    return 10


@pytest.mark.parametrize("method", ["read", "readline", "readexactly"])
def test_more_bytes_than_the_bound_are_refused_until_the_next_call(most, method):
    async def story():
        stream = asyncio.StreamReader()
        reader = BoundedReader(stream)
        read = {
            "read": lambda: reader.read(6),
            "readline": reader.readline,
            "readexactly": lambda: reader.readexactly(6),
        }[method]
        stream.feed_data(b"abcd\r\n" * 3)
        assert await read() == b"abcd\r\n"
        with pytest.raises(ProtocolError, match="more than 10 bytes in one reply"):
            await read()
        reader.start()
        assert await read() == b"abcd\r\n"

    asyncio.run(story())


def test_announced_length_above_the_bound_is_refused_before_its_bytes_are_kept(most):
    async def story():
        with pytest.raises(ProtocolError, match="more than 10 bytes"):
            await BoundedReader(asyncio.StreamReader()).readexactly(11)

    asyncio.run(story())


@pytest.mark.parametrize("parser", [_AsyncRESP2Parser, _AsyncHiredisParser])
def test_large_reply_of_a_server_closes_the_connection_with_an_error(redis_server, monkeypatch, parser):
    async def story():
        address = RedisAddress.parse(redis_server.url, parser_class=parser, protocol=2)
        connection = AsyncRedisConnection(address, "bounded")
        try:
            assert await connection.ask("ECHO", b"x" * 50_000) == b"x" * 50_000
            monkeypatch.setattr(bounded_connection, "MAX_REPLY", 1000)
            with pytest.raises(ProtocolError, match="more than 1,000 bytes in one reply"):
                await connection.ask("ECHO", b"x" * 50_000)
            for _ in range(20):
                assert await connection.ask("ECHO", b"x" * 500) == b"x" * 500
        finally:
            await connection.end()

    asyncio.run(story())


def test_nodes_of_a_cluster_are_bounded_too(redis_cluster):
    async def story():
        connection = AsyncRedisConnection(RedisAddress.parse(redis_cluster), "bounded")
        try:
            assert await connection.ask("ECHO", b"x", **connection.any_node) == b"x"
            nodes = connection.client.get_nodes()
            assert all(issubclass(node.connection_class, BoundedConnection) for node in nodes)
            assert len(nodes) == 3
        finally:
            await connection.end()

    asyncio.run(story())


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("redis://127.0.0.1:1", redis.asyncio.Connection),
        ("rediss://127.0.0.1:1", redis.asyncio.SSLConnection),
        ("unix:///missing.sock", redis.asyncio.UnixDomainSocketConnection),
        ("redis+sentinel://127.0.0.1:1/main", redis.asyncio.sentinel.SentinelManagedConnection),
    ],
)
def test_each_kind_of_connection_is_bounded(url, kind):
    async def story():
        connection = AsyncRedisConnection(RedisAddress.parse(url), "bounded")
        used = connection.client.connection_pool.connection_class
        assert issubclass(used, BoundedConnection)
        assert issubclass(used, kind)
        with pytest.raises(ConnectionLost):
            await connection.ask("PING")
        await connection.end()

    asyncio.run(story())
