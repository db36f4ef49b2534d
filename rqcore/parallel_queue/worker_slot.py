# SPDX-License-Identifier: MIT
"""One worker of a pool: its tasks, and its messages in both directions."""

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
    """A worker process and its tasks."""

    worker: WorkerProcess
    tasks: deque[Task] = field(default_factory=deque)
    """The worker runs the first; the others were sent in advance."""
    inbox: deque[bytes] = field(default_factory=deque)
    """Messages of the worker that wait until the queue has space for their results."""
    outbox: bytearray = field(default_factory=bytearray)
    """Bytes to be sent to the worker."""
    frames: Frames = field(default_factory=Frames)
    mean: float = AHEAD
    """Moving average of the microseconds that a task takes."""
    ready: bool = False
    """Whether the worker has started and ``worker_init_f`` has returned."""
    since: float = 0.0
    """When the first task began, in seconds of ``time.monotonic``."""
    reported: bool = False
    """Whether the watcher was notified that the first task began."""
    watched: int = 0
    """The selector events that are registered for the socket."""
    pid: int = field(init=False)
    name: str = field(init=False)
    """The name of the worker in reports, such as ``worker-4711``."""

    def __post_init__(self) -> None:
        self.pid = self.worker.process.pid or 0
        self.name = f"worker-{self.pid}"

    def capacity(self, most: int) -> int:
        """Return how many more tasks to give, so that the worker has ``AHEAD`` of work and ``most`` tasks."""
        return max(1, min(most, int(AHEAD / max(self.mean, 1.0)))) - len(self.tasks)

    def give(self, task: Task) -> None:
        """Append a task to the outbox; ``write`` sends it."""
        assert isinstance(task.content, bytes)
        if not self.tasks:
            self.begin()
        self.tasks.append(task)
        self.outbox += framed(NUMBER.pack(task.number) + task.content)

    def begin(self) -> None:
        """Note that the first of the tasks begins now."""
        self.since, self.reported = time.monotonic(), False

    def write(self) -> None:
        """Send as much of the outbox as the socket accepts without blocking."""
        with suppress(OSError):  # the socket is full; or the worker died, which _replace_dead notices
            del self.outbox[: self.worker.socket.send(self.outbox)]

    def read(self) -> list[bytes]:
        """Return the messages that have arrived."""
        try:
            return self.frames.feed(self.worker.socket.recv(CHUNK))
        except OSError:
            return []

    def read_all(self) -> list[bytes]:
        """Return all messages that a dead worker had sent."""
        messages: list[bytes] = []
        with suppress(OSError):
            while data := self.worker.socket.recv(CHUNK):
                messages += self.frames.feed(data)
        return messages
