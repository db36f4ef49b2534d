# SPDX-License-Identifier: MIT
"""The parts of the asyncio client of Redis that differ from the blocking one, ``redis_waiting``."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterable, Sequence
from types import TracebackType
from typing import Any, TypeVar

from rqcore.client.asyncio_errors import AsyncEmpty, AsyncFull, asyncio_error
from rqcore.errors import RqError
from rqcore.pressure.errors import ConsumerInUse, InUse, ProducerInUse
from rqcore.pressure.redis_address import RedisAddress
from rqcore.protocol.timeouts import SLOWEST_TRANSFER

T = TypeVar("T")


class AsyncProducerInUse(ProducerInUse, AsyncFull):
    """The producer role did not become free in time. Also an ``asyncio.QueueFull``."""


class AsyncConsumerInUse(ConsumerInUse, AsyncEmpty):
    """The consumer role did not become free in time. Also an ``asyncio.QueueEmpty``."""


_ROLES: dict[type[InUse], type[InUse]] = {
    ProducerInUse: AsyncProducerInUse,
    ConsumerInUse: AsyncConsumerInUse,
}


def native_error(error: RqError) -> RqError:
    """Return the error that is also one of ``asyncio.Queue``."""
    if isinstance(error, InUse):
        return _ROLES[type(error)](error.name, error.holder, error.age)
    return asyncio_error(error)


def open_client(address: RedisAddress, client_name: str, network_timeout: float) -> Any:
    """Make a client of redis-py, which connects on first use.

    Args:
        address: The server.
        client_name: The name of this process on the server.
        network_timeout: Seconds that the network may take for any step.
    """
    return address.open_async(client_name, network_timeout)


async def close_client(address: RedisAddress, client: Any) -> None:
    """Close a client, and the clients of its sentinels."""
    for opened in address.opened(client):
        await opened.aclose()


def call_limit(seconds: float, words: Iterable[Any]) -> asyncio.Timeout:
    """Limit the time of an ``async with`` block; large words of a command prolong it."""
    size = sum(len(word) for word in words if isinstance(word, bytes))
    return asyncio.timeout(seconds + size / SLOWEST_TRANSFER)


async def execute(client: Any, network_timeout: float, wait: float, *words: Any, **options: Any) -> Any:
    """Send a command and return the reply.

    Args:
        client: A client of redis-py.
        network_timeout: Seconds that the network may take.
        wait: Seconds that the server may wait besides.
        *words: The command and its arguments.
        **options: Options of redis-py's ``execute_command``.
    """
    async with call_limit(network_timeout + wait, words):
        return await client.execute_command(*words, **options)


async def pause(seconds: float) -> None:
    """Do nothing for a number of seconds."""
    await asyncio.sleep(seconds)


class AsyncScriptSender:
    """Sends scripts that can be repeated.

    Args:
        client: A client of redis-py.
    """

    def __init__(self, client: Any) -> None:
        self._client = client

    async def send(self, network_timeout: float, words: Sequence[Any]) -> Any:
        """Send a command and return the reply, as ``execute`` does."""
        return await execute(self._client, network_timeout, 0.0, *words)


def caller_id() -> int:
    """Return a number for the current task, which makes one call at a time."""
    return id(asyncio.current_task())


async def discard_replies(client: Any) -> None:
    """Do nothing: redis-py closes a connection whose call was cancelled."""


class AsyncInterruptions:
    """Delays the cancellation of a task while its call may hold an item that the caller does not have yet.

    It is used with ``with``: leaving the block raises a cancellation that was delayed.
    """

    def __init__(self) -> None:
        """Begin without a cancellation."""
        self._cancelled: asyncio.CancelledError | None = None

    async def finish(self, work: Callable[..., Coroutine[Any, Any, T]], *arguments: Any) -> T:
        """Carry out work to its end, even if the task is cancelled, and return its result."""
        task = asyncio.ensure_future(work(*arguments))
        while not task.done():
            try:
                await asyncio.wait([task])
            except asyncio.CancelledError as error:
                self._cancelled = self._cancelled or error
        return task.result()

    async def wait(self, work: Callable[..., Coroutine[Any, Any, T]], *arguments: Any) -> T:
        """Carry out work that takes no item: a cancellation interrupts it immediately."""
        self._raise()
        return await work(*arguments)

    def _raise(self) -> None:
        if self._cancelled:
            raise self._cancelled

    def __enter__(self) -> AsyncInterruptions:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._raise()


class AsyncSizedQueue:
    """Empty: an asyncio queue has no ``len()``, because ``len`` cannot be awaited."""
