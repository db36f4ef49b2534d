# SPDX-License-Identifier: GPL-3.0-or-later
"""A controller that is killed, stopped or cannot write, and what became of the items in it."""

from __future__ import annotations

import contextlib
import resource
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import rqcore
from rqcore.errors import Empty

ROOT = Path(__file__).resolve().parents[2]
GRACE = 1.0
"""Seconds that the controller keeps a lost session; short, so that kills do not take long."""
PATIENCE = 60.0
"""Seconds after which a wait has failed."""


class Host:
    """A controller in a process of its own."""

    def __init__(self, *options: str, program: str = "") -> None:
        self._program = ("-c", program) if program else ("-m", "rqcore")
        self._options = options or ("--max-absence", str(GRACE))
        self._start("0")

    def _start(self, port: str) -> None:
        command = [sys.executable, *self._program, "serve", "--port", port, *self._options]
        self._process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        assert self._process.stdout
        greeting = self._process.stdout.readline().split()
        if not greeting:
            raise RuntimeError("the controller did not start; see what it printed")
        self.url: str = greeting[-1]

    def restart(self, number: int) -> None:
        """End the controller with a signal, and start it again at the same port."""
        port = str(self.port)
        self._process.send_signal(number)
        self._process.communicate()
        self._start(port)

    @contextmanager
    def stopped(self) -> Iterator[None]:
        """Stop the process in the block, as a debugger or a suspended machine does."""
        self._process.send_signal(signal.SIGSTOP)
        yield
        self._process.send_signal(signal.SIGCONT)

    @contextmanager
    def full_disk(self) -> Iterator[None]:
        """Let the process write to no file in the block."""
        resource.prlimit(self._process.pid, resource.RLIMIT_FSIZE, (1, resource.RLIM_INFINITY))
        yield
        resource.prlimit(self._process.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY,) * 2)

    @property
    def port(self) -> int:
        """Its port."""
        return int(self.url.rpartition(":")[2])

    def __enter__(self) -> Host:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.communicate()


@dataclass
class Outcome:
    """What became of the items of one trial."""

    lost: int = 0
    doubled: int = 0
    unknown: int = 0
    items: int = 0

    @classmethod
    def of(cls, put: list[int], found: list[int], unsure: int = 0) -> Outcome:
        """Compare the items that were put for certain with all that were found."""
        counts = Counter(found)
        return cls(
            sum(number not in counts for number in put),
            sum(count - 1 for count in counts.values()),
            unsure,
            len(put),
        )


def wait_until(condition: Callable[[], bool]) -> None:
    """Wait until a condition of another process is met. Raises TimeoutError."""
    end = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError("a condition was not met in time")
        time.sleep(0.005)


def drain(jobs: rqcore.QueueHandle) -> list[Any]:
    """Take what is in the queue, when all lost sessions have ended."""
    wait_until(lambda: jobs.controller.info()["lost_sessions"] == "0")
    found: list[Any] = []
    with contextlib.suppress(Empty):
        while True:
            found += jobs.get_many(1000, timeout=0)
    return found
