# SPDX-License-Identifier: MIT
"""The buffer of events that were recorded but not flushed yet. Recording an event costs very little.

Recording interrupts the work on calls, when the processor's caches contain
other data. Therefore everything that can be computed later, for many events at
a time, is computed later.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate, chain, repeat
from typing import Any, cast

from rqcore.controller.items import Item
from rqcore.controller.observation.columns import EventColumns, EventRun, IrregularEvent
from rqcore.controller.observation.templates import EventClient, EventTemplate, RegularEvent, TemplateCache
from rqcore.protocol.event_batch import Method
from rqcore.protocol.event_fields import RunKind

BufferMark = tuple["EventBuffer", int, int]
"""A place in a buffer: the buffer, the number of values, and the number of irregular events."""
WIDTH = 7
"""The number of values of an event in the flat list."""


class EventBuffer:
    """Events in order: the seven values of each event follow each other in one list. Times are in ns.

    One tuple per event would be slower, because the garbage collector would visit each tuple.
    """

    __slots__ = ("append_regular", "flat", "irregular", "runs", "took")

    def __init__(self) -> None:
        """Start empty."""
        self.flat: list[Any] = []
        """The values of ``RegularEvent`` for each event. For irregular events, some of them are None."""
        self.append_regular: Callable[[RegularEvent], None] = self.flat.extend
        """Adds the event of a call that moved one item without waiting. Each such call executes it, so it is
        the list's own method."""
        self.irregular: list[IrregularEvent] = []
        """What is special about the irregular events, in order."""
        self.runs: list[EventRun] = []
        """The runs, in order."""
        self.took: dict[int, int] = {}
        """The time in ns that the controller needed for the request, by row, where it was measured."""

    def __len__(self) -> int:
        """Return the number of events."""
        return len(self.flat) // WIDTH + sum(len(run.payloads) - 1 for run in self.runs)

    def append_one(self, time: int, item: Item, depth: int, template: EventTemplate, *special: int) -> None:
        """Add an irregular event of one item, or of none.

        Args:
            time: When it happened, in ns.
            item: The number, codec and payload of its item; one without a number if it has none.
            depth: The number of items in the queue afterwards.
            template: What the event has in common with similar events.
            special: Further fields of ``IrregularEvent``, in order.
        """
        flat = self.flat
        self.irregular.append(IrregularEvent(len(flat) // WIDTH, template, *special))
        flat.extend((None, None, None, None, time, item, depth))

    def append_irregular(
        self, template: EventTemplate, time: int, items: Sequence[Item], depths: Iterable[int], **special: int
    ) -> None:
        """Add an event of several items.

        Args:
            template: What the event has in common with similar events.
            time: When it happened, in ns.
            items: The number, codec and payload of each of its items.
            depths: The number of items in the queue after each.
            special: Further fields of ``IrregularEvent``.
        """
        row = len(self.flat) // WIDTH
        self.irregular.append(IrregularEvent(row, template, rows=len(items), **special))
        nothing = repeat(None)
        rows = zip(nothing, nothing, nothing, nothing, repeat(time), items, depths, strict=False)
        self.flat.extend(chain.from_iterable(rows))

    def append_parts(
        self, template: EventTemplate, time: int, items: Sequence[Item], depth: int, **special: int
    ) -> None:
        """Add an event of several items with consecutive numbers as a run.

        Args:
            template: What the event has in common with similar events.
            time: When it happened, in ns.
            items: The items, with their payloads in memory.
            depth: The number of items in the queue after the first.
            special: Further fields of ``IrregularEvent``.
        """
        payloads = [cast(bytes, item.payload) for item in items]
        self.runs.append(EventRun(len(self.flat) // WIDTH, payloads, RunKind.PARTS))
        first = Item(items[0].number, items[0].codec, b"")
        self.append_irregular(template, time, (first,), (depth,), **special)

    def append_run(self, first: RegularEvent, payloads: list[bytes]) -> None:
        """Add a run: several puts or gets of one item each.

        Args:
            first: The first event, with an empty payload. The numbers of the others follow from it.
            payloads: The payload of each event.
        """
        self.runs.append(EventRun(len(self.flat) // WIDTH, payloads))
        self.append_regular(first)

    @property
    def mark(self) -> BufferMark:
        """The present end of the events, for ``set_took``."""
        return self, len(self.flat), len(self.irregular)

    def set_took(self, mark: BufferMark, client: EventClient, took_ns: int) -> None:
        """Add how long the controller needed for a request, if its events belong to one call.

        Args:
            mark: The end of the events before the request.
            client: The client that sent it. Blocked calls of other clients may have ended meanwhile.
            took_ns: The time in ns.
        """
        _, begin, first = mark
        flat, end, irregular = self.flat, len(self.flat), self.irregular[first:]
        if end == begin + WIDTH and not irregular:  # the usual case
            if flat[begin] is client:
                self.took[begin // WIDTH] = took_ns
            return
        rows = [at // WIDTH for at in range(begin, end, WIDTH) if flat[at] is client]
        calls = len(rows)
        for event in irregular:
            if event.template.client is client and event.template.method is not Method.CONNECT:
                rows += range(event.row, event.row + event.rows)
                calls += not event.part and event.template.method is not Method.MOVE_IN
        if calls == 1:
            for at in rows:
                self.took[at] = took_ns

    def to_columns(self, cache: TemplateCache, sequence: int, call: int, wall_offset_ns: int) -> EventColumns:
        """Convert the events to columns.

        Args:
            cache: Contains the templates.
            sequence: The sequence number of the first event.
            call: The number of the first call that has no number yet.
            wall_offset_ns: Wall clock minus the controller's clock.
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
            self.took,
        )

    def _templates(self, cache: TemplateCache, *calls: Sequence[Any]) -> list[EventTemplate]:
        """Return the template of each row. ``calls``: the columns of ``RegularCall``."""
        templates = cache.cached(zip(*calls, strict=True))
        for event in self.irregular:
            templates[event.row : event.row + event.rows] = [event.template] * event.rows
        if not all(templates):
            for row, call in enumerate(zip(*calls, strict=True)):
                templates[row] = templates[row] or cache.get_regular(call)
        return cast(list[EventTemplate], templates)

    def _calls(self, regular: Sequence[int]) -> Sequence[int]:
        """Return the number of each call. Blocked calls received their number when they began to wait."""
        if not any(event.call for event in self.irregular):
            return regular
        calls = list(regular)
        for event in self.irregular:
            if event.call:
                calls[event.row : event.row + event.rows] = [event.call] * event.rows
        return calls

    def _starts(self) -> Sequence[int]:
        """Return the number of events before each row."""
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
