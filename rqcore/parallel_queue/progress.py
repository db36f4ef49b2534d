# SPDX-License-Identifier: MIT
"""How far a parallel queue is, and who has what in hand."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Progress:
    """Counts since the beginning. ``failed``: of those finished, how many raised or were lost."""

    put: int
    finished: int
    failed: int
    got: int


@dataclass(frozen=True, slots=True)
class WorkerStat:
    """A worker: the number of the task that it is at, None for none, and how many it has besides."""

    pid: int
    task: int | None
    queued: int


@dataclass(frozen=True, slots=True)
class ParallelStat:
    """How a parallel queue stands at one moment."""

    waiting: int
    """Tasks that no worker has."""
    ready: int
    """Results that can be got."""
    buffered: int
    """Results that wait for an earlier one."""
    holding: int | None
    """The number of the task that holds the line, None when all are finished."""
    workers: tuple[WorkerStat, ...]
