# SPDX-License-Identifier: MIT
"""The parts of the blocking client of Redis that differ from the asyncio one, ``async_redis_waiting``."""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any, TypeVar

from rqcore.pressure.redis_address import RedisAddress
from rqcore.pressure.redis_errors import REDIS_ERRORS, translated

T = TypeVar("T")

caller_id: Callable[[], int] = threading.get_ident
"""Returns the number of the current thread, which makes one call at a time."""


def open_client(address: RedisAddress, client_name: str, network_timeout: float) -> Any:
    """Make a client of redis-py, which connects on first use.

    Args:
        address: The server.
        client_name: The name of this process on the server.
        network_timeout: Seconds that the network may take for any step.

    Raises:
        RqError: A cluster cannot be reached.
    """
    try:
        return address.open(client_name, network_timeout)
    except REDIS_ERRORS as error:  # for a cluster redis-py asks for the nodes here
        raise translated(error, address) from error


def close_client(address: RedisAddress, client: Any) -> None:
    """Close a client, and the clients of its sentinels."""
    if address.is_cluster:
        client.disconnect_connection_pools()
    for opened in address.opened(client):
        opened.close()


def finish(result: T) -> tuple[T, BaseException | None]:
    """Return the result of finished work, and None: an interruption is raised where it happens."""
    return result, None


class SizedQueue(ABC):
    """Gives a queue ``len()``."""

    @abstractmethod
    def qsize(self) -> int:
        """Return the number of items."""

    def __len__(self) -> int:
        return self.qsize()
