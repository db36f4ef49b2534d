# SPDX-License-Identifier: GPL-3.0-or-later
"""Computes the data for charts of events over time. All times are in ns."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from rqdebug.events.call_rows import is_first, items_of
from rqdebug.events.client_addresses import join_client
from rqdebug.events.schema import SCHEMA, on_distinct
from rqdebug.events.views.log_statistics import compute_quantiles

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
    """Whether the call is still waiting. A running task does not wait."""


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
    depths: dict[str, Floats] = field(default_factory=dict)
    """Queue → number of items at the end of each interval, shape (n,); NaN before the first event."""
    edges: Floats = field(default_factory=lambda: np.zeros(0))
    """The edges of the bins of ``histogram``, in ns; shape (BINS + 1,)."""
    histogram: Ints = field(default_factory=lambda: np.zeros(0, np.int64))
    """The number of calls with a latency in each bin; shape (BINS,)."""
    lanes: tuple[str, ...] = ()
    """The clients whose calls are drawn, in the order of lanes."""
    bars: tuple[Bar, ...] = ()


def compute_chart_data(batches: Iterable[pa.RecordBatch], intervals: int = INTERVALS) -> ChartData | None:
    """Compute the data of all charts.

    Args:
        batches: Events in SCHEMA.
        intervals: The maximum number of intervals.

    Returns:
        The data, or None if there are no events.
    """
    # Payloads are most of the bytes, and no chart shows them: `combine_chunks` would copy them.
    table = pa.Table.from_batches(batches, SCHEMA).drop(["payload"]).unify_dictionaries().combine_chunks()
    if not table.num_rows:
        return None
    times = _to_ints(table, "time")
    first, last = int(times.min()), int(times.max())
    width = max(-(-(last - first + 1) // intervals), 1)
    count = (last - first) // width + 1
    groups = (times - first) // width
    ended = _equals(table, "phase", "end")
    first_rows = is_first(table)
    calls = ended & first_rows
    waited = _to_ints(table, "waited")
    edges, histogram = _histogram(waited[calls])
    lanes, bars = _bars(table, times, waited, ended, first_rows)
    return ChartData(
        np.arange(count) * width + first,
        width,
        _rate(table, "put", ended, groups, count, width),
        _rate(table, "get", ended, groups, count, width),
        compute_quantiles(groups[calls], waited[calls], count),
        _blocked(table, groups, count, first_rows),
        _depths(table, ended, groups, count),
        edges,
        histogram,
        lanes,
        bars,
    )


def _rate(
    table: pa.Table, method: str, ended: npt.NDArray[np.bool_], groups: Ints, count: int, width: int
) -> Floats:
    """Return the items per second that a method and its ``_many`` variant moved, by interval."""
    selected = ended & (_equals(table, "method", method) | _equals(table, "method", f"{method}_many"))
    selected &= _equals(table, "outcome", "ok")
    items = np.bincount(groups[selected], items_of(table)[selected], minlength=count)
    return np.asarray(items * (1e9 / width), np.float64)


def _blocked(table: pa.Table, groups: Ints, count: int, first_rows: npt.NDArray[np.bool_]) -> Ints:
    """Return the number of waiting calls by interval: starts minus ends of calls that took time."""
    ended = (
        _equals(table, "phase", "end") & (_to_ints(table, "waited") > 0) & ~_equals(table, "method", "task")
    )
    ended &= first_rows & ~_equals(table, "method", "move_in")
    began = first_rows & _equals(table, "phase", "start") & ~_equals(table, "outcome", "busy")
    starts_count = np.bincount(groups[began], minlength=count)
    ended_calls = np.bincount(groups[ended], minlength=count)
    level = np.cumsum(starts_count - ended_calls)
    # Calls that began before the first event have an end but no start here. Raise the curve by their number.
    return np.asarray(level - min(int(level.min()), 0), np.int64)


def _depths(table: pa.Table, ended: npt.NDArray[np.bool_], groups: Ints, count: int) -> dict[str, Floats]:
    """Return queue → depth after the last call up to the end of each interval."""
    (column,) = table.column("queue").chunks
    codes, names = column.indices.to_numpy(), column.dictionary.to_pylist()
    known = table.column("depth").is_valid().to_numpy()
    depths = _to_ints(table, "depth")
    curves = {}
    for code in np.argsort(-np.bincount(codes, minlength=len(names)), kind="stable")[:MAX_QUEUES]:
        selected = ended & (codes == code) & known
        if names[code] and selected.any():
            level = np.full(count, np.nan)
            level[groups[selected]] = depths[selected]  # the last of several is kept
            curves[names[code]] = _fill_forward(level)
    return dict(sorted(curves.items()))


def _fill_forward(level: Floats) -> Floats:
    """Replace each NaN by the last number before it, if there is one."""
    last_index = np.where(np.isnan(level), 0, np.arange(len(level)))
    return np.asarray(level[np.maximum.accumulate(last_index)], np.float64)


def _histogram(latencies: Ints) -> tuple[Floats, Ints]:
    """Return the edges and counts of a histogram of the latencies above 0."""
    taken = latencies[latencies > 0]
    if not len(taken):
        return np.zeros(0), np.zeros(0, np.int64)
    low, high = max(int(taken.min()), 1), max(int(taken.max()), 2)
    # Slightly above the maximum: rounding must not put the last edge below it.
    edges = np.geomspace(low, high * 1.001, BINS + 1)
    counts, _ = np.histogram(taken, edges)
    return edges, counts


def _bars(
    table: pa.Table,
    times: Ints,
    waited: Ints,
    ended: npt.NDArray[np.bool_],
    first_rows: npt.NDArray[np.bool_],
) -> tuple[tuple[str, ...], tuple[Bar, ...]]:
    """Return the busiest clients and their newest calls. Open calls reach to the last event."""
    rows = _select_rows(table, ended, first_rows)
    part = table.take(pa.array(rows))
    named = zip(part.column("client").to_pylist(), part.column("address").to_pylist(), strict=True)
    clients = [join_client(name, address) for name, address in named]
    busiest = pc.value_counts(pa.array(clients, pa.string()))
    order = sorted(busiest.to_pylist(), key=lambda each: (-each["counts"], each["values"]))[:MAX_LANES]
    lanes = tuple(sorted(each["values"] for each in order))
    numbers = {name: number for number, name in enumerate(lanes)}
    last = int(times.max())
    methods, outcomes = part.column("method").to_pylist(), part.column("outcome").to_pylist()
    bars = []
    for row, client, method, outcome in zip(rows, clients, methods, outcomes, strict=True):
        if client in numbers:
            time, ends = int(times[row]), bool(ended[row])
            end = time if ends else last
            waiting = not ends and outcome != "busy"
            bars.append(Bar(numbers[client], time - int(waited[row]), end, method, outcome, waiting))
    return lanes, tuple(bars)


def _select_rows(table: pa.Table, ended: npt.NDArray[np.bool_], first_rows: npt.NDArray[np.bool_]) -> Ints:
    """Return the rows of the newest calls: their ends, or their starts if they have not ended."""
    calls = _to_ints(table, "call")
    (column,) = table.column("target").chunks
    targets = column.indices.to_numpy().astype(np.int64)
    # Calls of different targets can have the same number.
    keys = calls * (int(targets.max(initial=0)) + 1) + targets
    open_starts = ~ended & ~np.isin(keys, keys[ended])
    return np.flatnonzero((ended | open_starts) & first_rows)[-MAX_BARS:]


def _equals(table: pa.Table, name: str, text: str) -> npt.NDArray[np.bool_]:
    (column,) = table.column(name).chunks
    mask = on_distinct(column, lambda values: pc.equal(values, text))
    return np.asarray(mask.to_numpy(zero_copy_only=False), np.bool_)


def _to_ints(table: pa.Table, name: str) -> Ints:
    (column,) = table.column(name).chunks
    if pa.types.is_temporal(column.type):
        column = column.view(pa.int64())
    column = pc.fill_null(column, 0)
    return np.asarray(column.to_numpy(zero_copy_only=False), np.int64)
