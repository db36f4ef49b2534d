# SPDX-License-Identifier: GPL-3.0-or-later
"""The jobs of frameworks such as Celery: calls of functions that workers make later."""

from __future__ import annotations

import enum
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field


class JobState(enum.Enum):
    """Where a job is on its way. Frameworks have other words; these are the common ones."""

    WAITING = "waiting"
    """In its queue, until a worker takes it."""
    ACTIVE = "active"
    """With a worker, which executes it now or has fetched it in advance."""
    SCHEDULED = "scheduled"
    """It waits for a time."""
    RETRYING = "retrying"
    """It has failed, and waits for the time of its next attempt."""
    FAILED = "failed"
    """It has failed for good."""
    DONE = "done"
    """It was executed, and its result is still there."""


@dataclass(frozen=True, slots=True)
class Job:
    """A job, as far as the server knows it. Texts are empty and figures None if they are unknown."""

    id: str
    name: str
    """The name of its function."""
    state: JobState
    queue: str
    arguments: str = ""
    """As in a call: ``17, subject="order"``."""
    attempts: int | None = None
    """The number of attempts that have failed."""
    due: float | None = None
    """When it is due, in seconds since 1970."""
    since: float | None = None
    """When it entered its state, in seconds since 1970; if that is unknown, when it was put."""
    worker: str = ""
    error: str = ""
    """Type and message of the last error."""
    traceback: str = ""

    @property
    def call(self) -> str:
        """The call that the worker makes."""
        return f"{self.name or 'unknown'}({self.arguments})"


@dataclass(frozen=True, slots=True)
class JobQueue:
    """A queue of jobs."""

    framework: str
    """The name of the framework, such as ``Celery``."""
    name: str
    counts: Mapping[JobState, int] = field(default_factory=dict)
    """The number of jobs in each state. States that the server does not know are missing."""


class JobBoard(ABC):
    """The jobs on a server. Use it in a ``with`` block."""

    @abstractmethod
    def queues(self) -> list[JobQueue]:
        """Return the queues of all frameworks that are found, in alphabetical order.

        Raises:
            RqError: The server refuses, or the connection was lost.
        """

    @abstractmethod
    def jobs(self, queue: JobQueue, state: JobState, most: int) -> list[Job]:
        """Return the next jobs of a state, the oldest first.

        Args:
            queue: One of ``queues()``.
            state: The state.
            most: The most jobs to return.

        Raises:
            RqError: The server refuses, or the connection was lost.
        """

    @property
    @abstractmethod
    def is_complete(self) -> bool:
        """Whether all keys of the server were examined by the last ``queues()``."""

    @abstractmethod
    def close(self) -> None:
        """Disconnect."""
