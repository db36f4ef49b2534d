# SPDX-License-Identifier: GPL-3.0-or-later
"""The queue that each key of a Redis server belongs to."""

from __future__ import annotations

from collections.abc import Callable

from rqcore.pressure.key_protocol.keys import PARTS, to_bytes, to_text
from rqdebug.targets.redis.open_call import QueueKey

MAX_KEYS = 100_000
"""Maximum number of keys in the table; a server can have more, and then the table is cleared."""
_PARTS = sorted((part for part in PARTS if part), key=len, reverse=True)


class KeyTable:
    """Classifies keys, and remembers those that had calls.

    Args:
        prefix: The start of the keys of pressure queues, with the colon.
        queue_name: Returns the name to show for a pressure queue, from its name on the server.
    """

    def __init__(self, prefix: bytes, queue_name: Callable[[str], str]) -> None:
        self._prefix = prefix
        self._queue_name = queue_name
        self._keys: dict[bytes, QueueKey] = {}

    def find(self, key: bytes) -> QueueKey:
        """Classify a key; one that is not part of a pressure queue counts as a plain list or stream."""
        queue_key = self._keys.get(key)
        if queue_key is None:
            if len(self._keys) >= MAX_KEYS:
                self._keys.clear()
            queue_key = self._keys[key] = self._classify(key)
        return queue_key

    def find_known(self, key: bytes) -> QueueKey | None:
        """Classify a key of any type; None unless it is a pressure key or had a call before."""
        return self._keys.get(key) or (self.find(key) if key.startswith(self._prefix) else None)

    def _classify(self, key: bytes) -> QueueKey:
        if not key.startswith(self._prefix):
            return QueueKey(decode(key), b"", False)
        name = key[len(self._prefix) :]
        part = next((part for part in _PARTS if name.endswith(part) and name != part), b"")
        shown = self._queue_name(to_text(name[: len(name) - len(part)]))
        return QueueKey(decode(to_bytes(shown)), part, True)


def decode(name: bytes) -> str:
    """Return the name of a queue for the log; any bytes can be a key."""
    return name.decode("utf-8", "backslashreplace")
