# SPDX-License-Identifier: MIT
"""Names that calls used although no queue has them, so that events can show who uses a wrong name."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from rqcore.protocol.event_fields import NO_DEPTH

MAX_MISSING = 1000
"""The most names to remember."""


@dataclass(slots=True, eq=False)
class MissingQueue:
    """A name without a queue, in the place of a queue in events."""

    number: int
    """Unique among queues."""
    namespace: str
    """The name in the call; the name of the queue, if it was closed."""
    size: int = NO_DEPTH

    @property
    def label(self) -> str:
        """The same as the namespace."""
        return self.namespace


class MissingQueues:
    """The names that recent calls used although no queue has them.

    Args:
        next_number: Returns the number of the next queue.
        forget: Called with the number of each name that is removed.
    """

    def __init__(self, next_number: Callable[[], int], forget: Callable[[int], None]) -> None:
        """Start empty."""
        self._next_number = next_number
        self._forget = forget
        self._by_label: OrderedDict[str, MissingQueue] = OrderedDict()

    def __contains__(self, label: str) -> bool:
        return label in self._by_label

    def get(self, label: str) -> MissingQueue:
        """Return the entry of a name, and remove the least recently used one if there are too many."""
        missing = self._by_label.get(label)
        if missing is None:
            missing = self._by_label[label] = MissingQueue(self._next_number(), label)
        self._by_label.move_to_end(label)
        if len(self._by_label) > MAX_MISSING:
            _, oldest = self._by_label.popitem(last=False)
            self._forget(oldest.number)
        return missing
