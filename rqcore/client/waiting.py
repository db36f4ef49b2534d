# SPDX-License-Identifier: MIT
"""Where the blocking client differs from the asyncio one.

The blocking handles and pool are generated from the asyncio ones. What cannot
be generated is here, under the names that ``async_waiting`` has with "Async".
"""

from __future__ import annotations

import os
import threading
from abc import ABC, abstractmethod
from contextlib import AbstractContextManager
from types import TracebackType
from typing import Any, Self
from weakref import WeakSet

from rqcore.client.connection import Connection

INTERRUPTIONS: tuple[type[BaseException], ...] = (BaseException,)
"""What may end a call that waits, while the connection is still good: Ctrl-C, or any signal handler."""


def make_lock() -> AbstractContextManager[Any]:
    """Return a lock for the lists of a pool."""
    return threading.Lock()


class Endings:
    """What a pool must wait for before it is closed: nothing, since each thread waits for its own call."""

    def finish(self, result: object) -> None:
        """Do nothing: the work has been done when its result is here."""

    def add_socket(self, connection: Connection) -> None:
        """Do nothing: a blocking socket is closed when ``close`` returns."""

    def wait(self) -> None:
        """Do nothing."""


class ForkedPool(ABC):
    """What a pool does after a fork: it leaves its connections to the parent process."""

    @abstractmethod
    def _forget_connections(self) -> list[Connection]:
        """Start again without a connection and return the former ones."""

    def _register_for_forks(self) -> None:
        """Have a forked child call ``leave_to_parent``."""
        _pools.add(self)

    def leave_to_parent(self) -> None:
        """Drop the connections in a forked child, which would otherwise take replies of its parent."""
        for connection in self._forget_connections():
            connection.close()


_pools: WeakSet[ForkedPool] = WeakSet()


def _after_fork() -> None:
    for pool in list(_pools):
        pool.leave_to_parent()


os.register_at_fork(after_in_child=_after_fork)


class HandleContext(ABC):
    """How a handle of a server is closed: ``with``."""

    @abstractmethod
    def close(self) -> None:
        """Close all connections."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class ThreadMethods:
    """The methods of ``multiprocessing.Queue`` that concern its thread, of which these queues have none."""

    def join_thread(self) -> None:
        """Do nothing: when ``put`` returns, the server has the item."""

    def cancel_join_thread(self) -> None:
        """Do nothing, for the same reason: a process may end at once and loses no item."""
