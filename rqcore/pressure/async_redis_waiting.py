# SPDX-License-Identifier: MIT
"""Where the asyncio client of Redis differs from the blocking one, ``redis_waiting``."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from rqcore.pressure.redis_address import RedisAddress

T = TypeVar("T")


def open_client(address: RedisAddress, client_name: str, network_timeout: float) -> Any:
    """Make a client of redis-py, which connects when it is used."""
    return address.open_async(client_name, network_timeout)


async def close_client(address: RedisAddress, client: Any) -> None:
    """Close a client and all that were opened with it."""
    for opened in address.opened(client):
        await opened.aclose()


def caller_id() -> int:
    """Return a number for the current task, which makes one call at a time."""
    return id(asyncio.current_task())


async def finish(work: Coroutine[Any, Any, T]) -> tuple[T, BaseException | None]:
    """Do work that must not be broken off; return its result, and the first cancellation meanwhile."""
    task = asyncio.ensure_future(work)
    cancelled = None
    while not task.done():
        try:
            await asyncio.wait([task])
        except asyncio.CancelledError as error:
            cancelled = cancelled or error
    if cancelled and task.exception():
        raise cancelled
    return task.result(), cancelled


class AsyncSizedQueue:
    """``len()`` of a queue; an asyncio queue has none, because it cannot be awaited."""
