# SPDX-License-Identifier: MIT
"""What alike events have in common, worked out once: a record in which only numbers are missing.

The protocols say what the pipeline needs to know of clients, queues and calls,
so that it imports none of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from rqcore.controller.items import Item
from rqcore.fast_paths.switches import CACHED_TEMPLATES
from rqcore.protocol.event_batch import Method, Outcome, Phase, encode_record, recorded

MAX_TEMPLATES = 1 << 16
"""Templates that a cache keeps at most."""


class EventClient(Protocol):
    """A client, as far as events name it."""

    number: int
    name: str
    address: str

    @property
    def label(self) -> str:
        """What people see."""


class EventQueue(Protocol):
    """A queue, as far as events name it."""

    number: int
    namespace: str

    @property
    def label(self) -> str:
        """What people call it."""

    @property
    def size(self) -> int:
        """How many items it holds."""


class EventCall(Protocol):
    """A blocked call, as far as events report it. Times in ns."""

    number: int
    method: Method
    began_ns: int
    timeout_ns: int

    @property
    def client(self) -> EventClient:
        """The client that called."""

    @property
    def queue(self) -> EventQueue:
        """The queue for which the call waits."""


@dataclass(slots=True, eq=False)
class EventTemplate:
    """What alike events have in common."""

    client: EventClient
    method: Method
    phase: Phase
    outcome: Outcome
    queue: EventQueue | None
    label: str
    """What the client called the queue, if there is no queue of that name."""
    codec: int
    timeout_ns: int
    """In ns, or NO_TIMEOUT."""
    record: bytes = b""
    """A record with zeros for everything that differs."""
    client_label: str = ""

    def __post_init__(self) -> None:
        """Work out the record."""
        self.client_label = self.client.label
        self.record = encode_record(
            timeout=self.timeout_ns,
            queue=self.queue.number if self.queue else 0,
            client=self.client.number,
            method=self.method,
            phase=self.phase,
            outcome=self.outcome,
            codec=self.codec,
            items=1,
        )


RegularCall = tuple[EventClient, Method, EventQueue, int | None, int]
"""A call that succeeded at once with one item: client, method, queue, timeout in ns, codec of the item."""

RegularEvent = tuple[EventClient, Method, EventQueue, int | None, int, Item, int]
"""The event of such a call: client, method, queue, timeout, time, item, and the queue's size afterwards."""


class TemplateCache:
    """The templates of recent events. They are few, as clients repeat their calls."""

    def __init__(self) -> None:
        """Start empty."""
        self._cached: dict[Any, EventTemplate] = {}
        self._limit = MAX_TEMPLATES if CACHED_TEMPLATES.is_on else 0

    def get(self, *parts: Any) -> EventTemplate:
        """The template with these parts, in the order of the fields of ``EventTemplate``."""
        template = self._cached.get(parts)
        if template is None:
            template = EventTemplate(*parts)
            self._add(parts, template)
        return template

    def get_regular(self, call: RegularCall) -> EventTemplate:
        """The template of a regular call. ``cached`` finds it from then on."""
        client, method, queue, timeout_ns, codec = call
        template = self.get(client, method, Phase.END, Outcome.OK, queue, "", codec, recorded(timeout_ns))
        self._add(call, template)
        return template

    def cached(self, calls: Iterable[RegularCall]) -> list[EventTemplate | None]:
        """The templates of many regular calls; None for each that is not cached."""
        return list(map(self._cached.get, calls))

    def clear(self) -> None:
        """Forget all: a client has another name, or a client or queue is gone."""
        self._cached.clear()

    def _add(self, parts: Any, template: EventTemplate) -> None:
        if len(self._cached) >= self._limit:
            self._cached.clear()
        if self._limit:
            self._cached[parts] = template


def codec_of(items: Sequence[Item]) -> int:
    """The codec that an event of these items reports."""
    return items[0].codec if items else 0
