# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads keys of a Redis server, within bounds. A key of another type than expected reads as empty."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from rqcore.pressure.redis_connection import RedisConnection

KEYS_PER_SCAN = 1000
"""Number of keys that one SCAN command examines."""
MAX_SCANS = 1000
"""Most SCAN commands for one pattern: a million keys are examined."""
MOST = 1000
"""Most elements that are read of a key."""


class KeyReads:
    """Reads keys.

    Args:
        connection: A connection to the server, which is no cluster.
    """

    def __init__(self, connection: RedisConnection) -> None:
        self._connection = connection
        self.is_complete = True
        """Whether each scan has examined all keys."""

    def keys(self, pattern: str) -> list[bytes]:
        """Return the keys that match a pattern of SCAN. Raises RqError."""
        found: set[bytes] = set()
        cursor: Any = 0
        for _ in range(MAX_SCANS):
            reply = self._connection.ask("SCAN", cursor, "MATCH", pattern, "COUNT", KEYS_PER_SCAN)
            cursor, keys = reply
            found.update(keys)
            if not int(cursor):
                return sorted(found)
        self.is_complete = False
        return sorted(found)

    def ask_many(self, commands: Sequence[Sequence[Any]]) -> list[Any]:
        """Send commands together. Returns None for each that the server refused. Raises RqError."""
        replies = self._connection.ask_many(commands) if commands else []
        return [None if isinstance(reply, Exception) else reply for reply in replies]

    def lengths(self, commands: Sequence[Sequence[Any]]) -> list[int]:
        """Return the numbers that commands such as LLEN reply; 0 for what was refused. Raises RqError."""
        return [reply if isinstance(reply, int) else 0 for reply in self.ask_many(commands)]

    def elements(self, *words: Any) -> list[bytes]:
        """Return the elements that a command replies, such as LRANGE or SMEMBERS. Raises RqError."""
        (reply,) = self.ask_many([words])
        return [each for each in reply or () if isinstance(each, bytes)]

    def members(self, key: bytes | str, most: int) -> list[tuple[bytes, float]]:
        """Return the first members of a sorted set with their scores. Raises RqError."""
        (reply,) = self.ask_many([("ZRANGE", key, 0, most - 1, "WITHSCORES")])
        return [(member, float(score)) for member, score in reply or ()]  # redis-py makes pairs

    def hashes(self, keys: Iterable[bytes | str]) -> list[dict[str, bytes]]:
        """Return the fields of hashes, by their names. Raises RqError."""
        replies = self.ask_many([("HGETALL", key) for key in keys])
        return [_fields(reply) for reply in replies]

    def fields(self, key: bytes | str, names: Sequence[bytes]) -> list[bytes | None]:
        """Return the values of fields of a hash. Raises RqError."""
        if not names:
            return []
        (reply,) = self.ask_many([("HMGET", key, *names)])
        return list(reply) if reply else [None] * len(names)

    def values(self, keys: Sequence[bytes | str]) -> list[bytes | None]:
        """Return the values of strings. Raises RqError."""
        replies = self.ask_many([("GET", key) for key in keys])
        return [reply if isinstance(reply, bytes) else None for reply in replies]


def _fields(reply: Any) -> dict[str, bytes]:
    if isinstance(reply, dict):
        return {text(name): value for name, value in reply.items()}
    flat = reply or ()
    return {text(name): value for name, value in zip(flat[::2], flat[1::2], strict=False)}


def text(data: bytes | None) -> str:
    """Return bytes as text, with escapes for what is no UTF-8; empty for None."""
    return (data or b"").decode("utf-8", "backslashreplace")
