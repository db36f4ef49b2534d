# SPDX-License-Identifier: MIT
"""Events as columns. Columns can be filtered and encoded without a Python loop over events."""

from __future__ import annotations

import sys
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain
from struct import calcsize, pack_into
from typing import Any, NamedTuple

from rqcore.controller.observation.templates import EventTemplate
from rqcore.protocol.event_batch import FIELDS, RECORD, depth_step

MAX_SIZE = 0xFFFFFFFF
"""The largest payload size in bytes that a record can represent."""


class IrregularEvent(NamedTuple):
    """What is special about an event that is not regular: it waited, failed, or did not move one item."""

    row: int
    """Its row in the columns."""
    template: EventTemplate
    """What it has in common with similar events."""
    call: int
    """The number of a blocked call; 0 if the call has no number yet."""
    duration_ns: int
    """The duration of the call in ns."""
    size: int
    """The bytes of all payloads together."""
    items: int
    """The number of items that the call moved."""


class EventRun(NamedTuple):
    """Similar events in one row: the numbers of the first event determine the numbers of the others."""

    row: int
    """The row of the first event."""
    payloads: list[bytes]
    """The payload of each event. The payload in the row is empty."""


@dataclass(slots=True)
class EventColumns:
    """Columns of equal length. A row is one event or one run."""

    templates: Sequence[EventTemplate]
    """What each event has in common with similar events."""
    sequence: Sequence[int]
    """Sequence numbers."""
    times: Sequence[int]
    """Wall-clock times in ns since 1970."""
    calls: Sequence[int]
    """Call numbers."""
    items: Sequence[int]
    """Numbers of the first items; 0 for an event without items."""
    depths: Sequence[int]
    """Numbers of items in the queue after each event."""
    payloads: Sequence[bytes]
    """First bytes of the payloads, at least as many as any observer requested."""
    irregular: Sequence[IrregularEvent] = ()
    """What is special about irregular events, by row."""
    runs: Sequence[EventRun] = ()
    """The runs, by row."""

    def __len__(self) -> int:
        """Return the number of events."""
        return len(self.templates) + sum(len(run.payloads) - 1 for run in self.runs)

    @property
    def longest_in_run(self) -> int:
        """The size in bytes of the longest payload in a run."""
        return max(map(len, chain.from_iterable(run.payloads for run in self.runs)), default=0)

    def select(self, rows: Sequence[int]) -> EventColumns:
        """Return the given rows, in this order."""
        new = {row: number for number, row in enumerate(rows)}
        return _from_columns(
            [[column[row] for row in rows] for column in self._columns],
            [event._replace(row=new[event.row]) for event in self.irregular if event.row in new],
            [run._replace(row=new[run.row]) for run in self.runs if run.row in new],
        )

    def expand_runs(self) -> EventColumns:
        """Return the same events without runs: each event has its own row."""
        payloads = {run.row: run.payloads for run in self.runs}
        rows: list[tuple[Any, ...]] = []
        starts: list[int] = []
        for number, row in enumerate(zip(*self._columns, strict=True)):
            template, sequence, time, call, item, depth, payload = row
            step = depth_step(template.method)
            starts.append(len(rows))
            for at, each in enumerate(payloads.get(number, [payload])):
                rows.append((template, sequence + at, time, call + at, item + at, depth + step * at, each))
        irregular = [event._replace(row=starts[event.row]) for event in self.irregular]
        return _from_columns(list(zip(*rows, strict=True)), irregular)

    @property
    def _columns(self) -> list[Sequence[Any]]:
        fixed = self.templates, self.sequence, self.times, self.calls, self.items, self.depths, self.payloads
        return list(fixed)

    def encode(self, preview: int) -> tuple[bytearray, bytes, bytes]:
        """Encode the events for a batch, as ``rqcore.protocol.event_batch`` describes.

        Args:
            preview: The most bytes of one preview. Longer payloads are cut, except payloads in runs:
                if one is longer, expand the runs first.

        Returns:
            The records, the lengths of payloads in runs, and the previews.
        """
        heads = list(self.payloads)
        sizes = cut = list(map(len, heads))
        if max(sizes) > preview:
            heads = [payload[:preview] for payload in heads]
            cut = list(map(len, heads))
        data = bytearray().join([template.record for template in self.templates])
        columns = self.sequence, self.times, self.calls, self.items, self.depths, sizes, cut
        view = memoryview(data)
        for (code, start), column in zip(_COLUMN_FIELDS, columns, strict=True):
            filled = _little_endian(code, column)
            view.cast(code)[start // filled.itemsize :: RECORD.size // filled.itemsize] = filled  # type: ignore[call-overload]
        for event in self.irregular:
            for name, value in (
                ("duration", event.duration_ns),
                ("size", event.size),
                ("items", event.items),
            ):
                code, start = _FIELD_STARTS[name]
                pack_into("<" + code, data, event.row * RECORD.size + start, value)
        for row, payloads in self.runs:
            pack_into("<I", data, row * RECORD.size + _MORE, len(payloads) - 1)
            heads[row] = b"".join(payloads)
        lengths = map(len, chain.from_iterable(run.payloads for run in self.runs))
        return data, _little_endian("H", lengths).tobytes(), b"".join(heads)


def _from_columns(
    columns: list[Sequence[Any]], irregular: Sequence[IrregularEvent], runs: Sequence[EventRun] = ()
) -> EventColumns:
    templates, sequence, times, calls, items, depths, payloads = columns
    return EventColumns(templates, sequence, times, calls, items, depths, payloads, irregular, runs)


def _little_endian(code: str, column: Iterable[int]) -> array[int]:
    filled = array(code, column)
    if sys.byteorder == "big":
        filled.byteswap()
    return filled


def _field_starts() -> dict[str, tuple[str, int]]:
    """Return the struct code of each field, and the byte of a record at which it starts."""
    starts = accumulate((calcsize("<" + code) for _, code in FIELDS), initial=0)
    return {name: (code, start) for (name, code), start in zip(FIELDS, starts, strict=False)}


_FIELD_STARTS = _field_starts()
_MORE = _FIELD_STARTS["more"][1]
_COLUMN_FIELDS = [
    _FIELD_STARTS[name] for name in ("sequence", "time", "call", "item", "depth", "size", "preview")
]
"""Struct code and first byte of the fields that ``encode`` fills from columns, in its order."""
