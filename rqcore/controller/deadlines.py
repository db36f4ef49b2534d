# SPDX-License-Identifier: MIT
"""The deadlines of blocked calls."""

from __future__ import annotations

import sys
from heapq import heapify, heappop, heappush

from rqcore.controller.clients import BlockedCall


class Deadlines:
    """The blocked calls that have a timeout, ordered by deadline.

    The entry of a call that ends early stays in the heap, because a heap cannot
    remove it cheaply. It is removed when it is due, or when such entries are more
    than half of the heap: calls with long timeouts must not use memory for long.
    """

    def __init__(self) -> None:
        """Start without calls."""
        self._heap: list[tuple[int, int]] = []
        self._calls: dict[int, BlockedCall] = {}

    def add(self, call: BlockedCall) -> None:
        """Add a call. Does nothing if the call has no timeout."""
        if call.deadline_ns is not None:
            heappush(self._heap, (call.deadline_ns, call.number))
            self._calls[call.number] = call

    def discard(self, call: BlockedCall) -> None:
        """Remove a call, if it is present."""
        if self._calls.pop(call.number, None) and len(self._heap) > 64 + 2 * len(self._calls):
            self._heap = [entry for entry in self._heap if entry[1] in self._calls]
            heapify(self._heap)

    def __len__(self) -> int:
        return len(self._calls)

    @property
    def next_due(self) -> int | None:
        """The earliest deadline in ns; None if no call has a deadline."""
        while self._heap and self._heap[0][1] not in self._calls:
            heappop(self._heap)
        return self._heap[0][0] if self._heap else None

    def pop_due(self, now_ns: int, most: int = sys.maxsize) -> list[BlockedCall]:
        """Remove and return the first ``most`` calls whose deadline is reached, earliest first."""
        calls: list[BlockedCall] = []
        while len(calls) < most and (deadline_ns := self.next_due) is not None and deadline_ns <= now_ns:
            calls.append(self._calls.pop(heappop(self._heap)[1]))
        return calls
