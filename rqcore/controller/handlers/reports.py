# SPDX-License-Identifier: MIT
"""What the controller does with the reports of programs that expose queues of their own."""

from __future__ import annotations

import json
from typing import Any

from rqcore.controller.clients import Client
from rqcore.controller.handlers.registry import handles
from rqcore.controller.queue import ExposedQueue
from rqcore.controller.state import ControllerState
from rqcore.errors import BadCall, ProtocolError, TooMany
from rqcore.protocol import resp
from rqcore.protocol.event_batch import NameKind, decode_batch
from rqcore.protocol.parallel_stats import one_line, read_parallel

FIGURES = frozenset(
    ("size", "maxsize", "puts", "gets", "blocked_puts", "blocked_gets", "blocked_joins", "unfinished")
)
"""Of a QueueStat, what another program may tell."""
MAX_WAITERS = 1000


@handles("RQ.REPORT")
def report(hub: ControllerState, client: Client, now: int, queues: bytes, batch: bytes) -> bytes:
    """Bring the client's queues up to date, and tell observers what was called. Raises BadCall, TooMany."""
    try:
        _refresh(hub, client, json.loads(queues))
        _pass_on(hub, client, batch)
    except (ProtocolError, ValueError, TypeError, LookupError, RecursionError) as error:
        raise BadCall(f"this report cannot be read: {error!r}") from error
    return resp.integer(len(hub.news.observing))


def _refresh(hub: ControllerState, client: Client, rows: list[dict[str, Any]]) -> None:
    if len(rows) + len(hub.exposed) // 2 - len(client.exposes) > hub.limits.queues:
        raise TooMany(f"the controller lists {hub.limits.queues} queues of other programs, as many as it may")
    told = {int(row["number"]): row for row in rows}
    for number in client.exposes.keys() - told.keys():
        hub.hide(client.exposes.pop(number))
    for number, row in told.items():
        queue = client.exposes.get(number)
        if queue is None:
            queue = client.exposes[number] = hub.expose(_text(row["name"]), _text(row["kind"]))
        _update(queue, client, row)


def _update(queue: ExposedQueue, client: Client, row: dict[str, Any]) -> None:
    queue.told = {name: int(value) for name, value in row["stat"].items() if name in FIGURES}
    queue.maxsize = queue.told.get("maxsize", 0)
    queue.waiting = [
        {
            "client": client.number,
            "name": _text(name),
            "method": _text(method),
            "waited": float(waited),
            "timeout": None if timeout is None else float(timeout),
        }
        for name, method, waited, timeout in row["waiters"][:MAX_WAITERS]
    ]
    tasks = row.get("tasks")
    queue.tasks = None if tasks is None else read_parallel(tasks)


def _text(value: Any) -> str:
    return one_line(value) or "''"


def _pass_on(hub: ControllerState, client: Client, data: bytes) -> None:
    batch = decode_batch(data)
    for name in batch.names:
        if name.kind is NameKind.CLIENT and name.number not in client.speaks_for:
            client.speaks_for[name.number] = hub.introduce(_text(name.text), client)
    if not hub.news.observing:
        return
    for fields, preview in batch.events():
        hub.news.told_elsewhere(
            client.speaks_for[fields["client"]], client.exposes[fields["queue"]], fields, preview
        )
