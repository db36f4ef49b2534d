# SPDX-License-Identifier: MIT
"""When the time of blocked calls is up."""

from __future__ import annotations

from heapq import heapify, heappop, heappush

from rqcore.controller.clients import BlockedCall


class Deadlines:
    """The blocked calls that have a timeout, soonest first.

    A call that ended early stays in the heap until it is due, or until such
    calls are the larger half of it, so that long timeouts do not keep memory.
    """

    def __init__(self) -> None:
        """Start without calls."""
        self._heap: list[tuple[int, int]] = []
        self._calls: dict[int, BlockedCall] = {}

    def add(self, call: BlockedCall) -> None:
        """Watch a call, if it has a timeout."""
        if call.deadline_ns is not None:
            heappush(self._heap, (call.deadline_ns, call.number))
            self._calls[call.number] = call

    def discard(self, call: BlockedCall) -> None:
        """Watch a call no longer, if it was watched."""
        if self._calls.pop(call.number, None) and len(self._heap) > 64 + 2 * len(self._calls):
            self._heap = [entry for entry in self._heap if entry[1] in self._calls]
            heapify(self._heap)

    def __len__(self) -> int:
        return len(self._calls)

    @property
    def next_due(self) -> int | None:
        """When the soonest call is due, in ns; None if no call has a deadline."""
        while self._heap and self._heap[0][1] not in self._calls:
            heappop(self._heap)
        return self._heap[0][0] if self._heap else None

    def pop_due(self, now_ns: int) -> list[BlockedCall]:
        """Remove and return every call whose time is up, soonest first."""
        calls = []
        while (deadline_ns := self.next_due) is not None and deadline_ns <= now_ns:
            calls.append(self._calls.pop(heappop(self._heap)[1]))
        return calls
