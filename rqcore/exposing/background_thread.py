# SPDX-License-Identifier: MIT
"""A thread that the program around it does not notice."""

from __future__ import annotations

import os
import threading
import time
from _thread import start_new_thread
from collections.abc import Callable

POLL_INTERVAL = 0.0002
"""Seconds between two checks whether the system still lists the thread."""


class BackgroundThread:
    """A thread that ``threading`` does not list, and no trace or profile function follows.

    Like a daemon thread, it does not keep the program running.

    Args:
        work: What the thread does; it starts immediately.

    Raises:
        RuntimeError: The interpreter is ending, or the system starts no more threads.
    """

    def __init__(self, work: Callable[[], None]) -> None:
        self._work = work
        self._ended = threading.Event()
        self._ident = 0
        self._native = 0
        start_new_thread(self._run, ())

    def _run(self) -> None:
        self._ident, self._native = threading.get_ident(), threading.get_native_id()
        try:
            self._work()
        finally:
            self._ended.set()

    @property
    def is_current(self) -> bool:
        """Whether the caller runs in this thread."""
        return self._ident == threading.get_ident()

    @property
    def is_alive(self) -> bool:
        """Whether the thread has not ended."""
        return not self._ended.is_set()

    def join(self, timeout: float) -> bool:
        """Wait up to ``timeout`` seconds for the end, until the system lists the thread no longer, too.

        Returns:
            Whether the thread has ended.
        """
        deadline = time.monotonic() + timeout
        if not self._ended.wait(timeout):
            return False
        entry = f"/proc/self/task/{self._native}"
        while os.path.exists(entry) and time.monotonic() < deadline:
            time.sleep(POLL_INTERVAL)
        return True
