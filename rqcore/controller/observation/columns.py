# SPDX-License-Identifier: MIT
"""Events as columns, which are selected from and encoded as records without a loop."""

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
"""Bytes of payload that a record can tell."""


class IrregularEvent(NamedTuple):
    """What is special about an event: it did not succeed at once, or moved other than one item."""

    row: int
    template: EventTemplate
    call: int
    """The number of a blocked call; 0 if the call has no number yet."""
    duration_ns: int
    """In ns."""
    size: int
    """Bytes of all payloads."""
    items: int


class EventRun(NamedTuple):
    """Alike events of which only the first has a row: the others count on from it."""

    row: int
    payloads: list[bytes]
    """Those of all its events; the payload in the row is empty."""


@dataclass(slots=True)
class EventColumns:
    """A row is an event, or the first of a run. Times are ns since 1970."""

    templates: Sequence[EventTemplate]
    sequence: Sequence[int]
    times: Sequence[int]
    calls: Sequence[int]
    items: Sequence[int]
    depths: Sequence[int]
    payloads: Sequence[bytes]
    """At least as much of each as any observer wants."""
    irregular: Sequence[IrregularEvent] = ()
    runs: Sequence[EventRun] = ()

    def __len__(self) -> int:
        """How many events there are."""
        return len(self.templates) + sum(len(run.payloads) - 1 for run in self.runs)

    @property
    def longest_in_run(self) -> int:
        """The bytes of the longest payload in a run."""
        return max(map(len, chain.from_iterable(run.payloads for run in self.runs)), default=0)

    def select(self, rows: Sequence[int]) -> EventColumns:
        """Some of the rows, in this order."""
        new = {row: number for number, row in enumerate(rows)}
        return _from_columns(
            [[column[row] for row in rows] for column in self._columns],
            [event._replace(row=new[event.row]) for event in self.irregular if event.row in new],
            [run._replace(row=new[run.row]) for run in self.runs if run.row in new],
        )

    def expand_runs(self) -> EventColumns:
        """The same events without runs, each in a row of its own."""
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
        """Records, lengths of runs, and previews, as a batch has them.

        Args:
            preview: The most bytes of one preview. Longer payloads are cut, but not
                those in runs: expand those first.
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
    """The struct code of each field, and the byte of a record at which it starts."""
    starts = accumulate((calcsize("<" + code) for _, code in FIELDS), initial=0)
    return {name: (code, start) for (name, code), start in zip(FIELDS, starts, strict=False)}


_FIELD_STARTS = _field_starts()
_MORE = _FIELD_STARTS["more"][1]
_COLUMN_FIELDS = [
    _FIELD_STARTS[name] for name in ("sequence", "time", "call", "item", "depth", "size", "preview")
]
"""In the order in which ``encode`` has them."""
