# SPDX-License-Identifier: MIT
"""The calls that wait for a queue, first come, first served."""

from __future__ import annotations

from collections import OrderedDict
from typing import Protocol, TypeVar

from rqcore.controller.items import Item


class QueuedCall(Protocol):
    """A blocked call, as far as a queue needs to know it."""

    number: int
    """Unique among all calls of a controller."""
    items: list[Item]
    """The items of a put; empty for other calls."""
    moved: int
    """How many of them are in the queue already."""
    wanted: int
    """The most items that a get takes; 0 for other calls."""


C = TypeVar("C", bound=QueuedCall)


class WaitQueue(OrderedDict[int, C]):
    """Blocked calls by number, in the order of their arrival. Any of them may leave early."""

    def add(self, call: C) -> None:
        """Add a call behind all others."""
        self[call.number] = call

    def remove(self, call: C) -> None:
        """Remove a call, wherever it stands. Raises KeyError if it does not wait here."""
        del self[call.number]

    @property
    def first(self) -> C:
        """The call that has waited longest."""
        return next(iter(self.values()))

    def pop_first(self) -> C:
        """Remove and return the call that has waited longest."""
        return self.popitem(last=False)[1]
