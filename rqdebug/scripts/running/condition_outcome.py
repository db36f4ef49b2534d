# SPDX-License-Identifier: GPL-3.0-or-later
"""Evaluates the condition of an assert, and makes the calls in it one after the other."""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Any, TypeAlias

from rqcore.codec import Codec, Payload
from rqcore.errors import QueueState
from rqdebug.scripts.language import claim_nodes, expression_nodes
from rqdebug.scripts.language.evaluation import is_true, read_seconds
from rqdebug.scripts.language.vocabulary import ERRORS
from rqdebug.scripts.running.judge import VectorOutcome, format_outcome, format_value
from rqdebug.scripts.running.steps import CallRequest, SleepRequest

TIMEOUT = 5.0
"""The timeout of ``eventually`` in seconds, if none is given."""
INTERVAL = 0.02
"""Seconds between two checks of ``eventually``, if none are given."""
MIN_INTERVAL = 0.001
_ANSWERS: tuple[type[Exception], ...] = (QueueState, *ERRORS.values())
"""Errors with which a queue answers; after any other, the condition is not checked again."""

Facts: TypeAlias = Generator[CallRequest | SleepRequest, VectorOutcome | None, Any]


class CallFailed(Exception):
    """A call in the condition raised an error."""

    def __init__(self, outcome: VectorOutcome, call: claim_nodes.Call) -> None:
        super().__init__(str(outcome.error))
        self.outcome = outcome
        self.call = call


class ConditionOutcome:
    """The outcome of one condition. It uses no clock: time is what calls and pauses took.

    Args:
        request: Returns the request of a call.
        evaluate: Returns the value of an expression.
        spend: Counts one more check of ``eventually``. Raises ValueError if there were too many.
    """

    def __init__(
        self,
        request: Callable[[claim_nodes.Call], CallRequest],
        evaluate: Callable[[expression_nodes.Expression], Any],
        spend: Callable[[], None],
    ) -> None:
        self._request = request
        self._evaluate = evaluate
        self._spend = spend
        self._values: dict[str, str] = {}
        self._last = VectorOutcome()
        self.failed_call: claim_nodes.Call | None = None
        """The call whose error is the outcome; None if there is none."""
        self._elapsed_ns = 0

    @property
    def got(self) -> str:
        """The values that decided: each call with its last result, each variable with its value."""
        return ", ".join(f"{name} is {value}" for name, value in self._values.items())

    def steps(self, condition: claim_nodes.Condition) -> Generator[Any, VectorOutcome | None, VectorOutcome]:
        """Yield the calls and pauses that the condition needs.

        Returns:
            Whether it is met as the value, or the error of a call; with the whole duration.

        Raises:
            ValueError: If an expression in it has no value.
        """
        error = None
        met = False
        try:
            met = bool((yield from self._value(condition)))
        except CallFailed as failed:
            error, self.failed_call = failed.outcome.error, failed.call
        return VectorOutcome(met, error, self._elapsed_ns, self._last.target, self._last.ended)

    def _value(self, condition: claim_nodes.Condition) -> Facts:
        match condition:
            case claim_nodes.CallTest():
                return (yield from self._test(condition))
            case claim_nodes.CombinedCondition(word=word, members=members):
                value = None
                for member in members:
                    value = yield from self._value(member)
                    if bool(value) is (word == "or"):
                        break
                return value
            case claim_nodes.OppositeCondition(condition=inner):
                return not (yield from self._value(inner))
            case claim_nodes.Eventually():
                return (yield from self._eventually(condition))
        self._note_variables(condition)
        return self._evaluate(condition)

    def _test(self, test: claim_nodes.CallTest) -> Facts:
        # Values first: whether one is a payload decides how a call returns its item.
        values = [
            None if isinstance(operand, claim_nodes.Call) else self._evaluate(operand)
            for operand in test.operands
        ]
        is_raw = any(map(has_payload, values))
        left = yield from self._operand(test.operands[0], values[0], is_raw)
        if not test.operators:
            return left
        for symbol, operand, value in zip(test.operators, test.operands[1:], values[1:], strict=True):
            right = yield from self._operand(operand, value, is_raw)
            if not is_true(symbol, left, right):
                return False
            left = right
        return True

    def _operand(self, operand: claim_nodes.Operand, value: Any, is_raw: bool) -> Facts:
        """Return a value, or make a call and return its result. Raises CallFailed."""
        if not isinstance(operand, claim_nodes.Call):
            self._note_variables(operand)
            return value
        request = self._request(operand)
        request.raw = is_raw
        outcome = yield request
        if outcome is None:
            raise TypeError("a CallRequest needs a VectorOutcome in reply")
        self._last = outcome
        self._elapsed_ns += outcome.duration_ns
        self._values[_text(operand)] = format_outcome(outcome)
        if outcome.error is not None:
            raise CallFailed(outcome, operand)
        return outcome.value

    def _eventually(self, node: claim_nodes.Eventually) -> Facts:
        timeout = self._seconds("timeout", node.timeout, TIMEOUT)
        interval = max(self._seconds("every", node.every, INTERVAL), MIN_INTERVAL)
        deadline = self._elapsed_ns + int(timeout * 1e9)
        while True:
            self._spend()
            failed = None
            try:
                if (yield from self._value(node.condition)):
                    return True
            except CallFailed as error:
                if not isinstance(error.outcome.error, _ANSWERS):
                    raise
                failed = error
            left = deadline - self._elapsed_ns
            if left <= 0:
                if failed:
                    raise failed
                return False
            pause = min(interval, left / 1e9)
            yield SleepRequest(pause)
            self._elapsed_ns += int(pause * 1e9) + 1

    def _seconds(self, name: str, node: expression_nodes.Expression | None, default: float) -> float:
        return default if node is None else read_seconds(f"{name} of eventually", self._evaluate(node), node)

    def _note_variables(self, expression: expression_nodes.Expression) -> None:
        for variable in expression_nodes.variables(expression):
            self._values[variable.name] = format_value(self._evaluate(variable))


_PLAIN = frozenset((type(None), bool, int, float, str, bytes, dict))


def has_payload(other: object) -> bool:
    """Whether an expected value is a payload, or a list with one. A pickle is never decoded anyway."""
    if type(other) in _PLAIN:  # most values (bench_vectors.py, row "one lane")
        return False
    members = other if isinstance(other, list) else [other]
    return any(isinstance(member, Payload) and member.codec is not Codec.PICKLE for member in members)


def _text(call: claim_nodes.Call) -> str:
    receiver = f"{call.receiver}." if call.receiver else ""
    return f"{receiver}{call.method}({'…' if call.arguments else ''})"
