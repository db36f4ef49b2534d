# SPDX-License-Identifier: MIT
# Generated from async_zen_queue.py by scripts/generate_blocking.py; do not edit.
"""ZenQueue's queue inside one process, for threads."""

from __future__ import annotations

import itertools
from typing import Any

from rqcore.errors import ZenTimeout
from rqcore.zen.zen_waiting import ValueStore


class ZenQueue:
    """A FIFO queue without a bound, safe to use from several threads, and to fork.

    Timeouts are in seconds: None waits without a limit, 0 not at all.
    """

    def __init__(self) -> None:
        self._values = ValueStore()

    def push(self, value: Any) -> None:
        """Append a value."""
        self._values.put([value])

    def push_many(self, *values: Any) -> None:
        """Append values."""
        self._values.put(values)

    def pull(self, timeout: float | None = None) -> Any:
        """Take the next value. Raises ZenTimeout."""
        try:
            return self._values.take(timeout)
        except TimeoutError:
            raise ZenTimeout(f"no value came within {timeout:g} s") from None

    def pull_many(self, n: int | None, timeout: float | None = None) -> list[Any]:
        """Take up to ``n`` values; wait up to ``timeout`` seconds for each. Raises ZenTimeout if none came.

        Without ``n`` it takes values until none comes in time; without a timeout
        too, it takes values forever and keeps none.
        """
        pulled: list[Any] = []
        for _ in itertools.count() if n is None else range(n):
            try:
                value = self.pull(timeout)
            except ZenTimeout:
                if not pulled:
                    raise
                break
            if n is not None or timeout is not None:
                pulled.append(value)
        return pulled

    def __len__(self) -> int:
        return len(self._values)
