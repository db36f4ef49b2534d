# SPDX-License-Identifier: MIT
"""Reports the exposed queues of a program to a controller, from a background thread.

Probes call ``Reporter.add_record`` in the threads of the program; it only appends to a list. The background
thread sends the records with RQ.REPORT, whose reply is the number of observers. Without an observer, probes
record nothing, and only the figures of the queues are sent.

The thread ends before the program forks, and starts again after that in both processes: a process with a
second thread would be warned by Python 3.12, and its child could wait forever for a lock.
"""

from __future__ import annotations

import itertools
import json
import logging
import os
import sys
import threading
import time
import weakref
from collections.abc import Callable
from typing import Any, NamedTuple, Protocol, TypeVar

from rqcore.client.connection import Connection, open_connection
from rqcore.client.exchange import Exchange
from rqcore.codec import Codec
from rqcore.errors import ConnectionLost, RqError
from rqcore.exposing.background_thread import BackgroundThread
from rqcore.exposing.controller_clock import ControllerClock
from rqcore.exposing.fork_warning import fork_warning
from rqcore.exposing.patched_methods import PatchedMethod
from rqcore.exposing.preview import NO_ITEM, ItemSketch, encode_sketch
from rqcore.protocol.event_batch import (
    NO_TIMEOUT,
    Method,
    NameKind,
    NameRecord,
    Outcome,
    Phase,
    encode_batch,
)
from rqcore.protocol.event_fields import FORMATS, LATEST, NOT_TAKEN, V2
from rqcore.protocol.resp import command
from rqcore.url import Url

P = TypeVar("P")

log: logging.Logger = logging.getLogger("rqcore.exposing")

INTERVAL = 0.05
"""Seconds between reports while an observer is connected."""
IDLE_INTERVAL = 0.5
"""Seconds between reports while no observer is connected."""
RETRY_INTERVAL = 2.0
"""Seconds between attempts to reach the controller; the first one after a lost connection is sooner."""
NETWORK_TIMEOUT = 5.0
"""Maximum seconds that the network may take for one report."""
FORK_TIMEOUT = 0.2
"""Maximum seconds that a fork waits for the end of the thread, which may be sending a report."""
MAX_BUFFERED = 100_000
"""Maximum number of events kept between two reports; further events are dropped and counted."""
MAX_BATCH = 5000
"""Maximum number of events in one report."""


class CallRecord(NamedTuple):
    """One phase of a call on an exposed queue. Times are in ns."""

    queue: int
    """The number of the exposure."""
    client: str
    """The name of the thread, task or worker that called."""
    method: Method
    phase: Phase
    outcome: Outcome
    time: int
    """Since 1970."""
    waited: int
    """Since the call began."""
    timeout: int
    depth: int
    """Number of items in the queue afterwards."""
    call: int
    """Links the start of a blocked call to its end; 0 for a call that did not block."""
    item: int = 0
    """The number of the item in its queue, from 1; 0 if unknown."""
    content: Any = None
    """The argument of ``Exposure.preview`` when the record is sent."""


class ProbedCall(NamedTuple):
    """A blocked call."""

    client: str
    method: Method
    began_ns: int
    """By the monotonic clock."""
    timeout: float | None
    """In seconds; None waits forever."""
    item: ItemSketch = NO_ITEM
    """The item of a put."""


def limit_ns(timeout: float | None) -> int:
    """Return a timeout in seconds as records have it, whatever number the program passed."""
    return NO_TIMEOUT if timeout is None else int(min(max(0.0, timeout), threading.TIMEOUT_MAX) * 1e9)


Figures = Callable[[Any], dict[str, int]]
"""Returns size, maxsize and unfinished items of a queue, as far as the kind of queue has them."""
Preview = tuple[bytes, Codec]
Previews = dict[int, Callable[[Any], Preview]]
"""The function that makes the previews of each queue, by the number of its exposure."""


class ExposedWorkers(Protocol):
    """Observes the workers of an exposed parallel queue."""

    def report(self, queue: Any) -> dict[str, Any]:
        """Return the fields of a ParallelStat for the report."""

    def text(self, content: Any) -> str:
        """Return a preview of the content of a record."""


class Exposure:
    """One exposed queue, as ``expose`` returns it. Call ``close`` to stop reporting the queue.

    It is a context manager, which closes it at the end of a ``with`` statement.

    Args:
        reporter: Reports it.
        queue: The queue; only a weak reference is kept.
        name: The name by which it is listed.
        kind: The name of its class, as it is listed.
        figures: Returns its size and limits.
    """

    def __init__(self, reporter: Reporter, queue: Any, name: str, kind: str, figures: Figures) -> None:
        self.number: int = next(reporter.numbers)
        """Identifies the queue in reports of this process."""
        self.name = name
        self.kind = kind
        self.waiting: dict[int, ProbedCall] = {}
        """Blocked calls by number."""
        self.puts: int = 0
        self.gets: int = 0
        self._figures = figures
        self._reporter = reporter
        self._key = id(queue)
        self._queue = weakref.ref(queue, self._forget)
        self._patches: list[PatchedMethod[Any]] = []
        self.workers: ExposedWorkers | None = None
        """Observes the workers of the queue, if it has workers."""
        self.is_watching: bool = False
        """The queue reports to ``workers``."""

    @property
    def depth(self) -> int:
        """Number of items in the queue, computed from the calls."""
        return max(self.puts - self.gets, 0)

    def is_of(self, queue: Any) -> bool:
        """Whether this is the exposure of a queue."""
        return self._queue() is queue

    @property
    def gone(self) -> bool:
        """Whether the queue was garbage collected."""
        return self._queue() is None

    def row(self, now: int, observed: bool) -> dict[str, Any]:
        """Return the state of the queue as RQ.REPORT expects it.

        Args:
            now: The time of the monotonic clock, in ns.
            observed: Whether an observer is connected; only then are workers reported.
        """
        queue, waiting = self._queue(), list(self.waiting.values())
        stat = {
            "puts": self.puts,
            "gets": self.gets,
            "blocked_puts": sum(1 for call in waiting if call.method is Method.PUT),
            "blocked_gets": sum(1 for call in waiting if call.method is Method.GET),
            **self._counted(queue),
        }
        waiters = [
            [call.client, call.method.name.lower(), (now - call.began_ns) / 1e9, call.timeout]
            for call in waiting
        ]
        return {
            "number": self.number,
            "name": self.name,
            "kind": self.kind,
            "stat": stat,
            "waiters": waiters,
            "tasks": self.workers.report(queue) if self.workers and queue is not None and observed else None,
        }

    def _counted(self, queue: Any) -> dict[str, int]:
        """Return the figures of the queue, as far as it has them: a subclass can override its methods."""
        if queue is None:
            return {}
        try:
            return self._figures(queue)
        except Exception as error:
            log.debug("cannot read the size of %s: %r", self.name, error)
            return {}

    def blocked_calls(self) -> list[CallRecord]:
        """Return a record of the start of each blocked call."""
        now, clock, depth, records = time.time_ns(), time.monotonic_ns(), self.depth, []
        for number, (client, method, began, timeout, item) in list(self.waiting.items()):
            limit, begun, start = limit_ns(timeout), now - (clock - began), (Phase.START, Outcome.BLOCKED)
            records.append(
                CallRecord(self.number, client, method, *start, begun, 0, limit, depth, number, *item)
            )
        return records

    def preview(self, content: Any) -> Preview:
        """Return the preview of the content of a record, as bytes and their codec."""
        if content is None:
            return b"", Codec.RAW
        return (self.workers.text(content).encode(), Codec.TEXT) if self.workers else encode_sketch(*content)

    def patch(self, method: PatchedMethod[P], probe: P) -> None:
        """Let a probe record the calls of a method until ``restore``, or until the queue is collected."""
        self._patches.append(method)
        method.add(self._key, probe)

    def restore(self) -> None:
        """Record the calls of the queue no longer. Does nothing the second time."""
        queue, is_watching, self.is_watching = self._queue(), self.is_watching, False
        if queue is not None and is_watching:
            queue.watch(None)
        self._forget()

    def _forget(self, _: object = None) -> None:
        patches, self._patches = self._patches, []
        for method in patches:
            method.remove(self._key)

    def close(self) -> None:
        """Stop reporting the queue. Does nothing the second time."""
        self.restore()
        self._reporter.drop(self)

    def __enter__(self) -> Exposure:
        """Return the exposure itself."""
        return self

    def __exit__(self, *error: object) -> None:
        """Close it."""
        self.close()


class Reporter:
    """Reports all queues of this process that are exposed at one controller.

    Args:
        url: The address of the controller.
    """

    def __init__(self, url: Url) -> None:
        self.is_observed: bool = False
        """An observer is connected, so calls must be recorded."""
        self.numbers: itertools.count[int] = itertools.count(1)
        """Numbers of exposures."""
        self.calls: itertools.count[int] = itertools.count(1)
        """Numbers of blocked calls."""
        self.records: list[CallRecord] = []
        """Calls that are not reported yet."""
        self.dropped: int = 0
        """Calls that were not recorded because ``records`` was full."""
        self._url = url
        self._begin()

    def _begin(self) -> None:
        """Reset the state; also called in a forked child, which reports on its own connection."""
        self.is_observed = False
        self.records = []
        self._lock = threading.Lock()
        self._exposures: list[Exposure] = []
        self._clients: dict[str, int] = {}
        self._connection: Connection | None = None
        self._format = V2
        """The version of the batches that the controller accepts."""
        self._clock = ControllerClock()
        self._thread: BackgroundThread | None = None
        self._stop = threading.Event()
        self._is_forking = False

    @property
    def exposures(self) -> list[Exposure]:
        """The queues that are reported."""
        return list(self._exposures)

    def add(self, exposure: Exposure) -> None:
        """Start reporting a queue. The first queue starts the thread."""
        with self._lock:
            self._exposures.append(exposure)
            if self._thread is None:
                self._start()

    def _start(self) -> None:
        """Start the thread. Without it, because the program is ending, nothing is reported."""
        self._stop = stop = threading.Event()
        earlier = self._thread
        try:
            self._thread = BackgroundThread(lambda: self._run(stop, earlier))
        except RuntimeError as error:
            log.debug("cannot report to %s: %s", self._url, error)

    def drop(self, exposure: Exposure) -> None:
        """Stop reporting a queue. After the last queue, the thread ends."""
        with self._lock:
            if exposure in self._exposures:
                self._exposures.remove(exposure)
            thread = None if self._exposures else self._thread
        if thread:
            self.end(thread)

    def end(self, thread: BackgroundThread | None = None) -> None:
        """Send the remaining records, and disconnect. Waits for the thread, ``thread`` or the current one."""
        thread = thread or self._thread
        self._stop.set()
        if thread and not thread.is_current:
            thread.join(2 * NETWORK_TIMEOUT)
        self._thread = None

    def before_fork(self) -> None:
        """End the thread, but keep the connection and the records."""
        if self._thread is not None:
            self._is_forking = True
            self._stop.set()
            self._thread.join(FORK_TIMEOUT)

    def after_fork_in_parent(self) -> None:
        """Continue to report."""
        if self._is_forking:
            self._is_forking = False
            self._start()

    def after_fork_in_child(self) -> None:
        """Report the same queues from a forked child, without the connection of its parent."""
        exposures, connection = self._exposures, self._connection
        self._begin()
        if connection:
            connection.close()
        for exposure in exposures:
            exposure.waiting.clear()
            self.add(exposure)

    def add_record(self, record: CallRecord) -> None:
        """Keep a record for the next report, or drop it if ``MAX_BUFFERED`` records are kept."""
        if len(self.records) < MAX_BUFFERED:
            self.records.append(record)
        else:
            self.dropped += 1

    def _run(self, stop: threading.Event, earlier: BackgroundThread | None) -> None:
        pause = 0.0
        if earlier is not None:
            earlier.join(2 * NETWORK_TIMEOUT)
            pause = INTERVAL
        while not stop.wait(pause):
            fork_warning.restore()
            pause = self._report()
        if self._connection and not self._is_forking:
            self._report()
            self._disconnect()

    def _report(self) -> float:
        """Send one report; return the seconds until the next one."""
        try:
            if self._connection is None:
                self._connection = open_connection(self._url, _program(), NETWORK_TIMEOUT)
                self._format = FORMATS[min(self._connection.events, LATEST)]
                self._clients = {}
            if self.is_observed:
                self._clock.update(self._connection, time.monotonic())
            self._set_observed(self._connection.run(self._exchange()) > 0)
            self._log_dropped()
        except RqError as error:
            log.debug("cannot report to %s: %s", self._url, error)
            was_connected = self._connection is not None
            self._disconnect()
            return IDLE_INTERVAL if was_connected and isinstance(error, ConnectionLost) else RETRY_INTERVAL
        return 0.0 if len(self.records) > MAX_BATCH else INTERVAL if self.is_observed else IDLE_INTERVAL

    def _set_observed(self, observed: bool) -> None:
        """Begin or end the recording of calls. It begins with the calls that are blocked already."""
        was_observed, blocked = self.is_observed, [each.blocked_calls() for each in list(self._exposures)]
        self.is_observed = observed
        if observed and not was_observed:
            self._clock = ControllerClock()
            for records in blocked:
                for record in records:
                    self.add_record(record)

    def _log_dropped(self) -> None:
        dropped, self.dropped = self.dropped, 0
        if dropped:
            text = "dropped %d events of exposed queues: they came faster than they could be reported"
            # A thread that logs is listed by threading; this one ends with the message.
            arguments = text, dropped
            threading.Thread(target=log.warning, args=arguments, name="rqcore-expose", daemon=True).start()

    def _disconnect(self) -> None:
        self.is_observed = False
        self.records.clear()
        if self._connection:
            self._connection.close()
            self._connection = None

    def _exchange(self) -> Exchange[int]:
        now = time.monotonic_ns()
        with self._lock:
            self._exposures = [exposure for exposure in self._exposures if not exposure.gone]
            rows = [exposure.row(now, self.is_observed) for exposure in self._exposures]
            previews: Previews = {exposure.number: exposure.preview for exposure in self._exposures}
        records = self.records[:MAX_BATCH]
        del self.records[: len(records)]
        batch = self._batch([each for each in records if each.queue in previews], previews)
        return Exchange(command(["RQ.REPORT", json.dumps(rows), batch]), int)

    def _batch(self, records: list[CallRecord], previews: Previews) -> bytes:
        names = []
        for client in dict.fromkeys(each.client for each in records):
            if client not in self._clients:
                self._clients[client] = len(self._clients) + 1
                names.append(NameRecord(NameKind.CLIENT, self._clients[client], client))
        item_previews = [previews[each.queue](each.content) for each in records]
        data = b"".join(map(self._record, records, item_previews))
        previews_data = b"".join(preview for preview, _ in item_previews)
        return encode_batch(names, len(records), data, previews_data, version=self._format.version)

    def _record(self, call: CallRecord, item_preview: Preview) -> bytes:
        preview, codec = item_preview
        fields = {
            **call._asdict(),
            "time": call.time + self._clock.offset_ns,
            "client": self._clients[call.client],
            "took": NOT_TAKEN,
            "items": int(call.content is not None),
            "size": len(preview),
            "preview": len(preview),
            "codec": codec,
        }
        return self._format.encode_record(**fields)


def _program() -> str:
    return f"{os.path.basename(sys.argv[0]) or 'python'}[{os.getpid()}]"
