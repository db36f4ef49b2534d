# SPDX-License-Identifier: GPL-3.0-or-later
"""The nodes of what vectors do and expect: calls, expectations, and conditions with calls."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, TypeAlias

from rqdebug.scripts.language.expression_nodes import Expression, ScriptNode


@dataclass(frozen=True, slots=True)
class Call(ScriptNode):
    """A call of a method of a queue or target, with its arguments."""

    receiver: str | None
    """The variable of the queue or target; None for the target that the script runs on."""
    method: str
    arguments: tuple[tuple[str, Expression], ...]
    """Expressions with the name of their parameter; a queue is a Variable."""


@dataclass(frozen=True, slots=True)
class DurationLimits:
    """Limits for the duration of a call, in ns; both limits are allowed durations."""

    min_ns: int = 0
    max_ns: int | None = None
    """None for no maximum."""


# What a vector expects


@dataclass(frozen=True, slots=True)
class Success(ScriptNode):
    """Expects that the call raises no error; its value can be anything."""


@dataclass(frozen=True, slots=True)
class Comparison(ScriptNode):
    """Expects that a comparison of the value with another is true. The operator is one of COMPARISONS."""

    operator: str
    other: Expression


@dataclass(frozen=True, slots=True)
class Truth(ScriptNode):
    """Expects that the value is true, or false, in a boolean context."""

    wanted: bool


@dataclass(frozen=True, slots=True)
class Raises(ScriptNode):
    """Expects that the call raises one of several errors."""

    syntax: ClassVar[str] = "with raises(Full): jobs.put(1, timeout=0.1)"
    help: ClassVar[str] = "The call must raise this error, or one of several."

    errors: tuple[str, ...]
    """Names in ERRORS."""


Expectation: TypeAlias = Success | Comparison | Truth | Raises


# Conditions with calls


@dataclass(frozen=True, slots=True)
class CallTest(ScriptNode):
    """Calls and values with comparisons between them; a single call is tested for its truth."""

    operands: tuple[Operand, ...]
    operators: tuple[str, ...]
    """Names in COMPARISONS: each stands after the operand with the same index."""


@dataclass(frozen=True, slots=True)
class CombinedCondition(ScriptNode):
    """Conditions with ``and`` or ``or`` between them. Those after the first that decides are not checked."""

    word: str
    members: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class OppositeCondition(ScriptNode):
    """A condition that must not be met."""

    condition: Condition


@dataclass(frozen=True, slots=True)
class Eventually(ScriptNode):
    """A condition that is checked again until it is met."""

    syntax: ClassVar[str] = "assert eventually(jobs.qsize() == 3, timeout=5)"
    help: ClassVar[str] = (
        "Check the condition every 0.02 seconds, or every=… seconds, until it is met. It fails after 5 "
        "seconds, or after timeout=… seconds. An error such as Empty counts as not met."
    )

    condition: Condition
    timeout: Expression | None
    every: Expression | None


Operand: TypeAlias = Call | Expression
Condition: TypeAlias = CallTest | CombinedCondition | OppositeCondition | Eventually | Expression
