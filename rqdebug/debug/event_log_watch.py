# SPDX-License-Identifier: GPL-3.0-or-later
"""The events of a target for a script: an observation of its own, which begins before the first call."""

from __future__ import annotations

import threading
import time
from collections.abc import Container, Iterator
from functools import lru_cache, partial

import pyarrow as pa
import pyarrow.compute as pc

from rqcore.errors import ConnectionLost, RqError
from rqdebug.debug.script_filters import parse_event_filter
from rqdebug.errors import ObservationError
from rqdebug.events.event_log import Event, EventLog
from rqdebug.events.filters.filter import Filter
from rqdebug.events.filters.saved_filters import SavedFilters
from rqdebug.scripts.interventions.target_access import ObservedEvent
from rqdebug.targets.base import LostEvents, Observation

RECEIVE_TIME = 0.01
"""Seconds after which the thread looks whether it is asked for something, if there are no events."""
CLOCK_STEP = 0.05
"""Seconds after which a filter is evaluated again whose answers change with time."""
MAX_FILTERS = 1000
"""The maximum number of filters that are kept parsed: a script can compute a new one for each call."""
QUIET = 0.2
"""Seconds without an event after which all events of earlier calls have arrived, from a target that does not
count its events, or shows only some of them to this user."""


class EventLogWatch:
    """Observes a target until it is closed. Safe to use from several threads.

    Args:
        observation: The observation; it is closed at the end.
        name: The name of the target in filters.
        saved: The filters that ``@name`` means.
    """

    def __init__(self, observation: Observation, name: str, saved: SavedFilters) -> None:
        self._observation = observation
        self._parsed = lru_cache(MAX_FILTERS)(partial(parse_event_filter, saved=saved))
        self._log = EventLog(name)
        self._changed = threading.Condition()
        self._failure: RqError | None = None
        self._last_sequence = 0
        """The number of the last event that has arrived, or never will."""
        self._asked = self._settled = 0
        """How often a thread asked for the events of all earlier calls, and how often they were complete."""
        self._is_closed = threading.Event()
        try:
            self._take_all()
        except BaseException:
            observation.close()
            raise
        self._first_row = self._log.num_rows
        """The rows before it are starts of calls that waited already; only filters on open calls see them."""
        self._thread = threading.Thread(target=self._receive, name="observe for a script", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """End the observation."""
        self._fail(ConnectionLost("the run has ended"))
        self._is_closed.set()
        if self._thread is not threading.current_thread():
            self._thread.join()

    # For the lanes

    def mark(self) -> int:
        """Return the number of events so far, including the events of all calls that have returned."""
        self._settle()
        return self._log.num_rows

    def find(
        self, filter: str, since: int, known: Container[int], timeout: float, *, is_certain: bool = False
    ) -> ObservedEvent | None:
        """Return the first event that matches; see ``EventWatch``."""
        parsed, deadline = self._parsed(filter), time.monotonic() + timeout
        first = since = self._start(parsed, since)
        while True:
            seen = self._log.num_rows
            event = self._first(parsed, first, known)
            if event is not None:
                return event
            first = since if parsed.changes_with_time else seen
            if not self._wait(deadline, seen, parsed):
                break
        if is_certain:
            self._settle()
            event = self._first(parsed, first, known)
            if event is None:
                self._check_known(parsed, since)
        return event

    def count(self, filter: str, since: int, wanted: int = 0, timeout: float = 0.0) -> int:
        """Return the number of events that match; see ``EventWatch``."""
        parsed, deadline = self._parsed(filter), time.monotonic() + timeout
        since = self._start(parsed, since)
        while True:
            seen = self._log.num_rows
            if self._count(parsed, since) >= wanted or not self._wait(deadline, seen, parsed):
                break
        self._settle()
        self._check_known(parsed, since)
        return self._count(parsed, since)

    def _start(self, filter: Filter, since: int) -> int:
        """Return the first row to look at: what is blocked now can have begun at any time."""
        return 0 if filter.needs_open_calls else max(since, self._first_row)

    def _first(self, filter: Filter, since: int, known: Container[int]) -> ObservedEvent | None:
        row = next((row for row in self._matching(filter, since) if row not in known), None)
        return None if row is None else _observed(row, self._log.event(row))

    def _matching(self, filter: Filter, since: int) -> Iterator[int]:
        filter = filter.at(time.time_ns())
        for first, batch in self._log.batches_from(since):
            mask = filter.mask(batch, self._log.open_calls)
            yield from (first + int(row) for row in pc.indices_nonzero(mask).to_pylist())

    def _count(self, filter: Filter, since: int) -> int:
        return sum(1 for _ in self._matching(filter, since))

    def _check_known(self, filter: Filter, since: int) -> None:
        """Raise ObservationError if events since a row may match, but that is not known."""
        lost = sum(loss.count for loss in self._log.losses if loss.row >= since)
        if lost:
            raise ObservationError(f"{lost:,} events were lost, so that it is not known what happened")
        filter = filter.at(time.time_ns())
        unknown = sum(
            filter.evaluate(batch, self._log.open_calls).null_count
            for _, batch in self._log.batches_from(since)
        )
        if unknown:
            raise ObservationError(
                f"too little of {unknown:,} events was recorded to know whether they match the filter"
            )

    def _wait(self, deadline: float, seen: int, filter: Filter) -> bool:
        """Wait for events after those that were seen. Return whether it is not yet too late.

        Raises:
            ConnectionLost: The observation has ended.
        """
        with self._changed:
            while True:
                if self._failure is not None:
                    raise ConnectionLost(f"the target can no longer be observed: {self._failure}")
                left = deadline - time.monotonic()
                if self._log.num_rows > seen:
                    return True
                if left <= 0:
                    return False
                self._changed.wait(min(left, CLOCK_STEP) if filter.changes_with_time else left)
                if filter.changes_with_time:
                    return True

    def _settle(self) -> None:
        """Wait until the events of all calls have arrived that have returned."""
        with self._changed:
            self._asked += 1
            ticket = self._asked
            self._changed.wait_for(lambda: self._settled >= ticket or self._failure is not None)
            if self._failure is not None:
                raise ConnectionLost(f"the target can no longer be observed: {self._failure}")

    # In the thread of the observation

    def _receive(self) -> None:
        try:
            while not self._is_closed.is_set():
                asked = self._asked
                self._take(RECEIVE_TIME)
                if asked > self._settled:
                    self._take_all()
                    self._report(asked)
        except RqError as error:
            self._fail(error)
        except Exception as error:  # a server can send anything, and no lane must wait forever
            self._fail(ConnectionLost(f"an unexpected error ended the observation, {error!r}"))
        finally:
            self._observation.close()
            self._log.close()

    def _fail(self, failure: RqError) -> None:
        """End all waits, now and later. The first failure is kept."""
        with self._changed:
            self._failure = self._failure or failure
            self._changed.notify_all()

    def _take_all(self) -> None:
        """Receive the events of all calls that have returned."""
        cost, arrived = self._observation.read_cost(), time.monotonic()
        while time.monotonic() - arrived < QUIET and not self._is_closed.is_set():
            if cost is not None and self._last_sequence >= cost.events:
                return
            if self._take(RECEIVE_TIME):
                arrived = time.monotonic()
        if cost is not None:
            self._last_sequence = max(self._last_sequence, cost.events)

    def _take(self, timeout: float) -> bool:
        """Receive events. Return whether there were some."""
        arrivals = self._observation.receive(timeout)
        for arrival in arrivals:
            if isinstance(arrival, LostEvents):
                self._log.record_loss(arrival.count)
                self._last_sequence += arrival.count
            else:
                self._append(arrival)
        if arrivals:
            self._report(self._settled)
        return bool(arrivals)

    def _append(self, batch: pa.RecordBatch) -> None:
        if batch.num_rows:
            self._log.append(batch)
            self._last_sequence = max(self._last_sequence, pc.max(batch.column("sequence")).as_py())

    def _report(self, settled: int) -> None:
        with self._changed:
            self._settled = settled
            self._changed.notify_all()


def _observed(row: int, event: Event) -> ObservedEvent:
    return ObservedEvent(
        row,
        event.time_ns / 1e9,
        event.method,
        event.queue,
        event.client,
        event.address,
        event.outcome,
        event.phase,
        event.waited_ns / 1e9,
        None if event.timeout_ns is None else event.timeout_ns / 1e9,
        event.depth,
        event.size,
        event.items,
        event.codec,
        event.deliveries or 0,
        event.rule or 0,
        event.payload,
    )
