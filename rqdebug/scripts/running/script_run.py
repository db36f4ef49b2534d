# SPDX-License-Identifier: GPL-3.0-or-later
"""A run: a script on one or more targets at the same time, once or in loops.

Theory of operation
===================

::

    ScriptRun ─┬─► TargetRun (thread) ─► Lane "main" ─► Lane "producer" (thread)
               │        │                     │    └──► Lane "consumer" (thread)
               │        ▼                     ▼
               │    TargetPool            yields steps: call, sleep, fork, result
               └─► TargetRun (thread) …
    all of them ──► RunFeed: tally, pause gate, signals

A ``Lane`` is a generator. It yields each step and is sent the outcome of each
call; it knows no thread, clock or connection. Its ``TargetRun`` carries the
steps out and, for ``parallel()``, runs each lane in a thread of its own and
waits for all of them. One pass of the script is a loop; the queues that it
created are closed after each pass, however it ends.

A run is in one of these states::

    new ──start──► running ──┬── last pass done ──────────────────► finished
                     ▲  │    ├── stop_after_loop ── pass done ────►    ▲
              resume │  │    ├── target lost (this target only) ──►    │
                     │  ▼    └── stop ──► ending ── GRACE seconds ──► connections closed
                    paused (each lane before its next statement)

``stop`` opens the pause gate and wakes sleeping lanes at once. Calls that
still wait after GRACE seconds end because their connections are closed, which
is then not reported as a lost target. ``finished`` is emitted exactly once,
after the last lane has ended.

It must never happen that a lane begins a statement after ``stop``, that a
thread outlives the run, or that a pickle from a target is loaded.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Mapping

from rqdebug.scripts.language.script_nodes import Script
from rqdebug.scripts.report import Report
from rqdebug.scripts.running.options import Options
from rqdebug.scripts.running.target_pool import Connect
from rqdebug.scripts.running.target_run import Ending, RunFeed, TargetRun
from rqdebug.support.signals import Signal

GRACE = 0.2
"""Seconds that waiting calls get when a run is stopped, before connections are closed."""


class ScriptRun:
    """One execution of a script. Its signals are emitted in its own threads.

    targets: for each name how to get a handle of the controller, which the run
    closes. The script runs on each of them, or once, if it chooses its targets
    by itself. Queues that it made are closed after each pass, however it ends.
    """

    def __init__(
        self,
        script: Script,
        targets: Mapping[str, Connect],
        options: Options | None = None,
        breakpoints: Iterable[int] = (),
    ) -> None:
        self.script = script
        self.targets = tuple(targets)
        self.options = options or Options()
        self._feed = RunFeed()
        self.line_started = self._feed.line_started
        """Target, lane and line."""
        self.lane_ended = self._feed.lane_ended
        """Target and lane of a lane that was not stopped."""
        self.note_written = self._feed.note_written
        """Target, lane, line, and the text of a ``note()``."""
        self.result_added = self._feed.result_added
        self.lane_paused = self._feed.gate.paused
        """Target, lane and line of each lane that stops before a line because the run is paused."""
        self.finished: Signal[Report] = Signal()
        self._ending = Ending()
        self._done = threading.Event()
        self._began = self._ended = 0
        driven = self.targets[:1] if script.names_targets else self.targets
        self._drivers = [TargetRun(name, targets, self._feed, self.options, self._ending) for name in driven]
        self._thread = threading.Thread(target=self._run, name=f"run {script.filename}", daemon=True)
        self.set_breakpoints(breakpoints)

    def start(self) -> None:
        """Start the run and return at once. A run can be started once."""
        self._thread.start()

    def stop(self) -> None:
        """Stop the run soon, even if a call waits or the script sleeps. Returns at once."""
        if self._ending.now.is_set() or self._done.is_set():
            return
        self._ending.now.set()
        self._feed.gate.open_permanently()
        timer = threading.Timer(GRACE, self._disconnect)
        timer.daemon = True
        timer.start()

    def stop_after_loop(self) -> None:
        """Stop the run after the present pass. Returns at once."""
        self._ending.after_loop.set()

    @property
    def paused(self) -> bool:
        """Whether it is paused, by the user or by a breakpoint."""
        return self._feed.gate.is_shut

    def pause(self) -> None:
        """Stop every lane before its next statement; calls that wait go on waiting."""
        self._feed.gate.pause()

    def resume(self) -> None:
        self._feed.gate.resume()

    def step(self) -> None:
        """Let one lane carry out one statement, then pause."""
        self._feed.gate.step()

    def set_breakpoints(self, lines: Iterable[int]) -> None:
        """Pause before the statements that begin in these lines. Can be called at any time."""
        self._feed.gate.set_breakpoints(lines)

    def wait(self, timeout: float | None = None) -> Report:
        """Wait for the end and return the report. Raises TimeoutError after ``timeout`` seconds."""
        if not self._done.wait(timeout):
            raise TimeoutError("the run has not ended yet")
        return self.report()

    def report(self) -> Report:
        """Return the results so far."""
        duration = (self._ended or time.perf_counter_ns()) - self._began if self._began else 0
        stopped = self._ending.now.is_set()
        return self._feed.tally.report(
            self.script.filename, self.targets, duration, stopped, self.options.seed
        )

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

    def _thread_of(self, driver: TargetRun) -> threading.Thread:
        return threading.Thread(
            target=driver.run, args=(self.script,), name=f"run on {driver.target}", daemon=True
        )

    def _disconnect(self) -> None:
        for driver in self._drivers:
            driver.disconnect()
