# SPDX-License-Identifier: GPL-3.0-or-later
"""The tasks of a parallel queue. Results come in order, so a slow task delays the results behind it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from rqcore import ControllerHandle
from rqcore.client import exchanges
from rqcore.protocol.parallel_stats import ParallelStat, WorkerStat


class TaskPlace(Enum):
    """The state of a task; the value is its text, which the window translates."""

    READY = "ready"
    """Its result can be got."""
    HOLDING = "next in order"
    """It is the first unfinished task: the results of later tasks must wait for it."""
    EARLY = "finished early"
    """Its result waits for an earlier task."""
    BUSY = "running"
    AHEAD = "not started"


class Headline(Enum):
    """Sentences about a parallel queue; the window translates them."""

    FINISHED = "All tasks are finished."
    RUNNING = "Workers that run a task: {busy} of {workers}."
    NEXT_RUNS = "Task {task} is next: {worker} has been running it for {seconds} s."
    NEXT_WAITS = "Task {task} is next: no worker has started it."
    BLOCKED = (
        "Task {task} blocks later results: {worker} has been running it for {seconds} s. "
        "Finished results that wait: {buffered}."
    )
    BLOCKED_BY_WAITING = (
        "Task {task} blocks later results: no worker has started it. Finished results that wait: {buffered}."
    )


@dataclass(frozen=True, slots=True)
class ResultStep:
    """A task in the order of results."""

    number: int
    place: TaskPlace
    worker: WorkerStat | None = None
    """The worker that runs it."""


def fetch_parallel_stat(controller: ControllerHandle, reference: str) -> ParallelStat | None:
    """Return the state of a parallel queue, by name or namespace; None if unknown. Raises RqError."""
    return controller.run(exchanges.tasks(reference))


def list_steps(stat: ParallelStat, most: int) -> list[ResultStep]:
    """Return at most ``most`` tasks, beginning with the next result."""
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
    """Return the number of tasks in each state."""
    busy = sum(1 for one in stat.workers if one.task is not None and one.task != stat.holding)
    counts = {
        TaskPlace.READY: stat.ready,
        TaskPlace.HOLDING: int(stat.holding is not None),
        TaskPlace.EARLY: stat.buffered,
        TaskPlace.BUSY: busy,
    }
    return {**counts, TaskPlace.AHEAD: max(stat.put - stat.got - sum(counts.values()), 0)}


def format_text(text: str, **values: object) -> str:
    """Fill in a text without translating it."""
    return text.format(**values)


def describe(stat: ParallelStat, elapsed: float = 0.0, translate: Callable[..., str] = format_text) -> str:
    """Describe what delays the results, in one or two sentences.

    Args:
        stat: The state of the queue.
        elapsed: The age of the state in seconds.
        translate: Is called with a text of ``Headline`` and its values; returns the sentence.
    """
    if stat.holding is None:
        busy = sum(worker.task is not None for worker in stat.workers)
        if not busy and not stat.waiting:
            return translate(Headline.FINISHED.value)
        return translate(Headline.RUNNING.value, busy=f"{busy:,}", workers=f"{len(stat.workers):,}")
    task, buffered, holder = f"{stat.holding:,}", f"{stat.buffered:,}", stat.holder
    if holder is None:
        headline = Headline.BLOCKED_BY_WAITING if stat.buffered else Headline.NEXT_WAITS
        return translate(headline.value, task=task, buffered=buffered)
    headline = Headline.BLOCKED if stat.buffered else Headline.NEXT_RUNS
    seconds = f"{holder.busy + elapsed:.1f}"
    return translate(headline.value, task=task, buffered=buffered, worker=holder.name, seconds=seconds)
