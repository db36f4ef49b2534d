# SPDX-License-Identifier: MIT
"""The parts of the blocking client of Redis that differ from the asyncio one, ``async_redis_waiting``."""

from __future__ import annotations

import threading
import time
from _signal import getsignal  # type: ignore[import-not-found]  # the wrappers in ``signal`` take 5 µs
from _signal import signal as set_handler
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from signal import (
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
from types import FrameType, TracebackType
from typing import Any, TypeAlias, TypeVar

from redis.exceptions import ResponseError

from rqcore.errors import RqError
from rqcore.pressure.redis_address import RedisAddress
from rqcore.pressure.redis_errors import REDIS_ERRORS, translated
from rqcore.pressure.timed_connection import waiting

pack_fast: Any = None
"""Makes the bytes of a command, where hiredis is installed; redis-py looks at each argument before."""
try:
    from hiredis import pack_command

    pack_fast = pack_command
except ModuleNotFoundError:
    pass

T = TypeVar("T")
Handler: TypeAlias = Callable[[int, FrameType | None], Any]

DELAYED_SIGNALS = tuple(
    map(int, (SIGALRM, SIGHUP, SIGINT, SIGPROF, SIGQUIT, SIGTERM, SIGUSR1, SIGUSR2, SIGVTALRM))
)
"""Signals whose handlers wait for the reply to a script, which takes a network timeout at most."""

pause: Callable[[float], None] = time.sleep
"""Does nothing for a number of seconds."""
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


def call_limit(seconds: float, words: Iterable[Any]) -> AbstractContextManager[None]:
    """Do nothing: the connections limit the time of each call."""
    return nullcontext()


def execute(client: Any, network_timeout: float, wait: float, *words: Any, **options: Any) -> Any:
    """Send a command and return the reply.

    Args:
        client: A client of redis-py, whose connections limit the time of the network.
        network_timeout: Not used.
        wait: Seconds that the server may wait besides.
        *words: The command and its arguments.
        **options: Options of redis-py's ``execute_command``.
    """
    if wait:
        with waiting(wait):
            return client.execute_command(*words, **options)
    return client.execute_command(*words, **options)


class ScriptSender:
    """Sends scripts that can be repeated, on connections that it keeps.

    The client takes a connection from its pool for each command, and checks there whether the server has
    closed it. That takes as long as all else that it does. Here a closed connection is found when the
    script is sent, and the caller repeats it.

    Args:
        client: A client of redis-py, which closes the connections in the end.
    """

    def __init__(self, client: Any) -> None:
        self._client = client
        self._pool: Any = getattr(client, "connection_pool", None)
        """The pool; None for a cluster, where the client has to find the server of a key."""
        self._idle: list[Any] = []

    def send(self, network_timeout: float, words: Sequence[Any]) -> Any:
        """Send a command and return the reply, as ``execute`` does."""
        if self._pool is None:
            return self._client.execute_command(*words)
        try:
            connection = self._idle.pop()
        except IndexError:
            connection = self._pool.get_connection()
        try:
            packed = [pack_fast(words)] if pack_fast else connection.pack_command(*words)
            connection.send_packed_command(packed, check_health=False)
            reply = connection.read_response()
        except ResponseError:
            self._idle.append(connection)
            raise
        except BaseException:
            self._pool.release(connection)
            self._release_all()
            raise
        self._idle.append(connection)
        return reply

    def _release_all(self) -> None:
        """Give the idle connections back to the pool, because the server has probably closed them too."""
        while self._idle:
            self._pool.release(self._idle.pop())


def close_client(address: RedisAddress, client: Any) -> None:
    """Close a client, and the clients of its sentinels."""
    if address.is_cluster:
        client.disconnect_connection_pools()
    for opened in address.opened(client):
        opened.close()


def discard_replies(client: Any) -> None:
    """Close the idle connections of a client: after an interruption a reply may still come on one of them."""
    nodes = client.get_nodes() if hasattr(client, "get_nodes") else []
    for each in [node.redis_connection for node in nodes] or [client]:
        if each is not None:
            each.connection_pool.disconnect(inuse_connections=False)


def native_error(error: RqError) -> RqError:
    """Return the error: it is one of the standard library already."""
    return error


class Interruptions:
    """Delays the handlers of signals while a call may hold an item that its caller does not have yet.

    A handler runs in the main thread, between any two of its steps, and can raise an exception there. A
    mask of signals does not prevent this, because the system gives a signal that the main thread blocks to
    another thread, and Python runs the handler in the main thread all the same. So the handlers themselves
    are replaced by one that remembers the signal, except while the call waits, which takes no item.

    It is used with ``with``: leaving the block runs the handlers that were delayed, and raises what they
    raise. It does nothing in other threads.
    """

    def __init__(self) -> None:
        """Begin without delaying anything."""
        self._handlers: dict[int, Handler] = {}
        """The handlers of the program, by the numbers of their signals."""
        self._delayed: dict[int, FrameType | None] = {}
        """The signals that came, and the frames that they interrupted."""
        self._is_delaying = False

    def finish(self, work: Callable[..., T], *arguments: Any) -> T:
        """Carry out work that must not be interrupted."""
        return work(*arguments)

    def wait(self, work: Callable[..., T], *arguments: Any) -> T:
        """Carry out work that takes no item: a handler can interrupt it immediately."""
        self._run_delayed()
        try:
            return work(*arguments)
        finally:
            self._delay()

    def _delay(self) -> None:
        if get_ident() == main_thread().ident:
            found = zip(DELAYED_SIGNALS, map(getsignal, DELAYED_SIGNALS), strict=True)
            self._handlers = {number: handler for number, handler in found if callable(handler)}
            self._is_delaying = True
            try:
                for number in self._handlers:
                    set_handler(number, self._remember)
            except BaseException:  # of a handler that is not replaced yet
                self._run_delayed()
                raise

    def _remember(self, number: int, frame: FrameType | None) -> None:
        if self._is_delaying:
            self._delayed[number] = frame
        else:
            self._handlers[number](number, frame)

    def _run_delayed(self) -> None:
        """Set the handlers of the program again, and run the ones whose signals came meanwhile."""
        raised = None
        while self._is_delaying:
            try:
                deque(map(set_handler, self._handlers, self._handlers.values()), 0)
                self._is_delaying = False
            except BaseException as error:  # of a handler that is set again already
                raised = error
        while self._delayed:
            number, frame = self._delayed.popitem()
            try:
                self._handlers[number](number, frame)
            except BaseException as error:
                raised = error
        if raised:
            raise raised

    def __enter__(self) -> Interruptions:
        self._delay()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._run_delayed()


class SizedQueue(ABC):
    """Gives a queue ``len()``."""

    @abstractmethod
    def qsize(self) -> int:
        """Return the number of items."""

    def __len__(self) -> int:
        return self.qsize()
