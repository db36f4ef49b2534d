# SPDX-License-Identifier: MIT
"""Templates of events: what similar events have in common, computed once.

The protocols in this module describe the attributes of clients, queues and
calls that the pipeline uses, so that it does not import their modules.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

from rqcore.controller.items import Item
from rqcore.fast_paths.switches import CACHED_TEMPLATES
from rqcore.protocol.event_batch import Method, Outcome, Phase, recorded
from rqcore.protocol.event_fields import FORMATS, NOT_TAKEN

MAX_TEMPLATES = 1 << 16
"""The most templates in a cache."""


class EventClient(Protocol):
    """The part of a client that events use."""

    number: int
    name: str
    address: str

    @property
    def label(self) -> str:
        """The name that users see."""


class EventQueue(Protocol):
    """The part of a queue that events use."""

    number: int
    namespace: str

    @property
    def label(self) -> str:
        """The name that users see."""

    @property
    def size(self) -> int:
        """The number of items in the queue."""


class EventCall(Protocol):
    """The part of a blocked call that events use. Times are in ns."""

    number: int
    method: Method
    began_ns: int
    timeout_ns: int

    @property
    def client(self) -> EventClient:
        """The client that called."""

    @property
    def rule(self) -> int:
        """The number of the debugger's rule that acted on the call; 0 for none."""

    @property
    def queue(self) -> EventQueue:
        """The queue for which the call waits."""


@dataclass(slots=True, eq=False)
class EventTemplate:
    """What similar events have in common."""

    client: EventClient
    method: Method
    phase: Phase
    outcome: Outcome
    queue: EventQueue | None
    """None if there is no queue."""
    codec: int
    timeout_ns: int
    """In ns, or NO_TIMEOUT."""
    rule: int = 0
    """The number of the debugger's rule that acted on the calls; 0 for none."""
    records: tuple[bytes, ...] = ()
    """An encoded record of each version, from version 0. The fields that differ between events are 0."""
    client_name: str = ""
    """The client's name when the template was created."""
    client_label: str = ""
    """The client's label when the template was created."""

    def __post_init__(self) -> None:
        """Encode the records."""
        self.client_name, self.client_label = self.client.name, self.client.label
        fields = (
            self.timeout_ns,
            NOT_TAKEN,
            self.queue.number if self.queue else 0,
            self.client.number,
            self.method,
            self.phase,
            self.outcome,
            self.codec,
            1,
            self.rule,
        )
        self.records = (b"", b"", *(encode(*fields) for encode in _ENCODERS))


_ENCODERS = [
    form.encoder("timeout", "took", "queue", "client", "method", "phase", "outcome", "codec", "items", "rule")
    for form in FORMATS.values()
]
"""Encode the records of a template, one for each version."""

RegularCall = tuple[EventClient, Method, EventQueue, int | None, int]
"""A call that moved one item without waiting: client, method, queue, timeout in ns, codec of the item."""

RegularEvent = tuple[EventClient, Method, EventQueue, int | None, int, Item, int]
"""The event of such a call: client, method, queue, timeout in ns, time in ns, item, items in the queue
afterwards."""


class RecordedCall(NamedTuple):
    """What the records of an event have in common, apart from the codec."""

    client: EventClient
    method: Method
    phase: Phase
    outcome: Outcome
    queue: EventQueue | None
    timeout_ns: int
    """In ns, or NO_TIMEOUT."""
    time_ns: int
    number: int = 0
    """The number of the call; 0 if it has no number yet."""
    waited_ns: int = 0
    rule: int = 0
    """The number of the debugger's rule that acted on the call; 0 for none."""


class TemplateCache:
    """The templates of recent events. They are few, because clients repeat their calls."""

    def __init__(self) -> None:
        """Start empty."""
        self._cached: dict[Any, EventTemplate] = {}
        self._limit = MAX_TEMPLATES if CACHED_TEMPLATES.is_on else 0

    def get(self, *parts: Any) -> EventTemplate:
        """Return the template with these parts: the first seven fields of ``EventTemplate``, or eight."""
        template = self._cached.get(parts)
        if template is None:
            template = EventTemplate(*parts)
            self._add(parts, template)
        return template

    def get_regular(self, call: RegularCall) -> EventTemplate:
        """Return the template of a regular call, and add it to the cache."""
        client, method, queue, timeout_ns, codec = call
        template = self.get(client, method, Phase.END, Outcome.OK, queue, codec, recorded(timeout_ns))
        self._add(call, template)
        return template

    def cached(self, calls: Iterable[RegularCall]) -> list[EventTemplate | None]:
        """Return the templates of regular calls, with None for each that is not cached."""
        return list(map(self._cached.get, calls))

    def clear(self) -> None:
        """Remove all templates, because a client was renamed, or a client or queue was removed."""
        self._cached.clear()

    def _add(self, parts: Any, template: EventTemplate) -> None:
        if len(self._cached) >= self._limit:
            self._cached.clear()
        if self._limit:
            self._cached[parts] = template
