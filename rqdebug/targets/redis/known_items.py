# SPDX-License-Identifier: GPL-3.0-or-later
"""The items of pressure queues, as far as MONITOR lets us know them.

MONITOR shows the payload of each put but not what a get takes. The items of a queue are known from its
creation on: the protocol has one consumer at a time, and a queue is FIFO, so each get takes the first item of
this model. Whatever else changes the items makes them unknown, and so does a get of another size than its
client counts.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

from rqcore.protocol.event_batch import Method, Outcome

MAX_BYTES = 32 << 20
"""Maximum number of bytes of all known items, each with ITEM_COST. Beyond it, a queue becomes unknown."""
ITEM_COST = 100
FOLLOWED = frozenset(
    b"GET SET INCR INCRBY LLEN LRANGE LINDEX LPOS EXISTS TYPE OBJECT TTL PTTL MEMORY DUMP WATCH TOUCH "
    b"LPUSH EVAL EVALSHA".split()
)
"""Commands that change no item of a list, or whose changes the calls on queues follow."""
POPS = (b"BRPOP", b"RPOP")
"""Commands that take an item as the protocol does."""
CHANGING_ALL = frozenset(b"FLUSHALL FLUSHDB SWAPDB REPLICAOF SLAVEOF".split())
"""Commands that change items without naming their keys."""


@dataclass(slots=True)
class KnownQueue:
    """The items of a queue."""

    items: deque[tuple[int, bytes]] = field(default_factory=deque)
    """Number and payload of each item, as it is stored."""
    cost: int = 0
    """Their bytes, each with ITEM_COST."""


class KnownItems:
    """A model of the items of each queue whose creation was seen. Queues are identified by name."""

    def __init__(self) -> None:
        self.queues: dict[str, KnownQueue] = {}
        """The queues whose items are known."""
        self._cost = 0
        self._last_number = 0

    def __contains__(self, queue: str) -> bool:
        return queue in self.queues

    def begin(self, queue: str) -> None:
        """Note that a queue is empty, because it was created or purged."""
        self.forget(queue)
        self.queues[queue] = KnownQueue()

    def forget(self, queue: str) -> None:
        """Note that the items of a queue are unknown from now on."""
        forgotten = self.queues.pop(queue, None)
        if forgotten is not None:
            self._cost -= forgotten.cost

    def forget_all(self) -> None:
        """Note that all items are unknown from now on."""
        self.queues.clear()
        self._cost = 0

    def put(self, queue: str, payloads: Sequence[bytes]) -> int | None:
        """Append items, and return the number of the first one; None if the queue is unknown."""
        known = self.queues.get(queue)
        if known is None or not payloads:
            return None
        first = self._last_number + 1
        for payload in payloads:
            self._last_number += 1
            known.items.append((self._last_number, payload))
        cost = sum(map(len, payloads)) + ITEM_COST * len(payloads)
        known.cost += cost
        self._cost += cost
        if self._cost > MAX_BYTES:
            self.forget(queue)
        return first

    def take(self, queue: str, count: int, size: int | None) -> list[tuple[int, bytes]]:
        """Remove the first items and return number and payload of each; nothing if they are unknown.

        Args:
            queue: The queue.
            count: How many items its consumer has taken.
            size: The bytes that the consumer has counted; None if it has not.
        """
        known = self.queues.get(queue)
        if known is None:
            return []
        if len(known.items) < count:
            self.forget(queue)
            return []
        taken = [known.items.popleft() for _ in range(count)]
        total = sum(len(payload) for _, payload in taken)
        known.cost -= total + ITEM_COST * count
        self._cost -= total + ITEM_COST * count
        if size is not None and size != total:
            self.forget(queue)
            return []
        return taken

    def follow(
        self,
        method: Method,
        queue: str,
        outcome: Outcome,
        payloads: Sequence[bytes],
        items: int,
        size: int | None,
    ) -> tuple[int | None, Sequence[bytes]]:
        """Change the items as a call that has ended did.

        Args:
            method: The method of the call.
            queue: The queue.
            outcome: The outcome.
            payloads: The items of a put.
            items: The number of items of a get.
            size: The bytes of the items that a get has counted.

        Returns:
            The number of the first item that was put or taken, and the items; none if they are unknown.
        """
        if outcome is Outcome.UNKNOWN or method is Method.CLOSE:
            self.forget(queue)
        elif outcome is not Outcome.OK:
            return None, payloads
        elif method in (Method.CREATE, Method.PURGE):
            self.begin(queue)
        elif method is Method.PUT:
            return self.put(queue, payloads), payloads
        elif method is Method.GET:
            taken = self.take(queue, items, size)
            return (taken[0][0], [payload for _, payload in taken]) if taken else (None, payloads)
        return None, payloads
