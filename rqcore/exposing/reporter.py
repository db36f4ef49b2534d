# SPDX-License-Identifier: MIT
"""The thread of a program that reports its exposed queues to a controller."""

from __future__ import annotations

import atexit
import codecs
import itertools
import json
import logging
import os
import sys
import threading
import time
import weakref
from collections.abc import Callable
from typing import Any, NamedTuple, Protocol

from rqcore.client.connection import Connection, open_connection
from rqcore.client.exchanges import Exchange
from rqcore.codec import Codec
from rqcore.errors import RqError
from rqcore.exposing.preview import written
from rqcore.protocol.event_batch import (
    Method,
    NameKind,
    NameRecord,
    Outcome,
    Phase,
    encode_batch,
    encode_record,
)
from rqcore.protocol.resp import command
from rqcore.url import Url

log = logging.getLogger("rqcore.exposing")

INTERVAL = 0.05
"""Seconds between reports while somebody observes."""
IDLE_INTERVAL = 0.5
"""While nobody does."""
RETRY = 2.0
"""Seconds between attempts to reach the controller."""
NETWORK_TIMEOUT = 5.0
MOST = 100_000
"""Events that are kept between two reports; what comes then is dropped, and counted."""
AT_ONCE = 5000
"""Events of one report."""


class CallRecord(NamedTuple):
    """A call in this program. Times in ns."""

    queue: int
    client: str
    method: Method
    phase: Phase
    outcome: Outcome
    time: int
    duration: int
    timeout: int
    depth: int
    call: int
    item: int = 0
    """The number of the item in its queue, from 1."""
    content: Any = None
    """What ``Exposure.preview`` is made of, when the call is reported."""


Figures = Callable[[Any], dict[str, int]]
Preview = tuple[bytes, Codec]
Previews = dict[int, Callable[[Any], Preview]]
"""What makes the previews of each queue, by its number."""


class ExposedWorkers(Protocol):
    """Tells of the workers of an exposed queue."""

    def told(self, queue: Any) -> dict[str, Any]:
        """A ParallelStat, for the report."""

    def text(self, content: Any) -> str:
        """A preview of what was noted."""


class Exposure:
    """One queue that is exposed. ``close`` makes it private again, and as it was."""

    def __init__(self, reporter: Reporter, queue: Any, name: str, kind: str, figures: Figures) -> None:
        self.number = next(reporter.numbers)
        self.name = name
        self.kind = kind
        self.waiting: dict[int, tuple[str, Method, int, float | None]] = {}
        """Calls that wait: by whom, which, since when in ns, and how long they will, in seconds."""
        self.puts = 0
        self.gets = 0
        self._figures = figures
        self._reporter = reporter
        self._queue = weakref.ref(queue)
        self.probed: list[str] = []
        """Methods of the queue that something was put round."""
        self.crew: ExposedWorkers | None = None
        """What tells of its workers, where it has some."""

    @property
    def depth(self) -> int:
        """Items in it, reckoned from the calls."""
        return max(self.puts - self.gets, 0)

    @property
    def gone(self) -> bool:
        return self._queue() is None

    def row(self, now: int, observed: bool) -> dict[str, Any]:
        """What is reported of it; of workers only to observers."""
        queue, waiting = self._queue(), list(self.waiting.values())
        stat = {
            "puts": self.puts,
            "gets": self.gets,
            "blocked_puts": sum(1 for _, method, _, _ in waiting if method is Method.PUT),
            "blocked_gets": sum(1 for _, method, _, _ in waiting if method is Method.GET),
            **({} if queue is None else self._figures(queue)),
        }
        waiters = [
            [client, method.name.lower(), (now - began) / 1e9, timeout]
            for client, method, began, timeout in waiting
        ]
        return {
            "number": self.number,
            "name": self.name,
            "kind": self.kind,
            "stat": stat,
            "waiters": waiters,
            "tasks": self.crew.told(queue) if self.crew and queue is not None and observed else None,
        }

    def preview(self, content: Any) -> Preview:
        """Of what was noted of a call."""
        if content is None:
            return b"", Codec.RAW
        return (self.crew.text(content).encode(), Codec.TEXT) if self.crew else written(*content)

    def close(self) -> None:
        queue = self._queue()
        if queue is not None:
            if self.crew:
                queue.watch(None)
            for name in self.probed:
                vars(queue).pop(name, None)
        self._reporter.drop(self)


class Reporter:
    """Everything that this process exposes at one controller."""

    def __init__(self, url: Url) -> None:
        self.on = False
        """Somebody observes: calls are worth noting."""
        self.numbers = itertools.count(1)
        self.calls = itertools.count(1)
        self.noted: list[CallRecord] = []
        self.lost = 0
        self._url = url
        self._begin()

    def _begin(self) -> None:
        """Also in a forked child, which speaks for itself."""
        self.on = False
        self.noted = []
        self._lock = threading.Lock()
        self._exposures: list[Exposure] = []
        self._clients: dict[str, int] = {}
        self._link: Connection | None = None
        self._thread: threading.Thread | None = None
        self._stop = threading.Event()

    def add(self, exposure: Exposure) -> None:
        with self._lock:
            self._exposures.append(exposure)
            if self._thread is None:
                self._stop = threading.Event()
                self._thread = threading.Thread(target=self._run, name="rqcore-expose", daemon=True)
                self._thread.start()

    def drop(self, exposure: Exposure) -> None:
        """Expose it no more; with the last the thread ends."""
        with self._lock:
            if exposure in self._exposures:
                self._exposures.remove(exposure)
            thread = None if self._exposures else self._thread
        if thread:
            self.end(thread)

    def end(self, thread: threading.Thread | None = None) -> None:
        """Report what is left, and hang up."""
        thread = thread or self._thread
        self._stop.set()
        if thread and thread is not threading.current_thread():
            thread.join(2 * NETWORK_TIMEOUT)
        self._thread = None

    def after_fork(self) -> None:
        exposures, link = self._exposures, self._link
        self._begin()
        if link:
            link.close()
        for exposure in exposures:
            exposure.waiting.clear()
            self.add(exposure)

    def note(self, noted: CallRecord) -> None:
        if len(self.noted) < MOST:
            self.noted.append(noted)
        else:
            self.lost += 1

    def _run(self) -> None:
        stop, pause = self._stop, 0.0
        while not stop.wait(pause):
            pause = self._report()
        if self._link:
            self._report()
            self._hang_up()

    def _report(self) -> float:
        """Report once; the seconds until the next time."""
        try:
            if self._link is None:
                self._link = open_connection(self._url, _program(), NETWORK_TIMEOUT)
                self._clients = {}
            self.on = self._link.run(self._exchange()) > 0
            self._tell_loss()
        except RqError as error:
            log.debug("no report to %s: %s", self._url, error)
            self._hang_up()
            return RETRY
        return 0.0 if len(self.noted) > AT_ONCE else INTERVAL if self.on else IDLE_INTERVAL

    def _tell_loss(self) -> None:
        lost, self.lost = self.lost, 0
        if lost:
            log.warning("%d calls on exposed queues were too many to be told, and are lost", lost)

    def _hang_up(self) -> None:
        self.on = False
        self.noted.clear()
        if self._link:
            self._link.close()
            self._link = None

    def _exchange(self) -> Exchange[int]:
        now = time.monotonic_ns()
        with self._lock:
            self._exposures = [exposure for exposure in self._exposures if not exposure.gone]
            rows = [exposure.row(now, self.on) for exposure in self._exposures]
            previews: Previews = {exposure.number: exposure.preview for exposure in self._exposures}
        noted = self.noted[:AT_ONCE]
        del self.noted[: len(noted)]
        batch = self._batch([each for each in noted if each.queue in previews], previews)
        return Exchange(command(["RQ.REPORT", json.dumps(rows), batch]), int)

    def _batch(self, noted: list[CallRecord], previews: Previews) -> bytes:
        names = []
        for client in dict.fromkeys(each.client for each in noted):
            if client not in self._clients:
                self._clients[client] = len(self._clients) + 1
                names.append(NameRecord(NameKind.CLIENT, self._clients[client], client))
        seen = [previews[each.queue](each.content) for each in noted]
        records = b"".join(map(self._record, noted, seen))
        return encode_batch(names, len(noted), records, b"".join(preview for preview, _ in seen))

    def _record(self, noted: CallRecord, seen: Preview) -> bytes:
        preview, codec = seen
        known = {
            **noted._asdict(),
            "client": self._clients[noted.client],
            "items": 1,
            "size": len(preview),
            "preview": len(preview),
            "codec": codec,
        }
        return encode_record(**known)


def _program() -> str:
    return f"{os.path.basename(sys.argv[0]) or 'python'}[{os.getpid()}]"


_reporters: dict[str, Reporter] = {}


def reporter_of(url: str | None) -> Reporter:
    """The one of this process for this controller. Raises BadUrl."""
    place = Url.find(url)
    return _reporters.setdefault(str(place), Reporter(place))


def _end_all() -> None:
    for reporter in _reporters.values():
        reporter.end()


def _after_fork() -> None:
    for reporter in _reporters.values():
        reporter.after_fork()


codecs.lookup("idna")  # which a connection needs, and a child that is being forked cannot import
atexit.register(_end_all)
os.register_at_fork(after_in_child=_after_fork)
