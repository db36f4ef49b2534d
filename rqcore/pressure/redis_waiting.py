# SPDX-License-Identifier: MIT
"""Where the blocking client of Redis differs from the asyncio one, ``async_redis_waiting``."""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod
from typing import Any, TypeVar

from rqcore.pressure.redis_address import RedisAddress
from rqcore.pressure.redis_errors import REDIS_ERRORS, translated

T = TypeVar("T")

caller_id = threading.get_ident
"""Returns a number for the current thread, which makes one call at a time."""


def open_client(address: RedisAddress, client_name: str, network_timeout: float) -> Any:
    """Make a client of redis-py, which connects when it is used. Raises RqError."""
    try:
        return address.open(client_name, network_timeout)
    except REDIS_ERRORS as error:  # redis-py asks a cluster for its nodes at once
        raise translated(error, address) from error


def close_client(address: RedisAddress, client: Any) -> None:
    """Close a client and all that were opened with it."""
    if address.is_cluster:
        client.disconnect_connection_pools()
    for opened in address.opened(client):
        opened.close()


def finish(result: T) -> tuple[T, BaseException | None]:
    """Return the result of work that has been done. An interruption raises where it happens."""
    return result, None


class SizedQueue(ABC):
    """``len()`` of a queue."""

    @abstractmethod
    def qsize(self) -> int:
        """Return the number of items."""

    def __len__(self) -> int:
        return self.qsize()
