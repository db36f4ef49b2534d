# SPDX-License-Identifier: GPL-3.0-or-later
"""Computes counts, rates and latencies of calls: by field, over time, and of two logs for comparison.

Only the ends of calls are counted, so that a call that had to wait counts once.
A call with several rows counts once in each group, and its items one by one.
A latency is the time from the beginning of a call to its end. Percentiles use
the nearest-rank method: p99 is the latency of a real call, and 99 % of the
calls took at most that long.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from rqdebug.events.call_rows import is_first, items_of, numbers_of
from rqdebug.events.schema import SCHEMA, on_distinct

KEYS = ("method", "queue", "client", "outcome", "codec", "target")
"""The fields by which calls can be grouped."""
QUANTILES = (0.5, 0.9, 0.99, 1.0)
"""The quantiles of latencies: p50, p90, p99 and the maximum."""
SLOWER_RATIO = 1.5
"""A group is slower if its p90 is at least this many times as high, and at least MIN_DIFFERENCE_NS higher."""
MIN_DIFFERENCE_NS = 100_000
"""Smaller differences of latencies are regarded as noise."""

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class StatisticsRow:
    """The statistics of a group of calls. Latencies are in ns."""

    key: tuple[str, ...]
    """The values of the fields by which calls are grouped."""
    count: int
    """The number of calls."""
    lost: int
    """The number of these calls whose items a rule of a debugger has lost."""
    items: int
    """The number of items that the calls moved."""
    size: int
    """The number of payload bytes."""
    rate: float | None
    """Calls per second, from the first to the last call of all groups; None if they are at one time."""
    p50: int
    p90: int
    p99: int
    max: int


def compute_statistics(
    batches: Iterable[pa.RecordBatch], by: Sequence[str] = ("method", "queue")
) -> list[StatisticsRow]:
    """Compute the statistics of each group of calls.

    Args:
        batches: Events in SCHEMA.
        by: The fields to group by, of KEYS. If it is empty, all calls are one group.

    Returns:
        The groups, sorted by their keys.

    Raises:
        ValueError: A field is not in KEYS.
    """
    if unknown := set(by) - set(KEYS):
        raise ValueError(f"calls cannot be grouped by {', '.join(unknown)}; the fields are {', '.join(KEYS)}")
    table = _ended_calls(batches)
    if not table.num_rows:
        return []
    times = numbers_of(table, "time")
    seconds = (int(times.max()) - int(times.min())) / 1e9
    groups, keys = _groups(table, by)
    first = is_first(table)
    calls, waited = groups[first], numbers_of(table, "waited")[first]
    return [
        StatisticsRow(key, count, lost, items, size, count / seconds if seconds else None, *latencies)
        for key, count, lost, items, size, latencies in zip(
            keys,
            np.bincount(calls, minlength=len(keys)).tolist(),
            np.bincount(groups[first & _is_lost(table)], minlength=len(keys)).tolist(),
            _sums(groups, items_of(table), len(keys)),
            _sums(groups, numbers_of(table, "size"), len(keys)),
            compute_quantiles(calls, waited, len(keys)).tolist(),
            strict=True,
        )
    ]


@dataclass(frozen=True, slots=True)
class Series:
    """Statistics of calls in n intervals of equal length."""

    starts: Ints
    """The beginning of each interval, in ns since 1970; shape (n,)."""
    width: int
    """The length of an interval, in ns."""
    counts: Ints
    """The number of calls that ended in each interval; shape (n,)."""
    latencies: Ints
    """Quantiles in ns; shape (n, number of QUANTILES). 0 if no call ended in the interval."""
    depths: Ints
    """The highest depth after a call in each interval; shape (n,). -1 if no call ended."""


def compute_series(batches: Iterable[pa.RecordBatch], width: int) -> Series:
    """Compute statistics by interval.

    Args:
        batches: Events in SCHEMA.
        width: The length of an interval, in ns. Intervals begin at its multiples.
    """
    table = _ended_calls(batches)
    if not table.num_rows:
        none = np.zeros(0, np.int64)
        return Series(none, width, none, none.reshape(0, len(QUANTILES)), none)
    intervals = numbers_of(table, "time") // width
    first = int(intervals.min())
    groups = intervals - first
    count = int(groups.max()) + 1
    depths = np.full(count, -1, np.int64)
    np.maximum.at(depths, groups, numbers_of(table, "depth", -1))
    starts = (np.arange(count) + first) * width
    selected = is_first(table)
    calls, waited = groups[selected], numbers_of(table, "waited")[selected]
    counts = np.bincount(calls, minlength=count)
    return Series(starts, width, counts, compute_quantiles(calls, waited, count), depths)


class DifferenceVerdict(Enum):
    """How a group of calls in the second log differs from the first."""

    ADDED = "added"
    MISSING = "missing"
    SLOWER = "slower"
    FASTER = "faster"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Difference:
    """A group of calls in two logs."""

    key: tuple[str, ...]
    """The values of the fields by which calls are grouped."""
    before: StatisticsRow | None
    """The group in the first log; None if it has no such calls."""
    after: StatisticsRow | None
    """The group in the second log; None if it has no such calls."""

    @property
    def verdict(self) -> DifferenceVerdict:
        """How the group differs, judged by its p90."""
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
    """Return the groups of two logs side by side, sorted by their keys.

    Args:
        before: The statistics of the first log.
        after: The statistics of the second log, grouped by the same fields.
    """
    old, new = ({row.key: row for row in rows} for rows in (before, after))
    return [Difference(key, old.get(key), new.get(key)) for key in sorted(old.keys() | new.keys())]


def _ended_calls(batches: Iterable[pa.RecordBatch]) -> pa.Table:
    return pa.Table.from_batches(_ends(batches), SCHEMA).unify_dictionaries()


def _is_lost(table: pa.Table) -> npt.NDArray[np.bool_]:
    outcomes = table.column("outcome").combine_chunks()
    return np.asarray(on_distinct(outcomes, lambda names: pc.equal(names, "lost")))


def _ends(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    for batch in batches:
        yield batch.filter(on_distinct(batch.column("phase"), lambda phases: pc.equal(phases, "end")))


def _groups(table: pa.Table, by: Sequence[str]) -> tuple[Ints, list[tuple[str, ...]]]:
    """Return the group number of each row, and the keys of the groups in order."""
    codes = np.zeros(table.num_rows, np.int64)
    texts: list[list[str]] = []
    for name in by:
        column = table.column(name).combine_chunks()
        texts.append(column.dictionary.to_pylist())
        # All fields as the digits of one number, so that `unique` sorts numbers and not tuples of texts.
        codes = codes * len(texts[-1]) + column.indices.to_numpy()
    distinct, groups = np.unique(codes, return_inverse=True)
    keys = [_key(code, texts) for code in distinct.tolist()]
    # The codes are in the order in which values first appeared; callers want the order of the texts.
    order = sorted(range(len(keys)), key=keys.__getitem__)
    rank = np.empty(len(keys), np.int64)
    rank[order] = np.arange(len(keys))
    return rank[groups], [keys[number] for number in order]


def _key(code: int, texts: Sequence[Sequence[str]]) -> tuple[str, ...]:
    key = []
    for values in reversed(texts):
        code, index = divmod(code, len(values))
        key.append(values[index])
    return tuple(reversed(key))


def _sums(groups: Ints, values: Ints, count: int) -> list[int]:
    sums = np.zeros(count, np.int64)
    # Not `bincount` with weights: it adds floats, which are exact only up to 2**53.
    np.add.at(sums, groups, values)
    return [int(value) for value in sums]


def compute_quantiles(groups: Ints, values: Ints, count: int) -> Ints:
    """Compute the quantiles of each group, by nearest rank.

    Args:
        groups: The group of each value, from 0; shape (n,).
        values: The values; shape (n,).
        count: The number of groups.

    Returns:
        The quantiles; shape (count, number of QUANTILES). 0 for an empty group.
    """
    found = find_quantiles(groups, values, count)
    return np.where(found >= 0, values[found], 0) if len(values) else np.zeros_like(found)


def find_quantiles(groups: Ints, values: Ints, count: int) -> Ints:
    """Find the values that are the quantiles of each group, by nearest rank.

    Args:
        groups: The group of each value, from 0; shape (n,).
        values: The values; shape (n,).
        count: The number of groups.

    Returns:
        Indices into ``values``; shape (count, number of QUANTILES). -1 for an empty group.
    """
    if not len(values):
        return np.full((count, len(QUANTILES)), -1)
    order = np.lexsort((values, groups))
    sizes = np.bincount(groups, minlength=count)
    starts = np.cumsum(sizes) - sizes
    ranks = np.ceil(np.outer(sizes, QUANTILES)).astype(np.int64) - 1
    # The index of an empty group can be past the end. `where` discards what is picked for such a group.
    picked = np.minimum(starts[:, None] + np.maximum(ranks, 0), len(values) - 1)
    return np.where(sizes[:, None] > 0, order[picked], -1)
