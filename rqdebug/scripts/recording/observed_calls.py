# SPDX-License-Identifier: GPL-3.0-or-later
"""Observed calls, and the items that they show."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from rqcore.codec import Codec, Payload, decode, encode
from rqcore.errors import CodecError
from rqdebug.scripts.language.script_text import write_literal

PUTS = ("put", "put_many", "move_in")
"""Methods that put items, as events name them."""
GETS = ("get", "get_many", "move")
"""Methods that take items, as events name them."""
REMOVALS = ("purge", "close")
"""Methods that destroy items, as events name them."""
TIMED = ("put", "put_many", "get", "get_many", "join")
"""Methods with a timeout, as events name them."""


class ObservedCall(Protocol):
    """A row with the fields that an event log has. A call has a row for each of its items."""

    @property
    def time_ns(self) -> int:
        """When the event happened, in ns since 1970."""

    @property
    def waited_ns(self) -> int:
        """How long the call has waited so far, in ns."""

    @property
    def method(self) -> str:
        """The method that was called, for example ``put``."""

    @property
    def queue(self) -> str:
        """The name or namespace of the queue; empty for a call without a queue."""

    @property
    def client_label(self) -> str:
        """The name and the address of the client."""

    @property
    def outcome(self) -> str:
        """The result of the call, for example ``ok``, ``full`` or ``blocked``."""

    @property
    def phase(self) -> str:
        """``start`` for a call that has to wait, ``end`` for a call that has ended."""

    @property
    def size(self) -> int:
        """The size of the item in bytes; of all items together, if ``part`` is None."""

    @property
    def depth(self) -> int | None:
        """The number of items in the queue after the call; None if it is not known."""

    @property
    def items(self) -> int:
        """The number of items that the whole call put, took or removed."""

    @property
    def part(self) -> int | None:
        """The number of the row in its call, from 0; None if the row has all items of the call."""

    @property
    def call(self) -> int:
        """The number of the call, the same in all its rows."""

    @property
    def timeout_ns(self) -> int | None:
        """The timeout in ns; 0 for a call that does not block, None for no timeout."""

    @property
    def codec(self) -> str:
        """The codec of its items."""

    @property
    def item(self) -> int | None:
        """The number of the item, which its put and get have in common; None if there is none."""

    @property
    def rule(self) -> int | None:
        """The number of the debugger's rule that acted on the call; None for none."""

    @property
    def payload(self) -> bytes:
        """The first bytes of the item."""


def moved_items(event: ObservedCall) -> range:
    """Return the numbers of the items of a row. Of several in one row, only the first is certain."""
    if not event.item:
        return range(0)
    return range(event.item, event.item + item_count(event))


def item_count(event: ObservedCall) -> int:
    """Return the number of items for which a row stands."""
    return event.items if event.part is None else min(event.items, 1)


def has_succeeded(event: ObservedCall) -> bool:
    """Return whether a call moved its items. A get has taken them also if a debugger's rule lost them."""
    return event.outcome == "ok" or (event.outcome == "lost" and event.method in GETS)


def start_time(event: ObservedCall) -> int:
    """Return when an ended call began, in ns since 1970."""
    return event.time_ns - event.waited_ns


@dataclass(frozen=True, slots=True)
class RecordedItem:
    """The observed part of an item: its first bytes and its size."""

    codec: str
    head: bytes
    size: int

    @property
    def is_whole(self) -> bool:
        """Whether all its bytes were observed."""
        return len(self.head) >= self.size

    @property
    def payload_text(self) -> str:
        """The whole item as an expression whose value is its payload."""
        return write_literal(Payload(Codec.parse(self.codec), self.head))

    @property
    def text(self) -> str:
        """The item as an expression of the script language; missing bytes are replaced by dots."""
        if self.is_whole:
            return _write_item(self.codec, self.head)
        missing = self.size - len(self.head)
        if self.codec == "raw":
            return f"{write_literal(self.head)} + b'.' * {missing}"
        head = self.head.decode("ascii", "replace").replace("\N{REPLACEMENT CHARACTER}", ".")
        return f"{write_literal(head)} + '.' * {missing}"


def _write_item(codec: str, data: bytes) -> str:
    """Return an expression of an item whose payload has exactly these bytes."""
    try:
        payload = Payload(Codec.parse(codec), data)
    except CodecError:
        return write_literal(data)  # a newer codec, which is not known here
    if payload.codec is Codec.PICKLE:
        return write_literal(payload)
    try:
        value = decode(data, payload.codec)
        if encode(value, payload.codec)[1] == data:
            return write_literal(value)
    except (CodecError, ValueError, RecursionError):
        pass  # malformed, or nothing that a script can write
    return write_literal(payload)


class ObservedItems:
    """The items of a recording.

    Args:
        events: All rows of the recording.
    """

    def __init__(self, events: Iterable[ObservedCall]) -> None:
        self._items: dict[int, RecordedItem] = {}
        self._calls: defaultdict[tuple[int, str], list[RecordedItem]] = defaultdict(list)
        for event in events:
            item = RecordedItem(event.codec, event.payload, event.size)
            if event.item and item_count(event) == 1:
                self._items.setdefault(event.item, item)
            if event.part is not None and event.phase == "end":
                self._calls[event.call, event.queue].append(item)

    def items_of(self, event: ObservedCall) -> list[RecordedItem]:
        """Return the items that a call moved or tried to put; none for calls that do neither.

        In earlier recordings, only an average size is known of some.
        """
        if event.method not in (*PUTS, *GETS):
            return []
        if event.part is not None:
            return self._calls[event.call, event.queue]
        first, count = event.item or 0, max(event.items, 1)
        share = RecordedItem(event.codec, event.payload if count == 1 else b"", event.size // count)
        return [self._items.get(first + n, share) if first else share for n in range(count)]

    def item(self, number: int) -> RecordedItem:
        """Return an item by its number; an empty one if nothing of it was observed."""
        return self._items.get(number, RecordedItem("raw", b"", 0))
