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
from itertools import accumulate, chain, repeat
from operator import attrgetter
from struct import calcsize, pack_into
from typing import TYPE_CHECKING, Any, NamedTuple

from rqcore.events import FIELDS, RECORD, Method, Outcome, Phase

if TYPE_CHECKING:
    from rqcore.clients import Client
    from rqcore.queues import Queue

MAX_SIZE = 0xFFFFFFFF
WIDTH = 6
"""Values of an event in a journal."""


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


class Journal:
    """Events in order: for each six values, one after the other in a single list. Times in ns.

    Whatever is kept longer, such as a tuple for each event, costs the garbage collector.
    """

    __slots__ = ("flat", "odd")

    def __init__(self) -> None:
        self.flat: list[Any] = []
        """Of each event its shape, time, call, item, depth, and as much of its payload as observers want."""
        self.odd: list[Odd] = []

    def __len__(self) -> int:
        return len(self.flat) // WIDTH

    @property
    def shapes(self) -> list[Shape]:
        return self.flat[::WIDTH]

    @property
    def calls(self) -> list[int]:
        return self.flat[2::WIDTH]

    def note(self, shape: Shape, time: int, call: int, item: int, depth: int, payload: bytes) -> None:
        """A call that moved one item at once, unless something odd is noted beside it."""
        self.flat += (shape, time, call, item, depth, payload)

    def note_run(
        self,
        shape: Shape,
        time: int,
        calls: Iterable[int],
        items: Iterable[int],
        depths: Iterable[int],
        payloads: Iterable[bytes],
    ) -> None:
        """As many such calls."""
        self.flat += chain.from_iterable(zip(repeat(shape), repeat(time), calls, items, depths, payloads))

    def note_odd(self, duration: int, size: int, items: int) -> None:
        """What is unusual of the event that was noted last."""
        self.odd.append(Odd(len(self) - 1, duration, size, items))

    def chosen(self, places: Sequence[int]) -> Journal:
        """Some of the events."""
        found = Journal()
        starts = [place * WIDTH for place in places]
        found.flat = [value for start in starts for value in self.flat[start : start + WIDTH]]
        new = {place: number for number, place in enumerate(places)}
        found.odd = [odd._replace(place=new[odd.place]) for odd in self.odd if odd.place in new]
        return found

    def records(self, sequence: Sequence[int], preview: int) -> tuple[bytearray, bytes]:
        """The records of these events, numbered so, and their previews of at most ``preview`` bytes."""
        shapes, times, calls, items, depths, heads = (self.flat[first::WIDTH] for first in range(WIDTH))
        sizes = lengths = list(map(len, heads))
        if max(sizes) > preview:
            heads = [payload[:preview] for payload in heads]
            lengths = list(map(len, heads))
        columns = sequence, times, calls, items, depths, sizes, lengths
        data = bytearray().join(map(_record_of, shapes))
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
        return data, b"".join(heads)


def _places() -> dict[str, tuple[str, int]]:
    """The code of each field, and the byte of a record at which it begins."""
    starts = accumulate((calcsize("<" + code) for _, code in FIELDS), initial=0)
    return {name: (code, start) for (name, code), start in zip(FIELDS, starts, strict=False)}


_PLACES = _places()
_COLUMNS = [_PLACES[name] for name in ("sequence", "time", "call", "item", "depth", "size", "preview")]
"""In the order in which ``records`` has them."""
