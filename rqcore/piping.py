# SPDX-License-Identifier: MIT
"""``rqcore put``, ``rqcore get`` and ``rqcore free``: use queues in a shell.

Each line of the input is an item, and each item is a line of the output. The items are bytes, so that any
program can put and get them. The queue can be on a controller or on Redis.
"""

from __future__ import annotations

import os
import sys
import warnings
from collections.abc import Iterator
from typing import Any, BinaryIO

from rqcore.client.controller_handle import ControllerHandle
from rqcore.client.queue_handle import QueueHandle
from rqcore.connecting import connect
from rqcore.errors import BadCall, BadSetting, Empty, Full, NoQueue, RqError, ShutDown, one_line
from rqcore.url import UnencryptedWarning

CHUNK = 1 << 16
"""Bytes of the input that are read at a time."""
IN_TIME, TOO_LATE, FAILED = 0, 1, 2
"""The exit codes."""
CLIENT = "rqcore"
"""The name of these commands in events and lists."""


def put_lines(
    url: str | None, name: str, *, maxsize: int = 0, timeout: float | None = None, shutdown: bool = False
) -> int:
    """Put each line of the standard input. Create the queue if it does not exist.

    Args:
        url: The server; None takes RQ_URL.
        name: The name of the queue.
        maxsize: Maximum number of items of a new queue; 0 means no limit.
        timeout: Seconds to wait while the queue is full; None waits without a limit.
        shutdown: Whether to shut the queue down after the last line.

    Returns:
        The exit code: 0; 1 if the queue was full for too long.

    Raises:
        BadSetting: There is no input, or the server or the queue refuses; the message states how many lines
            were put.
    """
    if sys.stdin is None:
        raise BadSetting("the input is closed; pipe lines to rqcore put")
    count = 0
    try:
        with _connect(url) as controller:
            queue = _open(controller, name, maxsize)
            for lines in _read_lines(sys.stdin.buffer):
                while lines:
                    done = queue.put_many(lines, timeout)
                    count, lines = count + done, lines[done:]
            if shutdown:
                queue.shutdown()
    except Full as error:
        print(one_line(f"rqcore: {error}; {_lines(count)} put"), file=sys.stderr)
        return TOO_LATE
    except RqError as error:
        raise BadSetting(f"{error}; {_lines(count)} put") from error
    return IN_TIME


def _connect(url: str | None) -> ControllerHandle:
    """Connect. The command has printed a line if the connection is not encrypted."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UnencryptedWarning)
        return connect(url, name=CLIENT)


def _lines(count: int) -> str:
    return "1 line was" if count == 1 else f"{count} lines were"


def _open(controller: ControllerHandle, name: str, maxsize: int) -> QueueHandle:
    try:
        return controller.queue(name)
    except NoQueue:
        return controller.create(name, maxsize=maxsize, exist_ok=True)


def _read_lines(stream: BinaryIO) -> Iterator[list[bytes]]:
    """Yield lists of lines without their ends, as soon as they arrive."""
    rest = b""
    while chunk := os.read(stream.fileno(), CHUNK):
        *lines, rest = (rest + chunk).split(b"\n")
        if lines:
            yield lines
    if rest:
        yield [rest]


def get_lines(
    url: str | None,
    name: str,
    *,
    count: int | None = None,
    timeout: float | None = None,
    create: bool = False,
) -> int:
    """Take items and write each as a line, until the queue is shut down and empty.

    Args:
        url: The server; None takes RQ_URL.
        name: The name of the queue.
        count: Maximum number of items; None means no limit.
        timeout: Seconds to wait for each item; None waits without a limit.
        create: Whether to create the queue if it does not exist.

    Returns:
        The exit code: 0; 1 if no item came in time.

    Raises:
        BadSetting: The server or the queue refuses.
        OSError: The output cannot be written; the item that was taken last is lost.
    """
    try:
        with _connect(url) as controller:
            queue = _open(controller, name, 0) if create else controller.queue(name)
            taken = 0
            while count is None or taken < count:
                _write_line(queue.get(timeout=timeout, decoded=False).data)
                taken += 1
    except ShutDown:
        return IN_TIME
    except Empty as error:
        print(one_line(f"rqcore: {error}"), file=sys.stderr)
        return TOO_LATE
    except RqError as error:
        missing = f"no queue is named {name!r}; start rqcore put first, or add --create"
        raise BadSetting(missing if isinstance(error, NoQueue) else str(error)) from error
    return IN_TIME


def _write_line(item: bytes) -> None:
    try:
        sys.stdout.buffer.write(item + b"\n")
        sys.stdout.buffer.flush()
    except OSError:
        print("rqcore: an item was taken that could not be written; use --count", file=sys.stderr)
        raise


def free_role(url: str | None, name: str, role: str, *, holder: str = "", force: bool = False) -> int:
    """Free the role of a queue on Redis that a client has left taken.

    Args:
        url: The server; None takes RQ_URL.
        name: The name of the queue.
        role: ``"producer"`` or ``"consumer"``.
        holder: The name of the client that must hold the role; empty accepts any.
        force: Whether to free the role also if its holder is still connected.

    Returns:
        The exit code: 0; 1 if the role was not taken, or by another client.

    Raises:
        BadSetting: The server has no roles, or refuses; or the holder is still connected.
    """
    try:
        with _connect(url) as controller:
            queue = _pressure_queue(controller, name)
            found = [one for one in queue.holders() if one.role == role]
            if not found or holder not in ("", found[0].name):
                by = f" by {found[0].name!r}, not by {holder!r}" if found else ""
                print(f"rqcore: the {role} role of {name!r} is {'taken' if by else 'free'}{by}")
                return TOO_LATE
            if found[0].alive and not force:
                raise BadCall(
                    f"{found[0].name!r}, the {role} of {name!r}, is still connected; "
                    "end it, or add --force if it does not work any more"
                )
            is_freed = queue.free(role, found[0].name)
    except RqError as error:
        raise BadSetting(str(error)) from error
    age = "" if found[0].age is None else f" for {found[0].age:.0f} s"
    print(f"rqcore: freed the {role} role of {name!r}, which {found[0].name!r} held{age}")
    return IN_TIME if is_freed else TOO_LATE


def _pressure_queue(controller: Any, name: str) -> Any:
    """Return the pressure queue of this name. Raises BadCall if it has no roles, NoQueue if there is none."""
    if not hasattr(controller, "pressure"):
        raise BadCall("only queues on Redis have roles; write a URL such as redis://127.0.0.1:6379")
    if not controller.queue(name).stat().has_roles:
        raise BadCall(
            f"{name!r} is not a pressure queue, so it has no roles: any number of clients use it at a time"
        )
    return controller.pressure(name)
