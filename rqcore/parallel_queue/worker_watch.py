# SPDX-License-Identifier: MIT
"""What can be seen of a crew: who is at which task, and each task when it is over."""

from __future__ import annotations

from typing import NamedTuple, Protocol

from rqcore.parallel_queue.reorder_buffer import Task
from rqcore.protocol.event_batch import Outcome

WHILE = 0.2
"""Seconds that a task takes before it is told that it began: of most only the end is worth telling."""


class RunningTask(NamedTuple):
    """A worker at one moment. Its task is the first of those that it was given."""

    name: str
    pid: int
    task: Task | None
    busy: float
    """Seconds that it has been at that."""
    queued: int
    """Tasks that it was given besides."""
    held: bool
    """There is no room for the result."""


class Watcher(Protocol):
    """Hears of tasks, under the lock of the queue: it must be quick about it. Times in ns."""

    def began(self, worker: str, task: Task, duration: int) -> None:
        """A worker has been at a task for a while."""

    def ended(self, worker: str, task: Task, outcome: Outcome, duration: int, time: int) -> None:
        """A task is over, since this time of the wall clock."""
