# SPDX-License-Identifier: MIT
"""What is known of a queue from outside: its figures, the calls that wait for it, and how its items begin."""

from __future__ import annotations

from dataclasses import dataclass

from rqcore.codec import Codec

KINDS = ("fifo", "lifo", "priority")
"""The orders in which items come out."""


@dataclass(frozen=True, slots=True)
class QueueStat:
    """How a queue stands at one moment, as RQ.STAT tells it."""

    namespace: str
    name: str | None
    kind: str
    size: int
    maxsize: int
    """0: no bound."""
    puts: int
    """Items put since the queue was created."""
    gets: int
    """Items taken since."""
    blocked_puts: int
    blocked_gets: int
    blocked_joins: int
    unfinished: int
    """Items put for which no task_done has come."""
    shutdown: bool
    clients: int
    """Connected clients that have used the queue."""
    bytes: int
    """Payload that the queue holds."""

    @property
    def label(self) -> str:
        """What people call it."""
        return self.name or self.namespace


@dataclass(frozen=True, slots=True)
class Waiter:
    """A call that waits, as RQ.WAITERS tells it. Times in seconds."""

    client: int
    name: str
    method: str
    waited: float
    timeout: float | None


@dataclass(frozen=True, slots=True)
class Preview:
    """How an item in a queue begins, as RQ.PEEK PREVIEW tells it."""

    number: int | None
    """That of events; None where items have none."""
    codec: Codec
    size: int
    """Bytes of the whole payload."""
    beginning: bytes
