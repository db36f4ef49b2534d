# SPDX-License-Identifier: MIT
"""Events that happened and were not told yet, kept so that noting one costs next to nothing.

What alike calls have in common is worked out once, as a Shape, with a record
in which only numbers are missing. An event is noted as its shape and those
numbers. Records are made later, of many events at a time, column by column
without a loop in Python.
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, repeat
from struct import calcsize, pack_into
from typing import TYPE_CHECKING, NamedTuple

from rqcore.events import FIELDS, RECORD, Method, Outcome, Phase

if TYPE_CHECKING:
    from rqcore.clients import Client
    from rqcore.queues import Queue

MAX_SIZE = 0xFFFFFFFF


@dataclass(slots=True, eq=False)
class Shape:
    """What alike events have in common."""

    client: Client
    method: Method
    phase: Phase
    outcome: Outcome
    queue: Queue | None
    label: str
    """What the client called the queue, where there is none of that name."""
    codec: int
    timeout: int
    record: bytes = b""
    """A record with zeros for all that is not in common."""
    client_label: str = ""

    def __post_init__(self) -> None:
        self.client_label = self.client.label
        known = {
            "timeout": self.timeout,
            "queue": self.queue.number if self.queue else 0,
            "client": self.client.number,
            "method": self.method,
            "phase": self.phase,
            "outcome": self.outcome,
            "codec": self.codec,
            "items": 1,
        }
        self.record = RECORD.pack(*(known.get(name, 0) for name, _ in FIELDS))


class Odd(NamedTuple):
    """What is unusual of an event: it waited, or moved other than one item, or its payload was cut."""

    place: int
    """Among the events that were noted."""
    duration: int
    """In ns."""
    size: int
    """Bytes of all payloads."""
    items: int


class Journal:
    """Events in order, column by column. Times in ns."""

    __slots__ = ("calls", "depths", "items", "odd", "payloads", "shapes", "times")

    def __init__(self) -> None:
        self.shapes: list[Shape] = []
        self.times: list[int] = []
        self.calls: list[int] = []
        self.items: list[int] = []
        self.depths: list[int] = []
        self.payloads: list[bytes] = []
        """As much of them as observers want."""
        self.odd: list[Odd] = []

    def __len__(self) -> int:
        return len(self.shapes)

    def note(self, shape: Shape, time: int, call: int, item: int, depth: int, payload: bytes) -> None:
        """A call that moved one item at once, unless something odd is noted beside it."""
        self.shapes.append(shape)
        self.times.append(time)
        self.calls.append(call)
        self.items.append(item)
        self.depths.append(depth)
        self.payloads.append(payload)

    def note_run(
        self,
        shape: Shape,
        time: int,
        calls: Sequence[int],
        items: Iterable[int],
        depths: Iterable[int],
        payloads: Iterable[bytes],
    ) -> None:
        """As many such calls."""
        self.shapes += repeat(shape, len(calls))
        self.times += repeat(time, len(calls))
        self.calls += calls
        self.items += items
        self.depths += depths
        self.payloads += payloads

    def note_odd(self, duration: int, size: int, items: int) -> None:
        """What is unusual of the event that was noted last."""
        self.odd.append(Odd(len(self) - 1, duration, size, items))

    def chosen(self, places: Sequence[int]) -> Journal:
        """Some of the events."""
        found = Journal()
        for column in ("shapes", "times", "calls", "items", "depths", "payloads"):
            values = getattr(self, column)
            setattr(found, column, [values[place] for place in places])
        new = {place: number for number, place in enumerate(places)}
        found.odd = [odd._replace(place=new[odd.place]) for odd in self.odd if odd.place in new]
        return found

    def records(self, sequence: Sequence[int], preview: int) -> tuple[bytes, bytes]:
        """The records of these events, numbered so, and their previews of at most ``preview`` bytes."""
        heads = self.payloads
        sizes = list(map(len, heads))
        lengths = sizes
        if max(sizes) > preview:
            heads = [payload[:preview] for payload in heads]
            lengths = list(map(len, heads))
        columns = sequence, self.times, self.calls, self.items, self.depths, sizes, lengths
        data = bytearray().join([shape.record for shape in self.shapes])
        view = memoryview(data)
        for (code, at), column in zip(_COLUMNS, columns, strict=True):
            filled = array(code, column)
            if sys.byteorder == "big":
                filled.byteswap()
            view.cast(code)[at // filled.itemsize :: RECORD.size // filled.itemsize] = filled  # type: ignore[call-overload]
        for odd in self.odd:
            start = odd.place * RECORD.size
            for name, value in (("duration", odd.duration), ("size", odd.size), ("items", odd.items)):
                code, at = _PLACES[name]
                pack_into("<" + code, data, start + at, value)
        return bytes(data), b"".join(heads)


def _places() -> dict[str, tuple[str, int]]:
    """The code of each field, and the byte of a record at which it begins."""
    starts = accumulate((calcsize("<" + code) for _, code in FIELDS), initial=0)
    return {name: (code, start) for (name, code), start in zip(FIELDS, starts, strict=False)}


_PLACES = _places()
_COLUMNS = [_PLACES[name] for name in ("sequence", "time", "call", "item", "depth", "size", "preview")]
"""In the order in which ``records`` has them."""
