# SPDX-License-Identifier: MIT
"""Observers: what each wants to be told, and the batches that wait for it.

An observer never slows the controller: its batches are kept up to a bound,
and past it whole batches are dropped and counted, so that the loss is told.
"""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase

from rqcore.controller.observation.columns import EventColumns
from rqcore.controller.observation.templates import EventTemplate
from rqcore.protocol.event_batch import LENGTH, RECORD, Method, NameKind, NameRecord, Outcome, encode_head
from rqcore.protocol.resp import Part, bulk, integer, push, push_parts

BATCH_BYTES = 128 * 1024
"""A batch that has grown so far is closed, and the next begun."""
MAX_BACKLOG = 32 * 1024 * 1024
"""Bytes of closed batches that wait for an observer before they are dropped."""
DEFAULT_PREVIEW = 64
MAX_PREVIEW = 0xFFFF


@dataclass(frozen=True, slots=True)
class EventSelection:
    """What an observer asked for; empty means all. Patterns as in a shell: ``*``, ``?``, ``[…]``."""

    queues: tuple[str, ...] = ()
    methods: frozenset[Method] = frozenset()
    clients: tuple[str, ...] = ()
    outcomes: frozenset[Outcome] = frozenset()
    """How calls end. With ``BLOCKED`` among them, starts are wanted too: how those will end nobody knows."""
    sample: int = 1
    """One call in so many, whole: its start and its end."""

    @property
    def everything(self) -> bool:
        return self == _EVERYTHING

    def wants(self, shape: EventTemplate) -> bool:
        """Whether such events are wanted, if they are in the sample."""
        if self.methods and shape.method not in self.methods:
            return False
        if self.outcomes and shape.outcome not in self.outcomes:
            return False
        if self.queues and not _matches(_queue_names(shape), self.queues):
            return False
        client = shape.client
        return not self.clients or _matches((client.name, client.address), self.clients)


_EVERYTHING = EventSelection()


def _scattered(number: int) -> int:
    """A number's Fibonacci hash: clients that take turns must not all fall through one sieve."""
    return (number * 0x9E3779B97F4A7C15 & 0xFFFFFFFFFFFFFFFF) >> 32


def _queue_names(shape: EventTemplate) -> tuple[str, ...]:
    queue = shape.queue
    return (queue.label, queue.namespace) if queue else (shape.label,)


def _matches(names: tuple[str, ...], patterns: tuple[str, ...]) -> bool:
    return any(fnmatchcase(name, pattern) for name in names for pattern in patterns)


class Observer:
    """One connection that asked for events."""

    def __init__(self, selection: EventSelection, preview: int, max_backlog: int = MAX_BACKLOG) -> None:
        self.selection = selection
        self.preview = preview
        self.events = 0
        self.lost = 0
        self._max_backlog = max_backlog
        self._told: dict[tuple[NameKind, int], str] = {}
        self._ready: list[Part] = []
        self._backlog = 0
        self._untold_loss = 0
        self._begin()

    def _begin(self) -> None:
        self._names: list[NameRecord] = []
        self._records: list[bytearray] = []
        self._lengths: list[bytes] = []
        self._previews: list[bytes] = []
        self._size = self._count = 0

    def tell(self, told: EventColumns) -> None:
        """Add to the open batch what the selection wants of these events."""
        if told.runs and (self.selection.sample > 1 or told.longest > self.preview):
            told = told.apart()
        if self.selection.everything:
            self._add(told)
        elif places := self._wanted(told):
            self._add(told.chosen(places))

    def _wanted(self, told: EventColumns) -> list[int]:
        selection, sample = self.selection, self.selection.sample
        wanted = {shape for shape in set(told.shapes) if selection.wants(shape)}
        places = [place for place, shape in enumerate(told.shapes) if shape in wanted]
        if sample == 1:
            return places
        return [place for place in places if _scattered(told.calls[place]) % sample == 0]

    def _add(self, told: EventColumns) -> None:
        records, lengths, previews = told.encoded(self.preview)
        for shape in dict.fromkeys(told.shapes):
            if shape.queue:
                self._name(NameKind.QUEUE, shape.queue.number, shape.queue.label)
            self._name(NameKind.CLIENT, shape.client.number, shape.client_label)
        self._records.append(records)
        self._lengths.append(lengths)
        self._previews.append(previews)
        self._count += len(told)
        self._size += len(records) + len(lengths) + len(previews)
        if self._size >= BATCH_BYTES:
            self._close_batch()

    def _name(self, kind: NameKind, number: int, text: str) -> None:
        """A name goes with the first record that needs it."""
        if self._told.get((kind, number)) != text:
            self._told[kind, number] = text
            self._names.append(NameRecord(kind, number, text))

    def forget(self, kind: NameKind, number: int) -> None:
        """The queue or client is gone: its number will not come again."""
        self._told.pop((kind, number), None)

    def _close_batch(self) -> None:
        if self._backlog >= self._max_backlog:
            self._drop_batch()
            return
        self.events += self._count
        records = sum(map(len, self._records)) // RECORD.size
        head = encode_head(self._names, records, sum(map(len, self._lengths)) // LENGTH.size)
        parts = push_parts(b"rq.events", (head, *self._records, *self._lengths, *self._previews))
        self._ready += parts
        self._backlog += sum(map(len, parts))
        self._begin()

    def _drop_batch(self) -> None:
        self.lost += self._count
        self._untold_loss += self._count
        for name in self._names:  # it goes with a later batch instead
            self.forget(name.kind, name.number)
        self._begin()

    def take(self) -> list[Part]:
        """Everything that is to be sent now, in parts. The loss comes last, as it happened last."""
        if self._count:
            self._close_batch()
        parts, self._ready, self._backlog = self._ready, [], 0
        if self._untold_loss:
            parts.append(push((bulk(b"rq.lost"), integer(self._untold_loss))))
            self._untold_loss = 0
        return parts
