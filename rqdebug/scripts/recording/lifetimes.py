# SPDX-License-Identifier: GPL-3.0-or-later
"""The queues of a recording, with the kind, maxsize and initial items that the calls imply."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from rqdebug.scripts.recording.observed_calls import (
    GETS,
    PUTS,
    REMOVALS,
    ObservedCall,
    has_succeeded,
    item_count,
    moved_items,
)

_WITHOUT_QUEUE = ("noqueue", "exists")
"""Outcomes of calls that reached no queue."""
_ARRIVAL = "move_in"
"""The method of a move's rows at the queue to which it moves items."""


@dataclass(slots=True)
class QueueLifetime:
    """One queue from its creation to its end, or the observed part of it."""

    label: str
    """The name, or the namespace of a queue without a name."""
    variable: str
    """The variable in the script."""
    is_successor: bool = False
    """Whether an earlier queue in the recording had the same label."""
    maxsize: int = 0
    initial_items: list[int] = field(default_factory=list)
    """Numbers of items that were taken but whose put was not observed, in the order of taking."""
    unseen_items: int = 0
    """The number of items that were there before the recording, and were never taken."""
    put: list[int] = field(default_factory=list)
    """Numbers of items whose put was observed, in order."""
    putting: set[str] = field(default_factory=set)
    """Clients that put items."""
    taking: set[str] = field(default_factory=set)
    """Clients that take items."""
    fifo: bool = True
    """Whether the order of items is consistent with FIFO."""
    lifo: bool = True
    """Whether the order of items is consistent with LIFO."""
    _present: list[int] = field(default_factory=list)
    _before: int | None = None
    """The number of items before the first observed call."""

    @property
    def name(self) -> str | None:
        """The name to create it with; None for a queue without a name."""
        try:
            UUID(self.label)
        except ValueError:
            return f"{self.label} {self.variable}" if self.is_successor else self.label
        return None

    @property
    def kind(self) -> str:
        """``lifo`` if only this fits the order of items, otherwise ``fifo``."""
        return "fifo" if self.fifo or not self.lifo else "lifo"

    @property
    def is_contended(self) -> bool:
        """Whether clients compete for items, so that they can get other items when the script runs."""
        disordered = not self.fifo and not self.lifo
        return disordered or len(self.putting) > 1 or len(self.taking) > 1

    def add_event(self, event: ObservedCall) -> None:
        """Update the lifetime with a row of a call. Rows must be added in order."""
        if self._before is None:
            self._before = _depth_before(event)
        moved = moved_items(event)
        if event.method in PUTS:
            self.putting.add(event.client_label)
            # A put had to wait, so the queue held as many items as it can.
            if event.outcome in ("blocked", "full"):
                self.maxsize = event.depth or 0
        if event.method in GETS:
            self.taking.add(event.client_label)
        if has_succeeded(event) and event.method in PUTS:
            self.put += moved
            self._present += moved
        if has_succeeded(event) and event.method in GETS:
            self._take(event.item or 0, item_count(event))
        if has_succeeded(event) and event.method in REMOVALS:
            self._remove(event)
        self.unseen_items = max(self._before - len(self.initial_items), 0)

    def _remove(self, event: ObservedCall) -> None:
        """Remove items that a call destroyed. Earlier recordings do not list them: they were all items."""
        if event.part is None:
            self._present.clear()
        elif event.item in self._present:
            self._present.remove(event.item)

    def _take(self, first: int, count: int) -> None:
        """Remove items. If the row has several, it has only the number of the first."""
        present = self._present
        if present and present[0] == first:
            self.lifo = self.lifo and len(present) == 1
            del present[:count]
        elif present and present[-1] == first:
            self.fifo = False
            del present[-count:]
        elif first in present:
            self.fifo = self.lifo = False
            present.remove(first)
        else:
            self.initial_items.append(first)


def _depth_before(event: ObservedCall) -> int:
    """Return how many items the queue held before a call."""
    if not has_succeeded(event):
        return event.depth or 0
    # A put that a waiting get took immediately leaves no item, so that this could be negative.
    count = item_count(event)
    moved = {**dict.fromkeys(PUTS, -count), **dict.fromkeys(GETS, count)}
    return max((event.depth or 0) + moved.get(event.method, 0), 0)


@dataclass(slots=True)
class CallAtQueue:
    """A call that has ended."""

    event: ObservedCall
    """Its first row."""
    lifetime: QueueLifetime | None
    """The queue; None for a call that reached no queue."""
    target: QueueLifetime | None = None
    """The queue to which a call moved items; None for other calls, and if it was not observed."""


def find_lifetimes(events: Iterable[ObservedCall]) -> tuple[list[QueueLifetime], list[CallAtQueue]]:
    """Find the queues of a recording.

    Returns:
        The queues in the order of their first call, and the calls that ended, in the order of their ends.
    """
    lifetimes: list[QueueLifetime] = []
    calls: list[CallAtQueue] = []
    current: dict[str, QueueLifetime] = {}
    last: dict[str, QueueLifetime] = {}
    for event in events:
        lifetime = None
        if event.queue and event.outcome not in _WITHOUT_QUEUE:
            is_over = event.outcome == "closed" or event.part  # a row after the first, of a close too
            lifetime = (last if is_over else current).get(event.queue)
            if lifetime is None:
                lifetime = QueueLifetime(event.queue, f"q{len(lifetimes) + 1}", event.queue in last)
                last[event.queue] = current[event.queue] = lifetime
                lifetimes.append(lifetime)
            lifetime.add_event(event)
            if event.method == "close":
                current.pop(event.queue, None)
        if event.phase == "end" and event.method == _ARRIVAL:
            _set_target(calls, event, lifetime)
        elif event.phase == "end" and not event.part:
            calls.append(CallAtQueue(event, lifetime))
    return lifetimes, calls


def _set_target(calls: list[CallAtQueue], event: ObservedCall, target: QueueLifetime | None) -> None:
    """Set the target of a move. Its rows at the source come just before those at the target."""
    if calls and calls[-1].event.call == event.call and calls[-1].event.method == "move":
        calls[-1].target = target
