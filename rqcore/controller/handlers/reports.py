# SPDX-License-Identifier: MIT
"""The handler of RQ.REPORT, with which programs expose their own queues."""

from __future__ import annotations

import json
import math
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any, NamedTuple

from rqcore.codec import Codec
from rqcore.controller.clients import Client, ReportedCall
from rqcore.controller.exposed_queue import ExposedQueue
from rqcore.controller.handlers.command_registry import handles
from rqcore.controller.queue import BLOCKED
from rqcore.controller.state import ControllerState
from rqcore.errors import BadCall, ProtocolError, RqError, TooBig, TooMany
from rqcore.protocol.event_batch import EventBatch, Method, NameKind, Outcome, Phase, decode_batch
from rqcore.protocol.parallel_stats import LARGEST, ParallelStat, one_line, read_parallel
from rqcore.protocol.queue_values import Waiter
from rqcore.protocol.slices import SlicedWork, finish, sliced

FIGURES = frozenset(
    ("size", "maxsize", "puts", "gets", "blocked_puts", "blocked_gets", "blocked_joins", "unfinished")
)
"""The fields of a QueueStat that another program can report."""
MAX_WAITERS = 1000
"""The most blocked calls of a queue that are stored."""
MAX_JSON, MAX_BATCH_BYTES = 1 << 20, 4 << 20
"""The most bytes of the queues, and of the calls, in one report."""
MAX_QUEUES, MAX_EVENTS, MAX_CALLERS, MAX_CALLS = 1000, 5000, 10_000, 10_000
"""The most queues and events in one report, and the most threads and blocked calls of one program."""
MAX_KEPT_PREVIEW = 256
"""The most bytes of a preview that are stored while its call is blocked."""
ROWS, EVENTS = 50, 250
"""The queues, and the events, that are processed in one turn of the event loop."""
MAX_MESSAGE = 300
"""The most characters of the reason why a report is invalid."""
WRONG = (ValueError, TypeError, LookupError, OverflowError, RecursionError, AttributeError)
"""What reading a wrong report can raise."""
_LIMITS = {
    "time": (0, 2**62),
    "waited": (0, 2**62),
    "timeout": (-1, 2**62),
    "size": (0, 2**32),
    "depth": (0, 2**31),
    "items": (0, 2**31),
    "call": (0, 2**64),
    "item": (0, 2**64),
}
"""The fields of an event that are used as numbers, with the lowest value and a value above the highest."""


class _Row(NamedTuple):
    """A queue in a report, after it was checked."""

    number: int
    name: str
    kind: str
    figures: dict[str, int]
    waiters: list[Waiter]
    tasks: ParallelStat | None


@handles("RQ.REPORT")
def report(state: ControllerState, client: Client, now_ns: int, queues: bytes, batch: bytes) -> Any:
    """Update the queues that a client exposes, and record their calls.

    Everything is checked before anything is used. Both happen in slices.

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
        TooBig: The report is too long.
        TooMany: The controller has reached its limit of exposed queues, or of calls of one program.
    """
    if len(queues) > MAX_JSON or len(batch) > MAX_BATCH_BYTES:
        state.counters.refused_reports += 1
        raise TooBig(
            f"the report has {len(queues)} bytes of queues and {len(batch)} of calls; "
            f"send at most {MAX_JSON} and {MAX_BATCH_BYTES}"
        )
    with _refusing(state):
        rows, calls = json.loads(queues), decode_batch(batch)
        if not isinstance(rows, list) or len(rows) > MAX_QUEUES:
            raise ValueError(f"the queues must be an array of at most {MAX_QUEUES} objects")
    work = _process(state, client, now_ns, rows, calls)
    if len(rows) <= ROWS and max(calls.count, len(calls.lengths)) <= EVENTS:
        return finish(work)
    client.slices = SlicedWork(work, len(queues) + len(batch))
    return BLOCKED


@contextmanager
def _refusing(state: ControllerState) -> Iterator[None]:
    """Count a report that is refused in the block, and raise BadCall for what is wrong with it."""
    try:
        yield
    except (ProtocolError, *WRONG) as error:
        state.counters.refused_reports += 1
        raise BadCall(f"invalid report: {error!r}"[:MAX_MESSAGE]) from error
    except RqError:
        state.counters.refused_reports += 1
        raise


def _process(
    state: ControllerState, client: Client, now_ns: int, values: list[Any], batch: EventBatch
) -> Generator[None, None, int]:
    """Check a report, and then use it."""
    with _refusing(state):
        rows = yield from _read_rows(values, client)
        events = yield from _read_events(batch, client, {row.number for row in rows})
        _check_limits(state, client, len(rows), batch, events)
    yield from _update_queues(state, client, now_ns, rows)
    _add_callers(state, client, batch)
    if not state.publisher.subscriptions:
        client.reported_calls.clear()  # the program stops reporting calls, and will report these again
        return 0
    for part in sliced(events, EVENTS):
        for fields, preview in part:
            _record_call(state, client, fields, preview)
        yield
    return len(state.publisher.subscriptions)


# Checking


def _read_rows(rows: list[Any], client: Client) -> Generator[None, None, list[_Row]]:
    found: list[_Row] = []
    for part in sliced(rows, ROWS):
        found += [_read_row(row, client) for row in part]
        yield
    return found


def _read_row(row: dict[str, Any], client: Client) -> _Row:
    tasks = row.get("tasks")
    return _Row(
        number=_whole(row["number"]),
        name=_text(row["name"]),
        kind=_text(row["kind"]),
        figures={name: _figure(name, value) for name, value in row["stat"].items() if name in FIGURES},
        waiters=[_read_waiter(waiter, client) for waiter in row["waiters"][:MAX_WAITERS]],
        tasks=None if tasks is None else read_parallel(tasks),
    )


def _read_waiter(waiter: list[Any], client: Client) -> Waiter:
    name, method, waited, timeout = waiter
    limit = None if timeout is None else _seconds(timeout)
    return Waiter(
        client=client.number, name=_text(name), method=_text(method), waited=_seconds(waited), timeout=limit
    )


def _whole(value: Any) -> int:
    if type(value) is not int or not 0 <= value <= LARGEST:
        raise ValueError(f"a figure must be a whole number from 0 to {LARGEST}")
    return value


def _figure(name: str, value: Any) -> int:
    figure = _whole(value)
    if name == "size" and figure >= _LIMITS["depth"][1]:
        raise ValueError(f"the size of a queue is {figure}; events have no such depth")
    return figure


def _seconds(value: Any) -> float:
    if type(value) not in (int, float) or math.isnan(value) or value < 0:
        raise ValueError("a time must be a number of seconds of 0 or more")
    return float(min(value, LARGEST))


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError("a name must be text")
    return one_line(value) or "''"


def _read_events(
    batch: EventBatch, client: Client, queues: set[int]
) -> Generator[None, None, list[tuple[dict[str, int], bytes]]]:
    named = {name.number for name in batch.names if name.kind is NameKind.CLIENT}
    callers = client.represented.keys() | named
    events: list[tuple[dict[str, int], bytes]] = []
    found = batch.events()
    while part := list(islice(found, EVENTS)):
        for fields, _ in part:
            _check_event(fields)
            if fields["client"] not in callers or fields["queue"] not in queues:
                raise LookupError("an event refers to a client or queue that was not reported")
        events += part
        if len(events) > MAX_EVENTS:
            raise ValueError(f"a report can have at most {MAX_EVENTS} events")
        yield
    return events


def _check_event(fields: dict[str, int]) -> None:
    """Check the fields of an event. Raises ValueError or LookupError."""
    for name, (lowest, above) in _LIMITS.items():
        if not lowest <= fields[name] < above:
            raise ValueError(f"the field {name} of an event is {fields[name]}")
    Method(fields["method"])
    Phase(fields["phase"])
    Outcome(fields["outcome"])
    Codec(fields["codec"])


def _check_limits(
    state: ControllerState, client: Client, queues: int, batch: EventBatch, events: list[Any]
) -> None:
    if queues + len(state.exposed) - len(client.exposed_queues) > state.limits.queues:
        raise TooMany(
            f"the controller has reached its limit of {state.limits.queues} queues of other programs; "
            "expose fewer, or raise its max_queues"
        )
    if len(client.represented) + len(batch.names) > MAX_CALLERS:
        raise TooMany(f"the program has named more than {MAX_CALLERS} threads; connect again")
    if len(client.reported_calls) + len(events) > MAX_CALLS + MAX_EVENTS:
        raise TooMany(f"the program has more than {MAX_CALLS} blocked calls; connect again")


# Using


def _update_queues(
    state: ControllerState, client: Client, now_ns: int, rows: list[_Row]
) -> Generator[None, None, None]:
    reported = {row.number: row for row in rows}
    for part in sliced(list(client.exposed_queues.keys() - reported.keys()), ROWS):
        for number in part:
            state.hide(client, client.exposed_queues.pop(number), now_ns)
        yield
    for part in sliced(list(reported.values()), ROWS):
        for row in part:
            queue = client.exposed_queues.get(row.number)
            if queue is None:
                queue = client.exposed_queues[row.number] = state.expose(row.name, row.kind)
            _update_queue(queue, row)
        yield


def _update_queue(queue: ExposedQueue, row: _Row) -> None:
    queue.figures = row.figures
    queue.maxsize = row.figures.get("maxsize", 0)
    queue.waiters, queue.tasks = row.waiters, row.tasks


def _add_callers(state: ControllerState, client: Client, batch: EventBatch) -> None:
    for name in batch.names:
        if name.kind is NameKind.CLIENT and name.number not in client.represented:
            client.represented[name.number] = state.represent(_text(name.text), client)


def _record_call(state: ControllerState, client: Client, fields: dict[str, int], preview: bytes) -> None:
    caller, queue = client.represented[fields["client"]], client.exposed_queues[fields["queue"]]
    known = client.reported_calls.pop(fields["call"], None)
    number = known.number if known else state.publisher.next_call_number()
    if fields["phase"] == Phase.START:
        kept = preview[:MAX_KEPT_PREVIEW]
        client.reported_calls[fields["call"]] = ReportedCall(number, caller, queue, fields, kept)
    state.publisher.record_exposed(caller, queue, fields, preview, number)
