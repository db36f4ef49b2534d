# SPDX-License-Identifier: MIT
"""The backend for queues on Redis and Valkey: ``redis://`` and the other schemes of ``redis_address``."""

from __future__ import annotations

from rqcore.pressure.async_redis_connection import AsyncRedisConnection
from rqcore.pressure.async_redis_handles import AsyncRedisControllerHandle
from rqcore.pressure.redis_address import RedisAddress
from rqcore.pressure.redis_connection import RedisConnection
from rqcore.pressure.redis_handles import RedisControllerHandle


def connect(url: str, *, name: str, network_timeout: float, codec: str | None) -> RedisControllerHandle:
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
    return RedisControllerHandle(RedisConnection(RedisAddress.parse(url), name, network_timeout), codec)


def connect_async(
    url: str, *, name: str, network_timeout: float, codec: str | None
) -> AsyncRedisControllerHandle:
    """Make an asyncio handle, as ``connect`` does. Raises BadUrl, CodecError."""
    connection = AsyncRedisConnection(RedisAddress.parse(url), name, network_timeout)
    return AsyncRedisControllerHandle(connection, codec)
