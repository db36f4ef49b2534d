# SPDX-License-Identifier: MIT
"""ZenQueue's queue inside one process, for the tasks of an event loop."""

from __future__ import annotations

import itertools
from typing import Any

from rqcore.errors import ZenTimeout
from rqcore.zen.async_zen_waiting import AsyncValueStore


class AsyncZenQueue:
    """A FIFO queue without a bound, used by the tasks of one event loop.

    Timeouts are in seconds: None waits without a limit, 0 not at all. A
    ``pull`` that is cancelled takes no value.
    """

    def __init__(self) -> None:
        self._values = AsyncValueStore()

    async def push(self, value: Any) -> None:
        """Append a value."""
        self._values.put([value])

    async def push_many(self, *values: Any) -> None:
        """Append values."""
        self._values.put(values)

    async def pull(self, timeout: float | None = None) -> Any:
        """Take the next value. Raises ZenTimeout."""
        try:
            return await self._values.take(timeout)
        except TimeoutError:
            raise ZenTimeout(f"no value came within {timeout:g} s") from None

    async def pull_many(self, n: int | None, timeout: float | None = None) -> list[Any]:
        """Take up to ``n`` values; wait up to ``timeout`` seconds for each. Raises ZenTimeout if none came.

        Without ``n`` it takes values until none comes in time; without a timeout
        too, it takes values forever and keeps none.
        """
        pulled: list[Any] = []
        for _ in itertools.count() if n is None else range(n):
            try:
                value = await self.pull(timeout)
            except ZenTimeout:
                if not pulled:
                    raise
                break
            if n is not None or timeout is not None:
                pulled.append(value)
        return pulled

    def __len__(self) -> int:
        return len(self._values)
