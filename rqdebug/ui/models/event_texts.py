# SPDX-License-Identifier: GPL-3.0-or-later
"""The columns of the log, and the texts that they show for an event. Any thread can format events."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum, IntEnum

from rqdebug.events.event_log import Event
from rqdebug.inspection.payload_text import one_line
from rqdebug.ui.models import formats
from rqdebug.ui.style.tr import later, tr


class Column(IntEnum):
    """The columns. Each shows the event field of the same name."""

    TIME = 0
    WAITED = 1
    METHOD = 2
    QUEUE = 3
    CLIENT = 4
    OUTCOME = 5
    SIZE = 6
    TARGET = 7
    DEPTH = 8
    ITEMS = 9
    TIMEOUT = 10
    CODEC = 11
    CALL = 12
    ITEM = 13
    SEQUENCE = 14
    ADDRESS = 15
    TOOK = 16
    PART = 17
    PAYLOAD = 18

    @property
    def title(self) -> str:
        return tr(_TITLES[self])


_TITLES = (
    *(later("Time"), later("Waited"), later("Method"), later("Queue"), later("Client"), later("Outcome")),
    *(later("Size"), later("Target"), later("Depth"), later("Items"), later("Timeout"), later("Codec")),
    *(later("Call"), later("Item"), later("Sequence"), later("Address")),
    *(later("Took"), later("Part"), later("Payload")),
)


HELD_SIGN = "‖"
"""Two bars as on a pause button: a debugger holds the call."""
HIDDEN = range(Column.TARGET, Column.PAYLOAD)
"""Columns that are hidden by default."""


class TimeMode(Enum):
    """How the time of an event is shown."""

    ABSOLUTE = later("Absolute")
    RELATIVE = later("Since First Event")
    DELTA = later("Since Previous Event")
    REFERENCE = later("Since Reference Event")
    DATE = later("Date and Time")
    UTC = later("Date and Time in UTC")

    @property
    def example(self) -> str:
        """A text that is as wide as the times are."""
        is_date = self in (TimeMode.DATE, TimeMode.UTC)
        return "0000-00-00 00:00:00.000000Z" if is_date else "00:00:00.000000"

    def text(self, time_ns: int, reference_ns: int) -> str:
        """Return a time, or how long after the reference it is."""
        if self is TimeMode.ABSOLUTE:
            return formats.clock(time_ns)
        if self in (TimeMode.DATE, TimeMode.UTC):
            return formats.date_time(time_ns, self is TimeMode.UTC)
        return formats.difference(time_ns - reference_ns)


def has_item(event: Event) -> bool:
    """Return whether the event is about an item, which may have no bytes."""
    return bool(event.size or event.items) or event.item is not None or event.method == "put"


def event_text(event: Event, column: int, is_waiting: bool, notice: str | None = None) -> str:
    """Return the text of an event in a column.

    Args:
        event: The event.
        column: Any Column; the time is the time of day.
        is_waiting: Whether the event is the start of a call that has not ended.
        notice: A text about missing events before this one, for the column of payloads.
    """
    if column == Column.OUTCOME and event.phase == "start" and event.outcome != "busy":
        sign = HELD_SIGN if event.outcome == "held" else "…"
        return f"{sign} {event.outcome}" if is_waiting else event.outcome
    text = _TEXTS[column](event)
    return f"[{notice}]  {text}" if notice and column == Column.PAYLOAD else text


def rule_tip(event: Event, is_waiting: bool) -> str | None:
    """Return what the rule of a debugger did with the call; None if no rule acted on it."""
    if event.rule is None:
        return None
    if event.outcome == "lost":
        return tr("Rule {n} of a debugger dropped the item. The client received no error.", n=event.rule)
    if event.outcome == "held" and is_waiting:
        return tr("Rule {n} of a debugger holds this call.", n=event.rule)
    if event.outcome == "held":
        return tr("Rule {n} of a debugger held this call.", n=event.rule)
    return tr("Rule {n} of a debugger acted on this call.", n=event.rule)


def _waited(event: Event) -> str:
    return formats.duration(event.waited_ns) if event.phase == "end" or event.outcome == "busy" else ""


def _timeout(event: Event) -> str:
    return tr("forever") if event.timeout_ns is None else formats.duration(event.timeout_ns)


def _payload(event: Event) -> str:
    """Return the payload on one line. An empty item does not look like no item."""
    if not event.size and has_item(event):
        return tr("(empty item)")
    return one_line(event.payload, event.size)


def _count(number: int | None) -> str:
    return "–" if number is None else formats.count(number)


_TEXTS: tuple[Callable[[Event], str], ...] = (
    lambda event: formats.clock(event.time_ns),
    _waited,
    lambda event: event.method,
    lambda event: event.queue or "–",
    lambda event: event.client or event.address or "–",
    lambda event: event.outcome,
    lambda event: formats.size(event.size) if event.size else "–",
    lambda event: event.target or "–",
    lambda event: _count(event.depth),
    lambda event: formats.count(event.items),
    _timeout,
    lambda event: event.codec,
    lambda event: str(event.call),
    lambda event: "–" if event.item is None else str(event.item),
    lambda event: formats.count(event.sequence),
    lambda event: event.address or "–",
    lambda event: "–" if event.took_ns is None else formats.duration(event.took_ns),
    lambda event: _count(event.part),
    _payload,
)
"""The text of an event in each column, in the order of Column."""
