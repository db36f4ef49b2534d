# SPDX-License-Identifier: MIT
"""Wake threads and event loops that wait for a result or for space in a parallel queue."""

from __future__ import annotations

import asyncio
import threading


class Arrivals:
    """A condition variable for threads and event loops. Call every method under the lock.

    Args:
        lock: The lock of the queue.
    """

    condition: threading.Condition
    sleepers: int
    """The number of threads in ``wait``."""

    def __init__(self, lock: threading.Lock) -> None:
        self.condition = threading.Condition(lock)
        self._loops: list[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = []
        self.sleepers = 0

    def notify(self) -> None:
        """Wake all threads and set all events that wait."""
        if self.sleepers:
            self.condition.notify_all()
        for loop, event in self._loops:
            loop.call_soon_threadsafe(event.set)
        self._loops.clear()

    def wait(self, timeout: float | None) -> bool:
        """Wait up to ``timeout`` seconds; None waits without a limit. Return False if the time passed."""
        self.sleepers += 1
        try:
            return self.condition.wait(timeout)
        finally:
            self.sleepers -= 1

    def event(self) -> asyncio.Event:
        """Return an event of the running loop; the next ``notify`` sets it."""
        event = asyncio.Event()
        self._loops.append((asyncio.get_running_loop(), event))
        return event
