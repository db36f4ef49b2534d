# SPDX-License-Identifier: MIT
"""The search for keys on a server or a cluster, with bounds: a server cannot make it endless."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

from rqcore.errors import ControllerError, TooMany
from rqcore.pressure.redis_address import RedisAddress
from rqcore.pressure.redis_connection_base import wrong_reply

SCAN_COUNT = 1000
"""Keys that the server examines at a time."""
MAX_KEYS = 1_000_000
"""The most keys that one search finds."""
MAX_STEPS = 12
"""A search takes this many times the network timeout at most."""


class KeyScan:
    """The replies to SCAN of a client of redis-py, for all servers of a cluster.

    Args:
        address: The server.
        network_timeout: Seconds that the network may take for any step.
    """

    def __init__(self, address: RedisAddress, network_timeout: float) -> None:
        self.found: set[bytes] = set()
        """The keys that were found so far."""
        self._address = address
        self._seconds = MAX_STEPS * network_timeout
        self._end = time.monotonic() + self._seconds
        self._cursors: dict[str | None, int] = {}

    def take(self, reply: Any, node: str | None = None) -> None:
        """Take a reply.

        Args:
            reply: The next cursor, or one for the name of each server; and keys.
            node: The server that it came from; None if it is the first reply, or there is one server.

        Raises:
            ControllerError: The search takes too long.
            TooMany: There are too many keys.
            ProtocolError: The reply has another form.
        """
        try:
            cursors, keys = reply
            self._cursors.update(cursors if isinstance(cursors, dict) else {node: cursors})
            self.found.update(keys)
        except (TypeError, ValueError) as error:
            raise wrong_reply(self._address, "SCAN") from error
        kinds = set(map(type, keys)), set(map(type, self._cursors.values()))
        if kinds[0] - {bytes} or kinds[1] - {int}:
            raise wrong_reply(self._address, "SCAN")
        if len(self.found) > MAX_KEYS:
            raise TooMany(
                f"{self._address} has more than {MAX_KEYS:,} queues; open the one you need by its name"
            )
        if any(self._cursors.values()) and time.monotonic() > self._end:
            raise ControllerError(
                f"{self._address} did not list its keys in {self._seconds:g} seconds; raise network_timeout"
            )

    def following(self) -> Sequence[tuple[str | None, int]]:
        """Return the servers that have more keys, and the cursor of each."""
        return [(node, cursor) for node, cursor in self._cursors.items() if cursor]
