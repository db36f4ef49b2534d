# SPDX-License-Identifier: GPL-3.0-or-later
"""Finds the items of leases and delays that end in a script, from the commands of the script.

Each script on a queue of rqcore first ends what is due. MONITOR then shows, for each item in this order:

- HDEL of the key ``holders``, with the number of the lease, if a client had the item on a lease
- RPUSH or ZADD of the items of another queue, if the item goes to the dead-letter queue
- ZREM of the key ``ends``, with the number of the lease or delay
- otherwise, LPUSH, RPUSH, LINSERT or ZADD of the items of the queue

and behind all items one HSET with the figures of the queue, among them ``delayed``. Which client had an item
is only known if its lease or its delay was seen.

Source: ``rqcore.redis.lease_parts``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rqcore.errors import ProtocolError
from rqcore.redis.stored_items import StoredItem, read_item
from rqdebug.targets.redis.monitor_arguments import read_count

MAX_AWAY = 100_000
"""Maximum number of leases and delays that are remembered; with more, all are forgotten."""
_INSERTIONS = (b"LPUSH", b"RPUSH", b"LINSERT", b"ZADD")
_ITEMS = b":items"


@dataclass(frozen=True, slots=True)
class AwayItem:
    """An item that is on a lease or delayed, and the client that leased or delayed it."""

    item: int | None = None
    """The number of the item."""
    deliveries: int | None = None
    address: str = ""
    """The address of the client; empty if it is not known."""
    client: str = ""
    """The name of the client."""


@dataclass(slots=True)
class ReturnedItem:
    """An item whose lease or delay has ended."""

    number: bytes
    """The number of the lease or delay."""
    is_lease: bool
    target: bytes
    """The key of the queue where the item is now."""
    stored: StoredItem
    """The item as it is there."""
    depth: int | None = None
    """The number of items in the queue that the item belonged to, after it has returned."""


class ReturnReader:
    """Reads the commands of one script in their order.

    Args:
        base: The key of the queue.
    """

    def __init__(self, base: bytes) -> None:
        self._base = base
        self._ended: tuple[bytes, bool] | None = None
        """The number of a lease or delay, and whether it is a lease; its item has not been seen yet."""
        self._last = b""

    def read(self, step: Sequence[bytes]) -> ReturnedItem | None:
        """Read the next command; return the item whose lease or delay has ended, if it puts one."""
        name, key = step[0].upper(), step[1] if len(step) > 1 else b""
        if name == b"HDEL" and key == self._base + b":holders":
            self._ended = step[2], True
        elif name == b"ZREM" and key == self._base + b":ends":
            if self._ended is None and step[2] != self._last:
                self._ended = step[2], False
        elif self._ended is not None and name in _INSERTIONS and key.endswith(_ITEMS):
            (self._last, is_lease), self._ended = self._ended, None
            try:
                item = read_item(step[-1], name == b"ZADD")
            except ProtocolError:  # of another version of rqcore
                return None
            return ReturnedItem(self._last, is_lease, key[: -len(_ITEMS)], item)
        return None

    def has_counted(self, step: Sequence[bytes]) -> bool:
        """Return whether a command writes the figures of the queue after items have returned."""
        return step[0].upper() == b"HSET" and step[1] == self._base and b"delayed" in step[2::2]


class AwayItems:
    """Remembers the leases and delays of all queues, as far as they were seen."""

    def __init__(self) -> None:
        self._items: dict[tuple[bytes, bytes], AwayItem] = {}

    def note(self, base: bytes, steps: Sequence[Sequence[bytes]], address: str, caller: bytes) -> None:
        """Remember the items that a script has leased or delayed.

        Args:
            base: The key of the queue.
            steps: The commands of the script.
            address: The address of its client.
            caller: The name of its caller.
        """
        client = caller.rpartition(b".")[0].decode(errors="replace")
        for step in steps:
            if step[0].upper() != b"HSET" or len(step) != 4:
                continue
            if step[1] == base + b":holders":
                *_, number, deliveries, _ = step[3].split(b" ")
                self._put(
                    base, step[2], AwayItem(read_count(number), read_count(deliveries), address, client)
                )
            elif (item := item_sent_away(step, base)) is not None:
                self._put(base, step[2], AwayItem(item.number, item.deliveries, address, client))

    def _put(self, base: bytes, number: bytes, item: AwayItem) -> None:
        if len(self._items) >= MAX_AWAY:
            self._items.clear()
        self._items[base, number] = item

    def take(self, base: bytes, returned: ReturnedItem) -> AwayItem:
        """Forget a lease or delay; return its item. If it was not seen, its client is unknown."""
        away = self._items.pop((base, returned.number), None)
        if away is None and returned.target == base:
            return AwayItem(returned.stored.number, returned.stored.deliveries)
        return away or AwayItem()


def item_sent_away(step: Sequence[bytes], base: bytes) -> StoredItem | None:
    """Return the item that a command stores because it was leased or delayed; None for any other command.

    No number reaches 2**56, and the first byte of the key of a priority is not 0: this shows whether the item
    has a key.
    """
    if step[0].upper() != b"HSET" or step[1] != base + b":away":
        return None
    try:
        return read_item(step[3], step[3][:1] != b"\0")
    except ProtocolError:  # of another version of rqcore
        return None
