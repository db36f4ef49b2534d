# SPDX-License-Identifier: GPL-3.0-or-later
"""Finds the queues on a Redis server; each poll scans a limited number of keys.

A server can have millions of keys that are not queues, and an observer must not keep it busy. So the server
selects the keys by type (``SCAN … TYPE``), and a scan of all keys is spread over several polls. If it takes
more than one poll, the next scan begins only PAUSE polls later.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from rqcore.errors import RqError
from rqcore.pressure.adapter import plain_stat, shown_name, stat_of
from rqcore.pressure.key_protocol.keys import BOUND, escaped, to_bytes, to_text
from rqcore.pressure.plain_keys import KINDS
from rqcore.pressure.redis_connection_base import wrong_reply
from rqcore.protocol.queue_values import QueueStat
from rqcore.redis.queue_keys import QueueKeys, name_of, pattern_of, prefix_of
from rqcore.redis.redis_server import RedisServer
from rqdebug.targets.base import Coverage

KEYS_PER_SCAN = 1000
"""Number of keys that one SCAN command examines."""
STEPS_PER_POLL = 50
"""Number of steps for each server at each poll; a step is one SCAN command for each kind of queue."""
PAUSE = 20
"""Number of polls between two scans of a server, if a scan takes more than one poll."""
MAX_QUEUES = 1000
"""Maximum number of queues of each kind that a poll returns: the first in alphabetical order."""
PRESSURE, OWN = "pressure", "rqcore"
"""The kinds of queues of the two protocols; the other kinds are types of Redis."""
MAX_FOUND = 1_000_000
"""Number of queues after which a scan of a server ends: a server can send new keys without end."""
_PLAIN_KINDS = {kind: handle.length_command for kind, handle in KINDS.items()}
"""Kind of plain keys → the command that returns their length."""

_DELETED_EMPTY = ("list", "zset")
"""The types of keys that Redis deletes when they become empty."""


@dataclass
class _Scan:
    """A scan of all keys of a server. Each kind of queue has its own cursor, and they advance together."""

    cursors: dict[str, int] = field(default_factory=lambda: dict.fromkeys((PRESSURE, OWN, *_PLAIN_KINDS), 0))
    """The cursor of each kind whose scan is not complete."""
    examined: int = 0
    """The number of keys that were examined so far."""
    total: int = 0
    """The number of keys of the server."""
    found: dict[bytes, str] = field(default_factory=dict)


@dataclass
class _Server:
    """What is known of a server."""

    scan: _Scan = field(default_factory=_Scan)
    pause: int = 0
    """The number of polls before the scan continues."""
    kinds: dict[bytes, str] = field(default_factory=dict)
    """The kind of each key that was found: PRESSURE, OWN or a type of Redis."""
    was_scanned: bool = False
    """Whether a scan was completed."""


class KeyScanner:
    """Finds queues of both protocols, and lists, streams and sorted sets that are not part of one.

    Redis deletes a list or a sorted set that becomes empty. So a plain key that was found once stays a queue
    without items.

    Args:
        controller: A handle of the server, which the caller closes.
    """

    def __init__(self, controller: RedisServer) -> None:
        self._controller = controller
        self._connection = controller.connection
        self._prefix = to_bytes(controller.prefix) + b":"
        self._own_prefix = prefix_of(controller.prefix)
        self._scanned: dict[str, _Server] = {}
        self._hidden = 0

    @property
    def coverage(self) -> Coverage:
        """Which part of the keys the first scan has examined so far, and how many queues polls leave out."""
        scans = [server.scan for server in self._scanned.values() if not server.was_scanned]
        unexamined = sum(max(scan.total - scan.examined, 1) for scan in scans)
        return Coverage(bool(self._scanned) and not scans, unexamined, self._hidden)

    def poll(self) -> list[QueueStat]:
        """Continue the scan, and return the state of every queue that was found so far.

        Raises:
            ConnectionLost: The connection to the server was lost.
        """
        for name, options in self._servers():
            self._continue_scan(self._scanned.setdefault(name, _Server()), options)
        shown = self._first_of_each_kind()
        stats = self._plain_stats({key: kind for key, kind in shown.items() if kind in _PLAIN_KINDS})
        protocols = ((key, kind) for key, kind in shown.items() if kind not in _PLAIN_KINDS)
        stats += [stat for key, kind in protocols if (stat := self._protocol_stat(key, kind)) is not None]
        return sorted(stats, key=lambda stat: to_bytes(stat.namespace))

    def _all_kinds(self) -> dict[bytes, str]:
        return {key: kind for server in self._scanned.values() for key, kind in server.kinds.items()}

    def _first_of_each_kind(self) -> dict[bytes, str]:
        kinds = self._all_kinds()
        numbers: Counter[str] = Counter()
        shown = {}
        for key, kind in sorted(kinds.items()):
            numbers[kind] += 1
            if numbers[kind] <= MAX_QUEUES:
                shown[key] = kind
        self._hidden = len(kinds) - len(shown)
        return shown

    def _servers(self) -> Iterator[tuple[str, dict[str, Any]]]:
        if not self._connection.address.is_cluster:
            yield "", {}
            return
        for node in self._connection.client.get_primaries():
            yield node.name, {"target_nodes": node}

    def _continue_scan(self, server: _Server, options: dict[str, Any]) -> None:
        if server.pause:
            server.pause -= 1
            return
        scan = server.scan
        is_new = not scan.examined
        if is_new:
            total = _any_value(self._connection.ask("DBSIZE", **options))
            if type(total) is not int:
                raise wrong_reply(self._connection.address, "DBSIZE")
            scan.total = total
        for _ in range(STEPS_PER_POLL):
            self._scan_step(scan, options)
            if not scan.cursors:
                server.kinds = _emptied(server.kinds, scan.found) | scan.found
                server.scan, server.was_scanned = _Scan(), True
                server.pause = 0 if is_new else PAUSE
                return
        server.kinds |= scan.found

    def _scan_step(self, scan: _Scan, options: dict[str, Any]) -> None:
        for kind, cursor in list(scan.cursors.items()):
            words = self._scan_command(kind, cursor)
            reply = self._connection.ask(*words, **options)
            try:
                scan.cursors[kind], keys = _parse_scan(reply)
            except (TypeError, ValueError, LookupError):
                raise wrong_reply(self._connection.address, "SCAN") from None
            scan.found.update(islice(self._select(kind, keys), MAX_FOUND - len(scan.found)))
            if not scan.cursors[kind]:
                del scan.cursors[kind]
        scan.examined += KEYS_PER_SCAN
        if len(scan.found) >= MAX_FOUND:
            scan.cursors.clear()

    def _scan_command(self, kind: str, cursor: int) -> tuple[Any, ...]:
        words = ("SCAN", cursor, "COUNT", KEYS_PER_SCAN, "TYPE")
        if kind == PRESSURE:
            return *words, "string", "MATCH", escaped(self._prefix) + b"?*" + BOUND
        if kind == OWN:
            return *words, "hash", "MATCH", pattern_of(self._own_prefix)
        return *words, kind

    def _select(self, kind: str, keys: list[bytes]) -> Iterator[tuple[bytes, str]]:
        """Yield the name of each pressure queue, or each key that is not part of one, with its kind."""
        for key in keys:
            if kind == PRESSURE:
                yield key[len(self._prefix) : -len(BOUND)], kind
            elif kind == OWN or not key.startswith((self._prefix, self._own_prefix + b":")):
                yield key, kind

    def _plain_stats(self, kinds: dict[bytes, str]) -> list[QueueStat]:
        if not kinds:
            return []
        replies = self._connection.ask_many([(_PLAIN_KINDS[kind], key) for key, kind in kinds.items()])
        return [
            plain_stat(to_text(key), kind, reply)
            for (key, kind), reply in zip(kinds.items(), replies, strict=True)
            if isinstance(reply, int)  # otherwise the key has another type now
        ]

    def _protocol_stat(self, key: bytes, kind: str) -> QueueStat | None:
        """Return the state of a queue; None if it was deleted, or its keys do not form a queue."""
        try:
            if kind == OWN:
                return self._controller.own_stat(QueueKeys(name_of(key, self._own_prefix), key))
            name = to_text(key)
            shown = shown_name(self._connection.address, name)
            return stat_of(shown, self._controller.pressure(name).status())
        except ConnectionError:
            raise
        except RqError:
            return None


def _emptied(known: dict[bytes, str], found: dict[bytes, str]) -> dict[bytes, str]:
    """Return the lists and sorted sets that a scan no longer found: the newest MAX_QUEUES."""
    missing = {key: kind for key, kind in known.items() if kind in _DELETED_EMPTY and key not in found}
    return dict(islice(missing.items(), max(len(missing) - MAX_QUEUES, 0), None))


def _any_value(reply: Any) -> Any:
    """Return the reply of one server; for a cluster redis-py returns the reply of each."""
    return next(iter(reply.values())) if isinstance(reply, dict) else reply


def _parse_scan(reply: Any) -> tuple[int, list[bytes]]:
    """Return cursor and keys of a reply."""
    cursor, keys = reply
    if not isinstance(keys, list) or set(map(type, keys)) - {bytes}:
        raise TypeError(keys)
    return int(_any_value(cursor)), keys
