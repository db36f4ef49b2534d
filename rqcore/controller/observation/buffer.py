# SPDX-License-Identifier: MIT
"""Events that happened and were not told yet, kept so that noting one costs next to nothing.

By the time the next call is noted the processor has forgotten how that is
done, and every step of it is slow. So all that can be worked out later, of
many events at a time, is.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import Any, cast

from rqcore.controller.observation.columns import EventColumns, EventRun, IrregularEvent
from rqcore.controller.observation.templates import EventTemplate, TemplateCache
from rqcore.controller.queue import Item

WIDTH = 7
"""Values of an event in a journal."""


class EventBuffer:
    """Events in order: of each seven values, one after the other in a single list. Times in ns.

    Whatever is kept longer, such as a tuple for each event, costs the garbage collector.
    """

    __slots__ = ("flat", "note", "odd", "runs")

    def __init__(self) -> None:
        self.flat: list[Any] = []
        """Of each event its client, method, queue, timeout, time, item, and the depth afterwards."""
        self.note = self.flat.extend
        """Take these seven of a call that moved one item at once. It is called for every such call."""
        self.odd: list[IrregularEvent] = []
        self.runs: list[EventRun] = []

    def __len__(self) -> int:
        """How many events there are."""
        return len(self.flat) // WIDTH + sum(len(run.payloads) - 1 for run in self.runs)

    def note_odd(
        self,
        shape: EventTemplate,
        time: int,
        item: Item,
        depth: int,
        call: int,
        duration: int,
        size: int,
        items: int,
    ) -> None:
        """Any other event; see Odd. ``item``: its number, and what observers are shown of its payload."""
        self.odd.append(IrregularEvent(len(self.flat) // WIDTH, shape, call, duration, size, items))
        self.note((None, None, None, None, time, item, depth))

    def note_run(self, call: Sequence[Any], payloads: list[bytes]) -> None:
        """Several usual calls, puts or gets. What is noted is of the first; the others count on from it."""
        self.runs.append(EventRun(len(self.flat) // WIDTH, payloads))
        self.note(call)

    def told(self, shapes: TemplateCache, sequence: int, call: int, wall_offset: int) -> EventColumns:
        """The same as columns. ``sequence`` and ``call``: the numbers of the first event, and of its call."""
        clients, methods, queues, timeouts, times, items, depths = (
            self.flat[first::WIDTH] for first in range(WIDTH)
        )
        rows = self._numbers()
        return EventColumns(
            self._shapes(shapes, clients, methods, queues, timeouts, [item.codec for item in items]),
            _shifted(rows, sequence),
            [time + wall_offset for time in times],
            self._calls(_shifted(rows, call)),
            [item.number for item in items],
            depths,
            [item.payload for item in items],
            self.odd,
            self.runs,
        )

    def _shapes(self, shapes: TemplateCache, *usual: Sequence[Any]) -> list[EventTemplate]:
        """Of each row. ``usual``: the columns of a Usual."""
        found = shapes.known(zip(*usual, strict=True))
        for odd in self.odd:
            found[odd.place] = odd.shape
        if not all(found):
            for place, call in enumerate(zip(*usual, strict=True)):
                found[place] = found[place] or shapes.usual(call)
        return cast(list[EventTemplate], found)

    def _calls(self, usual: Sequence[int]) -> Sequence[int]:
        """The numbers of the calls, some of which have had theirs since they began to wait."""
        if not any(odd.call for odd in self.odd):
            return usual
        calls = list(usual)
        for odd in self.odd:
            calls[odd.place] = odd.call or calls[odd.place]
        return calls

    def _numbers(self) -> Sequence[int]:
        """Which event, from 0, the first of each row is."""
        count = len(self.flat) // WIDTH
        if not self.runs:
            return range(count)
        steps = [1] * count
        for run in self.runs:
            steps[run.place] = len(run.payloads)
        return list(accumulate(steps[:-1], initial=0))


def _shifted(numbers: Sequence[int], by: int) -> Sequence[int]:
    if isinstance(numbers, range):
        return range(numbers.start + by, numbers.stop + by)
    return list(map(by.__add__, numbers))
