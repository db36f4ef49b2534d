# SPDX-License-Identifier: MIT
"""ZenQueue's queue inside one process, for the tasks of one event loop."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from typing import Any, ClassVar

from rqcore.argument_checks import patience, shown, whole_number
from rqcore.errors import BadCall, ZenTimeout
from rqcore.zen.async_zen_waiting import AsyncValueStore, native_error


class AsyncZenQueue:
    """A FIFO queue without a bound, used by the tasks of one event loop.

    ::

        jobs = AsyncQueue()
        await jobs.push("first")
        print(await jobs.pull(timeout=2))

    Timeouts are in seconds: None waits without a limit, and 0 or less
    does not wait. A cancelled ``pull`` takes no value.

    Args:
        initial: The values at first, in order.
    """

    Timeout: ClassVar[type[ZenTimeout]] = ZenTimeout
    """The error of ``pull``, under the name that it has in ZenQueue."""

    def __init__(self, initial: Iterable[Any] | None = None) -> None:
        if initial is not None and not isinstance(initial, Iterable):
            raise BadCall(f"'initial' must be a list of values, not {shown(initial)}")
        self._values = AsyncValueStore(() if initial is None else initial)

    async def push(self, value: Any) -> None:
        """Append a value."""
        self._values.put([value])

    async def push_many(self, *values: Any) -> None:
        """Append values in order."""
        self._values.put(values)

    async def pull(self, timeout: float | None = None) -> Any:
        """Take the next value; wait up to ``timeout`` seconds. Raises ZenTimeout."""
        limit = patience(timeout)
        try:
            return await self._values.take(limit)
        except TimeoutError:
            raise native_error(ZenTimeout(f"no value came within {limit:g} s")) from None

    async def pull_many(self, n: int | None, timeout: float | None = None) -> list[Any]:
        """Take several values.

        Args:
            n: Maximum number of values; None takes values until none comes in time.
            timeout: Seconds to wait for each value; None waits without a limit. With neither ``n`` nor
                ``timeout`` the call never returns, and drops the values.

        Raises:
            ZenTimeout: Not even the first value came in time.
        """
        most = None if n is None else whole_number("n", n, 0)
        pulled: list[Any] = []
        for _ in itertools.count() if most is None else range(most):
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
