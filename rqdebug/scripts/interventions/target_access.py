# SPDX-License-Identifier: GPL-3.0-or-later
"""How a run debugs and observes a target. ``rqdebug.debug`` implements it, so that scripts need no log."""

from __future__ import annotations

from collections.abc import Callable, Container
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol, TypeAlias

from rqcore.codec import Codec, Payload
from rqcore.debug import Debugger
from rqdebug.scripts.item_values import value_of
from rqdebug.scripts.signatures import ValueKind

FilterCheck: TypeAlias = Callable[[str, bool], None]
"""Checks the text of a filter; the flag says whether it is used on calls that have not happened yet. Raises
FilterError."""


@dataclass(frozen=True, slots=True, repr=False)
class ObservedEvent:
    """An event of a target; the value of ``wait_for()`` in a script. Expressions read its EVENT_FIELDS."""

    script_kind: ClassVar[ValueKind] = ValueKind.EVENT

    row: int
    """Its number among the events that were observed."""
    time: float
    """When it happened by the clock of the target, in seconds since 1970."""
    method: str
    queue: str
    client: str
    address: str
    outcome: str
    phase: str
    waited: float
    """How long the call has waited, in seconds."""
    timeout: float | None
    """In seconds; None without a timeout."""
    depth: int | None
    size: int
    """The number of bytes of the whole payload."""
    items: int
    codec: str
    deliveries: int
    rule: int
    """The debugger's rule that acted on the call; 0 for none."""
    data: bytes
    """The recorded part of the payload."""

    @property
    def payload(self) -> Any:
        """The value of the item. Raises ValueError if a part of it was not recorded."""
        if self.size > len(self.data):
            raise ValueError(
                f"only {len(self.data):,} of {self.size:,} bytes of the payload of this event were recorded"
            )
        return value_of(Payload(Codec.parse(self.codec), self.data))

    def __str__(self) -> str:
        """Return the event in a few words."""
        data = f": {self.data[:80]!r}" if self.data else ""
        return f"{self.method} on {self.queue!r} by {self.client or self.address}, {self.outcome}{data}"

    def __repr__(self) -> str:
        return f"<{self}>"


class EventWatch(Protocol):
    """The events of a target since a moment. Safe to use from several threads.

    Every method raises ConnectionLost if the target can no longer be observed, and FilterError for a text
    that is no filter.
    """

    def mark(self) -> int:
        """Return the number of events so far, including the events of all calls that have returned."""

    def find(
        self, filter: str, since: int, known: Container[int], timeout: float, *, is_certain: bool = False
    ) -> ObservedEvent | None:
        """Return the first event that matches, or wait for it.

        Args:
            filter: The text of a filter.
            since: The number of the first event to look at.
            known: The numbers of events to pass over.
            timeout: Seconds to wait.
            is_certain: Whether None means that there is no such event; otherwise, that none was found.

        Raises:
            ObservationError: It is not known whether there is one.
        """

    def count(self, filter: str, since: int, wanted: int = 0, timeout: float = 0.0) -> int:
        """Return the number of events that match.

        Args:
            filter: The text of a filter.
            since: The number of the first event to look at.
            wanted: The number to wait for.
            timeout: Seconds to wait.

        Raises:
            ObservationError: It is not known how many there are.
        """

    def close(self) -> None:
        """End the observation; methods that wait raise ConnectionLost."""


@dataclass(frozen=True, slots=True)
class TargetAccess:
    """How to debug and observe a target."""

    debug: Callable[[], Debugger]
    """Begins a debugger session, whose conditions are texts of filters. Raises RqError."""
    watch: Callable[[], EventWatch]
    """Begins to observe; the events of all later calls are seen. Raises RqError."""
