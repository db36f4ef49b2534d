# SPDX-License-Identifier: MIT
"""The list of fast paths. ``scripts/bench_core.py fast_paths`` measures the gain of each.

A switch is read only when a controller, a session or an event buffer is
created, so it does not slow down calls.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

SINGLE, PIPELINED, MANY = "lpush, rpop -P 1", "lpush, rpop -P 16", "put_many, get_many of 10,000"
"""The loads for measuring gains. The gains below were measured on two shared cores, with Python 3.11 and
uvloop."""


class FastPath:
    """An optimization, and its switch.

    Args:
        name: The name in benchmarks.
        load: The load of its benchmark.
        gain: The controller's time per request or item under this load, without and with the optimization.
        is_observed: Whether a client observes the load.
    """

    __slots__ = ("gain", "is_observed", "is_on", "load", "name")

    def __init__(self, name: str, load: str, gain: str, is_observed: bool = False) -> None:
        """Describe an optimization. It is switched on."""
        self.name: str = name
        self.load: str = load
        self.gain: str = gain
        self.is_observed: bool = is_observed
        self.is_on: bool = True

    @property
    def benchmark(self) -> str:
        """The row of ``scripts/bench_core.py fast_paths`` that shows the gain."""
        return f"without {self.name}: {self.load}{', observed' if self.is_observed else ''}"


REPEATED_REQUESTS = FastPath("repeated requests", SINGLE, "12.8 µs without, 11.0 µs with it")
"""``repeated_requests``: a request that resembles an earlier one needs no parsing."""

BATCHED_CALLS = FastPath("batched calls", PIPELINED, "3.90 µs without, 1.15 µs with it")
"""``batched_calls``: similar calls that arrive together are executed as one."""

TUPLE_ITEMS = FastPath("items as plain tuples", MANY, "0.83 µs without, 0.75 µs with it")
"""``controller.items``: items are created by ``tuple.__new__``, without a function call in Python."""

FLAT_EVENTS = FastPath("flat events", SINGLE, "14.5 µs without, 12.5 µs with it", is_observed=True)
"""``controller.observation.buffer``: recording a regular call appends seven values to a list."""

EVENT_RUNS = FastPath("runs of events", PIPELINED, "1.85 µs without, 1.53 µs with it", is_observed=True)
"""``controller.observation.publisher``: the events of batched calls share one record."""

CACHED_TEMPLATES = FastPath("cached templates", SINGLE, "14.6 µs without, 11.4 µs with it", is_observed=True)
"""``controller.observation.templates``: what similar events have in common is computed once."""

ALL: tuple[FastPath, ...] = (
    REPEATED_REQUESTS,
    BATCHED_CALLS,
    TUPLE_ITEMS,
    FLAT_EVENTS,
    EVENT_RUNS,
    CACHED_TEMPLATES,
)


@contextmanager
def switched_off(*paths: FastPath) -> Iterator[None]:
    """Switch fast paths off for the controllers, sessions and buffers that are created in the block."""
    before = [path.is_on for path in paths]
    for path in paths:
        path.is_on = False
    try:
        yield
    finally:
        for path, was_on in zip(paths, before, strict=True):
            path.is_on = was_on
