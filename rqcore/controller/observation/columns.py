# SPDX-License-Identifier: MIT
"""Events as columns. Columns can be filtered and encoded without a Python loop over events."""

from __future__ import annotations

import sys
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate, chain
from operator import itemgetter
from struct import Struct
from typing import Any, NamedTuple

from rqcore.controller.observation.templates import EventTemplate
from rqcore.protocol.event_fields import (
    FORMATS,
    NO_DEPTH,
    NOT_TAKEN,
    V2,
    EventField,
    EventFormat,
    RunKind,
    depth_step,
)

MAX_SIZE = 0xFFFFFFFF
"""The largest payload size in bytes that a record can represent."""
MAX_EVENTS = 8192
"""Columns with more events are encoded in parts, so that batches keep their size."""
MAX_PREVIEWS = 512 * 1024
"""Columns with more bytes of previews are encoded in parts too, so that little is encoded beyond a limit."""
MAX_DELIVERIES = 0xFFFF
"""The highest number of deliveries that a record can represent."""
AS_PAYLOAD = -1
"""The size of an irregular event whose row contains the whole payload."""


class IrregularEvent(NamedTuple):
    """What is special about an event that is not regular: it waited, failed, or did not move one item.

    It has a row for each of its items. They can also be a run, which has one row.
    """

    row: int
    """Its first row in the columns."""
    template: EventTemplate
    """What it has in common with similar events."""
    call: int = 0
    """The number of the call; 0 if the call has no number yet."""
    waited_ns: int = 0
    """The time in ns since the call began."""
    moved: int = 1
    """The number of items that the call moved."""
    part: int = 0
    """How many records of the same event are before the first row."""
    rows: int = 1
    """The number of rows."""
    size: int = AS_PAYLOAD
    """The bytes of the item, if the row contains only the beginning of its payload."""
    deliveries: int = 0
    """How often the item was leased; the same for all rows."""

    def within(self, start: int, stop: int) -> Iterator[IrregularEvent]:
        """Yield the part of the event in the rows from ``start`` up to ``stop``, if there is one."""
        first, end = max(self.row, start), min(self.row + self.rows, stop)
        if first < end:
            yield self._replace(row=first - start, rows=end - first, part=self.part + first - self.row)

    @property
    def changes(self) -> tuple[tuple[str, int, int], ...]:
        """Fields that the template can have wrong: name, number, and the number in the template."""
        return (
            ("waited", self.waited_ns, 0),
            ("items", self.moved, 1),
            ("size", self.size, AS_PAYLOAD),
            ("part", self.part, 0),
            ("deliveries", min(self.deliveries, MAX_DELIVERIES), 0),
        )


class EventRun(NamedTuple):
    """Similar events in one row: the numbers of the first event determine the numbers of the others."""

    row: int
    """The row of the first event."""
    payloads: list[bytes]
    """The payload of each event. The payload in the row is empty."""
    kind: RunKind = RunKind.CALLS


EncodedColumns = tuple[bytearray, bytes, bytes]
"""Records, lengths of payloads in runs, and previews."""
_payloads_of: Callable[[EventRun], list[bytes]] = itemgetter(1)


@dataclass
class EventColumns:
    """Columns of equal length. A row is one event or one run.

    They never change, so what several observers need is computed once.
    """

    templates: Sequence[EventTemplate]
    """What each event has in common with similar events."""
    sequence: Sequence[int]
    """Sequence numbers."""
    times: Sequence[int]
    """Wall-clock times in ns since 1970."""
    calls: Sequence[int]
    """Call numbers."""
    items: Sequence[int]
    """Item numbers; 0 for an event without items."""
    depths: Sequence[int]
    """Numbers of items in the queue after each event; NO_DEPTH for an event without a queue."""
    payloads: Sequence[bytes]
    """The payloads, or at least as many bytes as any observer requested."""
    irregular: Sequence[IrregularEvent] = ()
    """What is special about irregular events."""
    runs: Sequence[EventRun] = ()
    """The runs, by row."""
    took: Mapping[int, int] = field(default_factory=dict)
    """The time in ns that the controller needed for the request, by row, where it was measured."""
    _encoded: dict[tuple[int, int], EncodedColumns] = field(default_factory=dict, repr=False, compare=False)

    def __len__(self) -> int:
        """Return the number of events."""
        return len(self.templates) + sum(map(len, map(_payloads_of, self.runs))) - len(self.runs)

    @cached_property
    def longest(self) -> int:
        """The size in bytes of the longest payload."""
        return max(max(map(len, self.payloads), default=0), self.longest_in_run)

    @cached_property
    def longest_in_run(self) -> int:
        """The size in bytes of the longest payload in a run."""
        return max(map(len, chain.from_iterable(run.payloads for run in self.runs)), default=0)

    @cached_property
    def has_parts(self) -> bool:
        """Whether a run consists of the items of one call. Version 2 cannot represent it."""
        return any(run.kind is RunKind.PARTS for run in self.runs)

    def is_large(self, preview: int) -> bool:
        """Whether the events should be encoded in parts. ``preview``: the most bytes of one preview."""
        count = len(self)
        if count > MAX_EVENTS:
            return True
        if count < 2 or count * min(preview, self.longest) <= MAX_PREVIEWS:
            return False
        payloads = chain(self.payloads, *(run.payloads for run in self.runs))
        return sum(min(len(payload), preview) for payload in payloads) > MAX_PREVIEWS

    @cached_property
    def halves(self) -> tuple[EventColumns, EventColumns]:
        """The first and the second half of the rows. A single run is expanded first."""
        columns = self.without_runs if len(self.templates) == 1 else self
        middle = len(columns.templates) // 2
        return columns.between(0, middle), columns.between(middle, len(columns.templates))

    def between(self, start: int, stop: int) -> EventColumns:
        """Return the rows from ``start`` up to ``stop``."""
        return _from_columns(
            [column[start:stop] for column in self._columns],
            [part for event in self.irregular for part in event.within(start, stop)],
            [run._replace(row=run.row - start) for run in self.runs if start <= run.row < stop],
            {row - start: took_ns for row, took_ns in self.took.items() if start <= row < stop},
        )

    def select(self, rows: Sequence[int]) -> EventColumns:
        """Return the given rows, in ascending order. They contain all rows of an event, or none."""
        new = {row: number for number, row in enumerate(rows)}
        return _from_columns(
            [[column[row] for row in rows] for column in self._columns],
            [event._replace(row=new[event.row]) for event in self.irregular if event.row in new],
            [run._replace(row=new[run.row]) for run in self.runs if run.row in new],
            {new[row]: took_ns for row, took_ns in self.took.items() if row in new},
        )

    @cached_property
    def without_runs(self) -> EventColumns:
        """The same events without runs: each event has its own row."""
        columns, expanded = self._columns, [list[Any]() for _ in self._columns]
        counts, at = {run.row: len(run.payloads) for run in self.runs}, 0
        for run in self.runs:
            for column, rows in zip(expanded, columns, strict=True):
                column += rows[at : run.row]
            for column, values in zip(expanded, self._events_of(run), strict=True):
                column += values
            at = run.row + 1
        for column, rows in zip(expanded, columns, strict=True):
            column += rows[at:]
        starts, added = list(counts), list(accumulate((n - 1 for n in counts.values()), initial=0))

        def new(row: int) -> int:
            return row + added[bisect_left(starts, row)]

        irregular = [
            event._replace(row=new(event.row), rows=counts.get(event.row, event.rows))
            for event in self.irregular
        ]
        took = {
            new(row) + part: took_ns
            for row, took_ns in self.took.items()
            for part in range(counts.get(row, 1))
        }
        return _from_columns(expanded, irregular, (), took)

    def _events_of(self, run: EventRun) -> tuple[Sequence[Any], ...]:
        """Return the events of a run as columns."""
        row, count = run.row, len(run.payloads)
        template, call, depth = self.templates[row], self.calls[row], self.depths[row]
        step = depth_step(template.method)
        return (
            [template] * count,
            range(self.sequence[row], self.sequence[row] + count),
            [self.times[row]] * count,
            range(call, call + count) if run.kind is RunKind.CALLS else [call] * count,
            range(self.items[row], self.items[row] + count),
            range(depth, depth + step * count, step),
            run.payloads,
        )

    @property
    def _columns(self) -> list[Sequence[Any]]:
        fixed = self.templates, self.sequence, self.times, self.calls, self.items, self.depths, self.payloads
        return list(fixed)

    def encode(self, preview: int, form: EventFormat) -> EncodedColumns:
        """Encode the events for a batch, as ``rqcore.protocol.event_batch`` describes.

        Args:
            preview: The most bytes of one preview. Longer payloads are cut, except payloads in runs:
                if one is longer, expand the runs first.
            form: The version of the records. Expand the runs of parts first for version 2.

        Returns:
            The records, the lengths of payloads in runs, and the previews.
        """
        if not self.is_encoded(preview, form):
            self._encoded[min(preview, self.longest), form.version] = self._encode(preview, form)
        return self._encoded[min(preview, self.longest), form.version]

    def is_encoded(self, preview: int, form: EventFormat) -> bool:
        """Whether ``encode`` has nothing to do, because an earlier result is the same."""
        return (min(preview, self.longest), form.version) in self._encoded

    def _encode(self, preview: int, form: EventFormat) -> EncodedColumns:
        heads = list(self.payloads)
        sizes = cut = list(map(len, heads))
        if max(sizes) > preview:
            heads = [payload[:preview] for payload in heads]
            cut = list(map(len, heads))
        version, depths = form.version, self.depths
        if version == V2.version:
            depths = [0 if depth == NO_DEPTH else depth for depth in depths]
        data = bytearray().join([template.records[version] for template in self.templates])
        columns = self.sequence, self.times, self.calls, self.items, depths, sizes, cut
        view = memoryview(data)
        for each, column in zip(_COLUMN_FIELDS[version], columns, strict=True):
            _fill(view, form, each, 0, column)
        for event in self.irregular:
            _write_irregular(view, form, event)
        if self.took and (place := form.by_name.get("took")):
            took = [NOT_TAKEN] * len(self.templates)
            for row, took_ns in self.took.items():
                took[row] = took_ns
            _fill(view, form, place, 0, took)
        for row, payloads, _ in self.runs:
            _write(view, form, "more", row, len(payloads) - 1)
            heads[row] = b"".join(payloads)
        if self.runs and (place := form.by_name.get("run")):
            kinds = bytearray(len(heads))
            for row, _, kind in self.runs:
                kinds[row] = kind
            data[place.offset :: form.record.size] = kinds
        lengths = map(len, chain.from_iterable(run.payloads for run in self.runs))
        return data, _little_endian(form.length.format[-1], lengths).tobytes(), b"".join(heads)


def _from_columns(
    columns: Sequence[Sequence[Any]],
    irregular: Sequence[IrregularEvent],
    runs: Sequence[EventRun],
    took: Mapping[int, int],
) -> EventColumns:
    templates, sequence, times, calls, items, depths, payloads = columns
    return EventColumns(templates, sequence, times, calls, items, depths, payloads, irregular, runs, took)


def _little_endian(code: str, column: Iterable[int]) -> array[int]:
    filled = array(code, column)
    if sys.byteorder == "big":
        filled.byteswap()
    return filled


def _fill(view: memoryview, form: EventFormat, place: EventField, row: int, column: Iterable[int]) -> None:
    """Write a column into consecutive records, beginning at ``row``."""
    filled = _little_endian(place.type, column)
    step = form.record.size // filled.itemsize
    start = place.offset // filled.itemsize + row * step
    view.cast(place.type)[start : start + len(filled) * step : step] = filled  # type: ignore[call-overload]


def _write(view: memoryview, form: EventFormat, name: str, row: int, number: int) -> None:
    """Write a field of one record, unless the version lacks it."""
    if place := _PLACES[form.version].get(name):
        pack_into, offset = place
        pack_into(view, row * form.record.size + offset, number)


def _write_irregular(view: memoryview, form: EventFormat, event: IrregularEvent) -> None:
    """Write the fields of an irregular event into its records."""
    if form.version == V2.version:  # its receivers add up the items of records
        event = event._replace(moved=min(event.moved, 1))
    for name, number, usual in event.changes:
        if event.rows == 1:
            if number != usual:
                _write(view, form, name, event.row, number)
        elif name == "part" and name in form.by_name:
            _fill(view, form, form.by_name[name], event.row, range(number, number + event.rows))
        elif number != usual and name != "part" and name in form.by_name:
            _fill(view, form, form.by_name[name], event.row, [number] * event.rows)


_PLACES = {
    version: {each.name: (Struct("<" + each.type).pack_into, each.offset) for each in form.fields}
    for version, form in FORMATS.items()
}
"""The function that writes a field, and its first byte in a record, by version and name."""
_COLUMN_FIELDS = {
    version: [form.by_name[name] for name in ("sequence", "time", "call", "item", "depth", "size", "preview")]
    for version, form in FORMATS.items()
}
"""The fields that ``encode`` fills from columns, in its order, by version."""
