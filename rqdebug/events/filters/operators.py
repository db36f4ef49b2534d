# SPDX-License-Identifier: GPL-3.0-or-later
"""The table of operators of the filter language, with a class for each.

The class of an operator has everything about it: its sign, the grammar of its
right-hand side, an example and a phrase for the help page and for completion,
the kinds of value that it applies to, and its evaluation, over a column and
over one member of a JSON payload. The grammar, the help page, completion and
the error messages are made from ``OPERATORS``.

To add an operator, write its class here, or in a module of its own, and add it to ``OPERATORS``.
"""

from __future__ import annotations

import operator
from dataclasses import dataclass
from typing import Any, ClassVar

import pyarrow as pa
import pyarrow.compute as pc

from rqcore.controller.debugging.linear_patterns import LinearPattern
from rqcore.controller.debugging.networks import EXAMPLE as NETWORK_EXAMPLE
from rqcore.errors import BadCall
from rqdebug.errors import FilterError
from rqdebug.events.filters.fields import Field, PayloadField
from rqdebug.events.filters.filter_nodes import NotAtSource
from rqdebug.events.filters.json_members import same_json_type
from rqdebug.events.filters.literals import FilterValue, ValueType, quote
from rqdebug.events.filters.network_operator import InNetwork
from rqdebug.events.filters.operands import Operand, ordered_value, split_range
from rqdebug.events.filters.operator_base import Operator, Relation
from rqdebug.events.filters.payloads import Payloads
from rqdebug.support.regular_expressions import check_pattern


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

    def comparison(self) -> dict[str, Any]:
        """Return the sign and the value."""
        return {"operator": self.sign, "value": self.literal.value}

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

    def test(self, values: pa.Array) -> pa.BooleanArray:
        """Compare all values with the literal, or with both ends of a period."""
        return super().test(values) if self.literal.end is None else is_within(values, self.literal)

    def test_payloads(self, payloads: Payloads) -> pa.BooleanArray:
        """Compare what was recorded; a beginning of the literal can be the literal."""
        return payloads.equal([self.literal.value])


class NotEqual(ComparisonOperator):
    """``!=``; a JSON member of another type matches."""

    sign = "!="
    usage = "outcome != ok"
    help = "does not equal the value"
    relation = Relation(pc.not_equal, operator.ne)

    def test(self, values: pa.Array) -> pa.BooleanArray:
        """Negate ``==``."""
        return pc.invert(Equal(self.field, self.literal).test(values))

    def test_payloads(self, payloads: Payloads) -> pa.BooleanArray:
        """Negate ``==``."""
        return pc.invert(Equal(self.field, self.literal).test_payloads(payloads))

    def accepts(self, member: Any) -> bool:
        """Whether the member differs in type or value."""
        return not same_json_type(member, self.literal.value) or super().accepts(member)


class OrderComparison(ComparisonOperator):
    """A comparison of values with an order: numbers, sizes and times."""

    @classmethod
    def applies_to(cls, kind: ValueType) -> bool:
        """Whether the values of this kind have an order."""
        return kind.is_ordered

    @classmethod
    def build(cls, field: Field, operands: list[Operand]) -> Operator:
        """Return the node, with the value converted. Raises FilterError if the value has no order."""
        return cls(field, ordered_value(operands[0], field))

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
    """``<=``; of a period, its end counts."""

    sign = "<="
    usage = "timeout <= 1s"
    help = "is less than or equal to the value"
    relation = Relation(pc.less_equal, operator.le)

    def test(self, values: pa.Array) -> pa.BooleanArray:
        """Compare all values with the literal, or with the end of a period."""
        return self.relation.on_column(values, pa.scalar(self.literal.last, values.type))


class Greater(OrderComparison):
    """``>``; of a period, its end counts."""

    sign = ">"
    usage = "waited > 5ms"
    help = "is greater than the value"
    relation = Relation(pc.greater, operator.gt)

    def test(self, values: pa.Array) -> pa.BooleanArray:
        """Compare all values with the literal, or with the end of a period."""
        return self.relation.on_column(values, pa.scalar(self.literal.last, values.type))


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

    def comparison(self) -> dict[str, Any]:
        """Return the sign and the text."""
        return {"operator": self.sign, "value": self.text}

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

    def test_payloads(self, payloads: Payloads) -> pa.BooleanArray:
        """Search in what was recorded."""
        return payloads.contain(self.text)


class StartsWith(TextOperator):
    """``startswith``."""

    sign = "startswith"
    usage = 'queue startswith "order-"'
    help = "begins with the text"
    relation = Relation(pc.starts_with, str.startswith)

    def test_payloads(self, payloads: Payloads) -> pa.BooleanArray:
        """Compare what was recorded with the beginning of the text."""
        return payloads.start_with(self.text)


class EndsWith(TextOperator):
    """``endswith``."""

    sign = "endswith"
    usage = 'address endswith ":7654"'
    help = "ends with the text"
    relation = Relation(pc.ends_with, str.endswith)

    def test_payloads(self, payloads: Payloads) -> pa.BooleanArray:
        """Compare the ends of payloads that were recorded whole."""
        return payloads.end_with(self.text)


class Matches(TextOperator):
    """``~``: a regular expression. RE2 matches any pattern in linear time."""

    sign = "~"
    other_spellings = ("=~",)
    usage = 'queue ~ "^order-[0-9]+$"'
    help = "matches the regular expression anywhere; (?i) at its start ignores case"
    relation = Relation(
        pc.match_substring_regex,
        lambda member, pattern: pc.match_substring_regex(_to_scalar(member), pattern).as_py(),
    )

    def test_payloads(self, payloads: Payloads) -> pa.BooleanArray:
        """Search in what was recorded: in text for characters, in other bytes as if they were Latin-1."""
        return payloads.match(self.text)

    def comparison(self) -> dict[str, Any]:
        """Return the pattern. Raises NotAtSource if rqcore cannot search it in linear time."""
        try:
            LinearPattern(self.text, isinstance(self.field, PayloadField))
        except BadCall as error:
            raise NotAtSource(self.text, str(error)) from None
        return super().comparison()

    @classmethod
    def build(cls, field: Field, operands: list[Operand]) -> Operator:
        """Return the node. Raises FilterError if RE2 cannot compile the pattern."""
        try:
            check_pattern(operands[0].text)
        except ValueError as error:
            raise FilterError(str(error), operands[0].column) from None
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
        """Look up all values in the set; a period contains many."""
        wanted = [literal.value for literal in self.literals if literal.end is None]
        found = pc.is_in(values, value_set=pa.array(wanted, values.type))
        for literal in self.literals:
            found = found if literal.end is None else pc.or_(found, is_within(values, literal))
        return pc.if_else(pc.is_valid(values), found, pa.scalar(None, pa.bool_()))

    def test_payloads(self, payloads: Payloads) -> pa.BooleanArray:
        """Compare what was recorded; a beginning of a literal can be the literal."""
        return payloads.equal([literal.value for literal in self.literals])

    def comparison(self) -> dict[str, Any]:
        """Return the values."""
        return {"operator": self.sign, "values": [literal.value for literal in self.literals]}

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
    operand = "(WORD | STRING WORD STRING? | WORD STRING)"
    usage = "waited in 1ms..5ms"
    help = "is in the range, both ends included; one end can be left out; times can go over midnight"
    first: FilterValue | None
    last: FilterValue | None

    @classmethod
    def applies_to(cls, kind: ValueType) -> bool:
        """Whether the values of this kind have an order."""
        return kind.is_ordered

    @classmethod
    def build(cls, field: Field, operands: list[Operand]) -> Operator:
        """Split ``first..last``, and convert both ends. Raises FilterError if that is not possible."""
        if not cls.applies_to(field.kind):
            other = f", or {NETWORK_EXAMPLE}" if InNetwork.applies_to(field.kind) else ""
            raise FilterError(
                f"{field.name} has no order, so it cannot be in a range; use a set such as {{a, b}}{other}",
                operands[0].column,
            )
        first, last = split_range(operands)
        low, high = (None if end is None else ordered_value(end, field) for end in (first, last))
        if low and high and not field.kind.is_cyclic and not _are_ordered(low, high):
            message = f"nothing is in the range from {low.text} to {high.text}"
            raise FilterError(message, operands[0].column)
        return cls(field, low, high)

    def test(self, values: pa.Array) -> pa.BooleanArray:
        """Compare all values with the ends."""
        masks = [bound.on_column(values, pa.scalar(end, values.type)) for bound, end in self._bounds()]
        if len(masks) == 1:
            return masks[0]
        return pc.or_kleene(*masks) if self._goes_over_end() else pc.and_kleene(*masks)

    def comparison(self) -> dict[str, Any]:
        """Return the ends that are given."""
        ends = {"first": self.first, "last": self.last}
        return {"operator": "between", **{name: end.value for name, end in ends.items() if end}}

    def accepts(self, member: Any) -> bool:
        """Whether the member has the type of both ends, and is between them."""
        if member is None:
            return False
        return all(
            same_json_type(member, end) and bound.on_value(member, end) for bound, end in self._bounds()
        )

    def _goes_over_end(self) -> bool:
        ends = [end.value for end in (self.first, self.last) if end is not None]
        return self.field.kind.is_cyclic and ends != sorted(ends)

    def _bounds(self) -> list[tuple[Relation, Any]]:
        low = [] if self.first is None else [(AtLeast.relation, self.first.value)]
        return low if self.last is None else [*low, (AtMost.relation, self.last.last)]

    def __str__(self) -> str:
        first, last = (end.text if end else "" for end in (self.first, self.last))
        return f"{self.field.name} in {first}..{last}"


def is_within(values: pa.Array, period: FilterValue) -> pa.BooleanArray:
    """Return for each value whether it is in a period."""
    first, last = (pa.scalar(end, values.type) for end in (period.value, period.last))
    return pc.and_kleene(pc.greater_equal(values, first), pc.less_equal(values, last))


def _to_scalar(text: str) -> pa.Scalar:
    """Return a text for ``pyarrow.compute``. JSON can have half of a surrogate pair."""
    return pa.scalar(text.encode(errors="replace").decode())


def _are_ordered(low: FilterValue, high: FilterValue) -> bool:
    return same_json_type(low.value, high.value) and bool(low.value <= high.last)


OPERATORS: tuple[type[Operator], ...] = (
    *(Equal, NotEqual, Less, AtMost, Greater, AtLeast),
    *(Contains, StartsWith, EndsWith, Matches, OneOf, Between, InNetwork),
)
"""Every operator, in the order of the help page, completion and error messages."""


def operators_of(kind: ValueType) -> dict[str, type[Operator]]:
    """Return the operators that apply to a kind of value: sign → the first operator with this sign."""
    operators: dict[str, type[Operator]] = {}
    for each in OPERATORS:
        if each.applies_to(kind):
            operators.setdefault(each.sign, each)
    return operators
