# SPDX-License-Identifier: MIT
"""The list of fast paths. ``scripts/bench_core.py fast_paths`` measures the gain of each.

A switch is read when a controller, a session or an event buffer is made, never
during a call: so it costs nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

SINGLE, PIPELINED, MANY = "lpush, rpop -P 1", "lpush, rpop -P 16", "put_many, get_many of 10,000"
"""The loads with which gains are measured; they were on two shared cores, with Python 3.11 and uvloop."""


class FastPath:
    """A trick for speed, and whether it is used."""

    __slots__ = ("gain", "is_observed", "is_on", "load", "name")

    def __init__(self, name: str, load: str, gain: str, is_observed: bool = False) -> None:
        """Describe a trick, which is on.

        Args:
            name: What people call it.
            load: The load of its benchmark.
            gain: How long the controller worked on a request or item there, without the trick and with it.
            is_observed: Whether a client observes the load.
        """
        self.name: str = name
        self.load: str = load
        self.gain: str = gain
        self.is_observed: bool = is_observed
        self.is_on: bool = True

    @property
    def benchmark(self) -> str:
        """The row of ``scripts/bench_core.py fast_paths`` that shows its gain."""
        return f"without {self.name}: {self.load}{', observed' if self.is_observed else ''}"


REPEATED_REQUESTS = FastPath("repeated requests", SINGLE, "12.8 µs without, 11.0 µs with it")
"""``repeated_requests``: a request like an earlier one needs no parsing."""

BATCHED_CALLS = FastPath("batched calls", PIPELINED, "3.90 µs without, 1.15 µs with it")
"""``batched_calls``: alike calls that arrive together are carried out as one."""

TUPLE_ITEMS = FastPath("items as plain tuples", MANY, "0.83 µs without, 0.75 µs with it")
"""``controller.items``: an item is made by ``tuple.__new__``, without a call in Python."""

FLAT_EVENTS = FastPath("flat events", SINGLE, "14.5 µs without, 12.5 µs with it", is_observed=True)
"""``controller.observation.buffer``: the event of a regular call is seven values at the end of a list."""

EVENT_RUNS = FastPath("runs of events", PIPELINED, "1.85 µs without, 1.53 µs with it", is_observed=True)
"""``controller.observation.publisher``: the events of batched calls take one record."""

CACHED_TEMPLATES = FastPath("cached templates", SINGLE, "14.6 µs without, 11.4 µs with it", is_observed=True)
"""``controller.observation.templates``: what alike events have in common is worked out once."""

ALL = (REPEATED_REQUESTS, BATCHED_CALLS, TUPLE_ITEMS, FLAT_EVENTS, EVENT_RUNS, CACHED_TEMPLATES)


@contextmanager
def switched_off(*paths: FastPath) -> Iterator[None]:
    """Controllers that are made meanwhile do without these fast paths."""
    before = [path.is_on for path in paths]
    for path in paths:
        path.is_on = False
    try:
        yield
    finally:
        for path, was_on in zip(paths, before, strict=True):
            path.is_on = was_on
