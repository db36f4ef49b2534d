# SPDX-License-Identifier: MIT
"""Waiting for results and for room, in threads and in event loops alike."""

from __future__ import annotations

import asyncio
import threading


class Arrivals:
    """Tells threads and event loops that results came, or room. Used under the lock."""

    def __init__(self, lock: threading.Lock) -> None:
        self.condition = threading.Condition(lock)
        self._loops: list[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = []
        self.sleepers = 0

    def tell(self) -> None:
        if self.sleepers:
            self.condition.notify_all()
        for loop, event in self._loops:
            loop.call_soon_threadsafe(event.set)
        self._loops.clear()

    def wait(self, timeout: float | None) -> bool:
        self.sleepers += 1
        try:
            return self.condition.wait(timeout)
        finally:
            self.sleepers -= 1

    def event(self) -> asyncio.Event:
        """Set when something came, in the loop that runs."""
        event = asyncio.Event()
        self._loops.append((asyncio.get_running_loop(), event))
        return event
