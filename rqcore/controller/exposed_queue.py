# SPDX-License-Identifier: MIT
"""A queue in another program, as that program reports it."""

from __future__ import annotations

from dataclasses import replace

from rqcore.controller.queue import Queue
from rqcore.protocol.parallel_stats import ParallelStat
from rqcore.protocol.queue_values import QueueStat, Waiter


class ExposedQueue(Queue):
    """A queue in another program. Clients can inspect and observe it, but not use it.

    Args:
        number: Unique in the controller. Events identify the queue by it.
        name: The name that clients see.
        kind: The kind of queue, as its program describes it.
    """

    __slots__ = ("figures", "tasks", "waiters")

    def __init__(self, number: int, name: str, kind: str) -> None:
        """Create the queue before its first report."""
        super().__init__(number, name)
        self.kind = kind
        self.figures: dict[str, int] = {}
        """The fields of ``QueueStat`` that the program last reported."""
        self.waiters: list[Waiter] = []
        """The blocked calls."""
        self.tasks: ParallelStat | None = None
        """The tasks of the workers; None if the program does not report them."""

    @property
    def size(self) -> int:
        """The number of items in the queue."""
        return self.figures.get("size", 0)

    def stat(self) -> QueueStat:
        """Return the state of the queue at the time of the last report."""
        return replace(super().stat(), **self.figures)  # type: ignore[arg-type]
