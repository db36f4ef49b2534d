# SPDX-License-Identifier: GPL-3.0-or-later
"""One lane of a run as a generator: it yields what to do next and receives the outcome.

This module uses no thread, clock or network. The caller that drives a lane
makes its calls, waits for it, and runs lanes in parallel.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from rqcore.errors import ConnectionLost
from rqdebug.errors import EvaluationError
from rqdebug.scripts.interventions.lane_interventions import Effect, ExpectedEvents
from rqdebug.scripts.language import claim_nodes, expression_nodes, script_nodes
from rqdebug.scripts.language.evaluation import errors_at, loop_range, read_seconds
from rqdebug.scripts.language.included_files import describe_line
from rqdebug.scripts.report import VectorResult, Verdict
from rqdebug.scripts.running.block_results import AttemptFailed, change_results, end_at_failure
from rqdebug.scripts.running.file_rows import read_format, read_rows
from rqdebug.scripts.running.judge import VectorOutcome, judge, shorten
from rqdebug.scripts.running.lane_names import TEARDOWN
from rqdebug.scripts.running.lane_vectors import LaneEnded, LaneVectors, TargetLost
from rqdebug.scripts.running.run_pass import Budget, RunPass
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
from rqdebug.scripts.running.vectors_not_run import vectors_not_run


@dataclass(frozen=True, slots=True)
class ForkLanes:
    """Run these lanes in parallel, and resume this lane when all of them have ended."""

    lanes: tuple[Lane, ...]


Step: TypeAlias = (
    StatementStarted
    | CallRequest
    | SleepRequest
    | SleepUntil
    | TurnStarted
    | TurnEnded
    | NamedTestStarted
    | NamedTestEnded
    | NoteWritten
    | ForkLanes
    | VectorResult
)
Steps: TypeAlias = Generator[Step, VectorOutcome | None, None]
Attempt: TypeAlias = Generator[Step, VectorOutcome | None, VectorResult | None]


class Lane(LaneVectors):
    """A sequence of statements that is executed in order.

    Args:
        common: What all lanes of the pass share.
        name: The name in results; a lane inside another has both names, as in ``outer/inner``.
        body: The statements.
        variables: The initial variables. The lane changes this dict.
        outer: The variables that functions see; None for the same.
        caller: The line of the script's own call or include in which it is; 0 for none.
    """

    def __init__(
        self,
        common: RunPass,
        name: str,
        body: Sequence[script_nodes.Statement],
        variables: dict[str, Any],
        outer: Mapping[str, Any] | None = None,
        caller: int = 0,
    ) -> None:
        super().__init__(common, name, variables, caller)
        self._outer = variables if outer is None else dict(outer)
        self._body = body
        self._left: list[tuple[Sequence[script_nodes.Statement], int]] = [(body, caller)]
        """The statements behind the place at which the lane ended early, each block with the line of the
        call or include in which it is; all, before the lane begins."""

    def steps(self) -> Steps:
        """Yield what to do, until the lane ends.

        Send a VectorOutcome in reply to each CallRequest, and to a TurnStarted that cannot begin; send None
        in reply to everything else. VectorResult and NoteWritten report something that has happened.
        Close the generator to end the lane early.
        """
        self._left = []
        try:
            yield from self._block(self._body)
        except LaneEnded:
            return
        self._pending = None

    def not_run(self) -> Iterator[VectorResult]:
        """Yield a result for each vector and check that is due, but will not run.

        Call this before ``steps`` has begun, or after it has ended or was closed. If it ended early, a loop
        counts as one more iteration; otherwise there are none.
        """
        if self._pending is not None:
            yield from vectors_not_run(self._common, self.name, [self._pending])
        for statements, caller in self._left:
            yield from vectors_not_run(self._common, self.name, statements, caller)

    def _block(self, statements: Sequence[script_nodes.Statement]) -> Steps:
        off, spend = self._common.off, self._common.budget.spend
        remaining = iter(statements)
        try:
            for statement in remaining:
                if statement.line in off:
                    continue
                self._pending = statement
                yield StatementStarted(statement.line)
                try:
                    spend()
                    yield from _HANDLERS[type(statement)](self, statement)
                except ValueError as error:  # an error in the script itself
                    yield from self._fail(statement, error)
        finally:
            self._leave(list(remaining))  # none, unless the lane ends early

    def _leave(self, statements: Sequence[script_nodes.Statement]) -> None:
        """Note that the lane ends before statements."""
        if statements:
            self._left.append((statements, self._caller))

    def _fail(self, statement: script_nodes.Statement, error: ValueError) -> Steps:
        """End the lane after an error in the script itself."""
        is_simple = isinstance(statement, (script_nodes.Vector, script_nodes.Check))
        if self._pending is statement and not is_simple:  # nothing inside it has begun
            self._leave([statement])
        position = (
            error.position if isinstance(error, EvaluationError) else (statement.line, statement.column)
        )
        result = self._result(statement, Verdict.ERROR, "", shorten(str(error)))
        yield replace(result, position=position)
        raise LaneEnded from error

    def _let(self, let: script_nodes.Let) -> Steps:
        self.variables[let.name] = self._evaluate(let.value)
        yield from ()

    def _parameter(self, parameter: script_nodes.ScriptParameter) -> Steps:
        given = self._common.inputs.parameters
        name = parameter.name
        self.variables[name] = given[name] if name in given else self._evaluate(parameter.default)
        yield from ()

    def _sleep(self, sleep: script_nodes.Sleep) -> Steps:
        yield SleepRequest(read_seconds("sleep", self._evaluate(sleep.seconds), sleep.seconds))

    def _at(self, at: script_nodes.At) -> Steps:
        yield SleepUntil(read_seconds("at", self._evaluate(at.seconds), at.seconds))

    def _note(self, note: script_nodes.Note) -> Steps:
        yield NoteWritten(note.line, shorten(str(self._evaluate(note.value))))

    def _loop(self, loop: script_nodes.Loop) -> Steps:
        with errors_at(loop.bounds[0]):
            numbers = loop_range([self._evaluate(bound) for bound in loop.bounds])
        for number in numbers:
            self.variables[loop.name] = number
            yield from self._block(loop.body)

    def _each_row(self, loop: script_nodes.EachRow) -> Steps:
        with errors_at(loop.separator):
            format = read_format(self._evaluate(loop.separator), self._evaluate(loop.numbers))
        with errors_at(loop.file):
            for row in read_rows(self._common.folder, self._evaluate(loop.file), format):
                self._common.budget.spend()  # a loop whose statements are all off must end too
                self.variables[loop.name] = row
                yield from self._block(loop.body)

    def _repeat(self, repeat: script_nodes.Repeat) -> Steps:
        for _ in self._times(repeat.times):
            yield from self._block(repeat.body)

    def _times(self, times: expression_nodes.Expression) -> range:
        with errors_at(times):
            return loop_range([self._evaluate(times)])

    def _soft(self, soft: script_nodes.Soft | script_nodes.NamedTest) -> Steps:
        try:
            yield from self._block(soft.body)
        except TargetLost:
            raise
        except LaneEnded:
            return

    def _retry(self, retry: script_nodes.Retry) -> Steps:
        attempts = len(self._times(retry.times))
        if not attempts:
            raise EvaluationError("retry takes a whole number from 1", retry.times.line, retry.times.column)
        for attempt in range(1, attempts):
            failure = yield from self._attempt(retry)
            if failure is None:
                return
            place = describe_line(self._common.files, failure.line)
            why = f"expected {failure.expected}, got {failure.got}"
            text = f"attempt {attempt} of {attempts} failed in {place}: {why}"
            yield NoteWritten(retry.line, shorten(text))
        yield from self._block(retry.body)

    def _attempt(self, retry: script_nodes.Retry) -> Attempt:
        """Execute the block until a vector fails. Return its result, or None after the whole block."""
        left = list(self._left)
        try:
            yield from change_results(self._block(retry.body), end_at_failure)
        except AttemptFailed as failed:
            self._pending, self._left = retry, left  # all of it will run again
            return failed.result
        return None

    def _test(self, test: script_nodes.NamedTest) -> Steps:
        yield NamedTestStarted()
        with self._using(dict(self.variables)):
            yield from self._soft(test)
        yield NamedTestEnded()

    @contextmanager
    def _using(self, variables: dict[str, Any], line: int = 0) -> Iterator[None]:
        """Use other variables inside a block, which the statement in a line calls."""
        before, caller = self.variables, self._caller
        self.variables, self._caller = variables, caller or line
        self._evaluate.use(variables)
        try:
            yield
        finally:
            self.variables, self._caller = before, caller
            self._evaluate.use(before)

    def _expected_failure(self, expected: script_nodes.ExpectedFailure) -> Steps:
        has_failed, left = False, list(self._left)

        def expect(result: VectorResult) -> VectorResult:
            nonlocal has_failed
            if result.outcome is not Verdict.FAILED:
                return result
            has_failed = True
            wanted = f"a failure ({expected.reason}) of {result.expected}"
            return replace(result, outcome=Verdict.PASSED, expected=shorten(wanted), values=None)

        try:
            yield from change_results(self._block(expected.body), expect)
        except LaneEnded as ended:
            if isinstance(ended, TargetLost) or not has_failed:
                raise
            self._left = left
            yield NoteWritten(expected.line, shorten(f"xfail ({expected.reason}) ended its block early"))
        if not has_failed:
            wanted = shorten(f"a failure ({expected.reason})")
            yield self._result(expected, Verdict.FAILED, wanted, "everything passed")

    def _lease_block(self, block: script_nodes.LeaseBlock) -> Steps:
        try:
            self._pending = block.take
            yield from self._vector(block.take)
        except (LaneEnded, ValueError):
            self._leave(block.body)
            raise
        lease = self.variables[str(block.name)]
        try:
            yield from self._block(block.body)
        except (LaneEnded, AttemptFailed) as ended:
            if lease.is_open and not isinstance(ended, TargetLost):
                yield CallRequest(lease, "nack", {})  # the error of the block matters
            raise
        if lease.is_open:
            yield from self._acknowledge(block, lease)

    def _debugger_block(self, block: script_nodes.DebuggerBlock) -> Steps:
        effect = yield from self._begin_effect(block)
        try:
            yield from self._block(block.body)
        except (LaneEnded, AttemptFailed) as ended:
            if effect.is_judged:
                self._leave([block.call])
            elif not isinstance(ended, TargetLost):
                yield CallRequest(effect, "end", {})  # the error of the block matters
            raise
        outcome = yield CallRequest(effect, "end", {})
        if outcome is not None and (effect.is_judged or outcome.error is not None):
            yield from self._judge_effect(block.call, outcome)

    def _begin_effect(
        self, block: script_nodes.DebuggerBlock
    ) -> Generator[Step, VectorOutcome | None, Effect | ExpectedEvents]:
        """Set or expect something, and return it. Raises LaneEnded if that fails."""
        self._pending = block.call
        try:
            outcome = yield self._call(block.call.call)
        except ValueError:
            self._leave(block.body)
            raise
        effect = None if outcome is None else outcome.value
        if outcome is not None and not isinstance(effect, ExpectedEvents):
            yield from self._judge_effect(block.call, outcome)
        if not isinstance(effect, (Effect, ExpectedEvents)):
            self._leave(block.body)
            raise LaneEnded
        return effect

    def _judge_effect(self, vector: script_nodes.Vector, outcome: VectorOutcome) -> Steps:
        yield self._judged(vector, judge(vector.expectation, None, outcome), outcome, vector.call)
        if isinstance(outcome.error, ConnectionLost):
            raise TargetLost

    def _acknowledge(self, block: script_nodes.LeaseBlock, lease: Any) -> Steps:
        outcome = yield CallRequest(lease, "ack", {})
        if outcome is None or outcome.error is None:
            return
        verdict = judge(claim_nodes.Success(block.line, block.column), None, outcome).verdict
        got = shorten(f"{type(outcome.error).__name__}: {outcome.error}")
        yield self._result(block, verdict, "an acknowledgement at the end of the block", got, outcome)
        if isinstance(outcome.error, ConnectionLost):
            raise TargetLost

    def _pass_over(self, statement: script_nodes.Define | script_nodes.Teardown) -> Steps:
        yield from ()  # a call knows its function, and a teardown has a lane of its own, after this one

    def _invoke(self, invoke: script_nodes.Invoke) -> Steps:
        function = invoke.function
        frame = dict(self._outer)
        frame.update((name, self._evaluate(default)) for name, default in function.defaults)
        frame.update((name, self._argument(value)) for name, value in invoke.arguments)
        with self._using(frame, invoke.line):
            yield from self._block(function.body)
            result = None if function.result is None else self._argument(function.result)
        if invoke.name:
            self.variables[invoke.name] = result

    def _argument(self, value: expression_nodes.Expression) -> Any:
        """Return a value, a queue or a target."""
        if isinstance(value, expression_nodes.Variable):
            return self._receiver(value.name)
        return self._evaluate(value)

    def _include(self, include: script_nodes.Include) -> Steps:
        with self._using(self.variables, include.line):
            yield from self._block(include.body)

    def _setup(self, setup: script_nodes.Setup) -> Steps:
        is_ready = True

        def check(result: VectorResult) -> VectorResult:
            nonlocal is_ready
            is_ready = is_ready and result.outcome is Verdict.PASSED
            return result

        yield from change_results(self._block(setup.body), check)
        if not is_ready:
            raise LaneEnded

    def teardown_lanes(
        self, blocks: Sequence[script_nodes.Teardown], variables: dict[str, Any]
    ) -> list[Lane]:
        """Return the lanes that clean up after this one, in their order.

        Args:
            blocks: The teardown blocks in the order of the text.
            variables: The variables of this lane at its end. The lanes change this dict.
        """
        blocks = [block for block in blocks if block.line not in self._common.off]
        common = replace(self._common, budget=Budget())  # the script may have spent its own
        return [
            Lane(common, common.lane_names.get(block.line, TEARDOWN), block.body, variables)
            for block in reversed(blocks)
        ]

    def _timing(self, timing: script_nodes.Timing) -> Steps:
        yield from self._block(timing.body)

    def _turn(self, turn: script_nodes.Turn) -> Steps:
        reply = yield TurnStarted(turn.name, turn.number)
        if reply is not None:
            raise ValueError(str(reply.error))
        yield from self._block(turn.body)
        yield TurnEnded(turn.name, turn.number)

    def _parallel(self, parallel: script_nodes.Parallel) -> Steps:
        off, self._pending = self._common.off, None
        yield ForkLanes(tuple(self._branch(lane) for lane in parallel.lanes if lane.line not in off))

    def _branch(self, lane: script_nodes.LaneBlock) -> Lane:
        outer = None if self.variables is self._outer else self._outer
        # A copy: if lanes saw the variables of others, results would depend on which lane is faster.
        name = self._common.name_inside(self.name, lane)
        return Lane(self._common, name, lane.body, dict(self.variables), outer, self._caller)


_HANDLERS: dict[type[script_nodes.Statement], Callable[[Lane, Any], Steps]] = {
    script_nodes.Vector: Lane._vector,
    script_nodes.Check: Lane._check,
    script_nodes.Let: Lane._let,
    script_nodes.ScriptParameter: Lane._parameter,
    script_nodes.Sleep: Lane._sleep,
    script_nodes.At: Lane._at,
    script_nodes.Note: Lane._note,
    script_nodes.Loop: Lane._loop,
    script_nodes.EachRow: Lane._each_row,
    script_nodes.Repeat: Lane._repeat,
    script_nodes.DebuggerBlock: Lane._debugger_block,
    script_nodes.Define: Lane._pass_over,
    script_nodes.ExpectedFailure: Lane._expected_failure,
    script_nodes.Include: Lane._include,
    script_nodes.Invoke: Lane._invoke,
    script_nodes.LeaseBlock: Lane._lease_block,
    script_nodes.Retry: Lane._retry,
    script_nodes.Setup: Lane._setup,
    script_nodes.Soft: Lane._soft,
    script_nodes.Teardown: Lane._pass_over,
    script_nodes.NamedTest: Lane._test,
    script_nodes.Timing: Lane._timing,
    script_nodes.Turn: Lane._turn,
    script_nodes.Parallel: Lane._parallel,
}
