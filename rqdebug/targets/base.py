# SPDX-License-Identifier: GPL-3.0-or-later
"""The interface of targets.

A package adds a kind of target with a subclass of ``Target`` and one of ``Observation``, and registers a
``TargetKind`` (see ``target_kind`` and ``target_registry``). Code outside of such a package does not ask for
the kind of a target, but for its ``Capabilities``.
"""

from __future__ import annotations

import enum
from abc import ABC, abstractmethod
from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING, Self

from rqcore.errors import NotAllowed
from rqcore.protocol.queue_values import KINDS, QueueStat
from rqdebug.targets.clock_offset import ClockReading

if TYPE_CHECKING:  # importing pyarrow is slow, and the registry does not need it
    import pyarrow as pa

    from rqcore import ControllerHandle
    from rqcore.debug import Debugger, DebuggerListener
    from rqcore.debug.call_conditions import Parser
    from rqdebug.targets.job_board import JobBoard


class EventSource(enum.Enum):
    """How the events of a target are obtained, which limits what they contain."""

    CALLS = "calls"
    """The target reports each call itself, with its result."""
    COMMANDS = "commands"
    """Calls are inferred from commands; only some results are known."""
    COUNTERS = "counters"
    """Counters are polled; only the number of items that moved between two polls is known."""


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a target can do. The defaults describe a target that can only be observed."""

    event_source: EventSource = EventSource.CALLS
    can_create: bool = False
    """Whether queues can be created."""
    can_change: bool = False
    """Whether items can be put, taken and purged, and queues shut down and closed."""
    queue_kinds: tuple[str, ...] = KINDS
    """The kinds of queues that can be created: fifo, lifo, priority."""
    has_leases: bool = False
    """Whether items can be leased, and moved to a dead-letter queue after too many leases."""
    has_durable_queues: bool = False
    """Whether its queues can survive a restart, if it is set up for that."""
    has_roles: bool = False
    """Whether its queues have roles, which a client that has died leaves taken."""
    has_jobs: bool = False
    """Whether job frameworks can keep their jobs on it."""
    has_workers: bool = False
    """Whether it can host parallel queues, whose workers can be inspected."""
    reports_cost: bool = False
    """Whether it measures the cost of observing it."""
    can_debug: bool = False
    """Whether calls can be held and disturbed, and queues frozen."""


@dataclass(frozen=True, slots=True)
class LostEvents:
    """Events that the target dropped because the debugger received them too slowly."""

    count: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """Which part of a target ``Observation.list_queues`` has examined."""

    is_complete: bool = True
    """Whether everything was examined at least once since the connection."""
    unexamined_keys: int = 0
    """The approximate number of keys that were not examined yet."""
    hidden_queues: int = 0
    """The number of queues that were found, but are too many to list."""


@dataclass(frozen=True, slots=True)
class ObservationCost:
    """What observing has cost a target since its start, for all observers together."""

    events: int
    """Number of events that it recorded."""
    sent_bytes: int
    """Bytes of events that it sent."""
    lost_events: int
    """Number of events that it dropped because an observer was too slow."""
    busy_seconds: float
    """Processor time that the target spent on observing."""


@dataclass(frozen=True, slots=True)
class Interventions:
    """What debuggers have set on a target, for everyone to see who observes it."""

    frozen_queues: int = 0
    """The number of queues that items cannot enter, or leave."""
    breakpoints: int = 0
    """The number of rules that hold calls."""
    faults: int = 0
    """The number of rules that disturb calls."""
    held_calls: int = 0
    """The number of calls that are stopped."""
    debuggers: tuple[str, ...] = ()
    """The name and address of the first debuggers that have set it, as far as this user may know them."""

    def __bool__(self) -> bool:
        """Return whether something acts on calls."""
        return bool(self.frozen_queues or self.breakpoints or self.faults or self.held_calls)


class Observation(ABC):
    """An open connection on which a target reports its events. For one thread."""

    @abstractmethod
    def receive(self, timeout: float) -> list[pa.RecordBatch | LostEvents]:
        """Wait for events.

        Args:
            timeout: Seconds to wait for the first event.

        Returns:
            Record batches with the columns of ``events.schema.SCHEMA``, such as an ``EventBuilder``
            makes, and a ``LostEvents`` where events were dropped; an empty list after the timeout.

        Raises:
            ConnectionLost: The connection to the target was lost.
        """

    @abstractmethod
    def list_queues(self) -> list[QueueStat]:
        """Return the current state of every queue. This causes no events.

        Raises:
            ConnectionLost: The connection to the target was lost.
        """

    @property
    def coverage(self) -> Coverage:
        """Which part of the target the list of queues is from; by default, all of it."""
        return Coverage()

    def read_clock(self) -> ClockReading | None:
        """Return a reading of the target's clock, or None if it cannot be read."""
        return None

    def read_cost(self) -> ObservationCost | None:
        """Return the cost of observing, or None if the target does not measure it."""
        return None

    def read_interventions(self) -> Interventions:
        """Return what debuggers have set; nothing if the target cannot be debugged."""
        return Interventions()

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
    """A server that the debugger can attach to. Creating an object does not connect."""

    @property
    def capabilities(self) -> Capabilities:
        """What the target can do, as far as that is known before connecting."""
        return Capabilities()

    @property
    @abstractmethod
    def url(self) -> str:
        """The URL of the target, without a password."""

    @property
    def label(self) -> str:
        """The name to show by default: the URL without its scheme and its options."""
        return self.url.partition("://")[2].partition("?")[0]

    @abstractmethod
    def observe(self, preview_bytes: int | None = None) -> Observation:
        """Connect and begin to receive events.

        Args:
            preview_bytes: The number of bytes of each payload to receive; None as the URL says.

        Raises:
            RqError: The target cannot be reached, or refuses.
        """

    @abstractmethod
    def connect(self) -> ControllerHandle:
        """Return a handle for calls on its queues; the caller closes it.

        Raises:
            RqError: The target cannot be reached, or refuses.
        """

    def debug(self, parse: Parser | None = None, listener: DebuggerListener | None = None) -> Debugger:
        """Begin a debugger session, if ``capabilities.can_debug``; the caller closes it.

        Args:
            parse: Makes conditions of texts.
            listener: Learns what happens to held calls.

        Raises:
            NotAllowed: The target cannot be debugged, or not by this client.
            ConnectionLost: The target cannot be reached.
        """
        raise NotAllowed(f"only a controller can be debugged, and {self.label} is none")

    def open_jobs(self) -> JobBoard:
        """Connect, and return the jobs of frameworks such as Celery; the caller closes them.

        Raises:
            RqError: The target cannot be reached, or has no jobs.
        """
        raise NotAllowed(f"{self.label} has no jobs; only Redis servers have them")
