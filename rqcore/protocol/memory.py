# SPDX-License-Identifier: MIT
"""How much a controller keeps for its clients, and what happens when that is too much.

It counts the items in queues, the items of blocked puts, requests that are not
whole or not carried out yet, and replies that their client has not read.
"""

from __future__ import annotations

import sys

from rqcore.errors import TooMany

ITEM_COST = 160
"""Bytes of Python objects that an item takes beside its payload."""
EXPANSION = 16
"""Bytes that a byte of small requests takes once it is parsed into Python objects."""
ARGUMENT_COST = 40
"""Bytes that an argument takes beside what was sent of it."""
ALLOWANCE = 16 * 1024
"""Bytes of input that every client may have waiting, however full the memory is:
a client that wants to take an item must be able to send its request."""


class Memory:
    """A sum of bytes, and the most that it may be."""

    __slots__ = ("held", "limit", "refused")

    def __init__(self, limit: int = sys.maxsize) -> None:
        """Start at 0. ``limit``: in bytes."""
        self.limit: int = limit
        self.held: int = 0
        self.refused: int = 0
        """How often something was refused because the limit is reached."""

    @property
    def is_over(self) -> bool:
        """Whether more is held than may be."""
        return self.held > self.limit

    def admit(self, size: int, count: int) -> None:
        """Ask whether there is memory for new items. Nothing is counted yet.

        Args:
            size: Bytes of all their payloads.
            count: How many items.

        Raises:
            TooMany: The limit would be exceeded.
        """
        if self.held + size + ITEM_COST * count > self.limit:
            raise self.refuse()

    def refuse(self) -> TooMany:
        """Count a refusal; returns the error that the client gets."""
        self.refused += 1
        return TooMany(f"the controller holds {self.held} bytes of the {self.limit} that it may")
