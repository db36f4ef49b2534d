# SPDX-License-Identifier: MIT
"""The calls that wait for a queue, in the order in which they began to wait."""

from __future__ import annotations

from collections import OrderedDict
from typing import Protocol, TypeVar

from rqcore.controller.items import Item


class QueuedCall(Protocol):
    """The part of a blocked call that a queue uses."""

    number: int
    """Unique among all calls of a controller."""
    items: list[Item]
    """The items of a put; empty for other calls."""
    moved: int
    """The number of ``items`` that are already in the queue."""
    wanted: int
    """The most items that a get takes; 0 for other calls."""


C = TypeVar("C", bound=QueuedCall)


class WaitQueue(OrderedDict[int, C]):
    """Blocked calls by number, in the order of their arrival. Any call can be removed early."""

    def add(self, call: C) -> None:
        """Add a call behind all others."""
        self[call.number] = call

    def remove(self, call: C) -> None:
        """Remove a call from any position. Raises KeyError if it is not here."""
        del self[call.number]

    @property
    def first(self) -> C:
        """The call that has waited the longest."""
        return next(iter(self.values()))

    def pop_first(self) -> C:
        """Remove and return the call that has waited the longest."""
        return self.popitem(last=False)[1]
