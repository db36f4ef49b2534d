# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads keys of a Redis server, within bounds. A key of another type than expected reads as empty."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
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
            words = ("SCAN", cursor, "MATCH", pattern, "COUNT", KEYS_PER_SCAN)
            cursor, keys = self._connection.ask_for(_parse_scan, *words)
            found.update(keys)
            if not cursor:
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
        return [each for each in _elements(reply) if isinstance(each, bytes)]

    def members(self, key: bytes | str, most: int) -> list[tuple[bytes, float]]:
        """Return the first members of a sorted set with their scores. Raises RqError."""
        (reply,) = self.ask_many([("ZRANGE", key, 0, most - 1, "WITHSCORES")])
        members = []
        for pair in _elements(reply):  # redis-py makes pairs
            match pair:
                case (bytes(member), float(score)):
                    members.append((member, score))
        return members

    def hashes(self, keys: Iterable[bytes | str]) -> list[dict[str, bytes]]:
        """Return the fields of hashes, by their names. Raises RqError."""
        replies = self.ask_many([("HGETALL", key) for key in keys])
        return [_fields(reply) for reply in replies]

    def fields(self, key: bytes | str, names: Sequence[bytes]) -> list[bytes | None]:
        """Return the values of fields of a hash. Raises RqError."""
        if not names:
            return []
        (reply,) = self.ask_many([("HMGET", key, *names)])
        values = [each if isinstance(each, bytes) else None for each in _elements(reply)]
        return values if len(values) == len(names) else [None] * len(names)

    def values(self, keys: Sequence[bytes | str]) -> list[bytes | None]:
        """Return the values of strings. Raises RqError."""
        replies = self.ask_many([("GET", key) for key in keys])
        return [reply if isinstance(reply, bytes) else None for reply in replies]


def _parse_scan(reply: Any) -> tuple[int, list[bytes]]:
    """Return the cursor and the keys of a reply. Raises TypeError, ValueError."""
    cursor, keys = reply
    return int(cursor), [key for key in keys if isinstance(key, bytes)]


def _elements(reply: Any) -> Collection[Any]:
    """Return the elements of a reply; none if it has another type."""
    return reply if isinstance(reply, (list, tuple, set)) else ()


def _fields(reply: Any) -> dict[str, bytes]:
    """Return the fields of a hash, which redis-py makes a dictionary."""
    pairs = reply.items() if isinstance(reply, dict) else ()
    return {
        text(name): value for name, value in pairs if isinstance(name, bytes) and isinstance(value, bytes)
    }


def text(data: bytes | None) -> str:
    """Return bytes as text, with escapes for what is no UTF-8; empty for None."""
    return (data or b"").decode("utf-8", "backslashreplace")
