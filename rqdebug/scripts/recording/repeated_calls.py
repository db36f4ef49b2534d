# SPDX-License-Identifier: GPL-3.0-or-later
"""Finds the calls of any events, complete enough to be made again, in the order of their ends.

A call that waited ends after the calls that let it continue, so that this order can be repeated one call
after the other. Calls whose ends are not among the events come last.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from rqcore.codec import Codec
from rqcore.protocol.queue_values import KINDS
from rqdebug.scripts.recording.observed_calls import PUTS, TIMED, ObservedCall, RecordedItem

MAX_ITEMS = 50_000
"""The maximum number of items of one call. A damaged capture can claim any number."""
PRIORITY = "priority"
CODECS = frozenset(map(str, Codec))
"""The codecs whose payloads can be put again."""
SIMPLE = ("purge", "task_done", "shutdown", "close", "qsize", "maxsize", "stat", "waiters", "leases")
"""Methods that need only a queue."""
REPEATABLE = (*SIMPLE, *TIMED, "move", "list")
INTERNAL = ("connect", "disconnect", "redelivered", "due", "task", "command")
"""Events that are no calls of a queue's methods."""


class TargetCall(ObservedCall, Protocol):
    """A row that also says which target it is of."""

    @property
    def target(self) -> str:
        """The name of the target."""


@dataclass(frozen=True, slots=True)
class RepeatedCall:
    """A call that can be made again."""

    event: TargetCall
    """The first row of its end; of its start, if the end is not among the events."""
    items: Sequence[RecordedItem] = ()
    """The items that it puts."""
    destination: str = ""
    """The queue to which it moves items."""

    @property
    def method(self) -> str:
        """The method that is called."""
        return self.event.method


@dataclass(slots=True)
class CallReader:
    """Reads calls from a log. A call is read once, with all its items, however many of its rows are given."""

    read: Callable[[range], Sequence[TargetCall]]
    """Reads rows of the log by their numbers."""
    num_rows: int
    """The number of rows of the log."""
    is_controller: Callable[[str], bool]
    """Whether a target, given by its name, is a controller."""
    kinds: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """The kinds of the queues that are known, by target and queue."""
    left_out: Counter[str] = field(default_factory=Counter)
    """The number of calls that cannot be made again, by reason."""
    _seen: set[int] = field(default_factory=set)
    """The first rows of the calls with several rows."""
    _open: dict[tuple[str, int], RepeatedCall] = field(default_factory=dict)
    """Calls whose start was read, but not yet their end."""

    def calls(self, chunks: Iterable[Sequence[int]]) -> Iterator[list[RepeatedCall]]:
        """Yield the calls of the rows with these ascending numbers, some at a time."""
        for rows in chunks:
            known = dict(zip(rows, self._read_all(rows), strict=True))
            yield list(self._ended_calls(known))
        yield list(self._open.values())

    def _read_all(self, rows: Sequence[int]) -> Iterator[TargetCall]:
        first = 0
        for n in range(1, len(rows) + 1):
            if n == len(rows) or rows[n] != rows[n - 1] + 1:
                yield from self.read(range(rows[first], rows[n - 1] + 1))
                first = n

    def _ended_calls(self, known: dict[int, TargetCall]) -> Iterator[RepeatedCall]:
        for row, event in list(known.items()):
            first = row - (event.part or 0)
            if event.method == "move_in":
                first -= _row_count(event)
            if first in self._seen:
                continue
            if _row_count(event) > 1 or event.method in ("move", "move_in"):
                self._seen.add(first)
            call = self._call_or_reason(first, event, known)
            if isinstance(call, str):
                self.left_out[call] += 1
            elif event.phase == "start":
                self._open[event.target, event.call] = call
            else:
                yield self._ended(call)

    def _ended(self, call: RepeatedCall) -> RepeatedCall:
        """Return an ended call; a put that was carried out in part, with all items with which it began."""
        start = self._open.pop((call.event.target, call.event.call), None)
        if start is None or start.method != call.method or call.method not in PUTS:
            return call
        return RepeatedCall(call.event, start.items)

    def _call_or_reason(
        self, first: int, event: TargetCall, known: dict[int, TargetCall]
    ) -> RepeatedCall | str:
        """Return a call with what its other rows say, or why it cannot be made again."""
        if problem := self._left_out_reason(event):
            return problem
        if event.method in ("move", "move_in"):
            return self._move_or_reason(first, event, known)
        if event.method not in ("put", "put_many"):
            return RepeatedCall(event)
        rows = self._rows(range(first, first + _row_count(event)), known)
        if (event.part is None and event.items > 1) or not _are_of_one_call(rows, event):
            return "the log does not show all their items"
        if any(row.codec not in CODECS for row in rows):
            return "their codec is unknown"
        items = [RecordedItem(row.codec, row.payload, row.size) for row in rows]
        if not all(item.is_whole for item in items):
            return "the log has only the beginning of their payloads"
        return RepeatedCall(rows[0], items)

    def _move_or_reason(
        self, first: int, event: TargetCall, known: dict[int, TargetCall]
    ) -> RepeatedCall | str:
        last = first + _row_count(event)
        rows = self._rows(range(first, first + 1), known) + self._rows(range(last, last + 1), known)
        if len(rows) == 2:
            source, arrival = rows
            same = {(row.target, row.call) for row in rows} == {(event.target, event.call)}
            if same and (source.method, arrival.method) == ("move", "move_in"):
                return RepeatedCall(source, destination=arrival.queue)
        return "events do not show the other queue of move"

    def _rows(self, wanted: range, known: dict[int, TargetCall]) -> list[TargetCall]:
        """Return rows of the log; none if one does not exist."""
        if wanted.start < 0 or wanted.stop > self.num_rows or len(wanted) > MAX_ITEMS:
            return []
        if all(row in known for row in wanted):
            return [known[row] for row in wanted]
        return list(self.read(wanted))

    def _left_out_reason(self, event: TargetCall) -> str:
        kind = self.kinds.get((event.target, event.queue), "")
        if event.method in INTERNAL:
            return "they are no calls of a queue’s methods"
        if not self.is_controller(event.target):
            return "their target is no controller"
        if kind and kind not in KINDS:
            return "a program exposes their queue"
        if event.method not in (*REPEATABLE, "move_in"):
            return f"events do not show all arguments of {event.method}"
        if event.method in ("put", "put_many") and kind == PRIORITY:
            return "events do not show the priority of an item"
        if event.outcome == "delayed":
            return "events do not show for how long an item is delayed"
        if event.method == "get_many" and event.phase == "start":
            return "events do not show how many items a waiting get_many takes"
        return ""


def _row_count(event: ObservedCall) -> int:
    """Return how many rows a call has at one queue, for its start or for its end."""
    return 1 if event.part is None else max(event.items, 1)


def _are_of_one_call(rows: Sequence[TargetCall], event: TargetCall) -> bool:
    """Whether these rows are all rows of the call of an event, in order."""
    if len(rows) != _row_count(event):
        return False
    parts = range(len(rows)) if event.part is not None else (None,)
    expected = [(event.target, event.call, event.queue, event.phase, part) for part in parts]
    return expected == [(row.target, row.call, row.queue, row.phase, row.part) for row in rows]
