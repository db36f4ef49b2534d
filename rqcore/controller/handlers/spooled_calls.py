# SPDX-License-Identifier: MIT
"""Calls that put large files of the spool into durable queues: the files are read first, in slices."""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Any

from rqcore.controller.clients import Client
from rqcore.controller.handlers.refused_calls import record_failed
from rqcore.controller.handlers.stepped_calls import Steps, finish_later
from rqcore.controller.items import Item, total_bytes
from rqcore.controller.queue import BlockedValue, Queue
from rqcore.controller.spooled_items import counting, read_file, read_files
from rqcore.controller.state import ControllerState
from rqcore.errors import RqError
from rqcore.protocol.event_batch import Method
from rqcore.protocol.spool_api import Content


def put_when_read(
    state: ControllerState,
    client: Client,
    reference: bytes,
    content: Content,
    put: Callable[[int, bytes], Any],
) -> BlockedValue:
    """Put a payload when its file is read.

    Args:
        state: The controller.
        client: The client that calls.
        reference: The name or namespace of the queue.
        content: The file.
        put: Puts the payload: takes the time in ns, and the payload. Returns the value of the call, or
            ``BLOCKED``.
    """
    size = 2 * len(content)  # a file counts as negative memory until its item is in a queue
    steps = _when_read(state, client, Method.PUT, reference, size, read_file(content), put)
    return finish_later(state, client, steps)


def move_when_read(
    state: ControllerState,
    client: Client,
    reference: bytes,
    files: list[Item],
    move: Callable[[int, dict[int, bytes]], Any],
) -> BlockedValue:
    """Move items when the files of their payloads are read. Other clients can take some meanwhile.

    Args:
        state: The controller.
        client: The client that calls.
        reference: The name or namespace of the source.
        files: The items with large files.
        move: Moves the next items: takes the time in ns, and the payloads by the numbers of items. Returns
            the value of the call.
    """
    size = total_bytes(files)
    steps = _when_read(state, client, Method.MOVE, reference, size, read_files(files), move)
    return finish_later(state, client, steps)


def must_read_files(state: ControllerState, target: Queue) -> bool:
    """Return whether a call that moves items to a queue may have to wait until their files are read."""
    return target.is_durable and bool(state.spool and state.spool.items) and not state.in_transaction


def _when_read(
    state: ControllerState,
    client: Client,
    method: Method,
    reference: bytes,
    size: int,
    reading: Generator[None, None, Any],
    proceed: Callable[[int, Any], Any],
) -> Steps:
    """Read ``size`` bytes in steps, and then carry out the call, unless its client has left.

    Records its failure, as the dispatcher does for calls that fail immediately.
    """
    now_ns = yield
    try:
        with counting(state.memory, size):
            data = yield from reading
            now_ns = yield
        return proceed(now_ns, data) if client.number in state.clients else None
    except RqError as error:
        record_failed(state, client, method, now_ns, reference, error)
        raise
