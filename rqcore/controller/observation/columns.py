# SPDX-License-Identifier: MIT
"""Events as columns, ready to be told to observers: chosen from, and made into records without a loop."""

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


class IrregularEvent(NamedTuple):
    """What is unusual of an event: it did not end well at once, or moved other than one item."""

    place: int
    """Among the rows."""
    shape: EventTemplate
    call: int
    """The number of a call that waits; 0: it has none yet."""
    duration: int
    """In ns."""
    size: int
    """Bytes of all payloads."""
    items: int


class EventRun(NamedTuple):
    """Events of which only the first has a row: what distinguishes the others can be counted from it."""

    place: int
    """Among the rows."""
    payloads: list[bytes]
    """Of all of them; that of the row is empty."""


@dataclass(slots=True)
class EventColumns:
    """A row is an event, or the first of a run. Times in ns since 1970."""

    shapes: Sequence[EventTemplate]
    sequence: Sequence[int]
    times: Sequence[int]
    calls: Sequence[int]
    items: Sequence[int]
    depths: Sequence[int]
    payloads: Sequence[bytes]
    """At least as much of each as any observer wants."""
    odd: Sequence[IrregularEvent] = ()
    runs: Sequence[EventRun] = ()

    def __len__(self) -> int:
        """How many events there are."""
        return len(self.shapes) + sum(len(run.payloads) - 1 for run in self.runs)

    @property
    def longest(self) -> int:
        """Bytes of a payload in a run, at most."""
        return max(map(len, chain.from_iterable(run.payloads for run in self.runs)), default=0)

    def chosen(self, places: Sequence[int]) -> EventColumns:
        """Some of the rows."""
        new = {place: number for number, place in enumerate(places)}
        return _told(
            [[column[place] for place in places] for column in self._columns],
            [odd._replace(place=new[odd.place]) for odd in self.odd if odd.place in new],
            [run._replace(place=new[run.place]) for run in self.runs if run.place in new],
        )

    def apart(self) -> EventColumns:
        """The same without runs, each event in a row of its own."""
        payloads = {run.place: run.payloads for run in self.runs}
        rows: list[tuple[Any, ...]] = []
        starts: list[int] = []
        for place, row in enumerate(zip(*self._columns, strict=True)):
            shape, sequence, time, call, item, depth, payload = row
            step = depth_step(shape.method)
            starts.append(len(rows))
            for at, each in enumerate(payloads.get(place, [payload])):
                rows.append((shape, sequence + at, time, call + at, item + at, depth + step * at, each))
        odd = [odd._replace(place=starts[odd.place]) for odd in self.odd]
        return _told(list(zip(*rows, strict=True)), odd)

    @property
    def _columns(self) -> list[Sequence[Any]]:
        columns = self.shapes, self.sequence, self.times, self.calls, self.items, self.depths, self.payloads
        return list(columns)

    def encoded(self, preview: int) -> tuple[bytearray, bytes, bytes]:
        """Records, the lengths of runs, and previews.

        ``preview``: the most bytes of one; what is longer is cut, which is beyond runs: see ``apart``.
        """
        heads = list(self.payloads)
        sizes = cut = list(map(len, heads))
        if max(sizes) > preview:
            heads = [payload[:preview] for payload in heads]
            cut = list(map(len, heads))
        data = bytearray().join([shape.record for shape in self.shapes])
        columns = self.sequence, self.times, self.calls, self.items, self.depths, sizes, cut
        view = memoryview(data)
        for (code, at), column in zip(_COLUMNS, columns, strict=True):
            filled = _little_endian(code, column)
            view.cast(code)[at // filled.itemsize :: RECORD.size // filled.itemsize] = filled  # type: ignore[call-overload]
        for odd in self.odd:
            for name, value in (("duration", odd.duration), ("size", odd.size), ("items", odd.items)):
                code, at = _PLACES[name]
                pack_into("<" + code, data, odd.place * RECORD.size + at, value)
        for place, payloads in self.runs:
            pack_into("<I", data, place * RECORD.size + _MORE, len(payloads) - 1)
            heads[place] = b"".join(payloads)
        lengths = map(len, chain.from_iterable(run.payloads for run in self.runs))
        return data, _little_endian("H", lengths).tobytes(), b"".join(heads)


def _told(
    columns: list[Sequence[Any]], odd: Sequence[IrregularEvent], runs: Sequence[EventRun] = ()
) -> EventColumns:
    shapes, sequence, times, calls, items, depths, payloads = columns
    return EventColumns(shapes, sequence, times, calls, items, depths, payloads, odd, runs)


def _little_endian(code: str, column: Iterable[int]) -> array[int]:
    filled = array(code, column)
    if sys.byteorder == "big":
        filled.byteswap()
    return filled


def _places() -> dict[str, tuple[str, int]]:
    """The code of each field, and the byte of a record at which it begins."""
    starts = accumulate((calcsize("<" + code) for _, code in FIELDS), initial=0)
    return {name: (code, start) for (name, code), start in zip(FIELDS, starts, strict=False)}


_PLACES = _places()
_MORE = _PLACES["more"][1]
_COLUMNS = [_PLACES[name] for name in ("sequence", "time", "call", "item", "depth", "size", "preview")]
"""In the order in which ``encoded`` has them."""
