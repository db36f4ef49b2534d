# SPDX-License-Identifier: GPL-3.0-or-later
"""The tasks of a parallel queue: results come in order, so one slow task delays those behind it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from rqcore import ControllerHandle
from rqcore.client import exchanges
from rqcore.protocol.parallel_stats import ParallelStat, WorkerStat


class TaskPlace(Enum):
    """Where a task is."""

    READY = "ready to be got"
    HOLDING = "holds the line"
    EARLY = "came early"
    BUSY = "in work"
    AHEAD = "not begun"


@dataclass(frozen=True, slots=True)
class ResultStep:
    """A task, in the order of results."""

    number: int
    place: TaskPlace
    worker: WorkerStat | None = None
    """The worker that runs it."""


def fetch_parallel_stat(controller: ControllerHandle, reference: str) -> ParallelStat | None:
    """Return the state of a parallel queue, by name or namespace; None if unknown. Raises RqError."""
    return controller.run(exchanges.tasks(reference))


def list_steps(stat: ParallelStat, most: int) -> list[ResultStep]:
    """Return up to ``most`` tasks, from the next result on."""
    workers = {worker.task: worker for worker in stat.workers if worker.task is not None}
    early = set(stat.early)
    return [
        ResultStep(number, _place(stat, number, early, workers), workers.get(number))
        for number in range(stat.got, min(stat.got + most, stat.put))
    ]


def _place(stat: ParallelStat, number: int, early: set[int], workers: dict[int, WorkerStat]) -> TaskPlace:
    if number < stat.got + stat.ready:
        return TaskPlace.READY
    if number == stat.holding:
        return TaskPlace.HOLDING
    if number in early:
        return TaskPlace.EARLY
    return TaskPlace.BUSY if number in workers else TaskPlace.AHEAD


def format_counts(stat: ParallelStat) -> dict[TaskPlace, int]:
    """Return the number of tasks in each place."""
    busy = sum(1 for one in stat.workers if one.task is not None and one.task != stat.holding)
    known = {
        TaskPlace.READY: stat.ready,
        TaskPlace.HOLDING: int(stat.holding is not None),
        TaskPlace.EARLY: stat.buffered,
        TaskPlace.BUSY: busy,
    }
    return {**known, TaskPlace.AHEAD: max(stat.put - stat.got - sum(known.values()), 0)}


def describe(stat: ParallelStat, elapsed: float = 0.0) -> str:
    """Describe what delays the results. ``elapsed`` is the age of the state in seconds."""
    if stat.holding is None:
        busy = sum(worker.task is not None for worker in stat.workers)
        if not busy and not stat.waiting:
            return "Every task is finished."
        return f"{busy} of {_counted(len(stat.workers), 'worker')} at a task."
    holder = stat.holder
    who = (
        f"{holder.name} has been at it for {holder.busy + elapsed:.1f} s" if holder else "nobody is at it yet"
    )
    behind = f"; {_counted(stat.buffered, 'result')} behind it came early" if stat.buffered else ""
    return f"Task {stat.holding} {'holds the line' if stat.buffered else 'is the next'}: {who}{behind}."


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
