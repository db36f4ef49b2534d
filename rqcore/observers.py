# SPDX-License-Identifier: MIT
"""Observers: what each wants to be told, and the batches that wait for it.

An observer never slows the controller: its batches are kept up to a bound,
and past it whole batches are dropped and counted, so that the loss is told.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from rqcore.events import RECORD, Method, Name, NameKind, Outcome, Phase, encode_batch
from rqcore.resp import bulk, integer, push

if TYPE_CHECKING:
    from rqcore.clients import Client
    from rqcore.queues import Queue

BATCH_BYTES = 128 * 1024
"""A batch that has grown so far is closed, and the next begun."""
MAX_BACKLOG = 32 * 1024 * 1024
"""Bytes of closed batches that wait for an observer before they are dropped."""
DEFAULT_PREVIEW = 64
MAX_PREVIEW = 0xFFFF


@dataclass(slots=True)
class Event:
    """One event as the controller hands it to its observers. Times in ns."""

    time: int
    duration: int
    call: int
    timeout: int
    client: Client
    method: Method
    phase: Phase
    outcome: Outcome
    queue: Queue | None = None
    label: str = ""
    """What the client called the queue, where there is none of that name."""
    item: int = 0
    items: int = 0
    size: int = 0
    codec: int = 0
    payload: bytes = b""
    """Of the first item."""


@dataclass(frozen=True, slots=True)
class Selection:
    """What an observer asked for; empty means all. Patterns as in a shell: ``*``, ``?``, ``[…]``."""

    queues: tuple[str, ...] = ()
    methods: frozenset[Method] = frozenset()
    clients: tuple[str, ...] = ()
    sample: int = 1
    """One call in so many, whole: its start and its end."""

    def wants(self, event: Event) -> bool:
        if self.methods and event.method not in self.methods:
            return False
        if self.sample > 1 and _scattered(event.call) % self.sample:
            return False
        if self.queues and not _matches(_queue_names(event), self.queues):
            return False
        return not self.clients or _matches((event.client.name, event.client.address), self.clients)


def _scattered(number: int) -> int:
    """A number's Fibonacci hash: clients that take turns must not all fall through one sieve."""
    return (number * 0x9E3779B97F4A7C15 & 0xFFFFFFFFFFFFFFFF) >> 32


def _queue_names(event: Event) -> tuple[str, ...]:
    queue = event.queue
    return (queue.label, queue.namespace) if queue else (event.label,)


def _matches(names: tuple[str, ...], patterns: tuple[str, ...]) -> bool:
    return any(fnmatchcase(name, pattern) for name in names for pattern in patterns)


class Observer:
    """One connection that asked for events."""

    def __init__(self, selection: Selection, preview: int, max_backlog: int = MAX_BACKLOG) -> None:
        self.selection = selection
        self.preview = preview
        self.events = 0
        self.lost = 0
        self._max_backlog = max_backlog
        self._told: dict[tuple[NameKind, int], str] = {}
        self._ready: deque[bytes] = deque()
        self._backlog = 0
        self._untold_loss = 0
        self._begin()

    def _begin(self) -> None:
        self._names: list[Name] = []
        self._records = bytearray()
        self._previews = bytearray()
        self._count = 0

    def add(self, sequence: int, event: Event) -> None:
        """Add an event that the selection wants to the open batch."""
        preview = event.payload[: self.preview]
        queue = event.queue
        number = queue.number if queue else 0
        if queue:
            self._name(NameKind.QUEUE, number, queue.label)
        self._name(NameKind.CLIENT, event.client.number, event.client.label)
        self._records += RECORD.pack(
            sequence,
            event.time,
            event.duration,
            event.call,
            event.item,
            event.timeout,
            number,
            event.client.number,
            min(event.size, 0xFFFFFFFF),
            len(queue.store) if queue else 0,
            event.items,
            event.method,
            event.phase,
            event.outcome,
            event.codec,
            len(preview),
        )
        self._previews += preview
        self._count += 1
        if len(self._records) + len(self._previews) >= BATCH_BYTES:
            self._close_batch()

    def _name(self, kind: NameKind, number: int, text: str) -> None:
        """A name goes with the first record that needs it."""
        if self._told.get((kind, number)) != text:
            self._told[kind, number] = text
            self._names.append(Name(kind, number, text))

    def forget(self, kind: NameKind, number: int) -> None:
        """The queue or client is gone: its number will not come again."""
        self._told.pop((kind, number), None)

    def _close_batch(self) -> None:
        if self._backlog >= self._max_backlog:
            self._drop_batch()
            return
        self.events += self._count
        batch = encode_batch(self._names, self._count, bytes(self._records), bytes(self._previews))
        frame = push((bulk(b"rq.events"), bulk(batch)))
        self._ready.append(frame)
        self._backlog += len(frame)
        self._begin()

    def _drop_batch(self) -> None:
        self.lost += self._count
        self._untold_loss += self._count
        for name in self._names:  # it goes with a later batch instead
            self.forget(name.kind, name.number)
        self._begin()

    def take(self) -> bytes:
        """Everything that is to be sent now, the loss first where it happened last."""
        if self._count:
            self._close_batch()
        frames = b"".join(self._ready)
        self._ready.clear()
        self._backlog = 0
        if self._untold_loss:
            frames += push((bulk(b"rq.lost"), integer(self._untold_loss)))
            self._untold_loss = 0
        return frames
