# SPDX-License-Identifier: GPL-3.0-or-later
"""Evaluates the expressions of a script, with a limit on the size of every value."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from rqdebug.errors import EvaluationError
from rqdebug.scripts.language import expression_nodes
from rqdebug.scripts.language.functions import SeededRandom, functions_of_lane
from rqdebug.scripts.language.inputs import Inputs
from rqdebug.scripts.language.vocabulary import (
    COMPARISONS,
    FIELDS_OF,
    MAX_NUMBER,
    MAX_SIZE,
    MAX_SLEEP,
    MAX_STEPS,
)
from rqdebug.scripts.signatures import ValueKind

MAX_KEYS = 10
"""The maximum number of keys in an error about one that is missing."""
_ARITHMETIC: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "//": operator.floordiv,
    "%": operator.mod,
}


@contextmanager
def errors_at(node: expression_nodes.ScriptNode) -> Iterator[None]:
    """Give each ValueError of the block the position of an expression.

    Raises:
        EvaluationError: In place of the ValueError.
    """
    try:
        yield
    except EvaluationError:
        raise
    except ValueError as error:
        raise EvaluationError(str(error), node.line, node.column) from error


class Evaluator:
    """Evaluates the expressions of one lane.

    Args:
        variables: The variables of the lane. They are read again for each expression.
        generator: The random numbers of the lane.
        inputs: Environment variables and secrets.
    """

    def __init__(
        self, variables: Mapping[str, object], generator: SeededRandom, inputs: Inputs | None = None
    ) -> None:
        self._variables = variables
        self._functions = functions_of_lane(generator)
        self._inputs = inputs or Inputs()

    def use(self, variables: Mapping[str, object]) -> None:
        """Read other variables from now on."""
        self._variables = variables

    def __call__(self, expression: expression_nodes.Expression) -> Any:
        """Return the value of an expression.

        Raises:
            EvaluationError: If it has no value or its value is too large. The message is one sentence.
        """
        # The most frequent kinds (bench_vectors.py, row "one lane").
        if type(expression) is expression_nodes.Literal:
            return expression.value
        if type(expression) is expression_nodes.Variable and expression.name in self._variables:
            return self._variables[expression.name]
        try:
            return _Evaluation(self._variables, self._functions, self._inputs).value(expression)
        except RecursionError as error:
            raise EvaluationError(_describe(error), expression.line, expression.column) from error


def constant_value(expression: expression_nodes.Expression) -> Any:
    """Return the value of a constant, such as the default of a parameter. Raises ValueError as Evaluator."""
    return Evaluator({}, SeededRandom(0, ""))(expression)


def loop_range(bounds: Sequence[Any]) -> range:
    """Return the numbers that a loop runs over.

    Args:
        bounds: One to three values, as in ``range(start, stop, step)``.

    Raises:
        ValueError: If a bound is not a whole number, the step is 0, or there are more than MAX_STEPS numbers.
    """
    if not all(type(bound) is int for bound in bounds):
        raise ValueError("range() and repeat() take whole numbers")
    numbers = range(*bounds)  # a step of 0 is a ValueError too
    # len() raises OverflowError for a very long range.
    if numbers and (numbers[-1] - numbers[0]) // numbers.step >= MAX_STEPS:
        raise ValueError(f"a loop can run at most {MAX_STEPS:,} times")
    return numbers


def read_seconds(word: str, seconds: object, node: expression_nodes.Expression) -> float:
    """Return a duration.

    Args:
        word: What takes it, for the error.
        seconds: The value.
        node: The expression that has the value.

    Raises:
        EvaluationError: If it is not a number from 0 to MAX_SLEEP.
    """
    if isinstance(seconds, (int, float)) and not isinstance(seconds, bool) and 0 <= seconds <= MAX_SLEEP:
        return float(seconds)
    raise EvaluationError(
        f"{word} takes a number of seconds from 0 to {MAX_SLEEP:,.0f}, not {seconds!r}",
        node.line,
        node.column,
    )


def is_true(symbol: str, left: object, right: object) -> bool:
    """Return whether a comparison is true. It is false for values of types that cannot be compared.

    Args:
        symbol: One of COMPARISONS.
        left: The value before it.
        right: The value after it.
    """
    try:
        return bool(COMPARISONS[symbol](left, right))
    except (TypeError, RecursionError):
        return False


class _Evaluation:
    """Evaluates one expression and limits the total size of the values that it builds."""

    def __init__(
        self,
        variables: Mapping[str, object],
        functions: Mapping[str, Callable[..., Any]],
        inputs: Inputs,
    ) -> None:
        self._variables = variables
        self._functions = functions
        self._inputs = inputs
        self._size = 0

    def value(self, node: expression_nodes.Expression) -> Any:
        try:
            match node:
                case expression_nodes.Literal(value=value):
                    return value
                case expression_nodes.Variable(name=name):
                    return self._variable(name)
                case expression_nodes.ListOf(members=members):
                    return self._limit([self.value(member) for member in members])
                case expression_nodes.DictOf(pairs=pairs):
                    return self._limit({self.value(key): self.value(value) for key, value in pairs})
                case expression_nodes.FormattedText(parts=parts):
                    return "".join(map(self._part, parts))
                case expression_nodes.Member(container=container, key=key):
                    return _member(self.value(container), self.value(key))
                case expression_nodes.Attribute(owner=owner, field=field):
                    return _attribute(owner.name, self._variable(owner.name), field)
                case expression_nodes.Negative(value=value):
                    return -_number(self.value(value))
                case expression_nodes.Compared(operands=operands, operators=operators):
                    return self._is_true(operands, operators)
                case expression_nodes.Combined(word=word, members=members):
                    return self._combine(word, members)
                case expression_nodes.Opposite(value=value):
                    return not self.value(value)
                case expression_nodes.Arithmetic(operator=symbol, left=left, right=right):
                    return self._compute(symbol, self.value(left), self.value(right))
                case expression_nodes.Function(name=name, arguments=arguments):
                    values = {parameter: self.value(value) for parameter, value in arguments}
                    return self._limit(self._functions[name](**values))
                case expression_nodes.Input(name=name, is_secret=True):
                    return self._inputs.secret(name)
                case expression_nodes.Input(name=name, default=default):
                    if default is not None and name not in self._inputs.environment:
                        return self.value(default)
                    return self._inputs.variable(name)
            raise TypeError(f"{node} has no value")
        except EvaluationError:
            raise
        except (ValueError, ArithmeticError, LookupError, TypeError) as error:
            raise EvaluationError(_describe(error), node.line, node.column) from error

    def _variable(self, name: str) -> object:
        if name not in self._variables:
            raise ValueError(f"{name!r} has no value: no statement that assigns it has run")
        return self._variables[name]

    def _part(self, part: expression_nodes.Literal | expression_nodes.ReplacementField) -> str:
        text = (
            format(self.value(part.value), part.spec)
            if isinstance(part, expression_nodes.ReplacementField)
            else str(part.value)
        )
        self._count_size(len(text))
        return text

    def _is_true(self, operands: Sequence[expression_nodes.Expression], operators: Sequence[str]) -> bool:
        left = self.value(operands[0])
        for symbol, operand in zip(operators, operands[1:], strict=True):
            right = self.value(operand)
            if not is_true(symbol, left, right):
                return False
            left = right
        return True

    def _combine(self, word: str, members: Sequence[expression_nodes.Expression]) -> Any:
        value = None
        for member in members:
            value = self.value(member)
            if bool(value) is (word == "or"):
                break
        return value

    def _compute(self, symbol: str, left: Any, right: Any) -> Any:
        if isinstance(left, (str, bytes)):
            return self._join(symbol, left, right)
        result = _ARITHMETIC[symbol](_number(left), _number(right))
        if isinstance(result, int) and abs(result) > MAX_NUMBER:
            raise ValueError("the result is too large: whole numbers go from -2**64 to 2**64")
        return result

    def _join(self, symbol: str, left: Any, right: Any) -> Any:
        """Evaluate ``"a" + "b"`` or ``"a" * 3``."""
        if symbol == "+" and type(right) is type(left):
            self._count_size(len(left) + len(right))
            return left + right
        if symbol == "*" and type(right) is int:
            self._count_size(len(left) * right)
            return left * right
        raise TypeError(
            f"unsupported operands for {symbol}: {type(left).__name__} and {type(right).__name__}"
        )

    def _limit(self, result: Any) -> Any:
        """Count the size of a value and all its members, because nested values can grow exponentially."""
        remaining = [result]
        while remaining:
            value = remaining.pop()
            if isinstance(value, (str, bytes)):
                self._count_size(len(value))
            elif isinstance(value, (list, dict)):
                self._count_size(len(value))
                remaining += value
                if isinstance(value, dict):
                    remaining += value.values()
        return result

    def _count_size(self, size: int) -> None:
        self._size += max(size, 0)
        if self._size > MAX_SIZE:
            raise ValueError(
                f"the value has {self._size:,} characters and members; at most {MAX_SIZE:,} are allowed"
            )


def _describe(error: Exception) -> str:
    """Return the message of an error; one of Python itself needs the name of its class."""
    return str(error) if isinstance(error, ValueError) else f"{type(error).__name__}: {error}"


def _member(container: Any, key: Any) -> Any:
    try:
        return container[key]
    except KeyError:
        keys = ", ".join(map(repr, list(container)[:MAX_KEYS]))
        more = ", …" if len(container) > MAX_KEYS else ""
        raise ValueError(f"there is no {key!r}; the keys are {keys or 'none'}{more}") from None


def _attribute(name: str, owner: object, field: str) -> object:
    fields = FIELDS_OF.get(getattr(owner, "script_kind", ValueKind.VALUE), {})
    if field not in fields:
        raise ValueError(f"{name!r} has no {field!r}" if fields else f"{name!r} is a value without fields")
    return getattr(owner, field)


def _number(value: Any) -> Any:
    # Not isinstance(): a bool is an int, but adding True to a number is a mistake in a script.
    if type(value) not in (int, float):
        raise TypeError(f"expected a number, not {type(value).__name__}")
    return value
