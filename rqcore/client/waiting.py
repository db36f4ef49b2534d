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
"""Exceptions that can end a waiting call while its connection is usable: a signal handler may raise any."""


def make_lock() -> AbstractContextManager[Any]:
    """Return a lock for the lists of connections in a pool."""
    return threading.Lock()


class Endings:
    """The work that a pool must finish before it is closed: none, since each thread waits for its own."""

    def finish(self, result: object) -> None:
        """Do nothing: the caller evaluated ``result`` before this call, so the work is done."""

    def add_socket(self, connection: Connection) -> None:
        """Do nothing: a blocking socket is closed when ``close`` returns."""

    def wait(self) -> None:
        """Do nothing."""


class ForkedPool(ABC):
    """Fork handling of a pool: a child process leaves the connections to its parent."""

    @abstractmethod
    def _forget_connections(self) -> list[Connection]:
        """Reset the pool to have no connection, and return the connections that it had."""

    def _register_for_forks(self) -> None:
        """Make a forked child call ``leave_to_parent``."""
        _pools.add(self)

    def leave_to_parent(self) -> None:
        """Drop the connections in a forked child, which would otherwise read the replies of its parent."""
        for connection in self._forget_connections():
            connection.close()


_pools: WeakSet[ForkedPool] = WeakSet()


def _after_fork() -> None:
    for pool in list(_pools):
        pool.leave_to_parent()


os.register_at_fork(after_in_child=_after_fork)


class HandleContext(ABC):
    """How a controller handle is closed: ``with``, or ``close``."""

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
    """The methods of ``multiprocessing.Queue`` for its feeder thread, which these queues do not have."""

    def join_thread(self) -> None:
        """Do nothing: when ``put`` returns, the server already has the item."""

    def cancel_join_thread(self) -> None:
        """Do nothing: a process can exit right after ``put`` without losing the item."""
