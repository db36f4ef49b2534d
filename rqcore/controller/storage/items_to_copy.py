# SPDX-License-Identifier: MIT
"""The items that a queue had when a checkpoint began to copy it.

Only references are copied at that moment. Positions are computed, and references given up, as items are
taken, so that no step creates or frees an object for each of millions of items.
"""

from __future__ import annotations

from rqcore.controller.items import Item


class ItemsToCopy:
    """Items with their positions, which are taken from the last one to the first.

    Args:
        items: The items at consecutive positions.
        first: The position of the first one.
        entries: For a priority queue, its keys, positions and items instead.
    """

    __slots__ = ("_entries", "_first", "_items")

    def __init__(self, items: list[Item], first: int, entries: list[tuple[bytes, int, Item]]) -> None:
        """Use the lists, which must be copies."""
        self._items = items
        self._first = first
        self._entries = entries

    def __len__(self) -> int:
        return len(self._items) + len(self._entries)

    def pop(self) -> tuple[int, Item]:
        """Remove and return the last position and item."""
        if self._items:
            item = self._items.pop()
            return self._first + len(self._items), item
        _, position, item = self._entries.pop()
        return position, item

    def discard(self, most: int) -> None:
        """Remove up to ``most`` items."""
        del self._items[-most:]
        del self._entries[-most:]
