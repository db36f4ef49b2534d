# SPDX-License-Identifier: MIT
"""What alike events have in common, worked out once: a record in which only numbers are missing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Protocol

from rqcore.protocol.event_batch import Method, Outcome, Phase, encode_record, recorded

MAX_SHAPES = 1 << 16
"""Kinds of events that are remembered."""


class EventClient(Protocol):
    """A client, as far as events speak of it."""

    number: int
    name: str
    address: str

    @property
    def label(self) -> str: ...


class EventQueue(Protocol):
    """A queue, likewise."""

    number: int
    namespace: str

    @property
    def label(self) -> str: ...


@dataclass(slots=True, eq=False)
class EventTemplate:
    """What alike events have in common."""

    client: EventClient
    method: Method
    phase: Phase
    outcome: Outcome
    queue: EventQueue | None
    label: str
    """What the client called the queue, where there is none of that name."""
    codec: int
    timeout: int
    """In ns, or NO_TIMEOUT."""
    record: bytes = b""
    """A record with zeros for all that is not in common."""
    client_label: str = ""

    def __post_init__(self) -> None:
        self.client_label = self.client.label
        self.record = encode_record(
            timeout=self.timeout,
            queue=self.queue.number if self.queue else 0,
            client=self.client.number,
            method=self.method,
            phase=self.phase,
            outcome=self.outcome,
            codec=self.codec,
            items=1,
        )


Usual = tuple[EventClient, Method, EventQueue, int | None, int]
"""A call that ended well at once: its client, method, queue, timeout in ns, and the codec of its item."""


class TemplateCache:
    """They are few, as clients call the same again and again."""

    def __init__(self) -> None:
        self._known: dict[Any, EventTemplate] = {}

    def of(self, *parts: Any) -> EventTemplate:
        """That with these parts, in the order of Shape."""
        shape = self._known.get(parts)
        if shape is None:
            shape = EventTemplate(*parts)
            self._learn(parts, shape)
        return shape

    def usual(self, call: Usual) -> EventTemplate:
        """That of such a call, which is ``known`` from then on."""
        client, method, queue, timeout, codec = call
        shape = self.of(client, method, Phase.END, Outcome.OK, queue, "", codec, recorded(timeout))
        self._learn(call, shape)
        return shape

    def known(self, calls: Iterable[Usual]) -> list[EventTemplate | None]:
        """Those of many calls, None for one that is not known yet."""
        return list(map(self._known.get, calls))

    def clear(self) -> None:
        """A client has another name, or somebody is gone."""
        self._known.clear()

    def _learn(self, parts: Any, shape: EventTemplate) -> None:
        if len(self._known) >= MAX_SHAPES:
            self._known.clear()
        self._known[parts] = shape
