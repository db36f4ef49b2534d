# SPDX-License-Identifier: MIT
"""Where the asyncio client differs from the blocking one.

The blocking handles and pool are generated from the asyncio ones. What cannot
be generated is here, under the names that ``waiting`` has without "Async".
"""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Coroutine, Generator
from contextlib import AbstractContextManager, nullcontext
from types import TracebackType
from typing import Any, Self

from rqcore.client.async_connection import AsyncConnection

INTERRUPTIONS: tuple[type[BaseException], ...] = (asyncio.CancelledError,)
"""What may end a call that waits, while the connection is still good."""


def make_lock() -> AbstractContextManager[Any]:
    """Return a stand-in for a lock: nothing else runs between two awaits of an event loop."""
    return nullcontext()


class AsyncEndings:
    """What a pool must wait for before it is closed: calls that are recalled, sockets that are closed."""

    def __init__(self) -> None:
        self._futures: set[asyncio.Future[Any]] = set()

    async def finish(self, work: Coroutine[Any, Any, object]) -> None:
        """Do this work to its end. A cancellation stops only the waiting for it."""
        task = asyncio.get_running_loop().create_task(work)
        self._remember(task)
        await asyncio.shield(task)

    def add_socket(self, connection: AsyncConnection) -> None:
        """Also wait until the socket of this connection is closed."""
        if connection.closed:
            self._remember(connection.closed)

    def _remember(self, future: asyncio.Future[Any]) -> None:
        self._futures.add(future)
        future.add_done_callback(self._futures.discard)

    async def wait(self) -> None:
        """Wait until all of it has ended."""
        if self._futures:
            await asyncio.wait(self._futures)


class AsyncForkedPool:
    """What a pool does after a fork. An event loop does not survive one, so there is nothing to do."""

    def _register_for_forks(self) -> None:
        """Do nothing."""


class AsyncHandleContext(ABC):
    """How a handle of a server is opened and closed: ``async with``, or ``await`` and ``close``."""

    @abstractmethod
    async def ping(self) -> bool:
        """Return whether the server answers."""

    @abstractmethod
    async def close(self) -> None:
        """Close all connections."""

    async def _open(self) -> Self:
        try:
            await self.ping()
        except BaseException:
            await self.close()
            raise
        return self

    def __await__(self) -> Generator[Any, None, Self]:
        return self._open().__await__()

    async def __aenter__(self) -> Self:
        return await self._open()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()


class AsyncThreadMethods:
    """The methods of ``multiprocessing.Queue`` that concern its thread; ``asyncio.Queue`` has none."""
