# SPDX-License-Identifier: MIT
"""Events that happened and were not told yet, kept so that noting one costs next to nothing.

What alike calls have in common is worked out once, as a Shape, with a record
in which only numbers are missing. An event is noted as its shape and those
numbers; many calls that were carried out as one are noted as one run.
Observers are told later, many events at a time, and fill in the numbers column
by column without a loop in Python.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, repeat
from typing import TYPE_CHECKING, NamedTuple

from rqcore.events import FIELDS, RECORD, Method, Outcome, Phase

if TYPE_CHECKING:
    from rqcore.clients import Client
    from rqcore.queues import Queue

MAX_SIZE = 0xFFFFFFFF

Entry = tuple["Shape", int, int, int, int, int, int, int, bytes]
"""Shape, time, duration, call, item, size, depth, items, payload: one event. Times in ns."""


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
        }
        self.record = RECORD.pack(*(known.get(name, 0) for name, _ in FIELDS))


@dataclass(slots=True)
class Run:
    """Calls of one shape that were carried out as one, each of one item."""

    shape: Shape
    time: int
    calls: Sequence[int]
    items: Sequence[int]
    depths: range
    payloads: list[bytes]

    def __len__(self) -> int:
        return len(self.calls)


Part = list[Entry] | Run


class Journal:
    """The events since observers were told last, in order."""

    def __init__(self) -> None:
        self.parts: list[Part] = []
        self.noted = 0
        """Events in runs and in parts that are not the last."""
        self._last: list[Entry] = []
        self.note = self._last.append
        """Note one event: takes an Entry."""

    def __len__(self) -> int:
        return self.noted + len(self._last)

    def note_run(self, run: Run) -> None:
        self._close_part()
        self.parts.append(run)
        self.noted += len(run)

    def take(self) -> list[Part]:
        """All parts; nothing is noted then."""
        self._close_part()
        parts, self.parts, self.noted = self.parts, [], 0
        return parts

    def _close_part(self) -> None:
        if self._last:
            self.parts.append(self._last)
            self.noted += len(self._last)
            self._last = []
            self.note = self._last.append


# Records ------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Records:
    """Events as they are told, and what they speak of."""

    count: int
    data: bytes
    previews: bytes
    shapes: Iterable[Shape]
    """Each once, in the order in which they come first."""


def records_of(parts: Sequence[Part], sequence: Sequence[int], preview: int) -> Records:
    """The records of events; each payload is cut to ``preview`` bytes."""
    found = [_columns(part, preview) for part in parts]
    data = bytearray(b"".join([columns.records for columns in found]))
    view = memoryview(data)
    numbers = map(chain.from_iterable, zip(*[columns.numbers for columns in found], strict=True))
    for (code, at, step), column in zip(_PLACES, chain((sequence,), numbers), strict=True):
        view.cast(code)[at::step] = array(code, column)  # type: ignore[call-overload]
    heads = b"".join([head for columns in found for head in columns.heads])
    shapes = dict.fromkeys(chain.from_iterable(columns.shapes for columns in found))
    return Records(len(sequence), bytes(data), heads, shapes)


class _Columns(NamedTuple):
    """Of one part of the journal."""

    shapes: Iterable[Shape]
    records: bytes
    """Without the numbers."""
    numbers: tuple[Iterable[int], ...]
    """In the order of _PLACES, from the second."""
    heads: list[bytes]


def _columns(part: Part, preview: int) -> _Columns:
    if isinstance(part, Run):
        count, payloads = len(part), part.payloads
        heads = [payload[:preview] for payload in payloads]
        ones, zeros, times = repeat(1, count), repeat(0, count), repeat(part.time, count)
        moved = part.calls, part.items, map(len, payloads), part.depths
        return _Columns(
            (part.shape,), part.shape.record * count, (times, zeros, *moved, ones, map(len, heads)), heads
        )
    shapes, *columns, contents = zip(*part, strict=True)
    heads = [payload[:preview] for payload in contents]
    records = b"".join([shape.record for shape in shapes])
    return _Columns(dict.fromkeys(shapes), records, (*columns, map(len, heads)), heads)


def entries_of(parts: Sequence[Part]) -> Iterator[Entry]:
    """Each event by itself."""
    for part in parts:
        if isinstance(part, Run):
            for call, item, depth, payload in zip(
                part.calls, part.items, part.depths, part.payloads, strict=True
            ):
                yield part.shape, part.time, 0, call, item, len(payload), depth, 1, payload
        else:
            yield from part


def _places() -> tuple[tuple[str, int, int], ...]:
    """Of each field that is filled in: its code, its place in a record, and how many would fit into one."""
    found, at = {}, 0
    for name, code in FIELDS:
        size = array(code).itemsize
        found[name] = code, at // size, RECORD.size // size
        at += size
    names = ("sequence", "time", "duration", "call", "item", "size", "depth", "items", "preview")
    return tuple(found[name] for name in names)


_PLACES = _places()
