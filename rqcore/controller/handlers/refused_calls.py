# SPDX-License-Identifier: MIT
"""Records calls that failed without waiting, with everything that the caller sent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rqcore.controller.clients import Client
from rqcore.controller.handlers.observers import is_silent
from rqcore.controller.items import Item, items_of_request
from rqcore.controller.state import ControllerState
from rqcore.controller.wait_queue import outcome_of
from rqcore.errors import RqError
from rqcore.protocol.command_spec import CommandSpec
from rqcore.protocol.event_batch import Method

RECORDING = 15
"""The work of recording a call that failed, and of its event."""


def record_refused(
    state: ControllerState,
    client: Client,
    row: CommandSpec,
    now_ns: int,
    arguments: list[bytes],
    error: RqError,
) -> None:
    """Record a command that failed without waiting.

    Args:
        state: The controller.
        client: The client that called.
        row: The command.
        now_ns: The current time in ns.
        arguments: The arguments of the request, as bytes.
        error: The error.
    """
    if row.method is None or state.publisher.record_fast is None:
        return
    if is_silent(state, client, row.is_read_only):
        return
    try:
        values = row.parse_named(arguments)
    except RqError:
        values = {}
    if row.method is Method.CREATE:
        reference = (values.get("name") or "").encode()
    else:
        reference = arguments[0] if arguments else b""
    timeout_ns = values.get("timeout_ns", None if row.waits else 0)
    items = _items_of(values)
    method = Method.PUT_MANY if row.method is Method.PUT and len(items) > 1 else row.method
    record_failed(state, client, method, now_ns, reference, error, items, timeout_ns)


def record_failed(
    state: ControllerState,
    client: Client,
    method: Method,
    now_ns: int,
    reference: bytes,
    error: RqError,
    items: Sequence[Item] = (),
    timeout_ns: int | None = 0,
) -> None:
    """Record a call that failed without waiting.

    Args:
        state: The controller.
        client: The client that called.
        method: The method.
        now_ns: The current time in ns.
        reference: The name or namespace that the client used; empty if there is none.
        error: The error.
        items: The items that the client wanted to put.
        timeout_ns: In ns; None for no timeout.
    """
    if state.publisher.record_fast is not None:
        state.work += RECORDING
        queue = state.event_queue(reference)
        state.publisher.record(client, method, now_ns, outcome_of(error), queue, items, timeout_ns)


def _items_of(values: dict[str, Any]) -> list[Item]:
    """Return the items that the caller wanted to put. A payload in the spool was deleted with the refusal."""
    return [] if values.get("spooled") else items_of_request(values)
