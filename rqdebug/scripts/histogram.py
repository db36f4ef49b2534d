# SPDX-License-Identifier: GPL-3.0-or-later
"""Histograms of durations: little memory for any number of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

_BITS = 3
"""Each power of two has 2**3 buckets, so a duration is known to within an eighth."""


@dataclass(frozen=True, slots=True)
class Bucket:
    """``count`` durations from ``low`` to below ``high``, in ns."""

    low: int
    high: int
    count: int


@dataclass(frozen=True, slots=True)
class Histogram:
    """Durations in ns, by bucket."""

    counts: Mapping[int, int] = field(default_factory=dict)
    total: int = 0
    maximum: int = 0

    def __len__(self) -> int:
        return sum(self.counts.values())

    def __iter__(self) -> Iterator[Bucket]:
        """Yield the buckets that are not empty, shortest durations first."""
        for index in sorted(self.counts):
            yield Bucket(_low(index), _low(index + 1), self.counts[index])

    @property
    def mean(self) -> float:
        return self.total / len(self) if self.counts else 0.0

    def quantile(self, share: float) -> int:
        """Return the duration that this share does not exceed, to within an eighth; 0 if there are none."""
        wanted, seen = share * len(self), 0
        for bucket in self:
            seen += bucket.count
            if seen >= wanted:
                return min(bucket.high, self.maximum)
        return self.maximum


class Spread:
    """Counts durations, in one thread at a time."""

    def __init__(self) -> None:
        self._counts: dict[int, int] = {}
        self._total = self._maximum = 0

    def add(self, ns: int) -> None:
        index = _index(ns)
        self._counts[index] = self._counts.get(index, 0) + 1
        self._total += ns
        if ns > self._maximum:
            self._maximum = ns

    def histogram(self) -> Histogram:
        return Histogram(dict(self._counts), self._total, self._maximum)


def _index(ns: int) -> int:
    shift = max(ns.bit_length() - _BITS - 1, 0)
    return (shift << _BITS) + (ns >> shift)


def _low(index: int) -> int:
    """Return the shortest duration of a bucket."""
    shift = max((index >> _BITS) - 1, 0)
    return (index - (shift << _BITS)) << shift
