# SPDX-License-Identifier: MIT
"""How a parallel queue stands: who is at which task, and which task holds the line.

Programs report it of the queues that they expose; RQ.TASKS tells it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

WORKER = "rqcore-work@"
"""What the name of a client begins with that ``rqcore work`` runs; where it is follows."""
MOST_EARLY = 500
"""Numbers of results that wait for an earlier one: those that will be got first."""
MOST_WORKERS = 1000
MOST_TEXT = 200
LARGEST = 2**53
"""The largest number that a report may hold: what any client can read."""


@dataclass(frozen=True, slots=True)
class WorkerStat:
    """A worker, and what it is at."""

    name: str
    """What events call it."""
    pid: int = 0
    """0 where only its name is known."""
    task: int | None = None
    """The number of the task that it is at; None: it has none."""
    text: str = ""
    """Function and arguments of that, cut short; empty where they are not known."""
    busy: float = 0.0
    """Seconds that it has been at it."""
    queued: int = 0
    """How many more tasks it was given in advance."""
    held: bool = False
    """There is no room for the result, so nobody listens: it may have come to its end."""


@dataclass(frozen=True, slots=True)
class ParallelStat:
    """How a parallel queue stands at one moment. Tasks are numbered from 0, in the order of the puts."""

    put: int
    got: int
    failed: int
    """Of those that are finished: how many raised, or were lost with their worker."""
    waiting: int
    """Tasks that no worker has."""
    ready: int
    """Results that can be got: those of the tasks from ``got`` on."""
    buffered: int
    """Results that wait for an earlier one."""
    early: tuple[int, ...]
    """The tasks of those, the first of them."""
    holding: int | None
    """The task that holds the line: the first that is not finished. None when all are."""
    workers: tuple[WorkerStat, ...]

    @property
    def holder(self) -> WorkerStat | None:
        """Who is at the task that holds the line; None while nobody is."""
        return next((one for one in self.workers if one.task is not None and one.task == self.holding), None)


def read_parallel(told: Mapping[str, Any]) -> ParallelStat:
    """From a report or a reply. Raises LookupError, TypeError, ValueError."""
    return ParallelStat(
        put=_count(told["put"]),
        got=_count(told["got"]),
        failed=_count(told["failed"]),
        waiting=_count(told["waiting"]),
        ready=_count(told["ready"]),
        buffered=_count(told["buffered"]),
        early=tuple(map(_count, told["early"][:MOST_EARLY])),
        holding=_number(told["holding"]),
        workers=tuple(map(_read_worker, told["workers"][:MOST_WORKERS])),
    )


def _read_worker(told: Mapping[str, Any]) -> WorkerStat:
    return WorkerStat(
        name=one_line(told["name"]),
        pid=_count(told["pid"]),
        task=_number(told["task"]),
        text=one_line(told["text"]),
        busy=_seconds(told["busy"]),
        queued=_count(told["queued"]),
        held=bool(told["held"]),
    )


def _number(told: Any) -> int | None:
    return None if told is None else _count(told)


def _count(told: Any) -> int:
    if not 0 <= (count := int(told)) <= LARGEST:
        raise ValueError(f"{count} is no count")
    return count


def _seconds(told: Any) -> float:
    if not 0 <= (seconds := float(told)) <= LARGEST:
        raise ValueError(f"{seconds} s is no time")
    return seconds


def one_line(value: Any) -> str:
    """A text from elsewhere, bounded and fit to be printed."""
    text = str(value)[:MOST_TEXT]
    return text if text.isprintable() else ascii(text)
