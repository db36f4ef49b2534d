# SPDX-License-Identifier: MIT
"""The parts of the blocking client of Redis that differ from the asyncio one, ``async_redis_waiting``."""

from __future__ import annotations

import threading
from _signal import pthread_sigmask  # type: ignore[import-not-found]  # the wrapper in ``signal`` takes 10 µs
from abc import ABC, abstractmethod
from collections.abc import Callable
from signal import (
    SIG_BLOCK,
    SIG_SETMASK,
    SIGALRM,
    SIGHUP,
    SIGINT,
    SIGPROF,
    SIGQUIT,
    SIGTERM,
    SIGUSR1,
    SIGUSR2,
    SIGVTALRM,
)
from threading import get_ident, main_thread
from typing import Any, TypeVar

from rqcore.errors import RqError
from rqcore.pressure.redis_address import RedisAddress
from rqcore.pressure.redis_errors import REDIS_ERRORS, translated

T = TypeVar("T")

DELAYED_SIGNALS = tuple(
    map(int, (SIGALRM, SIGHUP, SIGINT, SIGPROF, SIGQUIT, SIGTERM, SIGUSR1, SIGUSR2, SIGVTALRM))
)
"""Signals whose handlers wait for the end of a script, which takes a network timeout at most."""

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


def finish(work: Callable[..., T], *arguments: Any) -> tuple[T, BaseException | None]:
    """Carry out work while signals wait; return its result, and what a signal handler raised afterwards.

    Signal handlers run in the main thread only. In a program with other threads the system may give a signal
    to one of them; then the handler runs, and may raise, in the middle of the work.
    """
    if get_ident() != main_thread().ident:
        return work(*arguments), None
    before = pthread_sigmask(SIG_BLOCK, DELAYED_SIGNALS)
    try:
        result = work(*arguments)
    except BaseException:
        pthread_sigmask(SIG_SETMASK, before)
        raise
    try:
        pthread_sigmask(SIG_SETMASK, before)
    except BaseException as error:  # of a handler that had to wait
        return result, error
    return result, None


def discard_replies(client: Any) -> None:
    """Close the idle connections of a client: after an interruption a reply may still come on one of them."""
    nodes = client.get_nodes() if hasattr(client, "get_nodes") else []
    for each in [node.redis_connection for node in nodes] or [client]:
        if each is not None:
            each.connection_pool.disconnect(inuse_connections=False)


def native_error(error: RqError) -> RqError:
    """Return the error: it is one of the standard library already."""
    return error


class SizedQueue(ABC):
    """Gives a queue ``len()``."""

    @abstractmethod
    def qsize(self) -> int:
        """Return the number of items."""

    def __len__(self) -> int:
        return self.qsize()
