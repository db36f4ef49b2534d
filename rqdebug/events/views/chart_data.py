# SPDX-License-Identifier: GPL-3.0-or-later
"""Computes the data for charts of events over time. All times are in ns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from rqdebug.events.call_rows import is_first, items_of, numbers_of
from rqdebug.events.client_addresses import join_client
from rqdebug.events.schema import SCHEMA, on_distinct
from rqdebug.events.views.log_statistics import QUANTILES, find_quantiles

INTERVALS = 240
"""The default number of points of a curve."""
MAX_QUEUES = 6
"""The maximum number of queues with a curve; the busiest are chosen."""
MAX_BARS = 4000
"""The maximum number of calls that are drawn; the newest are chosen."""
MAX_LANES = 40
"""The maximum number of clients whose calls are drawn; the busiest are chosen."""
BINS = 60
"""The number of bins of the histogram, whose widths grow by a constant factor."""

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
QueueKey = tuple[str, str]
"""A target and the name of one of its queues. Queues of different targets can have the same name."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A call of a client, drawn as a bar."""

    lane: int
    """The index of the client in ``ChartData.lanes``."""
    start: int
    """ns since 1970, as ``end``."""
    end: int
    method: str
    outcome: str
    waiting: bool = False
    """Whether the call is still waiting, or held, which ``outcome`` says. A running task does not wait."""
    queue: str = ""
    target: str = ""
    call: int = 0
    """The number of the call at its target."""
    event: int = -1
    """The index of the event that the bar was made from, among the events of the chart."""


def _no_events() -> Ints:
    return np.zeros(0, np.int64)


@dataclass(frozen=True, slots=True)
class PointEvents:
    """The event behind each point: its index among the events of the chart, or -1 if there is none."""

    puts: Ints = field(default_factory=_no_events)
    """The last put in each interval; shape (n,)."""
    gets: Ints = field(default_factory=_no_events)
    """The last get in each interval; shape (n,)."""
    latencies: Ints = field(default_factory=_no_events)
    """The call whose latency is the quantile; shape (n, number of QUANTILES)."""
    blocked: Ints = field(default_factory=_no_events)
    """The last start or end of a waiting call up to the end of each interval; shape (n,)."""
    depths: dict[QueueKey, Ints] = field(default_factory=dict)
    """The last event of the queue up to the end of each interval; shape (n,)."""
    histogram: Ints = field(default_factory=_no_events)
    """The newest call in each bin; shape (BINS,)."""


@dataclass(frozen=True, slots=True)
class ChartData:
    """The data of all charts, in intervals of equal length."""

    starts: Ints
    """The beginning of each interval, in ns since 1970; shape (n,)."""
    width: int
    """The length of an interval, in ns."""
    puts: Floats
    """Items put in each interval, per second; shape (n,)."""
    gets: Floats
    """Items taken in each interval, per second; shape (n,)."""
    latencies: Ints
    """Quantiles in ns; shape (n, number of QUANTILES). 0 if no call ended in the interval."""
    blocked: Ints
    """The number of waiting calls at the end of each interval; shape (n,)."""
    depths: dict[QueueKey, Floats] = field(default_factory=dict)
    """Number of items at the end of each interval, shape (n,); NaN before the first event. The key is
    the target and the queue."""
    edges: Floats = field(default_factory=lambda: np.zeros(0))
    """The edges of the bins of ``histogram``, in ns; shape (BINS + 1,)."""
    histogram: Ints = field(default_factory=lambda: np.zeros(0, np.int64))
    """The number of calls with a latency in each bin; shape (BINS,)."""
    lanes: tuple[str, ...] = ()
    """The clients whose calls are drawn, in the order of lanes; with their targets if there are several."""
    bars: tuple[Bar, ...] = ()
    events: PointEvents = field(default_factory=PointEvents)
    target_count: int = 1
    """The number of targets of the events."""
    queue_count: int = 0
    """The number of queues of the events, with and without a curve."""
    lane_count: int = 0
    """The number of clients of the newest calls, with and without a lane."""


def label_with_target(name: str, target: str, target_count: int) -> str:
    """Return the label of a queue or client: with its target if there are several targets."""
    return f"{name} · {target}" if target and target_count > 1 else name


def compute_chart_data(
    batches: Iterable[pa.RecordBatch], intervals: int = INTERVALS, with_bars: bool = True
) -> ChartData | None:
    """Compute the data of all charts.

    Args:
        batches: Events in SCHEMA.
        intervals: The maximum number of intervals.
        with_bars: Whether to compute the bars and lanes of the timeline, too: half of the work.

    Returns:
        The data, or None if there are no events.
    """
    # Payloads are most of the bytes, and no chart shows them: `combine_chunks` would copy them.
    table = pa.Table.from_batches(batches, SCHEMA).drop(["payload"]).unify_dictionaries().combine_chunks()
    if not table.num_rows:
        return None
    times = numbers_of(table, "time")
    first, last = int(times.min()), int(times.max())
    width = max(-(-(last - first + 1) // intervals), 1)
    count = (last - first) // width + 1
    groups = (times - first) // width
    ended = _equals(table, "phase", "end")
    first_rows = is_first(table)
    waited = numbers_of(table, "waited")
    calls = np.flatnonzero(ended & first_rows)
    puts, gets = _moves(table, "put", ended), _moves(table, "get", ended)
    items = items_of(table)
    latencies, latency_events = _latencies(calls, groups, waited, count)
    blocked, blocked_events = _blocked(table, groups, count, first_rows, waited)
    depths, depth_events, queue_count = _depths(table, ended, groups, count)
    edges, histogram, histogram_events = _histogram(calls, waited)
    target_count = int(np.count_nonzero(np.bincount(_codes(table, "target")[0])))
    lanes, bars, lane_count = (
        _bars(table, times, waited, ended, first_rows, target_count) if with_bars else ((), (), 0)
    )
    return ChartData(
        starts=np.arange(count) * width + first,
        width=width,
        puts=_rate(items, puts, groups, count, width),
        gets=_rate(items, gets, groups, count, width),
        latencies=latencies,
        blocked=blocked,
        depths=depths,
        edges=edges,
        histogram=histogram,
        lanes=lanes,
        bars=bars,
        events=PointEvents(
            _last_events(np.flatnonzero(puts), groups, count),
            _last_events(np.flatnonzero(gets), groups, count),
            latency_events,
            blocked_events,
            depth_events,
            histogram_events,
        ),
        target_count=target_count,
        queue_count=queue_count,
        lane_count=lane_count,
    )


def _moves(table: pa.Table, method: str, ended: Bools) -> Bools:
    """Return which events are successful calls of a method or of its ``_many`` variant."""
    named = _equals(table, "method", method) | _equals(table, "method", f"{method}_many")
    return ended & named & _equals(table, "outcome", "ok")


def _rate(items: Ints, selected: Bools, groups: Ints, count: int, width: int) -> Floats:
    """Return the items per second of the selected events, by interval."""
    moved = np.bincount(groups[selected], items[selected], minlength=count)
    return np.asarray(moved * (1e9 / width), np.float64)


def _latencies(calls: Ints, groups: Ints, waited: Ints, count: int) -> tuple[Ints, Ints]:
    """Return the quantiles of the latencies by interval, and the events that have them."""
    found = find_quantiles(groups[calls], waited[calls], count)
    if not len(calls):
        return np.zeros((count, len(QUANTILES)), np.int64), found
    events = np.where(found >= 0, calls[found], -1)
    return np.where(found >= 0, waited[events], 0), events


def _blocked(table: pa.Table, groups: Ints, count: int, first_rows: Bools, waited: Ints) -> tuple[Ints, Ints]:
    """Return the number of waiting calls by interval, and the events that changed it last.

    The number is that of the starts minus that of the ends of calls that took time.
    """
    ended = _equals(table, "phase", "end") & (waited > 0) & ~_equals(table, "method", "task")
    ended &= first_rows & ~_equals(table, "method", "move_in")
    began = first_rows & _equals(table, "phase", "start") & ~_equals(table, "outcome", "busy")
    _exclude_held(table, began, ended, first_rows)
    starts_count = np.bincount(groups[began], minlength=count)
    ended_calls = np.bincount(groups[ended], minlength=count)
    level = np.cumsum(starts_count - ended_calls)
    # Calls that began before the first event have an end but no start here. Raise the curve by their number.
    raised = np.asarray(level - min(int(level.min()), 0), np.int64)
    return raised, _fill_forward(_last_events(np.flatnonzero(began | ended), groups, count))


def _exclude_held(table: pa.Table, began: Bools, ended: Bools, first_rows: Bools) -> None:
    """Correct where calls that a debugger held are blocked: from a start as blocked to their next row.

    Args:
        table: The events.
        began: Where the number of blocked calls rises; changed in place, as ``ended``.
        ended: Where it falls.
        first_rows: The first row of each call.
    """
    held = began & _equals(table, "outcome", "held")
    if not held.any():
        return
    keys = _call_keys(table)
    rows = np.flatnonzero(np.isin(keys, keys[held]) & first_rows)
    blocked: set[int] = set()
    for row, key in zip(rows.tolist(), keys[rows].tolist(), strict=True):
        was, now = key in blocked, bool(began[row] and not held[row])
        began[row], ended[row] = now and not was, was and not now
        (blocked.add if now else blocked.discard)(key)


def _depths(
    table: pa.Table, ended: Bools, groups: Ints, count: int
) -> tuple[dict[QueueKey, Floats], dict[QueueKey, Ints], int]:
    """Return the depths of the busiest queues by interval, their events, and the number of all queues."""
    (queues, names), (targets, target_names) = _codes(table, "queue"), _codes(table, "target")
    known = ended & table.column("depth").is_valid().to_numpy()
    depths = numbers_of(table, "depth")
    keys = targets * len(names) + queues
    counts = np.bincount(keys)
    curves, events = {}, {}
    used = [int(key) for key in np.argsort(-counts, kind="stable") if counts[key] and names[key % len(names)]]
    for key in used:
        rows = np.flatnonzero(known & (keys == key))
        if len(rows):
            name = target_names[key // len(names)], names[key % len(names)]
            events[name] = _fill_forward(_last_events(rows, groups, count))
            curves[name] = np.where(events[name] >= 0, depths[events[name]], np.nan)
        if len(curves) == MAX_QUEUES:
            break
    return dict(sorted(curves.items(), key=_queue_then_target)), events, len(used)


def _queue_then_target(curve: tuple[QueueKey, Floats]) -> QueueKey:
    target, queue = curve[0]
    return queue, target


def _last_events(rows: Ints, groups: Ints, count: int) -> Ints:
    """Return the last of some rows in each interval; -1 if it has none."""
    last = np.full(count, -1)
    last[groups[rows]] = rows  # the last of several is kept
    return last


def _fill_forward(events: Ints) -> Ints:
    """Replace each -1 by the last number before it, if there is one."""
    last_index = np.where(events < 0, 0, np.arange(len(events)))
    return np.asarray(events[np.maximum.accumulate(last_index)], np.int64)


def _histogram(calls: Ints, waited: Ints) -> tuple[Floats, Ints, Ints]:
    """Return edges and counts of a histogram of the latencies above 0, and the newest call of each bin."""
    calls = calls[waited[calls] > 0]
    if not len(calls):
        return np.zeros(0), _no_events(), _no_events()
    taken = waited[calls]
    low, high = max(int(taken.min()), 1), max(int(taken.max()), 2)
    # Slightly above the maximum: rounding must not put the last edge below it.
    edges = np.geomspace(low, high * 1.001, BINS + 1)
    bins = np.clip(np.searchsorted(edges, taken, "right") - 1, 0, BINS - 1)
    newest = np.full(BINS, -1)
    newest[bins] = calls
    return edges, np.bincount(bins, minlength=BINS), newest


def _bars(
    table: pa.Table, times: Ints, waited: Ints, ended: Bools, first_rows: Bools, target_count: int
) -> tuple[tuple[str, ...], tuple[Bar, ...], int]:
    """Return the busiest clients, their newest calls, and the number of all clients.

    Open calls reach to the last event.
    """
    rows = _select_rows(table, ended, first_rows)
    part = table.select(["client", "address", "target", "method", "outcome", "queue", "call"])
    columns = part.take(pa.array(rows)).to_pydict()
    named = zip(columns["client"], columns["address"], columns["target"], strict=True)
    clients = [(join_client(name, address), target) for name, address, target in named]
    counts = Counter(clients)
    shown = sorted(sorted(counts, key=lambda client: (-counts[client], client))[:MAX_LANES])
    lanes = {client: lane for lane, client in enumerate(shown)}
    last = int(times.max())
    bars = []
    calls = zip(columns["method"], columns["outcome"], columns["queue"], columns["call"], strict=True)
    for row, client, (method, outcome, queue, call) in zip(rows.tolist(), clients, calls, strict=True):
        if client in lanes:
            time, ends = int(times[row]), bool(ended[row])
            waiting = not ends and outcome != "busy"
            start, end = time - int(waited[row]), time if ends else last
            bars.append(Bar(lanes[client], start, end, method, outcome, waiting, queue, client[1], call, row))
    labels = tuple(label_with_target(*client, target_count) for client in shown)
    return labels, tuple(bars), len(counts)


def _select_rows(table: pa.Table, ended: Bools, first_rows: Bools) -> Ints:
    """Return the rows of the newest calls: their ends, or their starts if they have not ended."""
    keys = _call_keys(table)
    selected = ended & first_rows
    opened = np.flatnonzero(~ended & first_rows & ~np.isin(keys, keys[ended]))[::-1]
    _, newest = np.unique(keys[opened], return_index=True)  # a released call can start again, to wait
    selected[opened[newest]] = True
    return np.flatnonzero(selected)[-MAX_BARS:]


def _call_keys(table: pa.Table) -> Ints:
    """Return a number for each call, because calls of different targets can have the same number."""
    targets, _ = _codes(table, "target")
    return np.asarray(numbers_of(table, "call") * (int(targets.max(initial=0)) + 1) + targets, np.int64)


def _codes(table: pa.Table, name: str) -> tuple[Ints, list[str]]:
    """Return a dictionary-encoded column as indices and their texts."""
    (column,) = table.column(name).chunks
    return column.indices.to_numpy().astype(np.int64), column.dictionary.to_pylist()


def _equals(table: pa.Table, name: str, text: str) -> Bools:
    (column,) = table.column(name).chunks
    mask = on_distinct(column, lambda values: pc.equal(values, text))
    return np.asarray(mask.to_numpy(zero_copy_only=False), np.bool_)
