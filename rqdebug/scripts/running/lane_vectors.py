# SPDX-License-Identifier: GPL-3.0-or-later
"""The vectors and checks of a lane, and what they share with its other statements: variables and results."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import replace
from typing import Any, TypeAlias

from rqcore.errors import ConnectionLost
from rqdebug.scripts.language import claim_nodes, expression_nodes, script_nodes
from rqdebug.scripts.language.evaluation import Evaluator
from rqdebug.scripts.language.functions import SeededRandom
from rqdebug.scripts.report import VectorResult, Verdict
from rqdebug.scripts.running.condition_outcome import ConditionOutcome, has_payload
from rqdebug.scripts.running.judge import Judgement, VectorOutcome, is_mistake, judge, shorten
from rqdebug.scripts.running.run_pass import RunPass
from rqdebug.scripts.running.steps import CallRequest, SleepRequest

VectorSteps: TypeAlias = Generator[CallRequest | SleepRequest | VectorResult, VectorOutcome | None, None]


class LaneEnded(Exception):
    """The lane cannot continue. The result with the reason has already been yielded."""


class TargetLost(LaneEnded):
    """The lane cannot continue because its target is lost."""


class LaneVectors:
    """Executes the vectors and checks of a lane.

    Args:
        common: What all lanes of the pass share.
        name: The name of the lane in results.
        variables: The variables of the lane.
        caller: The line of the script's own call or include in which the lane is; 0 for none.
    """

    def __init__(self, common: RunPass, name: str, variables: dict[str, Any], caller: int) -> None:
        self.name = name
        self.variables = variables
        self._common = common
        self._has_pauses = bool(common.pauses)
        self._pending: script_nodes.Statement | None = None
        """The statement that has started, while it has neither a result nor a started statement inside."""
        self._caller = caller
        # A source of its own for each lane and pass: which lane is faster does not change the values.
        self._evaluate = Evaluator(
            variables, SeededRandom(common.seed, f"{common.loop} {name}"), common.inputs
        )

    def _vector(self, vector: script_nodes.Vector) -> VectorSteps:
        before, after = self._pauses_around(vector)
        if before:
            yield SleepRequest(before)
        # Evaluated before the call: an error in the expectation must not leave a call without a result.
        call, other = self._call(vector.call), self._other(vector.expectation)
        call.raw = has_payload(other)
        outcome = yield call
        if outcome is None:
            raise TypeError("a CallRequest needs a VectorOutcome in reply")
        judgement = judge(vector.expectation, other, outcome, vector.limits)
        yield self._judged(vector, judgement, outcome, vector.call)
        # Later statements need the variable or the connection; failing all of them would hide the cause.
        if outcome.error is not None and (vector.name or isinstance(outcome.error, ConnectionLost)):
            raise TargetLost if isinstance(outcome.error, ConnectionLost) else LaneEnded
        if vector.name:
            self.variables[vector.name] = outcome.value
        if after:
            yield SleepRequest(after)

    def _call(self, call: claim_nodes.Call) -> CallRequest:
        receiver = None if call.receiver is None else self._receiver(call.receiver)
        arguments = {name: self._evaluate(value) for name, value in call.arguments}
        return CallRequest(receiver, call.method, arguments, line=call.line)

    def _check(self, check: script_nodes.Check) -> VectorSteps:
        if check.claim or not isinstance(check.value, expression_nodes.Expression):
            yield from self._condition(check)
            return
        outcome = VectorOutcome(self._evaluate(check.value))
        judgement = judge(check.expectation, self._other(check.expectation), outcome)
        yield self._judged(check, judgement, outcome)

    def _condition(self, check: script_nodes.Check) -> VectorSteps:
        before, after = self._pauses_around(check)
        if before:
            yield SleepRequest(before)
        condition = ConditionOutcome(self._call, self._evaluate, self._common.budget.spend)
        outcome = yield from condition.steps(check.value)
        judgement = judge(check.expectation, None, outcome, check.limits)
        if not outcome.value:
            got = condition.got if outcome.error is None else judgement.got
            judgement = replace(judgement, expected=shorten(check.claim), got=shorten(got))
        yield self._judged(check, judgement, outcome, condition.failed_call)
        if isinstance(outcome.error, ConnectionLost):
            raise TargetLost
        if after:
            yield SleepRequest(after)

    def _pauses_around(self, statement: script_nodes.Statement) -> tuple[float, float]:
        return self._common.pauses.around(statement.line) if self._has_pauses else (0.0, 0.0)

    def _receiver(self, name: str) -> Any:
        if name not in self.variables:
            raise ValueError(f"{name!r} has no value: no statement that assigns it has run")
        return self.variables[name]

    def _other(self, expectation: claim_nodes.Expectation) -> Any:
        if isinstance(expectation, claim_nodes.Comparison):
            return self._evaluate(expectation.other)
        return None

    def _judged(
        self,
        statement: script_nodes.Vector | script_nodes.Check,
        judgement: Judgement,
        outcome: VectorOutcome,
        call: claim_nodes.Call | None = None,
    ) -> VectorResult:
        """Return the result of a vector or check; its message follows the expectation if it did not pass."""
        verdict, expected, got = judgement.verdict, judgement.expected, judgement.got
        if statement.message is not None and verdict is not Verdict.PASSED:
            expected = f"{expected} ({shorten(str(self._evaluate(statement.message)))})"
        result = self._result(statement, verdict, expected, got, outcome)
        if call is not None and verdict is not Verdict.PASSED and is_mistake(outcome.error):
            result = replace(result, position=(call.line, call.column))
        return result if judgement.values is None else replace(result, values=judgement.values)

    def _result(
        self,
        statement: script_nodes.Statement,
        verdict: Verdict,
        expected: str,
        got: str,
        outcome: VectorOutcome | None = None,
    ) -> VectorResult:
        self._pending = None
        return VectorResult(
            (outcome and outcome.target) or self._common.target,
            self.name,
            statement.line,
            statement.text,
            verdict,
            expected,
            got,
            outcome.duration_ns if outcome else 0,
            self._common.loop,
            outcome.ended if outcome else 0,
            caller=self._caller,
        )
