# SPDX-License-Identifier: GPL-3.0-or-later
"""The interface of everything that the debugger can attach to.

A package adds a kind of target by deriving from ``Target`` and ``Observation``,
and by registering a ``TargetKind`` (see ``target_kind`` and ``target_registry``). Nothing outside
of such a package asks for a kind: it asks for what a target is capable of.
"""

from __future__ import annotations

import enum
from abc import ABC, abstractmethod
from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING, Self

from rqcore.protocol.queue_values import KINDS, QueueStat
from rqdebug.targets.clock_offset import ClockReading

if TYPE_CHECKING:  # pyarrow takes a moment, and the registry needs none of it
    import pyarrow as pa

    from rqcore import ControllerHandle


class EventSource(enum.Enum):
    """How the events of a target come about, and so how much they tell."""

    CALLS = "calls"
    """The target reports each call itself, with its result."""
    COMMANDS = "commands"
    """Calls are inferred from commands; results are known only in part."""
    COUNTERS = "counters"
    """Only the number of items that moved between two polls is known."""


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a target can do. The defaults describe a target that can only be watched."""

    event_source: EventSource = EventSource.CALLS
    can_create: bool = False
    """Whether queues can be created."""
    can_change: bool = False
    """Whether items can be put, taken and purged, and queues shut down and closed."""
    queue_kinds: tuple[str, ...] = KINDS
    """The orders in which a new queue can hand out its items."""
    has_workers: bool = False
    """Whether it hosts parallel queues, whose workers can be inspected."""
    reports_cost: bool = False
    """Whether it measures what observing costs it."""


@dataclass(frozen=True, slots=True)
class LostEvents:
    """Events that happened but were dropped, because this side was too slow."""

    count: int


@dataclass(frozen=True, slots=True)
class ObservationCost:
    """What observing has cost a target since it started, for all its observers together."""

    events: int
    """Events that it recorded."""
    sent_bytes: int
    lost_events: int
    busy_seconds: float
    """The time that the target itself spent."""


class Observation(ABC):
    """An open connection on which a target reports its events. One thread uses it."""

    @abstractmethod
    def receive(self, timeout: float) -> list[pa.RecordBatch | LostEvents]:
        """Wait for events.

        Args:
            timeout: How long to wait for the first event, in seconds.

        Returns:
            Batches with the columns of ``events.schema.SCHEMA``, such as an ``EventBuilder``
            makes, and notes of loss between them; an empty list after the timeout.

        Raises:
            ConnectionLost: The target is gone.
        """

    @abstractmethod
    def list_queues(self) -> list[QueueStat]:
        """Return the current state of every queue, without causing events.

        Raises:
            ConnectionLost: The target is gone.
        """

    def read_clock(self) -> ClockReading | None:
        """Return what the target's clock shows now, or None if it cannot be read."""
        return None

    def read_cost(self) -> ObservationCost | None:
        """Return what observing costs, or None if the target does not measure it."""
        return None

    @abstractmethod
    def close(self) -> None:
        """Disconnect. A second call does nothing."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class Target(ABC):
    """Something that the debugger can attach to. Creating one does not connect to it."""

    @property
    def capabilities(self) -> Capabilities:
        """What it can do, as far as that is known before connecting."""
        return Capabilities()

    @property
    @abstractmethod
    def url(self) -> str:
        """Its address, without a password."""

    @abstractmethod
    def observe(self) -> Observation:
        """Connect and begin to receive events.

        Raises:
            RqError: The target cannot be reached, or refuses.
        """

    @abstractmethod
    def connect(self) -> ControllerHandle:
        """Return a handle for calls on its queues; the caller closes it.

        Raises:
            RqError: The target cannot be reached, or refuses.
        """
