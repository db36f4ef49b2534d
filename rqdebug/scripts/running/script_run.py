# SPDX-License-Identifier: GPL-3.0-or-later
"""A run of a script on one or more targets at the same time, once or in loops.

How the parts of a run work together is described in the package docstring.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import replace

from rqdebug.scripts.interventions.target_access import TargetAccess
from rqdebug.scripts.language.script_nodes import Check, NamedTest, Script, Skip, Statement, Vector, walk
from rqdebug.scripts.report import Report, SkippedVector, VectorResult
from rqdebug.scripts.running.breakpoints import Breakpoint
from rqdebug.scripts.running.options import Options
from rqdebug.scripts.running.pause_gate import ANY, Place
from rqdebug.scripts.running.redaction import Redaction
from rqdebug.scripts.running.run_tally import RunTally
from rqdebug.scripts.running.selection import test_names
from rqdebug.scripts.running.target_pool import Connect
from rqdebug.scripts.running.target_run import Ending, RunFeed, TargetRun
from rqdebug.scripts.running.variable_values import describe_variables
from rqdebug.scripts.running.vectors_not_run import LEFT_OUT
from rqdebug.support.signals import Signal

GRACE = 0.2
"""In seconds: when a run is stopped, connections are closed after this time to end waiting calls."""


class ScriptRun:
    """One run of a script. Its signals are emitted in its own threads.

    After each pass, the run closes the queues that the script created.

    Args:
        script: The parsed script.
        targets: For each target, by name, a function that connects to it; the run closes the connections.
            The script runs on each target, or only once if it calls ``target()``.
        options: Loops, seed, speed and pauses; by default one pass with a random seed.
        breakpoints: Where the run pauses.
        access: How to debug and observe each target, by name; without it, functions on other programs
            fail.
    """

    def __init__(
        self,
        script: Script,
        targets: Mapping[str, Connect],
        options: Options | None = None,
        breakpoints: Iterable[Breakpoint] = (),
        access: Mapping[str, TargetAccess] | None = None,
    ) -> None:
        self.script = script
        self.targets = tuple(targets)
        self.options = options or Options()
        self.secrets = _find_secrets(script, self.options)
        """The secrets that the script uses, by name. Results and notes do not show them."""
        redaction = Redaction(self.secrets)
        tests = {line: redaction.hide(name) for line, name in test_names(script).items()}
        self._feed = RunFeed(RunTally(tests), redaction)
        self.line_started = self._feed.line_started
        """Target, lane and line."""
        self.lane_ended = self._feed.lane_ended
        """Target and lane of a lane that was not stopped."""
        self.note_written = self._feed.note_written
        """Target, lane, line, and the text of a ``note()``."""
        self.pass_started = self._feed.pass_started
        """Target and number of a pass."""
        self.result_added = self._feed.result_added
        """Each result."""
        self.lane_paused = self._feed.gate.paused
        """Target, lane and line of a lane that stops before a statement because the run is paused."""
        self.condition_failed: Signal[str, str, int, str] = Signal()
        """Target, lane and line of a lane that is about to stop, and why a condition has no value."""
        self._feed.gate.condition_failed.connect(self._tell_failed_condition)
        self.finished: Signal[Report] = Signal()
        """The final report; emitted once."""
        self._ending = Ending()
        self._done = threading.Event()
        self._began = self._ended = 0
        self._began_at = 0
        self._problem = ""
        self._skipped = tuple(map(redaction.hide_in_skipped, _find_skipped(script, self.options, tests)))
        # A script that names its targets runs once; its first target is only the default.
        driven = self.targets[:1] if script.names_targets else self.targets
        self._drivers = [
            TargetRun(name, targets, self._feed, self.options, self._ending, access) for name in driven
        ]
        self._feed.broke.connect(self.stop)
        self._has_failed_fast = self._is_left_out = False
        if self.options.fail_fast:
            self.result_added.connect(self._end_at_failure)
        self._thread = threading.Thread(target=self._run, name=f"run {script.filename}", daemon=True)
        self.set_breakpoints(breakpoints)

    def start(self) -> None:
        """Start the run and return immediately. A run can be started only once."""
        self._thread.start()

    def stop(self, problem: str = "") -> None:
        """Stop the run and return immediately. Waiting calls end after GRACE seconds.

        Args:
            problem: Why it is stopped, for the report, in a sentence without a subject; empty if the user
                stops it.
        """
        if self._ending.now.is_set() or self._done.is_set():
            return
        self._problem = problem
        self._ending.now.set()
        self._feed.gate.open_permanently()
        for driver in self._drivers:
            driver.break_turns()
        # Calls that end within GRACE leave their connection usable for closing the created queues.
        timer = threading.Timer(GRACE, self._disconnect)
        timer.daemon = True
        timer.start()

    def leave_out(self, problem: str = "") -> None:
        """Report all vectors as not run, in place of ``start``.

        Args:
            problem: Why, as for ``stop``; empty if the reports of other scripts say it.
        """
        self._is_left_out = True
        self._problem = problem
        self._ending.now.set()
        for driver in self._drivers:
            driver.leave_out(self.script, LEFT_OUT)
        self._done.set()

    def _end_at_failure(self, result: VectorResult) -> None:
        if result.outcome.is_failure and not self._ending.now.is_set():
            self._has_failed_fast = True
            self.stop()

    def stop_after_loop(self) -> None:
        """Stop the run after the current pass. Returns immediately."""
        self._ending.after_loop.set()

    @property
    def paused(self) -> bool:
        """Whether the run is paused, by ``pause`` or a breakpoint."""
        return self._feed.gate.is_shut

    def pause(self) -> None:
        """Pause every lane before its next statement. Waiting calls continue to wait."""
        self._feed.gate.pause()

    def resume(self) -> None:
        """Let all lanes continue, until the next pause or breakpoint."""
        self._feed.gate.resume()

    def step(self, place: Place = ANY) -> None:
        """Let one lane execute one statement, then pause.

        Args:
            place: Target and name of the lane; ANY is the one that comes first.
        """
        self._feed.gate.step(place)

    @property
    def elapsed_ns(self) -> int:
        """How long the run has lasted until now, in ns, without the time for which it was paused."""
        if not self._began:
            return 0
        return (self._ended or time.perf_counter_ns()) - self._began - self._feed.gate.paused_ns

    def variables(self, place: Place) -> dict[str, str] | None:
        """Return the variables of a paused lane as texts, without secrets; None if it is not paused."""
        variables = self._feed.gate.variables(place)
        return None if variables is None else describe_variables(variables, self._feed.redaction)

    def set_breakpoints(self, breakpoints: Iterable[Breakpoint]) -> None:
        """Replace the breakpoints: pause before statements that begin in their lines. Works at any time."""
        self._feed.gate.set_breakpoints(breakpoints)

    def _tell_failed_condition(self, target: str, lane: str, line: int, problem: str) -> None:
        self.condition_failed.emit(target, lane, line, self._feed.hide(problem))

    def wait(self, timeout: float | None = None) -> Report:
        """Wait for the end of the run and return the report.

        Args:
            timeout: The maximum time to wait in seconds; None for no limit.

        Raises:
            TimeoutError: If the run has not ended in time. It continues.
        """
        if not self._done.wait(timeout):
            raise TimeoutError(f"the run has not ended within {timeout} seconds; stop it or wait longer")
        return self.report()

    def report(self) -> Report:
        """Return a snapshot of the results so far."""
        stopped = self._ending.now.is_set() and not self._has_failed_fast
        report = self._feed.tally.report(
            self.script.filename,
            self.targets,
            self.elapsed_ns,
            stopped,
            self.options.seed,
            problem=self._problem,
            began=self._began_at,
            skipped=self._skipped,
        )
        return replace(report, files=self.script.files, left_out=self._is_left_out)

    def _run(self) -> None:
        # One clock for durations and one for the date: the date can be corrected during a run.
        self._began, self._began_at = time.perf_counter_ns(), time.time_ns()
        threads = [self._thread_of(driver) for driver in self._drivers]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self._ended = time.perf_counter_ns()
        try:
            self.finished.emit(self.report())
        finally:
            # Also if a listener fails, and after all of them: `wait` returns when their work is done.
            self._done.set()

    def _thread_of(self, driver: TargetRun) -> threading.Thread:
        return threading.Thread(
            target=driver.run, args=(self.script,), name=f"run on {driver.target}", daemon=True
        )

    def _disconnect(self) -> None:
        for driver in self._drivers:
            driver.disconnect()


def _find_secrets(script: Script, options: Options) -> dict[str, str]:
    """Return the secrets that a script uses, by name. A lane reports one that is missing."""
    secrets = {}
    for each in script.inputs:
        if each.is_secret:
            with suppress(ValueError):
                secrets[each.name] = options.inputs.secret(each.name)
    return secrets


def _vectors_in(statement: Statement) -> list[Statement]:
    """Return the vectors and checks in a statement; of a test that only calls functions, the test."""
    found: list[Statement] = [each for each in walk([statement]) if isinstance(each, (Vector, Check))]
    return found or ([statement] if isinstance(statement, (NamedTest, Skip)) else [])


def _reason(statement: Statement, script: Script) -> str:
    """Return why a statement and what is inside it are skipped."""
    match statement:
        case Skip(reason=reason):
            return reason
        case NamedTest(name=name, line=line) if line not in script.off:
            return f"the test {name!r} is not selected"
    return "this vector is off"


def _find_skipped(script: Script, options: Options, tests: Mapping[int, str]) -> tuple[SkippedVector, ...]:
    """Return the vectors and checks that are off, alone or with a block around them.

    Args:
        script: The script.
        options: The options of the run.
        tests: The names of tests by the lines of the statements in them.
    """
    off = script.off | options.off
    if not off:
        return ()
    skipped: dict[int, SkippedVector] = {}
    for statement in walk(script.body):
        if statement.line in off:
            reason = _reason(statement, script)
            for each in _vectors_in(statement):
                # The outermost block first: it can begin in the same line.
                vector = SkippedVector(each.line, each.text, reason, tests.get(each.line, ""))
                skipped.setdefault(each.line, vector)
    return tuple(skipped[line] for line in sorted(skipped))
