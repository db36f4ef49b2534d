# SPDX-License-Identifier: MIT
"""ZenQueue's queue inside one process: for threads, and for the tasks of an event loop."""

from __future__ import annotations

import asyncio
import itertools
import threading
import time
from collections import deque
from typing import Any

from rqcore.errors import ZenTimeout


class ZenQueue:
    """First in, first out, without a bound; safe to use from several threads.

    Timeouts are in seconds: None waits for ever, 0 not at all.
    """

    def __init__(self) -> None:
        self._items: deque[Any] = deque()
        self._came = threading.Condition()

    def push(self, value: Any) -> None:
        self.push_many(value)

    def push_many(self, *values: Any) -> None:
        with self._came:
            self._items += values
            self._came.notify(len(values))

    def pull(self, timeout: float | None = None) -> Any:
        """The next value. Raises ZenTimeout."""
        deadline = None if timeout is None else time.monotonic() + timeout
        with self._came:
            while not self._items:
                left = None if deadline is None else deadline - time.monotonic()
                if left is not None and left <= 0:
                    raise ZenTimeout(f"no value came within {timeout:g} s")
                self._came.wait(left)
            return self._items.popleft()

    def pull_many(self, n: int | None, timeout: float | None = None) -> list[Any]:
        """Up to ``n`` values, each awaited up to ``timeout``. Raises ZenTimeout when not even one came.

        Without ``n`` all there are until none comes in time; without a timeout too it swallows values
        for ever, and keeps none.
        """
        found: list[Any] = []
        for _ in itertools.count() if n is None else range(n):
            try:
                value = self.pull(timeout)
            except ZenTimeout:
                if not found:
                    raise
                break
            if n is not None or timeout is not None:
                found.append(value)
        return found

    def __len__(self) -> int:
        return len(self._items)


class AsyncZenQueue:
    """The same for the tasks of one event loop. A ``pull`` that is cancelled takes no value."""

    def __init__(self) -> None:
        self._items: asyncio.Queue[Any] = asyncio.Queue()

    async def push(self, value: Any) -> None:
        await self.push_many(value)

    async def push_many(self, *values: Any) -> None:
        for value in values:
            self._items.put_nowait(value)

    async def pull(self, timeout: float | None = None) -> Any:
        """The next value. Raises ZenTimeout."""
        if not self._items.empty():
            return self._items.get_nowait()
        try:
            async with asyncio.timeout(timeout):
                return await self._items.get()
        except TimeoutError:
            raise ZenTimeout(f"no value came within {timeout:g} s") from None

    async def pull_many(self, n: int | None, timeout: float | None = None) -> list[Any]:
        """As that of ``ZenQueue``."""
        found: list[Any] = []
        for _ in itertools.count() if n is None else range(n):
            try:
                value = await self.pull(timeout)
            except ZenTimeout:
                if not found:
                    raise
                break
            if n is not None or timeout is not None:
                found.append(value)
        return found

    def __len__(self) -> int:
        return self._items.qsize()
