# SPDX-License-Identifier: GPL-3.0-or-later
"""Counts, rates and latencies of the calls in a log: by any field, over time, and of two logs side by side.

Only ends of calls count: a start says nothing that its end does not say. A
latency is the time from a call's beginning to its end. Percentiles are exact,
by nearest rank: p99 is a latency that a call had, and 99 % were no slower.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from rqdebug.events.schema import SCHEMA, on_distinct

KEYS = ("method", "queue", "client", "outcome", "codec", "target")
"""Fields by which calls can be grouped."""
QUANTILES = (0.5, 0.9, 0.99, 1.0)
SLOWER_RATIO = 1.5
"""A p90 this many times as high is a difference, if it is also MIN_DIFFERENCE_NS higher."""
MIN_DIFFERENCE_NS = 100_000

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class StatisticsRow:
    """A group of calls. Latencies in ns."""

    key: tuple[str, ...]
    count: int
    items: int
    size: int
    """Bytes of payload."""
    rate: float
    """Calls per second, over the time from the first call of all groups to the last."""
    p50: int
    p90: int
    p99: int
    max: int


def compute_statistics(
    batches: Iterable[pa.RecordBatch], by: Sequence[str] = ("method", "queue")
) -> list[StatisticsRow]:
    """Of each kind of call, in the order of their names; with nothing in ``by`` all are of one kind.

    Raises ValueError for a field that is none of KEYS.
    """
    if unknown := set(by) - set(KEYS):
        raise ValueError(f"calls cannot be grouped by {', '.join(unknown)}; the fields are {', '.join(KEYS)}")
    table = _ended_calls(batches)
    if not table.num_rows:
        return []
    times = _numbers(table, "time")
    seconds = max((int(times.max()) - int(times.min())) / 1e9, 1e-9)
    groups, keys = _groups(table, by)
    return [
        StatisticsRow(key, count, items, size, count / seconds, *latencies)
        for key, count, items, size, latencies in zip(
            keys,
            np.bincount(groups, minlength=len(keys)).tolist(),
            _sums(groups, _numbers(table, "items"), len(keys)),
            _sums(groups, _numbers(table, "size"), len(keys)),
            compute_quantiles(groups, _numbers(table, "duration"), len(keys)).tolist(),
            strict=True,
        )
    ]


@dataclass(frozen=True, slots=True)
class Series:
    """What happened in intervals of equal length."""

    starts: Ints
    """ns since 1970."""
    width: int
    """ns."""
    counts: Ints
    latencies: Ints
    """A row for each interval, a column for each of QUANTILES; 0 if no call ended."""
    depths: Ints
    """The highest depth after a call; -1 if there was no call."""


def compute_series(batches: Iterable[pa.RecordBatch], width: int) -> Series:
    """Return figures by interval. ``width`` is in ns; intervals begin at its multiples."""
    table = _ended_calls(batches)
    if not table.num_rows:
        none = np.zeros(0, np.int64)
        return Series(none, width, none, none.reshape(0, len(QUANTILES)), none)
    intervals = _numbers(table, "time") // width
    first = int(intervals.min())
    groups = intervals - first
    count = int(groups.max()) + 1
    depths = np.full(count, -1, np.int64)
    np.maximum.at(depths, groups, _numbers(table, "depth"))
    starts = (np.arange(count) + first) * width
    counts = np.bincount(groups, minlength=count)
    return Series(
        starts, width, counts, compute_quantiles(groups, _numbers(table, "duration"), count), depths
    )


class DifferenceVerdict(Enum):
    """How a group of calls differs in the second log."""

    ADDED = "added"
    MISSING = "missing"
    SLOWER = "slower"
    FASTER = "faster"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Difference:
    """A group of calls in two logs."""

    key: tuple[str, ...]
    before: StatisticsRow | None
    after: StatisticsRow | None

    @property
    def verdict(self) -> DifferenceVerdict:
        if self.before is None or self.after is None:
            return DifferenceVerdict.ADDED if self.before is None else DifferenceVerdict.MISSING
        before, after = self.before.p90, self.after.p90
        if abs(after - before) >= MIN_DIFFERENCE_NS:
            if after >= SLOWER_RATIO * before:
                return DifferenceVerdict.SLOWER
            if before >= SLOWER_RATIO * after:
                return DifferenceVerdict.FASTER
        return DifferenceVerdict.SAME


def compare_statistics(before: Iterable[StatisticsRow], after: Iterable[StatisticsRow]) -> list[Difference]:
    """Return two statistics, grouped by the same fields, side by side."""
    old, new = ({row.key: row for row in rows} for rows in (before, after))
    return [Difference(key, old.get(key), new.get(key)) for key in sorted(old.keys() | new.keys())]


def _ended_calls(batches: Iterable[pa.RecordBatch]) -> pa.Table:
    return pa.Table.from_batches(_ends(batches), SCHEMA).unify_dictionaries()


def _ends(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    for batch in batches:
        yield batch.filter(on_distinct(batch.column("phase"), lambda phases: pc.equal(phases, "end")))


def _numbers(table: pa.Table, name: str) -> Ints:
    column = table.column(name)
    if pa.types.is_temporal(column.type):
        column = pa.chunked_array([chunk.view(pa.int64()) for chunk in column.chunks], pa.int64())
    return np.asarray(column.to_numpy(), np.int64)


def _groups(table: pa.Table, by: Sequence[str]) -> tuple[Ints, list[tuple[str, ...]]]:
    """Return the group number of each row, and the keys of the groups in order."""
    codes = np.zeros(table.num_rows, np.int64)
    texts: list[list[str]] = []
    for name in by:
        column = table.column(name).combine_chunks()
        texts.append(column.dictionary.to_pylist())
        codes = codes * len(texts[-1]) + column.indices.to_numpy()
    distinct, groups = np.unique(codes, return_inverse=True)
    keys = [_key(code, texts) for code in distinct.tolist()]
    order = sorted(range(len(keys)), key=keys.__getitem__)
    rank = np.empty(len(keys), np.int64)
    rank[order] = np.arange(len(keys))
    return rank[groups], [keys[number] for number in order]


def _key(code: int, texts: Sequence[Sequence[str]]) -> tuple[str, ...]:
    found = []
    for values in reversed(texts):
        code, place = divmod(code, len(values))
        found.append(values[place])
    return tuple(reversed(found))


def _sums(groups: Ints, values: Ints, count: int) -> list[int]:
    sums = np.zeros(count, np.int64)
    np.add.at(sums, groups, values)
    return [int(value) for value in sums]


def compute_quantiles(groups: Ints, values: Ints, count: int) -> Ints:
    """Return a row for each group, a column for each of QUANTILES, by nearest rank; 0 for empty groups."""
    if not len(values):
        return np.zeros((count, len(QUANTILES)), np.int64)
    order = np.lexsort((values, groups))
    sizes = np.bincount(groups, minlength=count)
    starts = np.cumsum(sizes) - sizes
    ranks = np.ceil(np.outer(sizes, QUANTILES)).astype(np.int64) - 1
    picked = np.minimum(starts[:, None] + np.maximum(ranks, 0), len(values) - 1)
    return np.where(sizes[:, None] > 0, values[order][picked], 0)
