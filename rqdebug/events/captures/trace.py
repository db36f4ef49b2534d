# SPDX-License-Identifier: GPL-3.0-or-later
"""Events as a trace that Perfetto and chrome://tracing show.

A target is a process, a client a thread. Each call is a slice from its
beginning to its end, and in it lies another for the time it waited. A client
that has several waiting calls at once has as many threads, since slices of one
thread must lie in one another. An arrow leads from each put to the get that
took the item.

The format: "Trace Event Format", Google, in its JSON object form.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import count
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.compute as pc

from rqdebug.events.event_log import Event, read_events
from rqdebug.events.views.view import FilteredRows

_ARROWS = {"put": "s", "get": "f"}
"""The phase of a trace event that begins or ends an arrow."""


@dataclass(frozen=True, slots=True)
class _Track:
    """One row of the trace: the calls of a client, or those that wait beside its first."""

    target: str
    client: str
    lane: int


class TraceWriter:
    """Writes a trace. Calls that have not ended reach to its end."""

    def __init__(self, file: BinaryIO, found: FilteredRows) -> None:
        self._file = file
        self._zero = self._last = _find_start(found)
        self._waiting: dict[tuple[str, int], tuple[Event, _Track]] = {}
        self._targets: dict[str, int] = {}
        self._tracks: dict[_Track, int] = {}
        file.write(b'{"displayTimeUnit": "ns", "traceEvents": [\n{}')

    def write(self, batch: pa.RecordBatch) -> None:
        for event in read_events(batch):
            self._last = max(self._last, event.time)
            if event.phase == "start":
                self._waiting[event.target, event.call] = event, self._free_track(event)
            else:
                self._end(event)

    def close(self) -> None:
        for start, track in self._waiting.values():
            self._slice(track, start, f"{_title(start)} ({start.outcome})", _start_of(start), self._last)
        self._file.write(b"\n]}\n")

    def _end(self, event: Event) -> None:
        start, track = self._waiting.pop((event.target, event.call), (None, None))
        track = track or _Track(event.target, event.client, 0)
        self._slice(track, event, _title(event), _start_of(event), event.time)
        if start and start.outcome == "blocked":
            self._slice(track, event, "waiting", start.time, event.time)
        if event.method in _ARROWS and event.item is not None and event.outcome == "ok":
            self._arrow(track, event)

    def _free_track(self, event: Event) -> _Track:
        """Return the first of the client's tracks on which no call waits."""
        taken = {track for _, track in self._waiting.values()}
        tracks = (_Track(event.target, event.client, lane) for lane in count())
        return next(track for track in tracks if track not in taken)

    def _slice(self, track: _Track, event: Event, name: str, start: int, end: int) -> None:
        self._add(
            track, start, ph="X", name=name, cat=event.outcome, dur=_to_us(end - start), args=_details(event)
        )

    def _arrow(self, track: _Track, event: Event) -> None:
        number = f"{event.target}:{event.item}"
        self._add(track, event.time, ph=_ARROWS[event.method], name="item", cat="item", id=number, bp="e")

    def _add(self, track: _Track, time: int, **fields: Any) -> None:
        if track not in self._tracks:
            self._name(track)
        place = {"pid": self._targets[track.target], "tid": self._tracks[track]}
        self._line({**fields, **place, "ts": _to_us(time - self._zero)})

    def _name(self, track: _Track) -> None:
        """Write the names of a track and of its target."""
        tid = self._tracks[track] = len(self._tracks) + 1
        pid = self._targets.setdefault(track.target, len(self._targets) + 1)
        beside = f" ({track.lane + 1})" if track.lane else ""
        names = {"process_name": track.target or "target", "thread_name": track.client + beside}
        for name, value in names.items():
            self._line({"ph": "M", "name": name, "pid": pid, "tid": tid, "args": {"name": value}})

    def _line(self, fields: dict[str, Any]) -> None:
        self._file.write(b",\n" + json.dumps(fields, ensure_ascii=False).encode())


def _find_start(found: FilteredRows) -> int:
    """Return the time in ns when the first call began. Counting from there keeps the nanoseconds."""
    begins = (_earliest(batch) for batch in found.batches())
    return min(begins, default=0)


def _earliest(batch: pa.RecordBatch) -> int:
    times, durations = (batch.column(name).view(pa.int64()) for name in ("time", "duration"))
    return int(pc.min(pc.subtract(times, durations)).as_py())


def _start_of(event: Event) -> int:
    return event.time - event.duration


def _title(event: Event) -> str:
    return f"{event.method} {event.queue}".rstrip()


def _details(event: Event) -> dict[str, Any]:
    """Return what is shown for a selected slice."""
    names = ("outcome", "call", "item", "items", "size", "depth", "timeout", "codec")
    facts = {name: getattr(event, name) for name in names}
    return {**facts, "payload": event.payload.decode(errors="backslashreplace")}


def _to_us(ns: int) -> float:
    """Return µs, the unit of traces."""
    return ns / 1000
