# SPDX-License-Identifier: GPL-3.0-or-later
"""A run: a script on one or many targets at the same time, once or again and again."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping

from rqcore.client import ControllerHandle
from rqdebug.script.driver import Driver, Feed
from rqdebug.script.nodes import Script
from rqdebug.script.report import Report
from rqdebug.signals import Signal

GRACE = 0.2
"""Seconds that calls have to end by themselves when a run is stopped."""


class Run:
    """One execution of a script. Its signals are emitted in its own threads.

    targets: for each name how to get a handle of the controller, which the run
    closes. loops: how many times; 0: until stopped. Queues that the script
    made are closed after each pass, however it ends.
    """

    def __init__(
        self, script: Script, targets: Mapping[str, Callable[[], ControllerHandle]], loops: int = 1
    ) -> None:
        self.script = script
        self.targets = tuple(targets)
        self._feed = Feed()
        self.line_started = self._feed.line_started
        """Target, lane and line."""
        self.lane_ended = self._feed.lane_ended
        """Target and lane; of a lane that ended by itself, not because the run was stopped."""
        self.noted = self._feed.noted
        """Target, lane, line, and the text of a ``note()``."""
        self.result_added = self._feed.result_added
        self.finished: Signal[Report] = Signal()
        self._loops = loops
        self._stopping = threading.Event()
        self._done = threading.Event()
        self._began = self._ended = 0
        self._drivers = [
            Driver(name, connect, self._feed, self._stopping) for name, connect in targets.items()
        ]
        self._thread = threading.Thread(target=self._run, name=f"run {script.filename}", daemon=True)

    def start(self) -> None:
        """Begin; returns at once. A run can be started once."""
        self._thread.start()

    def stop(self) -> None:
        """Have the run end soon, also where a call waits or the script sleeps; returns at once."""
        if self._stopping.is_set() or self._done.is_set():
            return
        self._stopping.set()
        timer = threading.Timer(GRACE, self._hang_up)
        timer.daemon = True
        timer.start()

    def wait(self, timeout: float | None = None) -> Report:
        """The report, when the run has ended. Raises TimeoutError after so many seconds."""
        if not self._done.wait(timeout):
            raise TimeoutError("the run has not ended yet")
        return self.report()

    def report(self) -> Report:
        """What was found so far."""
        duration = (self._ended or time.perf_counter_ns()) - self._began if self._began else 0
        return self._feed.tally.report(self.script.filename, self.targets, duration, self._stopping.is_set())

    def _run(self) -> None:
        self._began = time.perf_counter_ns()
        threads = [self._thread_of(driver) for driver in self._drivers]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self._ended = time.perf_counter_ns()
        try:
            self.finished.emit(self.report())
        finally:
            self._done.set()

    def _thread_of(self, driver: Driver) -> threading.Thread:
        return threading.Thread(
            target=driver.run, args=(self.script, self._loops), name=f"run on {driver.target}", daemon=True
        )

    def _hang_up(self) -> None:
        for driver in self._drivers:
            driver.hang_up()
