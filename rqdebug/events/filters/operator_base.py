# SPDX-License-Identifier: GPL-3.0-or-later
"""What all operators of the filter language share: a field, and how it is compared."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple

import pyarrow as pa

from rqdebug.events.filters.fields import SOURCE_FIELDS, Field, JsonField, PayloadField, UnrecordedField
from rqdebug.events.filters.filter_nodes import FilterNode, NotAtSource
from rqdebug.events.filters.json_members import MISSING, UNKNOWN
from rqdebug.events.filters.literals import ValueType
from rqdebug.events.filters.operands import Operand
from rqdebug.events.filters.payloads import Payloads
from rqdebug.events.marked_rows import NOTE_COLUMN
from rqdebug.events.open_calls import OpenCalls
from rqdebug.events.schema import on_distinct


class Relation(NamedTuple):
    """A comparison, over a column and over a single value."""

    on_column: Callable[[pa.Array, Any], pa.BooleanArray]
    """Takes the column and the operand: a scalar of the column's type, or a str for a ``TextOperator``."""
    on_value: Callable[[Any, Any], Any]
    """Takes a member of a JSON payload and the operand, both as Python values."""


@dataclass(frozen=True)
class Operator(FilterNode):
    """A comparison of one field. A missing member never matches; for an unknown value the answer is null.

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

    @property
    def needs_marks(self) -> bool:
        """Whether the field is the note."""
        return self.field.name == NOTE_COLUMN

    def mask(self, batch: pa.RecordBatch, calls: OpenCalls | None = None) -> pa.BooleanArray:
        """Compare the column, the payloads, or each member of a JSON payload."""
        if isinstance(self.field, JsonField):
            return pa.array(map(self._answer, self.field.members(batch)), pa.bool_())
        if isinstance(self.field, UnrecordedField):
            return pa.nulls(batch.num_rows, pa.bool_())
        if isinstance(self.field, PayloadField):
            return self.test_payloads(Payloads.of_batch(batch))
        return on_distinct(self.field.values(batch), self.test)

    def _answer(self, member: Any) -> bool | None:
        if member is UNKNOWN:
            return None
        return member is not MISSING and self.accepts(member)

    def test_payloads(self, payloads: Payloads) -> pa.BooleanArray:
        """Return for each payload whether it matches; null if that depends on missing bytes."""
        return payloads.or_unknown(self.test(payloads.data), payloads.is_cut)

    @abstractmethod
    def test(self, values: pa.Array) -> pa.BooleanArray:
        """Return for each value of a column whether it matches; null for a null."""

    def predicate(self) -> dict[str, Any]:
        """Return the comparison as a condition of a predicate. Raises NotAtSource for most fields."""
        if (source := self.field.source)["field"] not in SOURCE_FIELDS:
            raise NotAtSource(self.field.name)
        return {**source, **self.comparison()}

    @abstractmethod
    def comparison(self) -> dict[str, Any]:
        """Return the operator and the values for ``predicate``."""

    @abstractmethod
    def accepts(self, member: Any) -> bool:
        """Whether a JSON value matches. A value of another JSON type does not, except for ``!=``."""
