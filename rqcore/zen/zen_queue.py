# SPDX-License-Identifier: MIT
# Generated from async_zen_queue.py by scripts/generate_blocking.py; do not edit.
"""ZenQueue's queue inside one process, for threads."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from typing import Any, ClassVar

from rqcore.argument_checks import patience, shown, whole_number
from rqcore.errors import BadCall, ZenTimeout
from rqcore.zen.zen_waiting import ValueStore, native_error


class ZenQueue:
    """A FIFO queue without a bound, safe to use from several threads, and after a fork.

    ::

        jobs = Queue()
        jobs.push("first")
        print(jobs.pull(timeout=2))

    Timeouts are in seconds: None waits without a limit, and 0 or less
    does not wait.

    Args:
        initial: The values at first, in order.
    """

    Timeout: ClassVar[type[ZenTimeout]] = ZenTimeout
    """The error of ``pull``, under the name that it has in ZenQueue."""

    def __init__(self, initial: Iterable[Any] | None = None) -> None:
        if initial is not None and not isinstance(initial, Iterable):
            raise BadCall(f"'initial' must be a list of values, not {shown(initial)}")
        self._values = ValueStore(() if initial is None else initial)

    def push(self, value: Any) -> None:
        """Append a value."""
        self._values.put([value])

    def push_many(self, *values: Any) -> None:
        """Append values in order."""
        self._values.put(values)

    def pull(self, timeout: float | None = None) -> Any:
        """Take the next value; wait up to ``timeout`` seconds. Raises ZenTimeout."""
        limit = patience(timeout)
        try:
            return self._values.take(limit)
        except TimeoutError:
            raise native_error(ZenTimeout(f"no value came within {limit:g} s")) from None

    def pull_many(self, n: int | None, timeout: float | None = None) -> list[Any]:
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
