# SPDX-License-Identifier: MIT
"""What a worker pool reports: the running task of each worker, and how each task ended."""

from __future__ import annotations

from typing import NamedTuple, Protocol

from rqcore.parallel_queue.reorder_buffer import Task
from rqcore.protocol.event_batch import Outcome

LONG_TASK = 0.2
"""Seconds. A task that runs longer is reported while it runs; of a shorter one only the end is reported."""


class RunningTask(NamedTuple):
    """A worker and its tasks at one moment."""

    name: str
    """The name of the worker in events."""
    pid: int
    """The process of the worker; 0 if it is on another machine."""
    task: Task | None
    """The task that the worker runs, the first of its tasks; None if it has none."""
    busy: float
    """Seconds since that task began."""
    queued: int
    """Number of further tasks that the worker was given in advance."""
    held: bool
    """Whether the worker must keep its result, because the queue has no space for it."""


class Watcher(Protocol):
    """Is notified of tasks, under the lock of the queue: its methods must return quickly."""

    def began(self, worker: str, task: Task, duration: int) -> None:
        """Report that a worker runs a task for longer than ``LONG_TASK``.

        Args:
            worker: The name of the worker.
            task: The task.
            duration: Nanoseconds since the task began.
        """

    def ended(self, worker: str, task: Task, outcome: Outcome, duration: int, time: int) -> None:
        """Report the end of a task.

        Args:
            worker: The name of the worker.
            task: The task.
            outcome: OK; ERROR if the task raised or lost its worker; CANCELLED if the queue was stopped.
            duration: Nanoseconds that the task took.
            time: The end, in nanoseconds since 1970.
        """
