# SPDX-License-Identifier: GPL-3.0-or-later
"""The right side of an operator, and its conversion to values of a field."""

from __future__ import annotations

from typing import NamedTuple

from rqdebug.errors import FilterError
from rqdebug.events.filters.fields import Field
from rqdebug.events.filters.literals import FilterValue, ValueType


class Operand(NamedTuple):
    """A value as the user wrote it."""

    text: str
    """Without quotes and escapes."""
    column: int
    """The column at which it begins, from 1."""
    is_quoted: bool = False
    """Whether it was written in quotes."""

    def value_for(self, field: Field) -> FilterValue:
        """Convert the text to a value of a field. Raises FilterError, with the column, if it is invalid."""
        return self.value_of(field.kind, field.name)

    def value_of(self, kind: ValueType, name: str) -> FilterValue:
        """Convert the text to a value.

        Args:
            kind: The type of the value.
            name: What the value belongs to, for the error.

        Raises:
            FilterError: The text is no such value; the error has its column.
        """
        try:
            return kind.read(self.text, self.is_quoted)
        except ValueError as error:
            message = f"`{self.text}` is not valid: {name} is {error}"
            raise FilterError(message, self.column) from None


def split_range(operands: list[Operand]) -> tuple[Operand | None, Operand | None]:
    """Return the ends of ``1..5``, ``"a".."c"`` or ``..5``. Raises FilterError if there is no range."""
    (at, dots) = next(pair for pair in enumerate(operands) if not pair[1].is_quoted)
    before, sign, after = dots.text.partition("..")
    first = [*operands[:at], *([dots._replace(text=before)] if before else [])]
    last = [*([dots._replace(text=after)] if after else []), *operands[at + 1 :]]
    if not sign or not (first or last) or len(first) > 1 or len(last) > 1:
        message = f"`{dots.text}` is neither a set such as {{a, b}} nor a range such as a..b"
        raise FilterError(message, dots.column)
    return next(iter(first), None), next(iter(last), None)


def ordered_value(operand: Operand, field: Field) -> FilterValue:
    """Return a value of a field for a comparison of order. Raises FilterError if it has no order."""
    value = operand.value_for(field)
    if value.value is None:
        raise FilterError("null has no order; compare with == or !=", operand.column)
    return value
