# SPDX-License-Identifier: MIT
"""One worker of a crew: what it has to do, and what goes to and from it."""

from __future__ import annotations

import time
from collections import deque
from contextlib import suppress
from dataclasses import dataclass, field

from rqcore.parallel_queue.reorder_buffer import Task
from rqcore.parallel_queue.task_messages import NUMBER
from rqcore.parallel_queue.worker_process import CHUNK, Frames, WorkerProcess, framed

AHEAD = 5000.0
"""Microseconds of work that a worker is given in advance."""


@dataclass(eq=False, slots=True)
class WorkerSlot:
    """A worker, and what it has to do."""

    worker: WorkerProcess
    tasks: deque[Task] = field(default_factory=deque)
    """The first is the one that it is at."""
    said: deque[bytes] = field(default_factory=deque)
    """What it said for which there was no room yet."""
    outbox: bytearray = field(default_factory=bytearray)
    frames: Frames = field(default_factory=Frames)
    mean: float = AHEAD
    """Microseconds that a task takes."""
    ready: bool = False
    since: float = 0.0
    """When it began its task, on the clock that never goes back."""
    told: bool = False
    """The watcher was told that it began."""
    watched: int = 0
    """What the selector was told."""
    pid: int = field(init=False)
    name: str = field(init=False)
    """What the watcher is told."""

    def __post_init__(self) -> None:
        self.pid = self.worker.process.pid or 0
        self.name = f"worker-{self.pid}"

    def room(self, most: int) -> int:
        """How many tasks it can be given now."""
        return max(1, min(most, int(AHEAD / max(self.mean, 1.0)))) - len(self.tasks)

    def give(self, task: Task) -> None:
        assert isinstance(task.content, bytes)
        if not self.tasks:
            self.begin()
        self.tasks.append(task)
        self.outbox += framed(NUMBER.pack(task.number) + task.content)

    def begin(self) -> None:
        """It turns to the first of its tasks."""
        self.since, self.told = time.monotonic(), False

    def write(self) -> None:
        """Send as much as it takes at once."""
        with suppress(OSError):  # there is no room; or it died, which is noticed elsewhere
            del self.outbox[: self.worker.socket.send(self.outbox)]

    def read(self) -> list[bytes]:
        """What it said."""
        try:
            return self.frames.feed(self.worker.socket.recv(CHUNK))
        except OSError:
            return []

    def read_all(self) -> list[bytes]:
        """What it said before it died."""
        said: list[bytes] = []
        with suppress(OSError):
            while data := self.worker.socket.recv(CHUNK):
                said += self.frames.feed(data)
        return said
