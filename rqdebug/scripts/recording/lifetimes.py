# SPDX-License-Identifier: GPL-3.0-or-later
"""The queues of a recording: the kind, maxsize and initial items that the calls show."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from rqdebug.scripts.recording.observed_calls import GETS, PUTS, ObservedCall

_NOWHERE = ("noqueue", "exists")
"""Outcomes of calls that found no queue."""


@dataclass(slots=True)
class QueueLifetime:
    """One queue from its creation to its end, as far as it was observed."""

    label: str
    variable: str
    is_successor: bool = False
    """Whether there was a queue of this name before."""
    maxsize: int = 0
    initial_items: list[int] = field(default_factory=list)
    """Items that were in it before: taken, but never observed to be put; in the order of taking."""
    put: list[int] = field(default_factory=list)
    putting: set[str] = field(default_factory=set)
    taking: set[str] = field(default_factory=set)
    """Clients that take."""
    fifo: bool = True
    """Whether the order of items allows it."""
    lifo: bool = True
    _present: list[int] = field(default_factory=list)

    @property
    def name(self) -> str | None:
        """The name; None for a queue that is known by its namespace."""
        try:
            UUID(self.label)
        except ValueError:
            return f"{self.label} {self.variable}" if self.is_successor else self.label
        return None

    @property
    def kind(self) -> str:
        return "fifo" if self.fifo or not self.lifo else "lifo"

    @property
    def is_raced(self) -> bool:
        """Whether clients race, so that a repetition can give them other items."""
        disordered = not self.fifo and not self.lifo
        return disordered or len(self.putting) > 1 or len(self.taking) > 1

    def add_event(self, event: ObservedCall) -> None:
        """Learn from an event. Events must be added in order."""
        moved = range(event.item, event.item + event.items) if event.item else range(0)
        if event.method in PUTS:
            self.putting.add(event.client)
            if event.outcome in ("blocked", "full"):
                self.maxsize = event.depth
        if event.method in GETS:
            self.taking.add(event.client)
        if event.outcome == "ok" and event.method in PUTS:
            self.put += moved
            self._present += moved
        if event.outcome == "ok" and event.method in GETS:
            self._take(event.item or 0, event.items)

    def _take(self, first: int, count: int) -> None:
        """Remove items. Only the number of the first is known; the others follow it."""
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


def find_lifetimes(
    events: Iterable[ObservedCall],
) -> tuple[list[QueueLifetime], list[tuple[ObservedCall, QueueLifetime | None]]]:
    """Return the queues by their first call, and each ended call with its queue or None."""
    found: list[QueueLifetime] = []
    calls: list[tuple[ObservedCall, QueueLifetime | None]] = []
    living: dict[str, QueueLifetime] = {}
    last: dict[str, QueueLifetime] = {}
    for event in events:
        life = None
        if event.queue and event.outcome not in _NOWHERE:
            life = last.get(event.queue) if event.outcome == "closed" else living.get(event.queue)
            if life is None:
                life = QueueLifetime(event.queue, f"q{len(found) + 1}", event.queue in last)
                last[event.queue] = living[event.queue] = life
                found.append(life)
            life.add_event(event)
            if event.method == "close":
                living.pop(event.queue, None)
        if event.phase == "end":
            calls.append((event, life))
    return found, calls
