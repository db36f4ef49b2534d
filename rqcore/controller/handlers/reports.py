# SPDX-License-Identifier: MIT
"""The handler of RQ.REPORT, with which programs expose their own queues."""

from __future__ import annotations

import json
from typing import Any

from rqcore.controller.clients import Client, ReportedCall
from rqcore.controller.exposed_queue import ExposedQueue
from rqcore.controller.handlers.command_registry import handles
from rqcore.controller.state import ControllerState
from rqcore.errors import BadCall, ProtocolError, TooMany
from rqcore.protocol.event_batch import NameKind, Phase, decode_batch
from rqcore.protocol.parallel_stats import one_line, read_parallel
from rqcore.protocol.queue_values import Waiter

FIGURES = frozenset(
    ("size", "maxsize", "puts", "gets", "blocked_puts", "blocked_gets", "blocked_joins", "unfinished")
)
"""The fields of a QueueStat that another program can report."""
MAX_WAITERS = 1000
"""The most blocked calls of a queue that are stored."""


@handles("RQ.REPORT")
def report(state: ControllerState, client: Client, now_ns: int, queues: bytes, batch: bytes) -> int:
    """Update the queues that a client exposes, and record their calls.

    Args:
        state: The controller.
        client: The client that reports.
        now_ns: The current time in ns.
        queues: All queues of the program, as a JSON array of objects.
        batch: The calls, as a batch of events.

    Returns:
        The number of observers. A program without observers does not have to report calls.

    Raises:
        BadCall: The report is invalid.
        TooMany: The controller has reached its limit of exposed queues.
    """
    try:
        _update_queues(state, client, now_ns, json.loads(queues))
        _record_calls(state, client, batch)
    except (ProtocolError, ValueError, TypeError, LookupError, RecursionError) as error:
        raise BadCall(f"invalid report: {error!r}") from error
    return len(state.publisher.subscriptions)


def _update_queues(state: ControllerState, client: Client, now_ns: int, rows: list[dict[str, Any]]) -> None:
    if len(rows) + len(state.exposed) // 2 - len(client.exposed_queues) > state.limits.queues:
        raise TooMany(
            f"the controller has reached its limit of {state.limits.queues} queues of other programs; "
            "expose fewer, or raise its max_queues"
        )
    reported = {int(row["number"]): row for row in rows}
    for number in client.exposed_queues.keys() - reported.keys():
        state.hide(client, client.exposed_queues.pop(number), now_ns)
    for number, row in reported.items():
        queue = client.exposed_queues.get(number)
        if queue is None:
            queue = client.exposed_queues[number] = state.expose(_text(row["name"]), _text(row["kind"]))
        _update_queue(queue, client, row)


def _update_queue(queue: ExposedQueue, client: Client, row: dict[str, Any]) -> None:
    queue.figures = {name: int(value) for name, value in row["stat"].items() if name in FIGURES}
    queue.maxsize = queue.figures.get("maxsize", 0)
    queue.waiters = [
        Waiter(
            client=client.number,
            name=_text(name),
            method=_text(method),
            waited=float(waited),
            timeout=None if timeout_ns is None else float(timeout_ns),
        )
        for name, method, waited, timeout_ns in row["waiters"][:MAX_WAITERS]
    ]
    tasks = row.get("tasks")
    queue.tasks = None if tasks is None else read_parallel(tasks)


def _text(value: Any) -> str:
    return one_line(value) or "''"


def _record_calls(state: ControllerState, client: Client, data: bytes) -> None:
    batch = decode_batch(data)
    for name in batch.names:
        if name.kind is NameKind.CLIENT and name.number not in client.represented:
            client.represented[name.number] = state.represent(_text(name.text), client)
    if not state.publisher.subscriptions:
        client.reported_calls.clear()  # the program stops reporting calls, and will report these again
        return
    for fields, preview in batch.events():
        caller, queue = client.represented[fields["client"]], client.exposed_queues[fields["queue"]]
        known = client.reported_calls.pop(fields["call"], None)
        number = known.number if known else state.publisher.next_call_number()
        if fields["phase"] == Phase.START:
            client.reported_calls[fields["call"]] = ReportedCall(number, caller, queue, fields, preview)
        state.publisher.record_exposed(caller, queue, fields, preview, number)
