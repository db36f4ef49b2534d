# SPDX-License-Identifier: MIT
"""Which items of a FIFO queue returned to a place between two others, where no position is free.

An item that returns to the head or to the end of its queue has a position. Any other is recorded in front of
the item that follows it, because the numbers of the items do not show its place: items that were moved from
another queue, or put at the head, have numbers that are out of order. Several can be in front of one::

    position 1      position 2      position 3
       item 7  ◄───    item 4         item 9
                         ▲               ▲
                         └ item 3 ◄ item 6, which returned first

A queue and the replay of its journal change this in the same way, so that both have the same order. What must
always hold: when an item leaves and another was inserted in front of it, the queue records the place of the
latter again.
"""

from __future__ import annotations

from collections.abc import Iterable


class InsertedItems:
    """The inserted items of a queue, by their numbers."""

    __slots__ = ("_before", "_behind")

    def __init__(self) -> None:
        """Start without inserted items."""
        self._before: dict[int, int] = {}
        """For an item: the one that was inserted directly in front of it."""
        self._behind: dict[int, int] = {}
        """For an inserted item: the one that follows it."""

    def __bool__(self) -> bool:
        return bool(self._behind)

    def insert(self, number: int, following: int) -> None:
        """Insert an item directly in front of another one. What was inserted in front of it stays there.

        Raises:
            ValueError: The other one is itself inserted in front of it.
        """
        self.detach(number)
        first = number
        while first != following and first in self._before:
            first = self._before[first]
        if first == following:
            raise ValueError(following)
        if (other := self._before.get(following)) is not None:
            self._before[first], self._behind[other] = other, first
        self._before[following], self._behind[number] = number, following

    def detach(self, number: int) -> None:
        """Learn that an item has a position of its own. What was inserted in front of it stays there."""
        if (following := self._behind.pop(number, None)) is not None:
            del self._before[following]

    def remove(self, numbers: Iterable[int]) -> list[int]:
        """Remove items that leave their queue. Returns the others whose place nothing shows any longer."""
        lost: dict[int, None] = {}
        for number in numbers:
            lost.pop(number, None)
            other, following = self._before.pop(number, None), self._behind.pop(number, None)
            if following is not None:
                del self._before[following]
            if other is not None:
                del self._behind[other]
                if following is None:
                    lost[other] = None
                else:
                    self._before[following], self._behind[other] = other, following
        return list(lost)

    def in_front_of(self, number: int) -> list[int]:
        """Return the items that were inserted in front of one, in their order."""
        found: list[int] = []
        while (other := self._before.get(number)) is not None:
            found.append(other)
            number = other
        return found[::-1]
