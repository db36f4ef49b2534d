# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes events as a trace for Perfetto and chrome://tracing.

A target becomes a process, and a client a thread. Each call becomes a slice
from its beginning to its end, which contains another slice for the time it
waited. Slices of one thread must be nested, so a client with several waiting
calls at the same time gets several threads. An arrow leads from each put to the
get that took the item.

Source of the format: Google, "Trace Event Format", JSON object form.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.compute as pc

from rqdebug.events.event_log import Event, column_values, read_events
from rqdebug.events.views.view import FilteredRows
from rqdebug.support.characters import to_json

_ARROWS = {
    **dict.fromkeys(("put", "put_many", "move_in"), "s"),
    **dict.fromkeys(("get", "get_many", "move"), "f"),
}
"""Method → ``ph`` of the trace event that begins or ends an arrow."""


@dataclass(frozen=True, slots=True)
class _Track:
    """A thread of the trace, with calls of a client."""

    target: str
    client: str
    lane: int
    """0, or a higher number for calls that wait at the same time as the others."""


class TraceWriter:
    """Writes a trace. Calls that have not ended reach to the end of the trace.

    Args:
        file: The file to write.
        rows: The rows that will be written; the first of them sets the zero of the time axis.
    """

    def __init__(self, file: BinaryIO, rows: FilteredRows) -> None:
        self._file = file
        self._zero = self._last = _find_start(rows)
        self._waiting: dict[tuple[str, int], tuple[Event, _Track]] = {}
        self._targets: dict[str, int] = {}
        self._tracks: dict[_Track, int] = {}
        self._ended = ("", 0), _Track("", "", 0)
        """The call that ended last, because the rows of its items follow each other."""
        file.write(b'{"displayTimeUnit": "ns", "traceEvents": [')
        self._separator = b"\n"

    def write(self, batch: pa.RecordBatch) -> None:
        """Write the calls that end in a batch in SCHEMA."""
        for event in read_events(batch):
            self._last = max(self._last, event.time_ns)
            if event.phase == "start" and not event.part:
                self._waiting[event.target, event.call] = event, self._free_track(event)
            elif event.phase == "end":
                self._end(event)

    def close(self) -> None:
        """Write the calls that have not ended, and the end of the JSON object."""
        for start, track in self._waiting.values():
            self._slice(track, start, f"{_title(start)} ({start.outcome})", _start_of(start), self._last)
        self._file.write(b"\n]}\n")

    def _end(self, event: Event) -> None:
        call = event.target, event.call
        start, track = self._waiting.pop(call, (None, None))
        if track is None:
            track = self._ended[1] if call == self._ended[0] else _Track(event.target, event.client_label, 0)
        self._ended = call, track
        if not event.part:
            self._slice(track, event, _title(event), _start_of(event), event.time_ns)
        if start and start.outcome == "blocked":
            self._slice(track, event, "waiting", start.time_ns, event.time_ns)
        if event.method in _ARROWS and event.item is not None and event.outcome == "ok":
            self._arrow(track, event)

    def _free_track(self, event: Event) -> _Track:
        """Return the first track of the client on which no call waits."""
        taken = {track for _, track in self._waiting.values()}
        tracks = (_Track(event.target, event.client_label, lane) for lane in count())
        return next(track for track in tracks if track not in taken)

    def _slice(self, track: _Track, event: Event, name: str, start: int, end: int) -> None:
        self._add(
            track, start, ph="X", name=name, cat=event.outcome, dur=_to_us(end - start), args=_details(event)
        )

    def _arrow(self, track: _Track, event: Event) -> None:
        number = f"{event.target}:{event.item}"
        self._add(track, event.time_ns, ph=_ARROWS[event.method], name="item", cat="item", id=number, bp="e")

    def _add(self, track: _Track, time: int, **fields: Any) -> None:
        if track not in self._tracks:
            self._name(track)
        thread = {"pid": self._targets[track.target], "tid": self._tracks[track]}
        self._line({**fields, **thread, "ts": _to_us(time - self._zero)})

    def _name(self, track: _Track) -> None:
        """Write the names of a track and its target."""
        tid = self._tracks[track] = len(self._tracks) + 1
        pid = self._targets.setdefault(track.target, len(self._targets) + 1)
        suffix = f" ({track.lane + 1})" if track.lane else ""
        names = {"process_name": track.target or "target", "thread_name": track.client + suffix}
        for name, value in names.items():
            self._line({"ph": "M", "name": name, "pid": pid, "tid": tid, "args": {"name": value}})

    def _line(self, fields: dict[str, Any]) -> None:
        self._file.write(self._separator + to_json(fields).encode())
        self._separator = b",\n"


def _find_start(rows: FilteredRows) -> int:
    """Return when the first call began, in ns. Times count from there, because large floats lose the ns."""
    begins = (_earliest(batch) for batch in rows.batches())
    return min(begins, default=0)


def _earliest(batch: pa.RecordBatch) -> int:
    times, waited = (batch.column(name).view(pa.int64()) for name in ("time", "waited"))
    return int(pc.min(pc.subtract(times, waited)).as_py())


def _start_of(event: Event) -> int:
    return event.time_ns - event.waited_ns


def _title(event: Event) -> str:
    return f"{event.method} {event.queue}".rstrip()


def _details(event: Event) -> dict[str, Any]:
    """Return the details that are shown for a selected slice."""
    names = (
        "outcome",
        "call",
        "item",
        "deliveries",
        "rule",
        "items",
        "part",
        "size",
        "depth",
        "timeout",
        "took",
        "codec",
        "unknown",
    )
    values = column_values(event)
    details = {name: values[name] for name in names}
    return {**details, "payload": event.payload.decode(errors="backslashreplace")}


def _to_us(ns: int) -> float:
    """Convert to µs, the unit of traces."""
    return ns / 1000
