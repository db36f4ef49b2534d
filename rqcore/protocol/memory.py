# SPDX-License-Identifier: MIT
"""How much a controller keeps for its clients, and what happens when that is too much.

Counted are items in queues, items that blocked puts bring, requests that are
not whole or not carried out yet, and replies that nobody has read.
"""

from __future__ import annotations

import sys

from rqcore.errors import TooMany

ITEM_COST = 160
"""Bytes of Python's that an item takes beside its payload."""
EXPANSION = 16
"""Bytes that a byte of small requests takes once it is read as objects of Python's."""
ARGUMENT_COST = 40
"""Bytes that an argument takes beside what was sent of it."""
ALLOWANCE = 16 * 1024
"""Bytes of input that every client may have waiting, however full the memory
is: whoever wants to take an item must be able to say so."""


class Memory:
    """A sum of bytes, and the most that it may be."""

    __slots__ = ("held", "limit")

    def __init__(self, limit: int = sys.maxsize) -> None:
        self.limit = limit
        self.held = 0

    @property
    def over(self) -> bool:
        return self.held > self.limit

    def full(self) -> TooMany:
        """The error for whoever brings something for which there is no room."""
        return TooMany(f"the controller holds {self.held} bytes of the {self.limit} that it may")
