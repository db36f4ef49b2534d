# SPDX-License-Identifier: MIT
"""The backend for queues on Redis and Valkey: ``redis://`` and the others of ``redis_address``."""

from __future__ import annotations

from rqcore.pressure.async_redis_connection import AsyncRedisConnection
from rqcore.pressure.async_redis_handles import AsyncRedisControllerHandle
from rqcore.pressure.redis_address import RedisAddress
from rqcore.pressure.redis_connection import RedisConnection
from rqcore.pressure.redis_handles import RedisControllerHandle


def connect(url: str, *, name: str, network_timeout: float, codec: str | None) -> RedisControllerHandle:
    """Make a blocking handle. Raises BadUrl, CodecError."""
    return RedisControllerHandle(RedisConnection(RedisAddress.parse(url), name, network_timeout), codec)


def connect_async(
    url: str, *, name: str, network_timeout: float, codec: str | None
) -> AsyncRedisControllerHandle:
    """Make an asyncio handle. Raises BadUrl, CodecError."""
    connection = AsyncRedisConnection(RedisAddress.parse(url), name, network_timeout)
    return AsyncRedisControllerHandle(connection, codec)
