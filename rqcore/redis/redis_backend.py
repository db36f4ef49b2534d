# SPDX-License-Identifier: MIT
"""The backend for queues on Redis and Valkey: ``redis://`` and the other schemes of ``redis_address``."""

from __future__ import annotations

from dataclasses import replace

from rqcore.client.base import checked
from rqcore.pressure.async_redis_connection import AsyncRedisConnection
from rqcore.pressure.redis_address import DEFAULT_URL, RedisAddress
from rqcore.pressure.redis_connection import RedisConnection
from rqcore.redis.async_redis_server import OPTION, OWN, AsyncRedisServer
from rqcore.redis.redis_server import RedisServer
from rqcore.url import Address, url_text


def connect(url: str, *, name: str, network_timeout: float, codec: str | None) -> RedisServer:
    """Make a blocking handle.

    Args:
        url: See ``rqcore.pressure.redis_address``.
        name: A part of the name of this process on the server.
        network_timeout: Seconds that the network may take for any step.
        codec: None chooses a codec for each item, without pickle; "pickle" allows pickle too.

    Raises:
        BadUrl: The URL is wrong.
        CodecError: There is no such codec.
    """
    return RedisServer(RedisConnection(RedisAddress.parse(url), name, network_timeout), codec)


def connect_async(url: str, *, name: str, network_timeout: float, codec: str | None) -> AsyncRedisServer:
    """Make an asyncio handle, as ``connect`` does. Raises BadUrl, CodecError."""
    connection = AsyncRedisConnection(RedisAddress.parse(url), name, network_timeout)
    return AsyncRedisServer(connection, codec)


def connect_own(
    url: str | Address = DEFAULT_URL,
    *,
    name: str = "",
    network_timeout: float = 5.0,
    codec: str | None = None,
) -> RedisServer:
    """Connect to a Redis server, where ``create`` makes queues of rqcore.

    Args:
        url: See ``rqcore.pressure.redis_address``; also the ``url`` of another handle.
        name: A part of the name of this process on the server.
        network_timeout: Maximum seconds that the network may take for a call.
        codec: None sends bytes, text and JSON; "pickle" allows pickles too.

    Raises:
        BadUrl: The URL is wrong.
        CodecError: ``codec`` is something else.
        ConnectionLost: The server cannot be reached, or does not answer in time.
        NoAuth: The server requires a password.
        WrongPass: The user or the password is wrong.
    """
    return checked(RedisServer(RedisConnection(_own_address(url), name, network_timeout), codec))


def connect_own_async(
    url: str | Address = DEFAULT_URL,
    *,
    name: str = "",
    network_timeout: float = 5.0,
    codec: str | None = None,
) -> AsyncRedisServer:
    """Connect as ``connect_own`` does, from asyncio; use it with ``async with``, or ``await`` it.

    Args:
        url: See ``rqcore.pressure.redis_address``; also the ``url`` of another handle.
        name: A part of the name of this process on the server.
        network_timeout: Maximum seconds that the network may take for a call.
        codec: None sends bytes, text and JSON; "pickle" allows pickles too.

    Raises:
        BadUrl: The URL is wrong.
        CodecError: ``codec`` is something else.
    """
    return AsyncRedisServer(AsyncRedisConnection(_own_address(url), name, network_timeout), codec)


def _own_address(url: str | Address) -> RedisAddress:
    address = RedisAddress.parse(url_text(url))
    options = (*(pair for pair in address.own_options if pair[0] != OPTION), (OPTION, OWN))
    return replace(address, own_options=options)
