# SPDX-License-Identifier: MIT
"""The handler of RQ.REPORT, with which programs expose their own queues."""

from __future__ import annotations

import math
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from rqcore.codec import Codec
from rqcore.controller.clients import Client
from rqcore.controller.exposed_queue import ExposedProgram, ExposedQueue, ReportedCall, cost_of_caller
from rqcore.controller.handlers.command_registry import handles
from rqcore.controller.queue import BLOCKED
from rqcore.controller.state import ControllerState
from rqcore.errors import BadCall, ProtocolError, RqError, TooBig, TooMany
from rqcore.protocol.event_batch import EventBatch, Method, NameKind, Outcome, Phase, decode_batch
from rqcore.protocol.memory import CALL_COST, EXPANSION, EXPOSED_COST, WAITER_COST, WORKER_COST
from rqcore.protocol.parallel_stats import LARGEST, ParallelStat, one_line, read_parallel
from rqcore.protocol.queue_values import Waiter
from rqcore.protocol.request_limits import has_more_values
from rqcore.protocol.requests.request_json import read_json
from rqcore.protocol.slices import SlicedWork, in_turns

FIGURES = frozenset(
    ("size", "maxsize", "puts", "gets", "blocked_puts", "blocked_gets", "blocked_joins", "unfinished")
)
"""The fields of a QueueStat that another program can report."""
MAX_WAITERS = 1000
"""The most blocked calls of a queue that are stored."""
MAX_JSON, MAX_BATCH_BYTES = 1 << 20, 4 << 20
"""The most bytes of the queues, and of the calls, in one report."""
MAX_VALUES = 100_000
"""The most values and keys in the queues of one report: 1,000 queues with 10,000 waiting calls have fewer."""
JSON_PER_WORK, BATCH_PER_WORK = 100, 2000
"""The bytes of the queues, and of the calls, that are decoded in a microsecond."""
MAX_QUEUES, MAX_EVENTS, MAX_CALLERS, MAX_CALLS = 1000, 5000, 10_000, 10_000
"""The most queues and events in one report, and the most threads and blocked calls of one program."""
MAX_PROGRAM = 32 << 20
"""The most bytes of memory that one program may use."""
MAX_KEPT_PREVIEW = 256
"""The most bytes of a preview that are stored while its call is blocked."""
SLICE = 1500
"""The work on a report in one turn of the event loop, in units of about a microsecond."""
ROW, WAITER, EVENT = 10, 2, 5
"""The work for a queue or a name, for a waiting call in its row, and for an event."""
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

    @property
    def cost(self) -> int:
        """The bytes of memory for the queue."""
        texts = sum(len(waiter.name) for waiter in self.waiters)
        workers = len(self.tasks.workers) + len(self.tasks.early) // 10 if self.tasks else 0
        return EXPOSED_COST + len(self.name) + WAITER_COST * len(self.waiters) + texts + WORKER_COST * workers


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
    state.work += len(queues) // JSON_PER_WORK + len(batch) // BATCH_PER_WORK
    with _refusing(state):
        if has_more_values(queues, MAX_VALUES):
            raise ValueError(f"the queues have more than {MAX_VALUES} values")
        calls = decode_batch(batch, MAX_CALLERS)
        if max(calls.count, len(calls.lengths)) > MAX_EVENTS:
            raise ValueError(f"a report can have at most {MAX_EVENTS} events")
        rows = read_json(queues)
        if not isinstance(rows, list) or len(rows) > MAX_QUEUES:
            raise ValueError(f"the queues must be an array of at most {MAX_QUEUES} objects")
    program = client.program = client.program or ExposedProgram(state.memory)
    known = len(program.queues) + len(program.calls)
    state.work += min(ROW * (len(rows) + len(calls.names)) + EVENT * (calls.count + known), SLICE)
    work = in_turns(_process(state, client, program, now_ns, rows, calls), SLICE)
    try:
        next(work)
    except StopIteration as end:
        return end.value
    kept = EXPANSION * len(queues) + len(batch) + CALL_COST * (calls.count + len(calls.names))
    client.slices = SlicedWork(work, kept)
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
    state: ControllerState,
    client: Client,
    program: ExposedProgram,
    now_ns: int,
    values: list[Any],
    batch: EventBatch,
) -> Generator[int, None, int]:
    """Check a report, and then use it. Yields the work of each step, in units of about a microsecond."""
    with _refusing(state):
        rows = yield from _read_rows(values, client)
        events = yield from _read_events(batch, program, {row.number for row in rows})
        _check_limits(state, program, len(rows), batch, events)
        needed = _check_memory(state, program, rows, batch, events)
    program.count(needed)  # now, because other programs report meanwhile
    try:
        return (yield from _use(state, client, program, now_ns, rows, batch, events))
    finally:
        program.count(-needed)


def _use(
    state: ControllerState,
    client: Client,
    program: ExposedProgram,
    now_ns: int,
    rows: list[_Row],
    batch: EventBatch,
    events: list[tuple[dict[str, int], bytes]],
) -> Generator[int, None, int]:
    """Use a report that was checked. Yields as ``_process``."""
    yield from _update_queues(state, program, now_ns, rows)
    yield from _add_callers(state, client, program, batch)
    if not state.publisher.subscriptions:
        for number in list(program.calls):  # the program stops reporting calls, and will report these again
            program.end_call(number)
            yield 1
        return 0
    for fields, preview in events:
        _record_call(state, program, fields, preview)
        yield EVENT * (1 + state.pass_reported())
    return len(state.publisher.subscriptions)


# Checking


def _read_rows(values: list[Any], client: Client) -> Generator[int, None, list[_Row]]:
    rows: list[_Row] = []
    for value in values:
        row = _read_row(value, client)
        rows.append(row)
        yield ROW + WAITER * (len(row.waiters) + 2 * len(row.tasks.workers if row.tasks else ()))
    return rows


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
    batch: EventBatch, program: ExposedProgram, queues: set[int]
) -> Generator[int, None, list[tuple[dict[str, int], bytes]]]:
    named = {name.number for name in batch.names if name.kind is NameKind.CLIENT}
    callers = program.callers.keys() | named
    events: list[tuple[dict[str, int], bytes]] = []
    for fields, preview in batch.events():
        _check_event(fields)
        if fields["client"] not in callers or fields["queue"] not in queues:
            raise LookupError("an event refers to a client or queue that was not reported")
        events.append((fields, preview))
        if len(events) > MAX_EVENTS:
            raise ValueError(f"a report can have at most {MAX_EVENTS} events")
        yield EVENT
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
    state: ControllerState, program: ExposedProgram, queues: int, batch: EventBatch, events: list[Any]
) -> None:
    if queues + len(state.exposed) - len(program.queues) > state.limits.queues:
        raise TooMany(
            f"the controller has reached its limit of {state.limits.queues} queues of other programs; "
            "expose fewer, or raise its max_queues"
        )
    if len(program.callers) + len(batch.names) > MAX_CALLERS:
        raise TooMany(f"the program has named more than {MAX_CALLERS} threads; connect again")
    if len(program.calls) + len(events) > MAX_CALLS + MAX_EVENTS:
        raise TooMany(f"the program has more than {MAX_CALLS} blocked calls; connect again")


def _check_memory(
    state: ControllerState, program: ExposedProgram, rows: list[_Row], batch: EventBatch, events: list[Any]
) -> int:
    """Return how many more bytes the program needs at most. Raises TooMany if these are too many."""
    starts = sum(1 for fields, _ in events if fields["phase"] == Phase.START)
    callers = sum(cost_of_caller(name.text) for name in batch.names if name.number not in program.callers)
    queues = sum(row.cost for row in rows) - sum(queue.cost for queue in program.queues.values())
    needed = max(queues, 0) + callers + (CALL_COST + MAX_KEPT_PREVIEW) * starts
    if needed and program.held + needed > MAX_PROGRAM:
        state.memory.refused += 1
        raise TooMany(f"the program would use {program.held + needed} bytes; it may use {MAX_PROGRAM}")
    state.memory.admit_reported(needed)
    return needed


# Using


def _update_queues(
    state: ControllerState, program: ExposedProgram, now_ns: int, rows: list[_Row]
) -> Generator[int, None, None]:
    reported = {row.number: row for row in rows}
    for number in program.queues.keys() - reported.keys():
        for work in state.hide(program, number, now_ns):
            yield EVENT * work
    for row in reported.values():
        queue, work = program.queues.get(row.number), ROW
        if queue is None:
            queue = state.expose(row.name, row.kind)
            program.add_queue(row.number, queue)
            work += state.expect_name(queue.label)
        _update_queue(program, queue, row)
        yield work


def _update_queue(program: ExposedProgram, queue: ExposedQueue, row: _Row) -> None:
    cost = row.cost
    program.count(cost - queue.cost)
    queue.cost = cost
    queue.figures = row.figures
    queue.maxsize = row.figures.get("maxsize", 0)
    queue.waiters, queue.tasks = row.waiters, row.tasks


def _add_callers(
    state: ControllerState, client: Client, program: ExposedProgram, batch: EventBatch
) -> Generator[int, None, None]:
    for name in batch.names:
        if name.kind is NameKind.CLIENT and name.number not in program.callers:
            program.add_caller(name.number, state.represent(_text(name.text), client))
            yield ROW + state.expect_name(name.text)


def _record_call(
    state: ControllerState, program: ExposedProgram, fields: dict[str, int], preview: bytes
) -> None:
    caller, queue = program.callers[fields["client"]], program.queues[fields["queue"]]
    known = program.end_call(fields["call"])
    number = known.number if known else state.publisher.next_call_number()
    if fields["phase"] == Phase.START:
        kept = preview[:MAX_KEPT_PREVIEW]
        program.begin_call(fields["call"], ReportedCall(number, caller, queue, fields, kept))
    state.publisher.record_exposed(caller, queue, fields, preview, number)
