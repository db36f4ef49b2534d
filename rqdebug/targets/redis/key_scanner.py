# SPDX-License-Identifier: GPL-3.0-or-later
"""Which queues there are on a Redis server: its keys are gone through a little at each look.

A server may have millions of keys that are no queues, and must not be kept
busy by whoever looks.
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

STEP = 1000
"""Keys that one SCAN looks at."""
STEPS = 5
"""SCANs at one look, on each server."""
MOST = 1000
"""Queues that are shown."""
_LENGTHS = {"list": "LLEN", "stream": "XLEN"}


@dataclass
class _Round:
    """One way through the keys of a server."""

    cursor: int = 0
    found: dict[bytes, str] = field(default_factory=dict)


class KeyScanner:
    """Pressure queues, and the lists and streams that belong to none."""

    def __init__(self, controller: RedisControllerHandle) -> None:
        self._controller = controller
        self._link = controller.connection
        self._before = to_bytes(controller.prefix) + b":"
        self._rounds: dict[str, _Round] = {}
        self._known: dict[str, dict[bytes, str]] = {}
        """By server and key what is there: a type of Redis, or "pressure"."""

    def look(self) -> list[QueueStat]:
        """Every queue that is known by now, as it stands. Raises ConnectionLost."""
        for name, where in self._servers():
            self._go_on(name, where)
        kinds = {key: kind for known in self._known.values() for key, kind in known.items()}
        chosen = sorted(kinds.items())[:MOST]
        return [stat for key, kind in chosen if (stat := self._stat(key, kind)) is not None]

    def _servers(self) -> Iterator[tuple[str, dict[str, Any]]]:
        if not self._link.address.is_cluster:
            yield "", {}
            return
        for node in self._link.client.get_primaries():
            yield node.name, {"target_nodes": node}

    def _go_on(self, server: str, where: dict[str, Any]) -> None:
        current = self._rounds.setdefault(server, _Round())
        for _ in range(STEPS):
            cursor, keys = _scanned(self._link.ask("SCAN", current.cursor, "COUNT", STEP, **where))
            current.found.update(self._queues_among(keys))
            current.cursor = cursor
            if not cursor:
                self._known[server] = current.found
                self._rounds[server] = _Round()
                return
        self._known.setdefault(server, {}).update(current.found)

    def _queues_among(self, keys: list[bytes]) -> Iterator[tuple[bytes, str]]:
        known = {key: kind for found in self._known.values() for key, kind in found.items()}
        for key in keys:
            if key.startswith(self._before):
                name = key[len(self._before) : -len(BOUND)]
                if key.endswith(BOUND) and name:
                    yield name, "pressure"
                continue
            kind = known.get(key) or bytes(self._link.ask("TYPE", key)).decode()
            if kind.encode() in KINDS:
                yield key, kind

    def _stat(self, key: bytes, kind: str) -> QueueStat | None:
        """None where it is gone, or is not what it seemed."""
        name = to_text(key)
        try:
            if kind == "pressure":
                shown = shown_name(self._link.address, name)
                return stat_of(shown, self._controller.pressure(name).status())
            size = int(self._link.ask(_LENGTHS[kind], key))
            return plain_stat(name, kind, size) if size or kind == "stream" else None
        except ConnectionError:
            raise
        except RqError:
            return None


def _scanned(reply: Any) -> tuple[int, list[bytes]]:
    """Cursor and keys; a cluster tells the cursor by server."""
    cursor, keys = reply
    return int(next(iter(cursor.values())) if isinstance(cursor, dict) else cursor), keys
