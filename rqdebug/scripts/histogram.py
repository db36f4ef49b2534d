# SPDX-License-Identifier: GPL-3.0-or-later
"""Histograms of durations, which need little memory for any number of durations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

_BITS = 3
"""Each power of two is divided into 2**3 buckets, so the relative error is at most an eighth."""


@dataclass(frozen=True, slots=True)
class Bucket:
    """The number of durations from ``low`` to below ``high``, in ns."""

    low: int
    high: int
    count: int


@dataclass(frozen=True, slots=True)
class Histogram:
    """An immutable histogram of durations in ns."""

    counts: Mapping[int, int] = field(default_factory=dict)
    """The number of durations by bucket index."""
    total: int = 0
    """The sum of all durations."""
    maximum: int = 0
    """The longest duration."""

    def __len__(self) -> int:
        """Return the number of durations."""
        return sum(self.counts.values())

    def __iter__(self) -> Iterator[Bucket]:
        """Yield the non-empty buckets, shortest durations first."""
        for index in sorted(self.counts):
            yield Bucket(_low(index), _low(index + 1), self.counts[index])

    @property
    def mean(self) -> float:
        """The exact mean in ns; 0 if the histogram is empty."""
        return self.total / len(self) if self.counts else 0.0

    def quantile(self, share: float) -> int:
        """Return a quantile in ns, at most an eighth too high; 0 if the histogram is empty.

        Args:
            share: 0.5 for the median, 0.99 for the 99th percentile.
        """
        wanted, counted = share * len(self), 0
        for bucket in self:
            counted += bucket.count
            if counted >= wanted:
                return min(bucket.high, self.maximum)
        return self.maximum


class HistogramBuilder:
    """Counts durations and makes histograms of them. Not thread-safe."""

    def __init__(self) -> None:
        self._counts: dict[int, int] = {}
        self._total = self._maximum = 0

    def add(self, ns: int) -> None:
        """Count a duration in ns."""
        index = _index(ns)
        self._counts[index] = self._counts.get(index, 0) + 1
        self._total += ns
        if ns > self._maximum:
            self._maximum = ns

    def histogram(self) -> Histogram:
        """Return a snapshot of the durations so far."""
        return Histogram(dict(self._counts), self._total, self._maximum)


def _index(ns: int) -> int:
    # The highest _BITS + 1 bits and their position, as in HdrHistogram. Below 16, a bucket has one number.
    shift = max(ns.bit_length() - _BITS - 1, 0)
    return (shift << _BITS) + (ns >> shift)


def _low(index: int) -> int:
    """Return the shortest duration of the bucket with this index."""
    shift = max((index >> _BITS) - 1, 0)
    return (index - (shift << _BITS)) << shift
