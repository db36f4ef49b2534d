# SPDX-License-Identifier: GPL-3.0-or-later
"""Finds the queues on a Redis server; each poll scans a limited number of keys.

A server can have millions of keys that are not queues, and an observer must not keep it busy. So a scan of
all keys is spread over several polls.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from rqcore.errors import RqError
from rqcore.pressure.adapter import plain_stat, shown_name, stat_of
from rqcore.pressure.keys import BOUND, to_bytes, to_text
from rqcore.pressure.plain_keys import KINDS
from rqcore.pressure.redis_handles import RedisControllerHandle
from rqcore.protocol.queue_values import QueueStat

KEYS_PER_SCAN = 1000
"""Number of keys that one SCAN command examines."""
SCANS_PER_POLL = 5
"""Number of SCAN commands for each server at each poll."""
MAX_QUEUES = 1000
"""Maximum number of queues that a poll returns: the first in alphabetical order."""
PRESSURE = "pressure"
"""The kind of a queue of the pressure protocol; the other kinds are types of Redis."""
_LENGTH_COMMANDS = {"list": "LLEN", "stream": "XLEN"}


@dataclass
class _Scan:
    """An unfinished scan of all keys of a server."""

    cursor: int = 0
    found: dict[bytes, str] = field(default_factory=dict)


class KeyScanner:
    """Finds pressure queues, and lists and streams that are not part of one.

    Args:
        controller: A handle of the server, which the caller closes.
    """

    def __init__(self, controller: RedisControllerHandle) -> None:
        self._controller = controller
        self._connection = controller.connection
        self._prefix = to_bytes(controller.prefix) + b":"
        self._scans: dict[str, _Scan] = {}
        self._kinds: dict[str, dict[bytes, str]] = {}
        """For each server: the kind of each key that was found, PRESSURE or a type of Redis."""

    def poll(self) -> list[QueueStat]:
        """Continue the scan, and return the state of every queue that was found so far.

        Raises:
            ConnectionLost: The connection to the server was lost.
        """
        for server, options in self._servers():
            self._continue_scan(server, options)
        first = sorted(self._all_kinds().items())[:MAX_QUEUES]
        return [stat for key, kind in first if (stat := self._stat(key, kind)) is not None]

    def _all_kinds(self) -> dict[bytes, str]:
        return {key: kind for kinds in self._kinds.values() for key, kind in kinds.items()}

    def _servers(self) -> Iterator[tuple[str, dict[str, Any]]]:
        if not self._connection.address.is_cluster:
            yield "", {}
            return
        for node in self._connection.client.get_primaries():
            yield node.name, {"target_nodes": node}

    def _continue_scan(self, server: str, options: dict[str, Any]) -> None:
        scan = self._scans.setdefault(server, _Scan())
        for _ in range(SCANS_PER_POLL):
            reply = self._connection.ask("SCAN", scan.cursor, "COUNT", KEYS_PER_SCAN, **options)
            scan.cursor, keys = _parse_scan(reply)
            scan.found.update(self._classify(keys))
            if not scan.cursor:
                self._kinds[server] = scan.found  # complete: a queue that was not found no longer exists
                self._scans[server] = _Scan()
                return
        self._kinds.setdefault(server, {}).update(scan.found)

    def _classify(self, keys: list[bytes]) -> Iterator[tuple[bytes, str]]:
        """Yield each queue among the keys, with its kind."""
        kinds = self._all_kinds()
        for key in keys:
            if key.startswith(self._prefix):
                name = key[len(self._prefix) : -len(BOUND)]
                if key.endswith(BOUND) and name:
                    yield name, PRESSURE
                continue
            kind = kinds.get(key) or bytes(self._connection.ask("TYPE", key)).decode()
            if kind.encode() in KINDS:
                yield key, kind

    def _stat(self, key: bytes, kind: str) -> QueueStat | None:
        """Return the state of a queue; None if it was deleted, or its keys do not form a queue."""
        name = to_text(key)
        try:
            if kind == PRESSURE:
                shown = shown_name(self._connection.address, name)
                return stat_of(shown, self._controller.pressure(name).status())
            size = int(self._connection.ask(_LENGTH_COMMANDS[kind], key))
            return plain_stat(name, kind, size) if size or kind == "stream" else None
        except ConnectionError:
            raise
        except RqError:
            return None


def _parse_scan(reply: Any) -> tuple[int, list[bytes]]:
    """Return cursor and keys of a reply; for a cluster redis-py returns the cursor of each server."""
    cursor, keys = reply
    return int(next(iter(cursor.values())) if isinstance(cursor, dict) else cursor), keys
