# SPDX-License-Identifier: GPL-3.0-or-later
"""Executes the steps of lanes on one target: makes their calls, sleeps, and runs lanes in parallel."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import count

from rqcore.errors import ConnectionLost, RqError
from rqdebug.errors import CallInterrupted
from rqdebug.scripts.compare import digest_of
from rqdebug.scripts.interventions.lane_interventions import Effect
from rqdebug.scripts.interventions.run_interventions import RunInterventions
from rqdebug.scripts.interventions.target_access import TargetAccess
from rqdebug.scripts.language.script_nodes import Script
from rqdebug.scripts.language.vocabulary import METHODS
from rqdebug.scripts.report import VectorResult
from rqdebug.scripts.running.judge import VectorOutcome
from rqdebug.scripts.running.lane import ForkLanes, Lane, Steps
from rqdebug.scripts.running.lane_names import MAIN, unique_names
from rqdebug.scripts.running.options import Options
from rqdebug.scripts.running.pause_gate import PauseGate
from rqdebug.scripts.running.redaction import Redaction
from rqdebug.scripts.running.run_pass import RunPass
from rqdebug.scripts.running.run_tally import RunTally
from rqdebug.scripts.running.steps import (
    CallRequest,
    NamedTestEnded,
    NamedTestStarted,
    NoteWritten,
    SleepRequest,
    SleepUntil,
    StatementStarted,
    TurnEnded,
    TurnStarted,
)
from rqdebug.scripts.running.target_pool import Connect, TargetPool
from rqdebug.scripts.running.turn_order import TurnOrder
from rqdebug.scripts.running.vectors_not_run import NOT_RUN
from rqdebug.support.error_reasons import reason_of
from rqdebug.support.signals import Signal

TEARDOWN_TIME = 5.0
"""Seconds that the teardown of a run has after a stop."""


@dataclass(frozen=True, slots=True)
class RunFeed:
    """The progress of a run. All its targets share one feed; signals are emitted in the threads of lanes."""

    tally: RunTally = field(default_factory=RunTally)
    redaction: Redaction = field(default_factory=Redaction)
    """Keeps secrets out of results and notes."""
    gate: PauseGate = field(default_factory=PauseGate)
    line_started: Signal[str, str, int] = field(default_factory=Signal)
    """Target, lane and line of a statement."""
    lane_ended: Signal[str, str] = field(default_factory=Signal)
    """Target and lane of a lane that was not stopped."""
    note_written: Signal[str, str, int, str] = field(default_factory=Signal)
    """Target, lane, line, and the text of a ``note()``."""
    pass_started: Signal[str, int] = field(default_factory=Signal)
    """Target and number of a pass."""
    result_added: Signal[VectorResult] = field(default_factory=Signal)
    broke: Signal[[]] = field(default_factory=Signal)
    """An error of the debugger itself ended a lane; the run must end."""

    def add_breakdown(self, where: str, error: Exception) -> None:
        """Record an error of the debugger itself, which makes the run an error, and end the run."""
        self.tally.add_breakdown(self.hide(f"an error of rqdebug ended {where}: {reason_of(error)}"))
        self.broke.emit()

    def add(self, result: VectorResult) -> None:
        """Count a result and emit it."""
        self.result_added.emit(self.tally.add(self.redaction.hide_in(result)))

    def add_note(self, target: str, lane: str, line: int, text: str) -> None:
        """Emit a note."""
        self.note_written.emit(target, lane, line, self.hide(text))

    def add_ended(self, effect: Effect) -> None:
        """Note and report that something has ended because its lane or test has."""
        self.tally.add_ended(effect.target, effect.line, effect.ending)
        text = f"{effect.ending}, because nothing in its lane or test has ended it"
        self.add_note(effect.target, effect.lane, effect.line, text)

    def hide(self, text: str) -> str:
        """Return a text without the secrets of the run."""
        return self.redaction.hide(text)


@dataclass(frozen=True, slots=True)
class Ending:
    """Requests to end a run early."""

    now: threading.Event = field(default_factory=threading.Event)
    """Set to stop during the current pass; it also wakes sleeping lanes."""
    after_loop: threading.Event = field(default_factory=threading.Event)
    """Set to stop after the current pass."""


class TargetRun:
    """Executes one script on one target, pass after pass.

    ``run`` executes the main lane in the calling thread; each other lane has its own thread.

    Args:
        target: The target of calls without a receiver.
        targets: For each target of the run, a function that connects to it.
        feed: Receives results and progress.
        options: The options of the run.
        ending: Requests to end early, set by another thread.
        access: How to debug and observe each target of the run.
    """

    def __init__(
        self,
        target: str,
        targets: Mapping[str, Connect],
        feed: RunFeed,
        options: Options,
        ending: Ending,
        access: Mapping[str, TargetAccess] | None = None,
    ) -> None:
        self.target = target
        self._targets = targets
        self._access = access or {}
        self._interventions = RunInterventions(self._access, options.seed, MAIN)
        self._pool = TargetPool(target, targets, self._interventions)
        self._compares = len(targets) > 1
        """Whether results can be compared with the results of other targets."""
        self._feed = feed
        self._options = options
        self._ending = ending
        self._lost = False
        self._turns = TurnOrder()
        self._teardown: TargetRun | None = None

    def run(self, script: Script) -> None:
        """Execute the script until the options, a stop or a lost target end it."""
        try:
            self._pool.get_target()
        except Exception as error:  # any error: the report must not look like a success
            self._feed.tally.add_unreachable(self.target, reason_of(error))
            self.leave_out(script)
            return
        started = time.monotonic()
        try:
            for loop in count(1):
                self._run_pass(script, loop)
                if not self._continues(loop, time.monotonic() - started):
                    return
        except Exception as error:  # of a slot
            self._feed.add_breakdown("the run", error)
        finally:
            self._pool.disconnect()

    def leave_out(self, script: Script, reason: str = NOT_RUN) -> None:
        """Report all vectors of the script as not run, for a reason."""
        lane = self._main_lane(script, 0)
        for each in (lane, *lane.teardown_lanes(script.teardowns, {})):
            self._add_not_run(replace(result, got=reason) for result in each.not_run())

    def break_turns(self) -> None:
        """End the waits for turns. Another thread calls this to stop the run."""
        self._turns.break_off()

    def disconnect(self) -> None:
        """Close the connections, so that waiting calls end. Another thread calls this to stop the run."""
        self._pool.disconnect()
        teardown = self._teardown  # once: its own thread can end it between two reads
        if teardown is not None:
            teardown.end_soon()

    def end_soon(self) -> None:
        """End this teardown after TEARDOWN_TIME, because the run was stopped."""
        timer = threading.Timer(TEARDOWN_TIME, self._give_up)
        timer.daemon = True
        timer.start()

    def _give_up(self) -> None:
        self._ending.now.set()
        self._pool.disconnect()

    def _continues(self, loop: int, elapsed: float) -> bool:
        """Whether another pass follows."""
        options, ending = self._options, self._ending
        if ending.now.is_set() or ending.after_loop.is_set() or self._lost:
            return False
        if options.until_failure and not self._feed.tally.all_passed:
            return False
        if options.seconds is not None and elapsed >= options.seconds:
            return False
        return not options.loops or loop < options.loops

    def _run_pass(self, script: Script, loop: int) -> None:
        self._feed.pass_started.emit(self.target, loop)
        self._turns = TurnOrder()
        self._turns.enter_lane()
        lane = self._main_lane(script, loop)
        self._interventions.begin_pass(self.target if script.watches_events else "")
        try:
            self._run_lane(lane, time.perf_counter())
            if script.teardowns:
                self._tear_down(lane, script)
        finally:
            self._interventions.end_pass()
            self._pool.clean_up()

    def _tear_down(self, lane: Lane, script: Script) -> None:
        """Run the teardown blocks with connections of their own: the lane may have lost or closed its own."""
        self._teardown = TargetRun(
            self.target, self._targets, self._feed, self._options, Ending(), self._access
        )
        if self._ending.now.is_set():
            self._teardown.end_soon()
        try:
            self._lost |= self._teardown.clean_up_after(lane, script)
        finally:
            self._teardown = None

    def clean_up_after(self, lane: Lane, script: Script) -> bool:
        """Run the teardown blocks of a lane that has ended. Return whether a target was lost."""
        blocks = script.teardowns
        self._interventions.begin_pass(self.target if script.watches_events else "")
        try:
            variables = self._pool.adopt(lane.variables)
            for each in lane.teardown_lanes(blocks, variables):
                self._turns.enter_lane()
                self._run_lane(each, time.perf_counter())
        except RqError as error:  # a target cannot be reached
            self._feed.tally.add_lost(self.target, self._feed.hide(f"teardown: {error}"))
            self._lost = True
            for each in lane.teardown_lanes(blocks, {}):
                self._add_not_run(each.not_run())
        finally:
            self._interventions.end_pass()
            self._pool.clean_up()
            self._pool.disconnect()
        return self._lost

    def _main_lane(self, script: Script, loop: int) -> Lane:
        options, off = self._options, script.off | self._options.off
        common = RunPass(
            self.target,
            loop,
            options.seed,
            script.folder,
            off,
            options.pauses,
            options.inputs,
            files=script.files,
            lane_names=unique_names(script.lanes, self._feed.hide),
        )
        return Lane(common, MAIN, script.body, {})

    def _add_not_run(self, results: Iterable[VectorResult]) -> None:
        try:
            for result in results:
                self._feed.add(result)
        except Exception as error:  # of a slot
            self._feed.add_breakdown("the run", error)

    def _run_lane(self, lane: Lane, started: float) -> None:
        steps = lane.steps()
        outcome: VectorOutcome | None = None
        try:
            # A call that was made is judged, also after a stop.
            while outcome is not None or not self._ending.now.is_set():
                outcome = self._execute(lane, steps, outcome, started)
        except StopIteration:
            self._end_lane(lane.name)
        except Exception as error:  # of a slot, or of this program: the report must not look like a success
            self._feed.add_breakdown(f"lane {lane.name!r}", error)
        finally:
            self._turns.leave_lane()
            steps.close()
            self._end_effects(lane.name)
            self._add_not_run(lane.not_run())

    def _end_effects(self, lane: str) -> None:
        """End what a lane, or a test in it, has set on targets and not ended itself, and report it."""
        for effect in self._interventions.end_lane(lane):
            self._feed.add_ended(effect)

    def _end_lane(self, name: str) -> None:
        try:
            self._feed.lane_ended.emit(self.target, name)
        except Exception as error:
            self._feed.add_breakdown(f"lane {name!r}", error)

    def _execute(
        self, lane: Lane, steps: Steps, outcome: VectorOutcome | None, started: float
    ) -> VectorOutcome | None:
        """Execute one step of a lane and return the outcome to send next. Raises StopIteration at its end."""
        match steps.send(outcome):
            case StatementStarted(line):
                self._feed.gate.wait_to_pass(self.target, lane.name, line, lane.variables)
                self._feed.line_started.emit(self.target, lane.name, line)
            case CallRequest() as call:
                return self._call(call, lane.name)
            case VectorResult() as result:
                if self._compares and outcome is not None and result.got.endswith("…"):
                    result = replace(result, digest=digest_of(outcome.value))
                self._feed.add(result)
            case NoteWritten(line, text):
                self._feed.add_note(self.target, lane.name, line, text)
            case SleepRequest(seconds):
                self._ending.now.wait(seconds)
            case SleepUntil(seconds):
                self._wait_until(seconds, started)
            case TurnStarted(name, number):
                return self._begin_turn(name, number)
            case TurnEnded(name, number):
                self._turns.end(name, number)
            case NamedTestStarted():
                self._interventions.begin_test()
            case NamedTestEnded():
                self._interventions.end_test()
                self._end_effects(lane.name)
            case ForkLanes(lanes):
                self._fork(lanes)
        return None

    def _wait_until(self, seconds: float, started: float) -> None:
        if not self._options.speed:
            return
        intended = started + seconds / self._options.speed
        wait = intended - time.perf_counter()
        if wait > 0 and self._ending.now.wait(wait):
            return
        late = time.perf_counter() - intended
        self._feed.tally.add_lateness(self.target, max(int(late * 1e9), 0))

    def _fork(self, lanes: tuple[Lane, ...]) -> None:
        started = time.perf_counter()
        threads = [
            threading.Thread(target=self._run_lane, args=(lane, started), name=lane.name, daemon=True)
            for lane in lanes
        ]
        for _ in lanes:
            self._turns.enter_lane()
        self._turns.leave_lane()  # this lane only waits
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self._turns.enter_lane()

    def _begin_turn(self, name: str, number: int) -> VectorOutcome | None:
        """Wait until a turn can begin. Return the error if it never can."""
        # A stop that came before the turns of this pass were made did not break them.
        if self._ending.now.is_set() or self._turns.begin(name, number):
            return None
        return VectorOutcome(
            error=ValueError(
                f"turn({name!r}, {number - 1}) does not end: its lane has ended early, or it is off, missing "
                "or behind this one"
            )
        )

    def _limit_wait(self, call: CallRequest) -> None:
        """Scale the timeout of a call, or set the one of a call that has none, as the options say."""
        options = self._options
        if not (options.scales_timeouts or options.longest_wait) or call.receiver is None:
            return
        method = METHODS.get(call.method)
        if method is None or "timeout" not in (parameter.name for parameter in method.parameters):
            return
        timeout = call.arguments.get("timeout")
        if timeout is None:
            if call.arguments.get("block", True):
                call.arguments["timeout"] = options.longest_wait
        elif options.scales_timeouts:
            call.arguments["timeout"] = timeout / options.speed if options.speed else 0

    def _call(self, call: CallRequest, lane: str) -> VectorOutcome:
        target = self._pool.target_name(call)
        self._limit_wait(call)
        started = time.perf_counter_ns()
        try:
            value = self._pool.call(call, lane)
        except Exception as error:  # any error is the outcome of the vector
            duration, ended = time.perf_counter_ns() - started, time.time_ns()
            if isinstance(error, ConnectionLost):
                if self._ending.now.is_set():
                    seconds = f"{duration / 1e9:.3g}"
                    error = CallInterrupted(f"no answer after {seconds} s, when the run was stopped")
                    return VectorOutcome(None, error, duration, target, ended)
                self._lost = True
                self._feed.tally.add_lost(target, self._feed.hide(str(error)))
            return VectorOutcome(None, error, duration, target, ended)
        return VectorOutcome(value, None, time.perf_counter_ns() - started, target, time.time_ns())
