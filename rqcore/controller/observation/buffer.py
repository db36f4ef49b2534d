# SPDX-License-Identifier: MIT
"""Events that were recorded and not flushed yet, kept so that recording one costs next to nothing.

Recording interrupts the work on calls, when the processor's caches hold
other things. Whatever can be worked out later, for many events at a time, is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import accumulate
from typing import Any, cast

from rqcore.controller.items import Item
from rqcore.controller.observation.columns import EventColumns, EventRun, IrregularEvent
from rqcore.controller.observation.templates import EventTemplate, RegularEvent, TemplateCache

WIDTH = 7
"""Values of an event in the flat list."""


class EventBuffer:
    """Events in order: the seven values of each, one after the other in a single list. Times in ns.

    A tuple for each event would have to be visited by the garbage collector.
    """

    __slots__ = ("append_regular", "flat", "irregular", "runs")

    def __init__(self) -> None:
        """Start empty."""
        self.flat: list[Any] = []
        """The values of ``RegularEvent`` for each event; for irregular ones some are None."""
        self.append_regular: Callable[[RegularEvent], None] = self.flat.extend
        """Add the ``RegularEvent`` of a call that moved one item at once. Every such call runs it."""
        self.irregular: list[IrregularEvent] = []
        self.runs: list[EventRun] = []

    def __len__(self) -> int:
        """How many events there are."""
        return len(self.flat) // WIDTH + sum(len(run.payloads) - 1 for run in self.runs)

    def append_irregular(
        self,
        template: EventTemplate,
        time: int,
        item: Item,
        depth: int,
        call: int,
        duration_ns: int,
        size: int,
        items: int,
    ) -> None:
        """Add any other event.

        Args:
            template: What it has in common with others.
            time: When it happened.
            item: Number and codec of the first item, and the part of its payload that observers see.
            depth: The size of the queue afterwards.
            call: The number of a blocked call; 0 if the call has no number yet.
            duration_ns: How long the call took.
            size: Bytes of all payloads.
            items: How many items moved.
        """
        self.irregular.append(
            IrregularEvent(len(self.flat) // WIDTH, template, call, duration_ns, size, items)
        )
        self.flat.extend((None, None, None, None, time, item, depth))

    def append_run(self, first: RegularEvent, payloads: list[bytes]) -> None:
        """Add the events of several puts or gets of one item each; the others count on from the first."""
        self.runs.append(EventRun(len(self.flat) // WIDTH, payloads))
        self.append_regular(first)

    def to_columns(self, cache: TemplateCache, sequence: int, call: int, wall_offset_ns: int) -> EventColumns:
        """The events as columns.

        Args:
            cache: Where templates are found and kept.
            sequence: The number of the first event.
            call: The number of the first call that has none yet.
            wall_offset_ns: Nanoseconds from the controller's clock to the wall clock.
        """
        clients, methods, queues, timeouts, times, items, depths = (
            self.flat[first::WIDTH] for first in range(WIDTH)
        )
        starts = self._starts()
        return EventColumns(
            self._templates(cache, clients, methods, queues, timeouts, [item.codec for item in items]),
            _shifted(starts, sequence),
            [time + wall_offset_ns for time in times],
            self._calls(_shifted(starts, call)),
            [item.number for item in items],
            depths,
            [item.payload for item in items],
            self.irregular,
            self.runs,
        )

    def _templates(self, cache: TemplateCache, *calls: Sequence[Any]) -> list[EventTemplate]:
        """The template of each row. ``calls``: the columns of ``RegularCall``."""
        found = cache.cached(zip(*calls, strict=True))
        for event in self.irregular:
            found[event.row] = event.template
        if not all(found):
            for row, call in enumerate(zip(*calls, strict=True)):
                found[row] = found[row] or cache.get_regular(call)
        return cast(list[EventTemplate], found)

    def _calls(self, regular: Sequence[int]) -> Sequence[int]:
        """The number of each call. Blocked calls have theirs since they began to wait."""
        if not any(event.call for event in self.irregular):
            return regular
        calls = list(regular)
        for event in self.irregular:
            calls[event.row] = event.call or calls[event.row]
        return calls

    def _starts(self) -> Sequence[int]:
        """For each row, how many events precede it."""
        count = len(self.flat) // WIDTH
        if not self.runs:
            return range(count)
        steps = [1] * count
        for run in self.runs:
            steps[run.row] = len(run.payloads)
        return list(accumulate(steps[:-1], initial=0))


def _shifted(numbers: Sequence[int], by: int) -> Sequence[int]:
    if isinstance(numbers, range):
        return range(numbers.start + by, numbers.stop + by)
    return list(map(by.__add__, numbers))
