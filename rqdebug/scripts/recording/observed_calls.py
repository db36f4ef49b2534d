# SPDX-License-Identifier: GPL-3.0-or-later
"""Observed calls, and what they show about items."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from rqcore.codec import Codec, Payload
from rqdebug.scripts.language.script_text import write_literal

PUTS = ("put", "put_many")
GETS = ("get", "get_many")


class ObservedCall(Protocol):
    """An event, as a log has it. Times in ns."""

    @property
    def time(self) -> int: ...
    @property
    def duration(self) -> int: ...
    @property
    def method(self) -> str: ...
    @property
    def queue(self) -> str: ...
    @property
    def client(self) -> str: ...
    @property
    def outcome(self) -> str: ...
    @property
    def phase(self) -> str: ...
    @property
    def size(self) -> int: ...
    @property
    def depth(self) -> int: ...
    @property
    def items(self) -> int: ...
    @property
    def timeout(self) -> int | None: ...
    @property
    def codec(self) -> str: ...
    @property
    def item(self) -> int | None: ...
    @property
    def payload(self) -> bytes: ...


def start_time(event: ObservedCall) -> int:
    """Return the time at which an ended call began."""
    return event.time - event.duration


@dataclass(frozen=True, slots=True)
class KnownItem:
    """What is known of an item: its first bytes and its size."""

    codec: str
    head: bytes
    size: int

    @property
    def is_whole(self) -> bool:
        return len(self.head) >= self.size

    @property
    def text(self) -> str:
        """The item as a script writes it; an unknown rest is replaced by as many dots."""
        if self.is_whole:
            return _write_item(self.codec, self.head)
        missing = self.size - len(self.head)
        if self.codec == "raw":
            return f"{write_literal(self.head)} + b'.' * {missing}"
        head = self.head.decode("ascii", "replace").replace("\N{REPLACEMENT CHARACTER}", ".")
        return f"{write_literal(head)} + '.' * {missing}"


def _write_item(codec: str, data: bytes) -> str:
    try:
        match codec:
            case "text":
                return write_literal(data.decode("utf-8", "surrogatepass"))
            case "json":
                return write_literal(json.loads(data))
            case "pickle":
                return write_literal(Payload(Codec.PICKLE, data))
    except (ValueError, RecursionError):
        return write_literal(data)  # it is not what its codec says
    return write_literal(data)


class ObservedItems:
    """The items of a recording by number, known from calls that moved one item alone."""

    def __init__(self, events: Iterable[ObservedCall]) -> None:
        self._known: dict[int, KnownItem] = {}
        for event in events:
            if event.item and event.items == 1:
                self._known.setdefault(event.item, KnownItem(event.codec, event.payload, event.size))

    def items_of(self, event: ObservedCall) -> list[KnownItem]:
        """Return the items that a call moved or tried to put; of some only an approximate size is known."""
        first, count = event.item or 0, max(event.items, 1)
        share = KnownItem(event.codec, event.payload if count == 1 else b"", event.size // count)
        return [self._known.get(first + n, share) if first else share for n in range(count)]

    def item(self, number: int) -> KnownItem:
        return self._known.get(number, KnownItem("raw", b"", 0))
