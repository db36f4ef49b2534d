# SPDX-License-Identifier: GPL-3.0-or-later
"""Compares the outcome of a call with its expectation, and describes both as text."""

from __future__ import annotations

from dataclasses import dataclass

from rqcore.codec import Payload
from rqcore.errors import BadCall, CodecError, ConnectionLost, QueueState
from rqdebug.errors import CallInterrupted, ExpectationFailed
from rqdebug.inspection.payload_difference import common_length
from rqdebug.scripts.compared_values import ComparedValues, keep_values
from rqdebug.scripts.language import claim_nodes
from rqdebug.scripts.language.evaluation import is_true
from rqdebug.scripts.language.vocabulary import ERRORS
from rqdebug.scripts.report import Verdict

MAX_SHOWN = 200
"""The maximum number of characters of a value or message in a result."""
LEAD = 40
"""Characters before the place where two long values differ."""
_PLAIN = (str, bytes, int, float, list, dict, Payload)
"""Types with a readable ``repr``; queues and targets have none and are shown as ``ok``."""


@dataclass(frozen=True, slots=True)
class VectorOutcome:
    """The outcome of a call: a value, or an error."""

    value: object = None
    error: Exception | None = None
    """What the call raised; ``value`` then has no meaning."""
    duration_ns: int = 0
    target: str = ""
    """The target that was called; empty for the lane's own."""
    ended: int = 0
    """When the call ended, in ns since 1970 by the wall clock."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict, with the texts that explain it."""

    verdict: Verdict
    expected: str
    """The expectation that decided, for example ``Full`` or ``at most 5 ms``."""
    got: str
    """The value, error or duration that was compared with it."""
    values: ComparedValues | None = None
    """The whole values, if they were compared with ``==`` and differ."""


def judge(
    expectation: claim_nodes.Expectation,
    other: object,
    outcome: VectorOutcome,
    limits: claim_nodes.DurationLimits | None = None,
) -> Judgement:
    """Compare an outcome with an expectation.

    Args:
        expectation: What the script expects.
        other: The value that a Comparison compares with; ignored for other expectations.
        outcome: What the call returned or raised.
        limits: Limits for the duration of the call. They count only if the rest passed.
    """
    expected = format_expectation(expectation, other)
    got = format_outcome(outcome)
    if isinstance(outcome.error, CallInterrupted):
        return Judgement(Verdict.INTERRUPTED, expected, shorten(str(outcome.error)))
    if isinstance(outcome.error, ExpectationFailed):
        return Judgement(Verdict.FAILED, outcome.error.expected, shorten(outcome.error.got))
    if isinstance(expectation, claim_nodes.Raises):
        verdict = _judge_error(expectation, outcome)
    elif outcome.error is not None:
        verdict = _verdict_of(outcome.error)
    else:
        verdict = Verdict.PASSED if _matches(expectation, other, outcome.value) else Verdict.FAILED
    # A wrong value explains more than a long duration, so the limits count only for a passed vector.
    if verdict is Verdict.PASSED and limits and not _is_in_time(limits, outcome.duration_ns):
        return Judgement(Verdict.FAILED, _format_limits(limits), f"{outcome.duration_ns / 1e6:.3g} ms")
    if verdict is Verdict.FAILED and outcome.error is None:
        return _judge_difference(expectation, other, outcome.value, expected, got)
    return Judgement(verdict, expected, got)


def _judge_difference(
    expectation: claim_nodes.Expectation, other: object, value: object, expected: str, got: str
) -> Judgement:
    """Return the judgement on a wrong value, with texts that show the place where long values differ."""
    is_equality = isinstance(expectation, claim_nodes.Comparison) and expectation.operator == "=="
    if not is_equality or not all(each is None or isinstance(each, _PLAIN) for each in (other, value)):
        return Judgement(Verdict.FAILED, expected, got)
    if value is None:
        got = "None"  # a value here, not the absence of one
    if max(len(expected), len(got)) == MAX_SHOWN:
        expected, got = _shorten_both(other, value)
    return Judgement(Verdict.FAILED, expected, got, keep_values(other, value))


def _shorten_both(one: object, other: object) -> tuple[str, str]:
    """Return two values as texts in one line, from a little before the place where they differ."""
    try:
        texts = repr(one), repr(other)
    except RecursionError:
        return format_value(one), format_value(other)
    first = max(common_length(*texts) - LEAD, 0)
    lead = "…" if first else ""
    return shorten(lead + texts[0][first:]), shorten(lead + texts[1][first:])


def _is_in_time(limits: claim_nodes.DurationLimits, duration_ns: int) -> bool:
    return limits.min_ns <= duration_ns and (limits.max_ns is None or duration_ns <= limits.max_ns)


def _format_limits(limits: claim_nodes.DurationLimits) -> str:
    minimum = [f"at least {limits.min_ns / 1e6:g} ms"] if limits.min_ns else []
    maximum = [] if limits.max_ns is None else [f"at most {limits.max_ns / 1e6:g} ms"]
    return " and ".join(minimum + maximum)


def format_expectation(expectation: claim_nodes.Expectation, other: object) -> str:
    """Return the expectation as text, for example ``ok``, ``'a'``, ``<= 3`` or ``Full``.

    Args:
        expectation: What the script expects.
        other: The value that a Comparison compares with; ignored for other expectations.
    """
    match expectation:
        case claim_nodes.Success():
            return "ok"
        case claim_nodes.Raises(errors=errors):
            return " or ".join(errors)
        case claim_nodes.Truth(wanted=wanted):
            return str(wanted)
        case claim_nodes.Comparison(operator="=="):
            return format_value(other)
        case claim_nodes.Comparison(operator=operator):
            return f"{operator} {format_value(other)}"


def format_outcome(outcome: VectorOutcome) -> str:
    """Return the error or the value as text; ``ok`` for None and for values without a readable text."""
    if outcome.error is not None:
        return format_error(outcome.error)
    return format_value(outcome.value) if isinstance(outcome.value, _PLAIN) else "ok"


def format_error(error: Exception) -> str:
    """Return the class name and the message of an error in one line."""
    return shorten(f"{type(error).__name__}: {error}")


def format_value(value: object) -> str:
    """Return the ``repr`` of a value in one line, shortened if it is long."""
    if isinstance(value, (str, bytes)):
        value = value[:MAX_SHOWN]  # repr() of all of it could take long
    try:
        return shorten(repr(value))
    except RecursionError:
        return f"a deeply nested {type(value).__name__}"


def shorten(text: str) -> str:
    """Return a text in one line of at most MAX_SHOWN characters; an ellipsis replaces the rest."""
    text = " ".join(text[: 2 * MAX_SHOWN].splitlines())
    return text if len(text) <= MAX_SHOWN else text[: MAX_SHOWN - 1] + "…"


def _judge_error(expectation: claim_nodes.Raises, outcome: VectorOutcome) -> Verdict:
    if isinstance(outcome.error, tuple(ERRORS[name] for name in expectation.errors)):
        return Verdict.PASSED
    return Verdict.FAILED if outcome.error is None else _verdict_of(outcome.error)


def _verdict_of(error: Exception) -> Verdict:
    """Return the verdict for an unexpected error: FAILED if the queue answered with it, otherwise ERROR."""
    answered = isinstance(error, (QueueState, *ERRORS.values()))
    return Verdict.FAILED if answered else Verdict.ERROR


def is_mistake(error: Exception | None) -> bool:
    """Whether an error of a call shows a mistake in the script, such as an argument of a wrong type."""
    if error is None or isinstance(error, (ConnectionLost, CallInterrupted, ExpectationFailed)):
        return False
    return isinstance(error, (BadCall, CodecError)) or _verdict_of(error) is Verdict.ERROR


def _matches(
    expectation: claim_nodes.Success | claim_nodes.Comparison | claim_nodes.Truth,
    other: object,
    value: object,
) -> bool:
    match expectation:
        case claim_nodes.Success():
            return True
        case claim_nodes.Truth(wanted=wanted):
            return bool(value) is wanted
        case claim_nodes.Comparison(operator=operator):
            return is_true(operator, value, other)
