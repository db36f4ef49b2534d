# SPDX-License-Identifier: MIT
"""Counts the memory that a controller uses for its clients, and refuses more than the limit.

The count includes items in queues, items of blocked puts, requests that are
incomplete or not executed yet, and replies that clients have not read.
"""

from __future__ import annotations

import sys

from rqcore.errors import TooMany

ITEM_COST = 160
"""Bytes of Python objects for an item, beside its payload."""
EXPANSION = 16
"""Bytes in Python objects for each byte of a small request, once it is parsed."""
LEASE_COST = 500
"""Bytes of Python objects for a lease or a delayed item, beside the item itself."""
ARGUMENT_COST = 40
"""Bytes of Python objects for an argument, beside its content."""
ALLOWANCE = 16 * 1024
"""Bytes of unprocessed input that each client may always have, even when memory is full:
a client that takes an item frees memory, so it must be able to send its request."""


BEFORE_LOGIN = 16 * 1024
"""The most bytes of an incomplete request that a client may have before it logs in. A login has some 100."""
STRANGERS = 8 * 1024 * 1024
"""The most bytes of incomplete requests of all clients that have not logged in."""


class Memory:
    """The bytes in use, and their limit.

    Args:
        limit: The most bytes that may be in use.
    """

    __slots__ = ("held", "limit", "of_observers", "of_strangers", "refused")

    def __init__(self, limit: int = sys.maxsize) -> None:
        """Start with no bytes in use."""
        self.limit: int = limit
        self.held: int = 0
        self.of_observers: int = 0
        """The bytes of events that observers have not received."""
        self.of_strangers: int = 0
        """The bytes in use for clients that have not logged in."""
        self.refused: int = 0
        """How many requests were refused because they would exceed the limit."""

    @property
    def is_over(self) -> bool:
        """Whether the bytes in use exceed the limit."""
        return self.held > self.limit

    @property
    def is_full_of_events(self) -> bool:
        """Whether no more events may wait: observers use a quarter of the limit, or all of it is used."""
        return self.of_observers >= self.limit // 4 or self.held >= self.limit

    def add_events(self, size: int) -> None:
        """Count bytes of events; a negative number if they have been sent or dropped."""
        self.of_observers += size
        self.held += size

    def admit(self, size: int, count: int) -> None:
        """Check that new items fit into memory. This does not count them yet.

        Args:
            size: Bytes of all payloads together.
            count: The number of items.

        Raises:
            TooMany: The items would exceed the limit.
        """
        if self.held + size + ITEM_COST * count > self.limit:
            raise self.refuse()

    def refuse(self) -> TooMany:
        """Count a refusal. Returns the error for the client."""
        self.refused += 1
        return TooMany(
            f"the controller uses {self.held} of {self.limit} bytes; take items, or raise its max_memory"
        )
