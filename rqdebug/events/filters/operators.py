# SPDX-License-Identifier: GPL-3.0-or-later
"""The operators of the filter language: one class each, and one table.

An operator carries everything that is known about it: its sign, the grammar
of its right-hand side, an example and a sentence for the help page and for
completion, the kinds of value it applies to, and its evaluation, over a
column and over one member of a JSON payload. The grammar, the help page,
completion and the error messages are made from ``OPERATORS``.

To add an operator: write its class here and add it to ``OPERATORS``.
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
    """A value as the user wrote it, without its quotes, and where it begins."""

    text: str
    column: int

    def value_for(self, field: Field) -> FilterValue:
        """Return what the text means for a field. Raises FilterError if it does not fit."""
        try:
            return field.kind.read(self.text)
        except ValueError as error:
            message = f"`{self.text}` does not fit: {field.name} is {error}"
            raise FilterError(message, self.column) from None


class Relation(NamedTuple):
    """One comparison in two forms."""

    on_column: Callable[[pa.Array, Any], pa.BooleanArray]
    """Takes the column, and what stands behind the sign: of a ``ComparisonOperator`` as a scalar of the
    column's type, of a ``TextOperator`` as a str."""
    on_value: Callable[[Any, Any], Any]
    """The same of one member of JSON; takes plain values of Python."""


@dataclass(frozen=True)
class Operator(FilterNode):
    """Compares one field of each event. A missing value never matches."""

    operand: ClassVar[str] = "value"
    """What follows the sign, in the notation of lark; ``value`` and ``WORD`` become operands."""
    field: Field

    @classmethod
    def applies_to(cls, kind: ValueType) -> bool:
        """Whether fields of this kind can be compared in this way."""
        return True

    @classmethod
    @abstractmethod
    def build(cls, field: Field, operands: list[Operand]) -> Operator:
        """Return the node for what the user wrote. Raises FilterError."""

    def mask(self, batch: pa.RecordBatch, calls: OpenCalls | None = None) -> pa.BooleanArray:
        if isinstance(self.field, JsonField):
            members = self.field.members(batch)
            accepted = [member is not MISSING and self.accepts(member) for member in members]
            return pa.array(accepted, pa.bool_())
        return on_distinct(self.field.values(batch), self.test).fill_null(False)

    @abstractmethod
    def test(self, values: pa.Array) -> pa.BooleanArray:
        """Return for each value of a column whether it matches; null where the value is."""

    @abstractmethod
    def accepts(self, member: Any) -> bool:
        """Whether one JSON value matches. A value of another type does not."""


@dataclass(frozen=True)
class ComparisonOperator(Operator):
    """Compares with one value of the field's own kind."""

    relation: ClassVar[Relation]
    literal: FilterValue

    @classmethod
    def build(cls, field: Field, operands: list[Operand]) -> Operator:
        return cls(field, operands[0].value_for(field))

    def test(self, values: pa.Array) -> pa.BooleanArray:
        return self.relation.on_column(values, pa.scalar(self.literal.value, values.type))

    def accepts(self, member: Any) -> bool:
        value = self.literal.value
        return same_json_type(member, value) and bool(self.relation.on_value(member, value))

    def __str__(self) -> str:
        return f"{self.field.name} {self.sign} {self.literal.text}"


class Equal(ComparisonOperator):
    sign = "=="
    other_spellings = ("=",)
    usage = "method == put"
    help = "is equal"
    relation = Relation(pc.equal, operator.eq)


class NotEqual(ComparisonOperator):
    sign = "!="
    usage = "outcome != ok"
    help = "is not equal"
    relation = Relation(pc.not_equal, operator.ne)

    def accepts(self, member: Any) -> bool:
        return not same_json_type(member, self.literal.value) or super().accepts(member)


class OrderComparison(ComparisonOperator):
    """A comparison that needs an order: of numbers, sizes and times."""

    @classmethod
    def applies_to(cls, kind: ValueType) -> bool:
        return kind.is_ordered

    def accepts(self, member: Any) -> bool:
        return member is not None and super().accepts(member)


class Less(OrderComparison):
    sign = "<"
    usage = "depth < 10"
    help = "is less"
    relation = Relation(pc.less, operator.lt)


class AtMost(OrderComparison):
    sign = "<="
    usage = "timeout <= 1s"
    help = "is less or equal"
    relation = Relation(pc.less_equal, operator.le)


class Greater(OrderComparison):
    sign = ">"
    usage = "duration > 5ms"
    help = "is greater"
    relation = Relation(pc.greater, operator.gt)


class AtLeast(OrderComparison):
    sign = ">="
    usage = "size >= 4KiB"
    help = "is greater or equal"
    relation = Relation(pc.greater_equal, operator.ge)


@dataclass(frozen=True)
class TextOperator(Operator):
    """Looks for a text in texts. Case matters."""

    relation: ClassVar[Relation]
    text: str

    @classmethod
    def applies_to(cls, kind: ValueType) -> bool:
        return kind.is_text

    @classmethod
    def build(cls, field: Field, operands: list[Operand]) -> Operator:
        return cls(field, operands[0].text)

    def test(self, values: pa.Array) -> pa.BooleanArray:
        return self.relation.on_column(values, self.text)

    def accepts(self, member: Any) -> bool:
        return isinstance(member, str) and bool(self.relation.on_value(member, self.text))

    def __str__(self) -> str:
        return f"{self.field.name} {self.sign} {quote(self.text)}"


class Contains(TextOperator):
    sign = "contains"
    usage = 'payload contains "error"'
    help = "the text occurs somewhere"
    relation = Relation(pc.match_substring, operator.contains)


class StartsWith(TextOperator):
    sign = "startswith"
    usage = 'queue startswith "order-"'
    help = "the text stands at the beginning"
    relation = Relation(pc.starts_with, str.startswith)


class EndsWith(TextOperator):
    sign = "endswith"
    usage = 'client endswith ":7654"'
    help = "the text stands at the end"
    relation = Relation(pc.ends_with, str.endswith)


class Matches(TextOperator):
    """A regular expression of RE2, which needs linear time for any pattern."""

    sign = "~"
    other_spellings = ("=~",)
    usage = 'queue ~ "^order-[0-9]+$"'
    help = "the regular expression matches somewhere; (?i) at its start ignores case"
    relation = Relation(
        pc.match_substring_regex,
        lambda member, pattern: pc.match_substring_regex(pa.scalar(member), pattern).as_py(),
    )

    @classmethod
    def build(cls, field: Field, operands: list[Operand]) -> Operator:
        try:
            pc.match_substring_regex(pa.scalar(""), operands[0].text)
        except ValueError as error:
            raise FilterError(str(error), operands[0].column) from None
        return super().build(field, operands)


@dataclass(frozen=True)
class OneOf(Operator):
    """Is in a set of values."""

    sign = "in"
    operand = '"{" value ("," value)* "}"'
    usage = "method in {put, put_many}"
    help = "is one of these"
    literals: tuple[FilterValue, ...]

    @classmethod
    def build(cls, field: Field, operands: list[Operand]) -> Operator:
        return cls(field, tuple(operand.value_for(field) for operand in operands))

    def test(self, values: pa.Array) -> pa.BooleanArray:
        wanted = pa.array([literal.value for literal in self.literals], values.type)
        return pc.is_in(values, value_set=wanted)

    def accepts(self, member: Any) -> bool:
        wanted = [literal.value for literal in self.literals]
        return any(same_json_type(member, value) and member == value for value in wanted)

    def __str__(self) -> str:
        return f"{self.field.name} in {{{', '.join(literal.text for literal in self.literals)}}}"


@dataclass(frozen=True)
class Between(Operator):
    """Is in a range, both ends included."""

    sign = "in"
    operand = "WORD"
    usage = "duration in 1ms..5ms"
    help = "is in a range, both ends included; either end may be left out"
    first: FilterValue | None
    last: FilterValue | None

    @classmethod
    def applies_to(cls, kind: ValueType) -> bool:
        return kind.is_ordered

    @classmethod
    def build(cls, field: Field, operands: list[Operand]) -> Operator:
        (whole,) = operands
        first, dots, last = whole.text.partition("..")
        if not dots or not (first or last):
            message = f"`{whole.text}` does not fit: write {field.name} in {{…, …}} or {field.name} in …..…"
            raise FilterError(message, whole.column)
        if not cls.applies_to(field.kind):
            raise FilterError(f"{field.name} has no order, so it has no ranges", whole.column)
        ends = (whole._replace(text=end).value_for(field) if end else None for end in (first, last))
        return cls(field, *ends)

    def test(self, values: pa.Array) -> pa.BooleanArray:
        masks = [bound.on_column(values, pa.scalar(end, values.type)) for bound, end in self._bounds()]
        return masks[0] if len(masks) == 1 else pc.and_(*masks)

    def accepts(self, member: Any) -> bool:
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
    """Whether two JSON values can be compared: true is no number, but 1 and 1.0 are of one type."""
    return _json_type(one) is _json_type(other)


def _json_type(value: Any) -> type:
    return float if type(value) is int else type(value)


OPERATORS: tuple[type[Operator], ...] = (
    *(Equal, NotEqual, Less, AtMost, Greater, AtLeast),
    *(Contains, StartsWith, EndsWith, Matches, OneOf, Between),
)
"""In the order in which the help page, completion and error messages show them."""


def operators_of(kind: ValueType) -> dict[str, type[Operator]]:
    """Return the operators that apply to a kind of value, by sign; of two with one sign, the first."""
    operators: dict[str, type[Operator]] = {}
    for each in OPERATORS:
        if each.applies_to(kind):
            operators.setdefault(each.sign, each)
    return operators
