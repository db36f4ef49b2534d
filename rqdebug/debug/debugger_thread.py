# SPDX-License-Identifier: GPL-3.0-or-later
"""A debugger session with a thread of its own, for programs that must not wait."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from queue import SimpleQueue
from typing import Any, TypeVar

from rqcore.debug import Debugger

T = TypeVar("T")
Post = Callable[[Callable[[], object]], object]
"""Has a function called in the thread of the program."""


@dataclass(frozen=True, slots=True)
class DebuggerJob:
    """Something to do with a debugger, and what becomes of its result."""

    work: Callable[[Debugger], Any]
    done: Callable[[Any], object]
    failed: Callable[[Exception], object]


class DebuggerThread:
    """Does jobs with a debugger, one after the other. It attaches when it does the first.

    Args:
        attach: Begins the session. If it fails, so does the job, and the next job tries again.
        post: Has ``done`` and ``failed`` of jobs called.
        name: A name of the target, for the thread.
    """

    def __init__(self, attach: Callable[[], Debugger], post: Post, name: str) -> None:
        self._attach = attach
        self._post = post
        self._jobs: SimpleQueue[DebuggerJob | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._serve, name=f"debug {name}", daemon=True)
        self._thread.start()

    def run(
        self,
        work: Callable[[Debugger], T],
        done: Callable[[T], object],
        failed: Callable[[Exception], object],
    ) -> None:
        """Call ``work`` with the debugger in the thread, then ``done`` or ``failed`` with what came of it."""
        self._jobs.put(DebuggerJob(work, done, failed))

    def close(self) -> None:
        """End the session after the jobs that were given: everything that it holds continues."""
        self._jobs.put(None)

    def join(self, timeout: float) -> None:
        """Wait until the session has ended after ``close``, up to ``timeout`` seconds."""
        self._thread.join(timeout)

    def _serve(self) -> None:
        debugger: Debugger | None = None
        while (job := self._jobs.get()) is not None:
            try:
                if debugger is None:
                    debugger = self._attach()
                result = job.work(debugger)
            except Exception as error:  # ``failed`` handles it
                self._post(partial(job.failed, error))
            else:
                self._post(partial(job.done, result))
        if debugger is not None:
            debugger.close()
