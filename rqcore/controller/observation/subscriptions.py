# SPDX-License-Identifier: MIT
"""Subscriptions: the events that each observer selected, and the batches that wait for it.

An observer never slows the controller down. Its batches are stored up to a
limit; above it, further events are dropped, counted, and reported as lost.
"""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import chain, islice

from rqcore.controller.observation.columns import EventColumns
from rqcore.controller.observation.patterns import count_wild, match_any
from rqcore.controller.observation.templates import EventClient, EventQueue, EventTemplate
from rqcore.protocol.event_batch import BatchParts, Method, NameKind, NameRecord, Outcome, encode_head
from rqcore.protocol.event_fields import FORMATS, LATEST, V2
from rqcore.protocol.memory import Memory

BATCH_BYTES = 128 * 1024
"""A batch of at least this size is closed, and the next one is opened."""
BATCH_COST = 2048
"""To send a batch takes as long as to send this many bytes (timeit, Python 3.11), apart from its own."""
MAX_BACKLOG = 32 * 1024 * 1024
"""The bytes of closed batches for an observer from which on events are dropped."""
MOST_MATCHES = 10_000
"""The most queues and clients of which an observer remembers whether it selects their events."""
MOST_COMPARED = 6_000_000
"""The most characters of names, times patterns, that all observers together compare in one flush: about 7 ms.
Known names are compared when an observer begins, and new ones cause a flush early, so only more than
``MOST_MATCHES`` long names reach it. Further events are lost, because no observer slows others down."""
MOST_ENCODED = 16 << 20
"""The most bytes of events that are encoded in one flush for all observers together: about 10 ms. Records
count twice, because they take longer than previews; what another observer received too does not count."""
MOST_SENT = 10_000
"""The most names of which an observer remembers that they were sent: about 2 MB. Then all are sent again."""
COMPARED_IN_A_TURN = 500_000
"""The characters of known names, times patterns, that an observer compares in one turn when it begins."""
DEFAULT_PREVIEW = 64
"""The payload bytes in an event, if the observer does not request another number."""


@dataclass(frozen=True, slots=True)
class EventSelection:
    """The events that an observer selects. An empty field selects all. Patterns: ``*``, ``?`` and ``[…]``."""

    queues: tuple[str, ...] = ()
    """Patterns of queue names or namespaces."""
    methods: frozenset[Method] = frozenset()
    clients: tuple[str, ...] = ()
    """Patterns of client names or addresses."""
    outcomes: frozenset[Outcome] = frozenset()
    """``BLOCKED`` selects the starts of calls that wait, with any outcome at their end."""
    sample: int = 1
    """Select one call in ``sample``, both its start and its end."""
    allowed: tuple[str, ...] | None = None
    """Patterns of the names of queues that the observer may see; None if it may see all."""

    @property
    def selects_all(self) -> bool:
        """Whether all events are selected."""
        return self == _EVERYTHING

    @property
    def wildcards(self) -> int:
        """The number of patterns with which each new name is compared."""
        return count_wild((*self.queues, *self.clients, *(self.allowed or ())))

    def matches(self, template: EventTemplate) -> bool:
        """Whether the method and the outcome of events with this template are selected."""
        if self.methods and template.method not in self.methods:
            return False
        return not self.outcomes or template.outcome in self.outcomes

    def matches_queue(self, names: tuple[str, ...]) -> bool:
        """Whether events of a queue with these names, the label first, are selected."""
        if self.allowed is not None and not match_any(names[:1], self.allowed):
            return False
        return not self.queues or match_any(names, self.queues)

    def matches_client(self, names: tuple[str, ...]) -> bool:
        """Whether events of a client with this name and address are selected."""
        return not self.clients or match_any(names, self.clients)


_EVERYTHING = EventSelection()


def _fibonacci_hash(number: int) -> int:
    """Scatter call numbers, so that a sample does not miss one of two clients that alternate.

    Source: multiplicative hashing, D. Knuth, The Art of Computer Programming, volume 3, section 6.4.
    """
    return (number * 0x9E3779B97F4A7C15 & 0xFFFFFFFFFFFFFFFF) >> 32


def _queue_names(queue: EventQueue | None) -> tuple[str, ...]:
    if queue is None:
        return ("",)
    label, namespace = queue.label, queue.namespace
    return (label,) if label == namespace else (label, namespace)


class Subscription:
    """The events that one client observes.

    Args:
        selection: The events to send.
        preview: The most bytes of each payload to send.
        max_backlog: The bytes of closed batches from which on events are dropped.
        version: The version of the batches.
        memory: Counts the batches that wait; when it is full, events are dropped too.
    """

    def __init__(
        self,
        selection: EventSelection,
        preview: int,
        max_backlog: int = MAX_BACKLOG,
        version: int = LATEST,
        memory: Memory | None = None,
    ) -> None:
        """Open the first batch."""
        self._memory = memory or Memory()
        self.selection = selection
        self.preview: int = min(preview, FORMATS[version].max_preview)
        self.events: int = 0
        """The number of events in closed batches."""
        self.lost: int = 0
        """The number of events that were dropped."""
        self._form = FORMATS[version]
        self._max_backlog = max_backlog
        self.wildcards: int = selection.wildcards
        """The number of patterns with which each new name is compared."""
        self._sent_names: dict[tuple[int, int], str] = {}
        self._matches: dict[tuple[NameKind, int], bool] = {}
        """Whether a queue or client is selected: to compare a long name with all patterns takes long."""
        self._left = 0
        """The characters, times patterns, that the present flush may still compare."""
        self._left_bytes = 0
        """The bytes that the present flush may still encode."""
        self._closed: deque[tuple[int, BatchParts]] = deque()
        """The batches that wait, with their bytes."""
        self._backlog = 0
        self._unreported_loss = 0
        self._is_dropping = False
        """Events are dropped until all batches are taken, because the loss is reported behind these."""
        self._open_batch()

    def _open_batch(self) -> None:
        self._names: list[NameRecord] = []
        self._records: list[bytearray] = []
        self._lengths: list[bytes] = []
        self._previews: list[bytes] = []
        self._size = self._count = 0

    def compare(
        self, queues: Iterable[EventQueue], clients: Iterable[EventClient]
    ) -> Generator[None, None, None]:
        """Compare the names of queues and clients before the first event of them, in slices."""
        if not self.wildcards:
            return
        comparisons: Iterator[Callable[[], bool | None]] = chain(
            (partial(self._recall_queue, queue) for queue in queues),
            (partial(self._recall_client, client) for client in clients),
        )
        self._left = COMPARED_IN_A_TURN
        for compare in islice(comparisons, MOST_MATCHES):
            if self._left <= 0:
                yield
                self._left = COMPARED_IN_A_TURN
            compare()

    def add(
        self, columns: EventColumns, most_compared: int = MOST_COMPARED, most_encoded: int = MOST_ENCODED
    ) -> None:
        """Add the selected events to the open batch.

        Args:
            columns: The events.
            most_compared: The most characters of names, times patterns, to compare; other events are lost.
            most_encoded: The bytes to encode after which further events are lost.
        """
        self._left, self._left_bytes = most_compared, most_encoded
        if columns.runs and self.selection.sample > 1:
            columns = columns.without_runs
        if self.selection.selects_all:
            self._append(columns)
        elif rows := self._selected_rows(columns):
            self._append(columns.select(rows))

    def _selected_rows(self, columns: EventColumns) -> list[int]:
        sample = self.selection.sample
        chosen = {template: self._is_selected(template) for template in set(columns.templates)}
        selected = {template for template, is_selected in chosen.items() if is_selected}
        if None in chosen.values():
            self._lose(sum(chosen[template] is None for template in columns.templates))
        rows = [row for row, template in enumerate(columns.templates) if template in selected]
        if sample == 1:
            return rows
        return [row for row in rows if _fibonacci_hash(columns.calls[row]) % sample == 0]

    def _is_selected(self, template: EventTemplate) -> bool | None:
        """Whether events with this template are selected, apart from ``sample``. None: it takes too long."""
        if not self.selection.matches(template):
            return False
        return self._recall_queue(template.queue) and self._recall_client(template.client)

    def _recall_queue(self, queue: EventQueue | None) -> bool | None:
        number = queue.number if queue else 0
        return self._recall(NameKind.QUEUE, number, self.selection.matches_queue, _queue_names(queue))

    def _recall_client(self, client: EventClient) -> bool | None:
        names = (client.name, client.address)
        return self._recall(NameKind.CLIENT, client.number, self.selection.matches_client, names)

    def _recall(
        self, kind: NameKind, number: int, matches: Callable[[tuple[str, ...]], bool], names: tuple[str, ...]
    ) -> bool | None:
        """Return whether a queue or client is selected, comparing its names only the first time."""
        is_match = self._matches.get((kind, number))
        if is_match is None and self._left > 0:
            self._left -= sum(map(len, names)) * self.wildcards
            if len(self._matches) >= MOST_MATCHES:
                self._matches.clear()
            is_match = self._matches[kind, number] = matches(names)
        return is_match

    def _lose(self, count: int) -> None:
        self.lost += count
        self._unreported_loss += count

    def _append(self, columns: EventColumns) -> None:
        is_full = self._backlog >= self._max_backlog or self._memory.is_full_of_events
        if self._is_dropping or is_full or self._left_bytes <= 0:
            self._is_dropping = True
            self._lose(len(columns))
        elif columns.is_large(self.preview):
            for half in columns.halves:
                self._append(half)
        elif columns.runs and self._must_expand(columns):
            self._append(columns.without_runs)
        else:
            self._encode(columns)

    def _must_expand(self, columns: EventColumns) -> bool:
        """Whether a record cannot represent the runs: they are too new, or a payload must be cut."""
        is_too_new = self._form.version == V2.version and columns.has_parts
        return is_too_new or columns.longest_in_run > self.preview

    def _encode(self, columns: EventColumns) -> None:
        is_new = not columns.is_encoded(self.preview, self._form)
        records, lengths, previews = columns.encode(self.preview, self._form)
        if len(self._sent_names) >= MOST_SENT:
            if self._count:
                self._close_batch()  # it can have events with names that change later
            self._sent_names.clear()
        for template in dict.fromkeys(columns.templates):
            self._send_names(template)
        self._records.append(records)
        self._lengths.append(lengths)
        self._previews.append(previews)
        self._count += len(columns)
        size = len(records) + len(lengths) + len(previews)
        self._left_bytes -= (size + len(records)) * is_new
        self._size += size
        if self._size >= BATCH_BYTES:
            self._close_batch()

    def _send_names(self, template: EventTemplate) -> None:
        queue, client = template.queue, template.client
        if queue:
            self._send_name(NameKind.QUEUE, queue.number, queue.label)
        if self._form.version == V2.version:
            self._send_name(NameKind.CLIENT, client.number, template.client_label)
            return
        self._send_name(NameKind.CLIENT, client.number, template.client_name)
        self._send_name(NameKind.ADDRESS, client.number, client.address)

    def _send_name(self, kind: NameKind, number: int, text: str) -> None:
        """Add a name to the batch, unless the observer has received it."""
        if self._sent_names.get((kind, number)) != text:
            self._sent_names[kind, number] = text
            self._names.append(NameRecord(kind, number, text))

    def forget_name(self, kind: NameKind, number: int) -> None:
        """Forget a name that no later record needs."""
        self._sent_names.pop((kind, number), None)
        self._matches.pop((kind, number), None)
        if kind is NameKind.CLIENT:
            self._sent_names.pop((NameKind.ADDRESS, number), None)

    def rename(self, kind: NameKind, number: int) -> None:
        """Close the open batch if it can have events with the old name, and send the new name later."""
        if (kind, number) in self._sent_names and self._count:
            self._close_batch()
        self.forget_name(kind, number)

    def _close_batch(self) -> None:
        self.events += self._count
        form = self._form
        records = sum(map(len, self._records)) // form.record.size
        lengths = sum(map(len, self._lengths)) // form.length.size
        head = encode_head(self._names, records, lengths, form.version)
        parts: BatchParts = [head, *self._records, *self._lengths, *self._previews]
        size = sum(map(len, parts))
        self._closed.append((size, parts))
        self._backlog += size
        self._memory.add_events(size)
        self._open_batch()

    def end(self) -> None:
        """Drop the batches that wait: the observer has left."""
        self._memory.add_events(-self._backlog)
        self._closed.clear()
        self._backlog = 0

    def take(self, most: int = sys.maxsize) -> tuple[list[BatchParts], int]:
        """Remove the oldest batches.

        Args:
            most: The bytes after which the others stay; at least one is removed. Each batch counts
                ``BATCH_COST`` bytes more.

        Returns:
            The batches in order, and the number of events that were dropped after them; 0 if others stay.
        """
        if self._count:
            self._close_batch()
        batches: list[BatchParts] = []
        cost = taken = 0
        while self._closed:
            size, parts = self._closed[0]
            cost += size + BATCH_COST
            if batches and cost > most:
                break
            self._closed.popleft()
            batches.append(parts)
            taken += size
        self._backlog -= taken
        self._memory.add_events(-taken)
        if self._closed:
            return batches, 0
        lost, self._unreported_loss, self._is_dropping = self._unreported_loss, 0, False
        return batches, lost
