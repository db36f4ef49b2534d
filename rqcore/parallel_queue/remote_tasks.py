# SPDX-License-Identifier: MIT
"""The protocol between parallel queues and remote workers: JSON in lists, on a controller or a Redis.

=========================  =========================================================================
list                       elements
=========================  =========================================================================
rqcore:work:FUNCTION       tasks of ``module:function``: ``[queue, number, heartbeat, args, options]``
rqcore:work:results:QUEUE  results of a queue: ``{"task": number, "worker": name, "is": kind, …}``
rqcore:work:open:QUEUE     the heartbeat of a queue; exists while the queue wants results
rqcore:work:queues         the names of all queues
=========================  =========================================================================

The kinds of results are ``begun`` (sent when a worker takes a task), ``alive`` (its heartbeat), ``value``
and ``raised`` (the end), and ``left`` (the worker was stopped and has given up the task). If the heartbeat
of a worker stops, the queue gives the task to another worker.

No received data is executed: a worker runs only the function that it was started with, and an exception
that is not a builtin of Python becomes a TaskError.
"""

from __future__ import annotations

import builtins
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from rqcore.client.exchange import Exchange
from rqcore.client.exchanges import ping
from rqcore.client.pool import ConnectionPool
from rqcore.errors import BadCall, BadUrl, CodecError, ProtocolError, TaskError
from rqcore.protocol.resp import Value, command
from rqcore.url import Address, Url, url_text

PREFIX = "rqcore:work:"
REDIS_PORT = 6379
MIN_HEARTBEAT = 0.05
"""Seconds. A worker sends heartbeats no faster, whatever a task asks for."""
MAX_HEARTBEAT = 86_400.0
"""Seconds. A worker sends heartbeats no more rarely, whatever a task asks for."""


def server_url(url: str | Address | None) -> Url:
    """Return the server that has the lists: a controller, ``redis://`` or ``rediss://``. Raises BadUrl.

    Args:
        url: The URL; None takes the environment variable RQ_URL, or else the usual controller.
    """
    text = url_text(url)
    for redis, scheme in (("redis://", "rq://"), ("rediss://", "rqs://")):
        if text.startswith(redis):
            rest = text.removeprefix(redis).rstrip("/")
            port = "" if rest.rpartition("@")[2].rpartition("]")[2].count(":") else f":{REDIS_PORT}"
            return Url.parse(f"{scheme}{rest}{port}")
    if text.startswith("redis+"):
        raise BadUrl("remote workers need a single server, not a cluster: write rq://host or redis://host")
    return Url.parse(text)


def open_pool(url: Url, name: str, network_timeout: float) -> ConnectionPool:
    """Make a pool of connections, and its first connection; the caller closes it.

    Args:
        url: The address of the controller, or of a Redis.
        name: The name of this client in events and lists.
        network_timeout: Maximum seconds that the network may take for any call.

    Raises:
        BadUrl: The files for TLS in the URL cannot be used.
        ConnectionLost: The server cannot be reached, or does not answer in time.
        NoAuth: The server requires a password.
        TooMany: The server has its maximum number of clients.
        WrongPass: The user or the password is wrong.
    """
    pool = ConnectionPool(url, name, network_timeout)
    try:
        pool.run(ping())
    except BaseException:
        pool.close()
        raise
    return pool


def import_name(function: Callable[..., Any]) -> str:
    """Return the name ``module:function``. Raises BadCall if a worker could not import it."""
    module, name = getattr(function, "__module__", None), getattr(function, "__qualname__", "")
    if not module or module == "__main__" or not name.isidentifier():
        raise BadCall(
            f"remote workers cannot import {function!r}: it must be a function of a module, not of __main__"
        )
    return f"{module}:{name}"


def tasks_of(function: str) -> str:
    """Return the name of the list with the tasks of ``module:function``."""
    return f"{PREFIX}{function}"


def results_of(queue: str) -> str:
    """Return the name of the list with the results for a queue."""
    return f"{PREFIX}results:{queue}"


def heartbeat_of(queue: str) -> str:
    """Return the name of the list that exists while the queue wants results."""
    return f"{PREFIX}open:{queue}"


@dataclass(frozen=True, slots=True)
class TaskRequest:
    """A task for a remote worker."""

    queue: str
    """The queue that wants the result."""
    number: int
    """The number of the task in its queue."""
    heartbeat: float
    """Seconds between two heartbeats of the worker."""
    args: list[Any]
    options: dict[str, Any]
    """Keyword arguments."""

    @classmethod
    def read(cls, data: bytes) -> TaskRequest:
        """Decode a task. Raises ProtocolError."""
        try:
            queue, number, seconds, args, options = json.loads(data)
            heartbeat = min(max(float(seconds), MIN_HEARTBEAT), MAX_HEARTBEAT)
            request = cls(str(queue), int(number), heartbeat, list(args), dict(options))
            request.queue.encode()  # fails for a lone surrogate
        except (ValueError, TypeError, RecursionError, OverflowError) as error:
            shown = data[:80].decode(errors="backslashreplace")
            raise ProtocolError(f"{shown!r} is not a task: {error}") from error
        return request


def encode_arguments(args: tuple[Any, ...], options: dict[str, Any]) -> bytes:
    """Encode the arguments of a task, as JSON without the outer brackets. Raises CodecError."""
    try:
        return json.dumps([args, options], separators=(",", ":"))[1:-1].encode()
    except (TypeError, ValueError, RecursionError) as error:
        raise CodecError(f"the arguments of a remote task must be JSON values: {error}") from error


def encode_request(queue: str, number: int, heartbeat: float, arguments: bytes) -> bytes:
    """Encode a task.

    Args:
        queue: The queue that wants the result.
        number: The number of the task in its queue.
        heartbeat: Seconds between two heartbeats of the worker.
        arguments: From ``encode_arguments``.
    """
    return b'["%b",%d,%g,%b]' % (queue.encode(), number, heartbeat, arguments)


def encode_exception(error: BaseException, trace: str) -> list[Any]:
    """Return module, class, arguments, text and traceback of an exception, for JSON."""
    try:
        args = json.loads(json.dumps(error.args))
    except (TypeError, ValueError, RecursionError):
        args = [str(error)]
    return [type(error).__module__, type(error).__qualname__, args, str(error), trace]


def decode_exception(encoded: Any) -> Exception:
    """Make an exception with its ``stack_trace``: a builtin of Python as itself, any other as TaskError."""
    try:
        module, name, args, text, trace = encoded
    except (TypeError, ValueError):
        return TaskError(f"the worker sent no exception of the task, but {str(encoded)[:80]!r}")
    kind = getattr(builtins, str(name), None) if module == "builtins" else None
    if isinstance(kind, type) and issubclass(kind, Exception):
        try:
            error: Exception = kind(*args)
        except Exception:  # this class does not take these arguments
            error = TaskError(f"{name}: {text}")
    else:
        error = TaskError(f"{module}.{name}: {text}")
    error.stack_trace = str(trace)  # type: ignore[attr-defined]
    error.add_note(f"In the worker:\n{trace}")
    return error


def push(name: str, data: bytes) -> Exchange[int]:
    """Append to a list; the result is its new length."""
    return Exchange(command(["LPUSH", name, data]), int)


def pop(name: str, timeout: float) -> Exchange[bytes | None]:
    """Take the oldest element of a list; the result is None if none came within ``timeout`` seconds."""

    def push_back(reply: Value) -> list[Exchange[None]]:
        return [Exchange(command(["RPUSH", name, reply[1]]), lambda _: None)] if reply else []

    request = command(["BRPOP", name, timeout])
    return Exchange(request, lambda reply: reply and bytes(reply[1]), timeout, push_back)


def take(name: str) -> Exchange[bytes | None]:
    """Take the oldest element of a list without waiting; the result is None if there is none."""
    return Exchange(command(["RPOP", name]), _bytes)


def last(name: str) -> Exchange[bytes | None]:
    """Read the newest element of a list, which stays there; the result is None if there is none."""
    return Exchange(command(["LRANGE", name, 0, 0]), lambda reply: _bytes(reply[0]) if reply else None)


def time() -> Exchange[int]:
    """Read the server's clock; the result is in seconds since 1970."""
    return Exchange(command(["TIME"]), lambda reply: int(reply[0]))


def _bytes(reply: Value) -> bytes | None:
    return None if reply is None else bytes(reply)


def length(name: str) -> Exchange[int]:
    """Count the elements of a list."""
    return Exchange(command(["LLEN", name]), int)


def exists(name: str) -> Exchange[bool]:
    """Ask whether a list exists."""
    return Exchange(command(["EXISTS", name]), bool)


def delete(*names: str) -> Exchange[int]:
    """Delete lists; the result is how many existed."""
    return Exchange(command(["DEL", *names]), int)
