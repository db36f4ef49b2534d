# SPDX-License-Identifier: MIT
"""The state of a parallel queue: the task of each worker, and the task that causes head-of-line blocking.

A program reports it for the queues that it exposes. RQ.TASKS returns it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

WORKER = "rqcore-work@"
"""The client names of workers that ``rqcore work`` runs begin with this. The worker's host follows."""
MOST_EARLY = 500
"""The most task numbers in ``ParallelStat.early``. Later ones are left out."""
MOST_WORKERS = 1000
"""The most workers in a report."""
MOST_TEXT = 200
"""The most characters of a text in a report."""
LARGEST = 2**53
"""The largest number in a report: every JSON reader can represent it exactly."""


@dataclass(frozen=True, slots=True)
class WorkerStat:
    """The state of one worker."""

    name: str
    """The worker's name in events."""
    pid: int = 0
    """The process ID. 0: unknown."""
    task: int | None = None
    """The number of the task that the worker performs. None: the worker is idle."""
    text: str = ""
    """The task's function and arguments, shortened. Empty: unknown."""
    busy: float = 0.0
    """Seconds since the worker began the task."""
    queued: int = 0
    """The number of further tasks that were assigned to the worker."""
    held: bool = False
    """The queue has no space for another result, so it does not read from this worker. The task may already
    be finished."""


@dataclass(frozen=True, slots=True)
class ParallelStat:
    """The state of a parallel queue at one moment. Tasks are numbered from 0, in the order of the puts."""

    put: int
    """The number of tasks put."""
    got: int
    """The number of results taken."""
    failed: int
    """The number of finished tasks that raised an exception or whose worker was lost."""
    waiting: int
    """The number of tasks that are not assigned to a worker."""
    ready: int
    """The number of results that can be taken now: the results of the tasks from ``got`` on."""
    buffered: int
    """The number of results that wait for the result of an earlier task."""
    early: tuple[int, ...]
    """The lowest task numbers of the buffered results, at most ``MOST_EARLY``."""
    holding: int | None
    """The first unfinished task. It causes head-of-line blocking. None: all tasks are finished."""
    workers: tuple[WorkerStat, ...]
    """The state of each worker, of at most ``MOST_WORKERS``."""

    @property
    def holder(self) -> WorkerStat | None:
        """The worker that performs the task ``holding``. None: no worker performs it."""
        return next((one for one in self.workers if one.task is not None and one.task == self.holding), None)


def read_parallel(fields: Mapping[str, Any]) -> ParallelStat:
    """Read the state of a parallel queue from a report or a reply.

    Raises:
        LookupError: A field is missing.
        TypeError: A field has a value of the wrong type.
        ValueError: A field has a value out of range.
    """
    return ParallelStat(
        put=_count(fields["put"]),
        got=_count(fields["got"]),
        failed=_count(fields["failed"]),
        waiting=_count(fields["waiting"]),
        ready=_count(fields["ready"]),
        buffered=_count(fields["buffered"]),
        early=tuple(map(_count, fields["early"][:MOST_EARLY])),
        holding=_number(fields["holding"]),
        workers=tuple(map(_read_worker, fields["workers"][:MOST_WORKERS])),
    )


def _read_worker(fields: Mapping[str, Any]) -> WorkerStat:
    return WorkerStat(
        name=one_line(fields["name"]),
        pid=_count(fields["pid"]),
        task=_number(fields["task"]),
        text=one_line(fields["text"]),
        busy=_seconds(fields["busy"]),
        queued=_count(fields["queued"]),
        held=bool(fields["held"]),
    )


def _number(value: Any) -> int | None:
    return None if value is None else _count(value)


def _count(value: Any) -> int:
    if not 0 <= (count := int(value)) <= LARGEST:
        raise ValueError(f"invalid count {count}; it must be from 0 to {LARGEST}")
    return count


def _seconds(value: Any) -> float:
    if not 0 <= (seconds := float(value)) <= LARGEST:
        raise ValueError(f"invalid time of {seconds} s; it must be from 0 to {LARGEST} s")
    return seconds


def one_line(value: Any) -> str:
    """Convert a value from another program to one line of at most ``MOST_TEXT`` printable characters."""
    text = str(value)[:MOST_TEXT]
    return text if text.isprintable() else ascii(text)
