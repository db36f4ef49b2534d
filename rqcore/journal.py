# SPDX-License-Identifier: MIT
"""Events that happened and were not told yet, kept so that noting one costs next to nothing.

What alike calls have in common is worked out once, as a Shape, with a record
in which only numbers are missing. An event is noted as its shape and those
numbers. Alike events of requests that came together are noted as one run.
Records are made later, of many events at a time, column by column without a
loop in Python.
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain
from operator import attrgetter
from struct import calcsize, pack_into
from typing import Any, NamedTuple, Protocol

from rqcore.events import FIELDS, RECORD, Method, Outcome, Phase, depth_step, encode_record

MAX_SIZE = 0xFFFFFFFF
WIDTH = 6
"""Values of an event in a journal."""


class Caller(Protocol):
    """A client, as far as events speak of it."""

    number: int
    name: str
    address: str

    @property
    def label(self) -> str: ...


class Called(Protocol):
    """A queue, likewise."""

    number: int
    namespace: str

    @property
    def label(self) -> str: ...


@dataclass(slots=True, eq=False)
class Shape:
    """What alike events have in common."""

    client: Caller
    method: Method
    phase: Phase
    outcome: Outcome
    queue: Called | None
    label: str
    """What the client called the queue, where there is none of that name."""
    codec: int
    timeout: int
    record: bytes = b""
    """A record with zeros for all that is not in common."""
    client_label: str = ""

    def __post_init__(self) -> None:
        self.client_label = self.client.label
        self.record = encode_record(
            timeout=self.timeout,
            queue=self.queue.number if self.queue else 0,
            client=self.client.number,
            method=self.method,
            phase=self.phase,
            outcome=self.outcome,
            codec=self.codec,
            items=1,
        )


_record_of = attrgetter("record")


class Odd(NamedTuple):
    """What is unusual of an event: it waited, or moved other than one item, or its payload was cut."""

    place: int
    """Among the events that were noted."""
    duration: int
    """In ns."""
    size: int
    """Bytes of all payloads."""
    items: int


class Run(NamedTuple):
    """Events of which only the first is noted: what distinguishes the others can be counted from it."""

    place: int
    """Of the first, among what was noted."""
    payloads: list[bytes]
    """Of all of them."""


class Journal:
    """Events in order: of each six values, one after the other in a single list. Times in ns.

    Whatever is kept longer, such as a tuple for each event, costs the garbage collector.
    """

    __slots__ = ("flat", "odd", "runs")

    def __init__(self) -> None:
        self.flat: list[Any] = []
        """Of each event its shape, time, call, item, depth, and as much of its payload as observers want."""
        self.odd: list[Odd] = []
        self.runs: list[Run] = []

    def __len__(self) -> int:
        """How many events there are."""
        return len(self.flat) // WIDTH + sum(len(run.payloads) - 1 for run in self.runs)

    @property
    def longest(self) -> int:
        """Bytes of a payload in a run, at most."""
        return max((max(map(len, run.payloads)) for run in self.runs), default=0)

    @property
    def shapes(self) -> list[Shape]:
        """Of all that was noted; so are ``calls``."""
        return self.flat[::WIDTH]

    @property
    def calls(self) -> list[int]:
        return self.flat[2::WIDTH]

    def note(self, shape: Shape, time: int, call: int, item: int, depth: int, payload: bytes) -> None:
        """A call that moved one item at once, unless something odd is noted beside it."""
        self.flat += (shape, time, call, item, depth, payload)

    def note_run(
        self, shape: Shape, time: int, call: int, item: int, depth: int, payloads: list[bytes]
    ) -> None:
        """Several such calls, puts or gets. What is given is of the first; the others count on from it."""
        self.runs.append(Run(len(self.flat) // WIDTH, payloads))
        self.flat += (shape, time, call, item, depth, b"")

    def note_odd(self, duration: int, size: int, items: int) -> None:
        """What is unusual of the event that was noted last."""
        self.odd.append(Odd(len(self.flat) // WIDTH - 1, duration, size, items))

    def sequence(self, first: int) -> Sequence[int]:
        """The number of each event that was noted, when the first has this one."""
        count = len(self.flat) // WIDTH
        if not self.runs:
            return range(first, first + count)
        steps = [1] * count
        for run in self.runs:
            steps[run.place] = len(run.payloads)
        return list(accumulate(steps[:-1], initial=first))

    def chosen(self, places: Sequence[int]) -> Journal:
        """Some of what was noted."""
        found = Journal()
        starts = [place * WIDTH for place in places]
        found.flat = [value for start in starts for value in self.flat[start : start + WIDTH]]
        new = {place: number for number, place in enumerate(places)}
        found.odd = [odd._replace(place=new[odd.place]) for odd in self.odd if odd.place in new]
        found.runs = [run._replace(place=new[run.place]) for run in self.runs if run.place in new]
        return found

    def apart(self) -> Journal:
        """The same without runs, each event noted by itself."""
        found = Journal()
        runs = {run.place: run.payloads for run in self.runs}
        odd = {odd.place: odd for odd in self.odd}
        for place in range(len(self.flat) // WIDTH):
            shape, time, call, item, depth, payload = self.flat[place * WIDTH : (place + 1) * WIDTH]
            step = depth_step(shape.method)
            for at, each in enumerate(runs.get(place, [payload])):
                found.note(shape, time, call + at, item + at, depth + step * at, each)
            if place in odd:
                found.note_odd(*odd[place][1:])
        return found

    def encoded(self, sequence: Sequence[int], preview: int) -> tuple[bytearray, bytes, bytes]:
        """Records with these numbers, the lengths of runs, and previews.

        ``preview``: the most bytes of one; what is longer is cut, which is beyond runs: see ``apart``.
        """
        shapes, times, calls, items, depths, heads = (self.flat[first::WIDTH] for first in range(WIDTH))
        sizes = cut = list(map(len, heads))
        if max(sizes) > preview:
            heads = [payload[:preview] for payload in heads]
            cut = list(map(len, heads))
        data = bytearray().join(map(_record_of, shapes))
        view = memoryview(data)
        columns = sequence, times, calls, items, depths, sizes, cut
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
"""In the order in which ``records`` has them."""
