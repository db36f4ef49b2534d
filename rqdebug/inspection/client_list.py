# SPDX-License-Identifier: GPL-3.0-or-later
"""The clients of a server: who is connected, since when, and what each waits for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from rqcore import ControllerHandle
from rqcore.client.capabilities import Capability
from rqcore.client.exchange import Exchange
from rqcore.errors import ConnectionLost, ProtocolError, RqError
from rqcore.protocol.queue_values import QueueStat, Waiter
from rqcore.protocol.resp import Value, command

if TYPE_CHECKING:  # redis-py may be missing
    from rqcore.pressure.redis_handles import RedisControllerHandle

MAX_QUEUES = 100
"""Queues with blocked calls that one refresh examines."""


@dataclass(frozen=True, slots=True)
class ConnectedClient:
    """A connection to a server, as CLIENT LIST describes it."""

    number: int
    name: str
    """Empty if it has none."""
    address: str
    user: str
    age: int
    """Seconds since it connected."""
    idle: int
    """Seconds since its last command."""
    command: str
    """Its last command, in lower case; empty if it has sent none."""
    is_blocked: bool = False
    """Whether its last command waits."""
    is_observer: bool = False
    """Whether it receives the events of all clients."""
    queue: str = ""
    """The queue that it waits for; empty if it does not wait, or if that is unknown."""
    method: str = ""
    """The method that waits, such as ``get``; empty if that is unknown."""
    waited: float = 0.0
    """Seconds since the method began to wait."""


def list_clients(controller: ControllerHandle, queues: Iterable[QueueStat] = ()) -> list[ConnectedClient]:
    """Return the clients of a server.

    Args:
        controller: A handle of the server.
        queues: The queues among which to find what blocked clients wait for.

    Raises:
        RqError: The server cannot be reached, or the user may not list its clients.
    """
    rows = _rows(controller)
    if not any("b" in row.get("flags", "") for row in rows):
        return [_client(row, None) for row in rows]
    waits = _waits(controller, [queue for queue in queues if queue.blocked_puts or queue.blocked_gets])
    return [_client(row, waits.get(_number(row.get("id")))) for row in rows]


def _rows(controller: ControllerHandle) -> list[dict[str, str]]:
    if Capability.EXCHANGES in controller.capabilities:
        return controller.run(Exchange(command(["CLIENT", "LIST"]), _read_lines))
    connection = cast("RedisControllerHandle", controller).connection
    nodes = connection.client.get_primaries() if hasattr(connection.client, "get_primaries") else [None]
    options: list[dict[str, Any]] = [{"target_nodes": node} if node else {} for node in nodes]
    replies = [connection.list_clients(**each) for each in options]
    return [row for reply in replies for row in reply]


def _read_lines(value: Value) -> list[dict[str, str]]:
    if not isinstance(value, bytes):
        raise ProtocolError(f"answered {value!r} to CLIENT LIST, which is no list of clients")
    lines = value.decode(errors="replace").splitlines()
    return [dict(word.partition("=")[::2] for word in line.split(" ") if word) for line in lines]


def _waits(controller: ControllerHandle, queues: Sequence[QueueStat]) -> dict[int, tuple[str, Waiter]]:
    """Return what each blocked client waits for, by its number: the label of the queue, and the call."""
    waits: dict[int, tuple[str, Waiter]] = {}
    for queue in queues[:MAX_QUEUES]:
        try:
            waiters = controller.queue(queue.namespace).waiters()
        except ConnectionLost:
            raise
        except RqError:  # it was closed since, or belongs to another program
            continue
        waits |= {waiter.client: (queue.label, waiter) for waiter in waiters if waiter.client}
    return waits


def _client(row: dict[str, str], wait: tuple[str, Waiter] | None) -> ConnectedClient:
    flags, last = row.get("flags", ""), row.get("cmd", "")
    client = ConnectedClient(
        _number(row.get("id")),
        row.get("name", ""),
        row.get("addr", ""),
        row.get("user", ""),
        _number(row.get("age")),
        _number(row.get("idle")),
        "" if last == "NULL" else last.lower(),
        "b" in flags or wait is not None,
        "O" in flags,
        *((wait[0], wait[1].method, wait[1].waited) if wait else ()),
    )
    return client


def _number(text: object) -> int:
    return int(str(text)) if str(text).isdecimal() else 0
