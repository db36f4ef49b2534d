# SPDX-License-Identifier: MIT
"""The reorder buffer: tasks go in by number, results come out in the order of the numbers.

It has no process, no socket and no clock. A result that comes before an earlier
task is finished is buffered: the earlier task is the head of the line, and
blocks the results behind it (head-of-line blocking)::

    number     0   1   2 | 3 | 4   5   6 | 7   8   9 …
               got  ready  head  buffered   waiting, or at a worker
"""

from __future__ import annotations

import heapq
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple


class Task(NamedTuple):
    """What was put, and its number."""

    number: int
    content: bytes | PassedValue
    """The pickled or encoded call; or a value that needs no worker."""


class PassedValue(NamedTuple):
    """A value that is not a task: ``get`` returns it unchanged, in its turn."""

    value: Any


@dataclass(frozen=True, slots=True)
class Bounds:
    """How many tasks and results are kept: when a bound is reached, puts or workers wait."""

    waiting: int
    """Maximum number of tasks that no worker has."""
    ready: int
    """Maximum number of results that can be got."""
    buffer: int
    """Maximum number of results that wait for an earlier task."""


class ReorderBuffer:
    """The tasks and results of one queue. Tasks are numbered 0, 1, 2, … without gaps.

    Args:
        bounds: The limits.
    """

    bounds: Bounds
    waiting: deque[Task]
    """The tasks that no worker has, in order."""
    put: int
    """Number of tasks put so far; also the number of the next task."""
    got: int
    """Number of results taken so far; also the number of the next result."""
    finished: int
    """Number of tasks with a result."""
    ending: bool
    """Whether no further task is accepted. Then every result is accepted: their number is limited anyway."""

    def __init__(self, bounds: Bounds) -> None:
        self.bounds = bounds
        self.waiting = deque()
        self.put = 0
        self.got = 0
        self.finished = 0
        self.ending = False
        self._results: dict[int, Any] = {}
        self._turn = 0

    @property
    def turn(self) -> int:
        """The number of the first task that is not finished: the head of the line."""
        return self._turn

    @property
    def ready(self) -> int:
        """Number of results that can be got."""
        return self._turn - self.got

    @property
    def buffered(self) -> int:
        """Number of results that wait for an earlier task."""
        return len(self._results) - self.ready

    @property
    def full(self) -> bool:
        """Whether a put has to wait."""
        return len(self.waiting) >= self.bounds.waiting

    @property
    def drained(self) -> bool:
        """Whether no further task is accepted, and every task is finished."""
        return self.ending and self.finished == self.put

    def early(self, most: int) -> tuple[int, ...]:
        """Return the numbers of the buffered results, at most the first ``most``."""
        return tuple(heapq.nsmallest(most, (number for number in self._results if number > self._turn)))

    def add(self, content: bytes | PassedValue) -> None:
        """Append a task; it gets the number ``put``."""
        self.waiting.append(Task(self.put, content))
        self.put += 1

    def requeue(self, tasks: Iterable[Task]) -> None:
        """Put tasks back that no worker has any more; the lowest number is next."""
        self.waiting = deque(sorted([*tasks, *self.waiting]))

    def wants(self, number: int) -> bool:
        """Return whether there is space for the result of this task, or of a later one."""
        if self.ending:
            return True
        if self.ready >= self.bounds.ready:
            return False
        return self.buffered < self.bounds.buffer or number <= self._turn

    def pass_values(self) -> None:
        """Finish the passed values at the head of ``waiting``, which need no worker."""
        while self.waiting and isinstance(self.waiting[0].content, PassedValue):
            if not self.wants(self.waiting[0].number):
                return
            number, passing = self.waiting.popleft()
            self.finish(number, passing)

    def finish(self, number: int, result: Any) -> None:
        """Store the result of a task; a second result for the same task is ignored."""
        if number < self._turn or number in self._results:
            return
        self._results[number] = result
        self.finished += 1
        while self._turn in self._results:
            self._turn += 1

    def take(self) -> Any:
        """Return the next result. Raises KeyError if ``ready`` is 0."""
        result = self._results.pop(self.got)
        self.got += 1
        return result
