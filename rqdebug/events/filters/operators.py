# SPDX-License-Identifier: GPL-3.0-or-later
"""The table of operators of the filter language, with a class for each.

The class of an operator has everything about it: its sign, the grammar of its
right-hand side, an example and a phrase for the help page and for completion,
the kinds of value that it applies to, and its evaluation, over a column and
over one member of a JSON payload. The grammar, the help page, completion and
the error messages are made from ``OPERATORS``.

To add an operator, write its class here and add it to ``OPERATORS``.
"""

from __future__ import annotations

import operator
from abc import abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from rqdebug.errors import FilterError
from rqdebug.events.filters.fields import MISSING, Field, JsonField
from rqdebug.events.filters.filter_nodes import FilterNode
from rqdebug.events.filters.literals import FilterValue, ValueType, quote
from rqdebug.events.open_calls import OpenCalls
from rqdebug.events.schema import on_distinct


class Operand(NamedTuple):
    """A value as the user wrote it."""

    text: str
    """Without quotes and escapes."""
    column: int
    """The column at which it begins, from 1."""

    def value_for(self, field: Field) -> FilterValue:
        """Convert the text to a value of a field. Raises FilterError, with the column, if it is invalid."""
        try:
            return field.kind.read(self.text)
        except ValueError as error:
            message = f"`{self.text}` is not valid: {field.name} is {error}"
            raise FilterError(message, self.column) from None


class Relation(NamedTuple):
    """A comparison, over a column and over a single value."""

    on_column: Callable[[pa.Array, Any], pa.BooleanArray]
    """Takes the column and the operand: for a ``ComparisonOperator`` a scalar of the column's type, for a
    ``TextOperator`` a str."""
    on_value: Callable[[Any, Any], Any]
    """Takes a member of a JSON payload and the operand, both as Python values."""


@dataclass(frozen=True)
class Operator(FilterNode):
    """A comparison of one field. A missing value never matches.

    Args:
        field: The field to compare.
    """

    operand: ClassVar[str] = "value"
    """What follows the sign, in lark's notation. Each ``value`` and ``WORD`` becomes an ``Operand``."""
    field: Field

    @classmethod
    def applies_to(cls, kind: ValueType) -> bool:
        """Whether the operator can compare fields of this kind."""
        return True

    @classmethod
    @abstractmethod
    def build(cls, field: Field, operands: list[Operand]) -> Operator:
        """Return the node for a field and the operands. Raises FilterError if an operand is invalid."""

    def mask(self, batch: pa.RecordBatch, calls: OpenCalls | None = None) -> pa.BooleanArray:
        """Compare the column, or each member of a JSON payload."""
        if isinstance(self.field, JsonField):
            members = self.field.members(batch)
            accepted = [member is not MISSING and self.accepts(member) for member in members]
            return pa.array(accepted, pa.bool_())
        return on_distinct(self.field.values(batch), self.test).fill_null(False)

    @abstractmethod
    def test(self, values: pa.Array) -> pa.BooleanArray:
        """Return for each value of a column whether it matches; null for a null."""

    @abstractmethod
    def accepts(self, member: Any) -> bool:
        """Whether a JSON value matches. A value of another JSON type does not, except for ``!=``."""


@dataclass(frozen=True)
class ComparisonOperator(Operator):
    """A comparison with one value of the field's kind.

    Args:
        field: The field to compare.
        literal: The value to compare with.
    """

    relation: ClassVar[Relation]
    literal: FilterValue

    @classmethod
    def build(cls, field: Field, operands: list[Operand]) -> Operator:
        """Return the node, with the value converted. Raises FilterError if the value is invalid."""
        return cls(field, operands[0].value_for(field))

    def test(self, values: pa.Array) -> pa.BooleanArray:
        """Compare all values with the literal, as a scalar of the column's type."""
        return self.relation.on_column(values, pa.scalar(self.literal.value, values.type))

    def accepts(self, member: Any) -> bool:
        """Whether the member has the same JSON type, and compares as wanted."""
        value = self.literal.value
        return same_json_type(member, value) and bool(self.relation.on_value(member, value))

    def __str__(self) -> str:
        return f"{self.field.name} {self.sign} {self.literal.text}"


class Equal(ComparisonOperator):
    """``==``."""

    sign = "=="
    other_spellings = ("=",)
    usage = "method == put"
    help = "equals the value"
    relation = Relation(pc.equal, operator.eq)


class NotEqual(ComparisonOperator):
    """``!=``; a JSON member of another type matches."""

    sign = "!="
    usage = "outcome != ok"
    help = "does not equal the value"
    relation = Relation(pc.not_equal, operator.ne)

    def accepts(self, member: Any) -> bool:
        """Whether the member differs in type or value."""
        return not same_json_type(member, self.literal.value) or super().accepts(member)


class OrderComparison(ComparisonOperator):
    """A comparison of values with an order: numbers, sizes and times."""

    @classmethod
    def applies_to(cls, kind: ValueType) -> bool:
        """Whether the values of this kind have an order."""
        return kind.is_ordered

    def accepts(self, member: Any) -> bool:
        """Whether the member compares as wanted; a JSON null has no order."""
        return member is not None and super().accepts(member)


class Less(OrderComparison):
    """``<``."""

    sign = "<"
    usage = "depth < 10"
    help = "is less than the value"
    relation = Relation(pc.less, operator.lt)


class AtMost(OrderComparison):
    """``<=``."""

    sign = "<="
    usage = "timeout <= 1s"
    help = "is less than or equal to the value"
    relation = Relation(pc.less_equal, operator.le)


class Greater(OrderComparison):
    """``>``."""

    sign = ">"
    usage = "duration > 5ms"
    help = "is greater than the value"
    relation = Relation(pc.greater, operator.gt)


class AtLeast(OrderComparison):
    """``>=``."""

    sign = ">="
    usage = "size >= 4KiB"
    help = "is greater than or equal to the value"
    relation = Relation(pc.greater_equal, operator.ge)


@dataclass(frozen=True)
class TextOperator(Operator):
    """A search for a text. Case matters.

    Args:
        field: The field to search in.
        text: The text to look for.
    """

    relation: ClassVar[Relation]
    text: str

    @classmethod
    def applies_to(cls, kind: ValueType) -> bool:
        """Whether the values of this kind are texts."""
        return kind.is_text

    @classmethod
    def build(cls, field: Field, operands: list[Operand]) -> Operator:
        """Return the node. The operand can be any text, even for a field with a fixed set of words."""
        return cls(field, operands[0].text)

    def test(self, values: pa.Array) -> pa.BooleanArray:
        """Search in all values."""
        return self.relation.on_column(values, self.text)

    def accepts(self, member: Any) -> bool:
        """Whether the member is a text that matches."""
        return isinstance(member, str) and bool(self.relation.on_value(member, self.text))

    def __str__(self) -> str:
        return f"{self.field.name} {self.sign} {quote(self.text)}"


class Contains(TextOperator):
    """``contains``."""

    sign = "contains"
    usage = 'payload contains "error"'
    help = "contains the text"
    relation = Relation(pc.match_substring, operator.contains)


class StartsWith(TextOperator):
    """``startswith``."""

    sign = "startswith"
    usage = 'queue startswith "order-"'
    help = "begins with the text"
    relation = Relation(pc.starts_with, str.startswith)


class EndsWith(TextOperator):
    """``endswith``."""

    sign = "endswith"
    usage = 'client endswith ":7654"'
    help = "ends with the text"
    relation = Relation(pc.ends_with, str.endswith)


class Matches(TextOperator):
    """``~``: a regular expression. RE2 matches any pattern in linear time."""

    sign = "~"
    other_spellings = ("=~",)
    usage = 'queue ~ "^order-[0-9]+$"'
    help = "matches the regular expression anywhere; (?i) at its start ignores case"
    relation = Relation(
        pc.match_substring_regex,
        lambda member, pattern: pc.match_substring_regex(pa.scalar(member), pattern).as_py(),
    )

    @classmethod
    def build(cls, field: Field, operands: list[Operand]) -> Operator:
        """Return the node. Raises FilterError if RE2 cannot compile the pattern."""
        try:
            pc.match_substring_regex(pa.scalar(""), operands[0].text)
        except ValueError as error:
            raise FilterError(
                f"`{operands[0].text}` is not a regular expression: {error}", operands[0].column
            ) from None
        return super().build(field, operands)


@dataclass(frozen=True)
class OneOf(Operator):
    """``in {…}``: equals one of several values.

    Args:
        field: The field to compare.
        literals: The values, at least one.
    """

    sign = "in"
    operand = '"{" value ("," value)* "}"'
    usage = "method in {put, put_many}"
    help = "equals one of the values"
    literals: tuple[FilterValue, ...]

    @classmethod
    def build(cls, field: Field, operands: list[Operand]) -> Operator:
        """Return the node, with all values converted. Raises FilterError if one is invalid."""
        return cls(field, tuple(operand.value_for(field) for operand in operands))

    def test(self, values: pa.Array) -> pa.BooleanArray:
        """Look up all values in the set."""
        wanted = pa.array([literal.value for literal in self.literals], values.type)
        return pc.is_in(values, value_set=wanted)

    def accepts(self, member: Any) -> bool:
        """Whether the member equals one of the values, in type and value."""
        wanted = [literal.value for literal in self.literals]
        return any(same_json_type(member, value) and member == value for value in wanted)

    def __str__(self) -> str:
        return f"{self.field.name} in {{{', '.join(literal.text for literal in self.literals)}}}"


@dataclass(frozen=True)
class Between(Operator):
    """``in …..…``: is in a range, both ends included.

    Args:
        field: The field to compare.
        first: The low end; None if there is none.
        last: The high end; None if there is none. At least one end is given.
    """

    sign = "in"
    operand = "WORD"
    usage = "duration in 1ms..5ms"
    help = "is in the range, both ends included; one end can be left out"
    first: FilterValue | None
    last: FilterValue | None

    @classmethod
    def applies_to(cls, kind: ValueType) -> bool:
        """Whether the values of this kind have an order."""
        return kind.is_ordered

    @classmethod
    def build(cls, field: Field, operands: list[Operand]) -> Operator:
        """Split ``first..last``, and convert both ends. Raises FilterError if that is not possible."""
        (whole,) = operands
        first, dots, last = whole.text.partition("..")
        if not dots or not (first or last):
            message = f"`{whole.text}` is neither a set such as {{a, b}} nor a range such as a..b"
            raise FilterError(message, whole.column)
        if not cls.applies_to(field.kind):
            raise FilterError(
                f"{field.name} has no order, so it cannot be in a range; use a set such as {{a, b}}",
                whole.column,
            )
        ends = (whole._replace(text=end).value_for(field) if end else None for end in (first, last))
        return cls(field, *ends)

    def test(self, values: pa.Array) -> pa.BooleanArray:
        """Compare all values with the ends."""
        masks = [bound.on_column(values, pa.scalar(end, values.type)) for bound, end in self._bounds()]
        return masks[0] if len(masks) == 1 else pc.and_(*masks)

    def accepts(self, member: Any) -> bool:
        """Whether the member has the type of both ends, and is between them."""
        if member is None:
            return False
        return all(
            same_json_type(member, end) and bound.on_value(member, end) for bound, end in self._bounds()
        )

    def _bounds(self) -> list[tuple[Relation, Any]]:
        bounds = ((AtLeast.relation, self.first), (AtMost.relation, self.last))
        return [(relation, end.value) for relation, end in bounds if end is not None]

    def __str__(self) -> str:
        first, last = (end.text if end else "" for end in (self.first, self.last))
        return f"{self.field.name} in {first}..{last}"


def same_json_type(one: Any, other: Any) -> bool:
    """Whether two JSON values have the same type. 1 and 1.0 are both numbers; true is not a number."""
    return _json_type(one) is _json_type(other)


def _json_type(value: Any) -> type:
    return float if type(value) is int else type(value)


OPERATORS: tuple[type[Operator], ...] = (
    *(Equal, NotEqual, Less, AtMost, Greater, AtLeast),
    *(Contains, StartsWith, EndsWith, Matches, OneOf, Between),
)
"""Every operator, in the order of the help page, completion and error messages."""


def operators_of(kind: ValueType) -> dict[str, type[Operator]]:
    """Return the operators that apply to a kind of value: sign → the first operator with this sign."""
    operators: dict[str, type[Operator]] = {}
    for each in OPERATORS:
        if each.applies_to(kind):
            operators.setdefault(each.sign, each)
    return operators
