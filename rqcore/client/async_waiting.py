# SPDX-License-Identifier: MIT
"""Where the asyncio client differs from the blocking one.

The blocking handles and pool are generated from the asyncio ones. What cannot
be generated is here, under the names that ``waiting`` has without "Async".
"""

from __future__ import annotations

import asyncio
from _thread import start_new_thread
from abc import ABC, abstractmethod
from collections.abc import Callable, Coroutine, Generator
from contextlib import suppress
from types import TracebackType
from typing import Any, Self, TypeVar

from rqcore.client.async_connection import AsyncConnection

T = TypeVar("T")

sleep: Callable[[float], Coroutine[Any, Any, None]] = asyncio.sleep
"""Waits for a number of seconds."""


async def run_within(seconds: float, function: Callable[..., T], *arguments: Any) -> T | None:
    """Call a function, which raises nothing, in a thread. Return None if it takes more than ``seconds``."""
    loop = asyncio.get_running_loop()
    future: asyncio.Future[T] = loop.create_future()

    def finish(value: T) -> None:
        if not future.done():
            future.set_result(value)

    def run() -> None:
        value = function(*arguments)
        with suppress(RuntimeError):  # the event loop is closed
            loop.call_soon_threadsafe(finish, value)

    start_new_thread(run, ())
    try:
        return await asyncio.wait_for(future, seconds)
    except TimeoutError:
        return None


def repeat_later(
    seconds: float, is_due: Callable[[], bool | None], function: Callable[[], Coroutine[Any, Any, bool]]
) -> None:
    """Call a function in another task whenever it is due, until ``is_due`` returns None.

    Args:
        seconds: How often to look whether the function is due.
        is_due: Returns whether to call the function now; None ends the repetition.
        function: Returns whether to repeat it.
    """
    loop = asyncio.get_running_loop()

    def look() -> None:
        due = is_due()
        if due:
            task = loop.create_task(function())
            _tasks.add(task)
            task.add_done_callback(end)
        elif due is not None:
            loop.call_later(seconds, look)

    def end(task: asyncio.Task[bool]) -> None:
        _tasks.discard(task)
        if not task.cancelled() and task.result():
            loop.call_later(seconds, look)

    loop.call_later(seconds, look)


_tasks: set[asyncio.Task[bool]] = set()
"""The tasks that run, because an event loop keeps only weak references."""


class AsyncEndings:
    """The work that a pool must finish before it is closed: calls being recalled, sockets being closed."""

    def __init__(self) -> None:
        self.work: list[tuple[Any, ...]] = []
        """Work that has not begun: a coroutine function and its arguments."""
        self._futures: set[asyncio.Future[Any]] = set()

    async def finish(self) -> None:
        """Carry out the last ``work`` to its end. A cancellation of the caller does not cancel it."""
        function, *arguments = self.work.pop()
        task = asyncio.get_running_loop().create_task(function(*arguments))
        self._remember(task)
        await asyncio.shield(task)

    def add_socket(self, connection: AsyncConnection) -> None:
        """Make ``wait`` wait until the socket of this connection is closed."""
        if connection.closed:
            self._remember(connection.closed)

    def _remember(self, future: asyncio.Future[Any]) -> None:
        self._futures.add(future)
        future.add_done_callback(self._futures.discard)

    async def wait(self) -> None:
        """Wait until all this work has ended."""
        if self._futures:
            await asyncio.wait(self._futures)


class AsyncForkedPool:
    """Fork handling of a pool: none, because an event loop cannot be used after a fork."""

    def _register_for_forks(self) -> None:
        """Do nothing."""

    def _register_for_exit(self) -> None:
        """Do nothing: the event loop has ended before the process ends."""


class AsyncHandleContext(ABC):
    """How a controller handle is opened and closed: ``async with``, or ``await`` and ``close``."""

    @abstractmethod
    async def ping(self) -> bool:
        """Return whether the server gives the right answer. Raises ConnectionLost if it does not answer."""

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
    """No methods: unlike ``multiprocessing.Queue``, ``asyncio.Queue`` has no thread to join."""
