# SPDX-License-Identifier: MIT
"""Which task is where: numbers in, results out in the order of the numbers. No process, no clock."""

from __future__ import annotations

import heapq
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple


class Task(NamedTuple):
    """What was put, with its place in the order."""

    number: int
    content: bytes | PassedValue


class PassedValue(NamedTuple):
    """A value that is no task: it comes out in its turn, as it is."""

    value: Any


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much is kept: then puts wait, or workers do."""

    waiting: int
    """Tasks that no worker has."""
    ready: int
    """Results whose turn it is."""
    buffer: int
    """Results that wait for an earlier one."""


class ReorderBuffer:
    """The tasks of one queue. Task numbers begin at 0 and have no hole."""

    def __init__(self, bounds: Bounds) -> None:
        self.bounds = bounds
        self.waiting: deque[Task] = deque()
        self.put = 0
        """Tasks put so far, and the number of the next."""
        self.got = 0
        """Results taken so far, and the number of the next."""
        self.finished = 0
        self._results: dict[int, Any] = {}
        self._turn = 0
        """The first task that is not finished."""

    @property
    def turn(self) -> int:
        """The number of the task that holds the line: the first that is not finished."""
        return self._turn

    @property
    def ready(self) -> int:
        """Results whose turn it is."""
        return self._turn - self.got

    @property
    def buffered(self) -> int:
        """Results that wait for an earlier one."""
        return len(self._results) - self.ready

    @property
    def full(self) -> bool:
        """Nothing more can be put now."""
        return len(self.waiting) >= self.bounds.waiting

    def early(self, most: int) -> tuple[int, ...]:
        """The numbers of those, up to so many of the first."""
        return tuple(heapq.nsmallest(most, (number for number in self._results if number > self._turn)))

    def add(self, content: bytes | PassedValue) -> None:
        self.waiting.append(Task(self.put, content))
        self.put += 1

    def give_back(self, tasks: Iterable[Task]) -> None:
        """Tasks that no worker has any more: they are the next, earliest first."""
        self.waiting = deque(sorted([*tasks, *self.waiting]))

    def wants(self, number: int) -> bool:
        """Whether there is room for the result of this task, or of one behind it."""
        if self.ready >= self.bounds.ready:
            return False
        return self.buffered < self.bounds.buffer or number <= self._turn

    def pass_on(self) -> None:
        """Values at the head of what waits need no worker."""
        while self.waiting and isinstance(self.waiting[0].content, PassedValue):
            if not self.wants(self.waiting[0].number):
                return
            number, passing = self.waiting.popleft()
            self.finish(number, passing)

    def finish(self, number: int, result: Any) -> None:
        """The result of a task; a second one of the same task is none."""
        if number < self._turn or number in self._results:
            return
        self._results[number] = result
        self.finished += 1
        while self._turn in self._results:
            self._turn += 1

    def take(self) -> Any:
        """The next result. There must be one ready."""
        result = self._results.pop(self.got)
        self.got += 1
        return result
