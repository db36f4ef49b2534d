# SPDX-License-Identifier: GPL-3.0-or-later
"""What every kind of target can do for the debugger: the one interface."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import pyarrow as pa

from rqcore.client import ControllerHandle
from rqcore.queues import QueueStat


@dataclass(frozen=True, slots=True)
class Lost:
    """Events that happened but were not kept, because this side was too slow."""

    count: int


class Observation(Protocol):
    """An open connection on which a target tells its events. Used by one thread."""

    def receive(self, timeout: float) -> list[pa.RecordBatch | Lost]:
        """Wait up to ``timeout`` seconds for events in the schema of the log.

        Raises ConnectionLost when the target went away.
        """

    def queues(self) -> list[QueueStat]:
        """Every queue as it stands now. Looking is itself no event."""

    def close(self) -> None: ...


class Target(Protocol):
    """Something the debugger can attach to. Raises RqError where it cannot be reached."""

    @property
    def url(self) -> str:
        """Where it is, without a password."""

    def observe(self) -> Observation: ...

    def call(self) -> ControllerHandle:
        """A handle for calling its queues; the caller closes it."""
