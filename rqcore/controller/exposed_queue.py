# SPDX-License-Identifier: MIT
"""A queue that lives in another program, as far as that program reports it."""

from __future__ import annotations

from dataclasses import replace

from rqcore.controller.queue import Queue
from rqcore.protocol.parallel_stats import ParallelStat
from rqcore.protocol.queue_values import QueueStat, Waiter


class ExposedQueue(Queue):
    """A queue of another program. Clients can look at it, and no more."""

    __slots__ = ("figures", "tasks", "waiters")

    def __init__(self, number: int, name: str, kind: str) -> None:
        """Make a queue of which nothing is reported yet; the arguments are those of ``Queue``."""
        super().__init__(number, name)
        self.kind = kind
        self.figures: dict[str, int] = {}
        """Fields of ``QueueStat`` that its program reported."""
        self.waiters: list[Waiter] = []
        """The calls that wait for it."""
        self.tasks: ParallelStat | None = None
        """What its workers do; None if its program does not report that."""

    @property
    def size(self) -> int:
        """How many items it holds."""
        return self.figures.get("size", 0)

    def stat(self) -> QueueStat:
        """How the queue stood when its program last reported it."""
        return replace(super().stat(), **self.figures)  # type: ignore[arg-type]
