# SPDX-License-Identifier: GPL-3.0-or-later
"""The nodes of expressions: immutable values with a position and a help text.

``GUIDE`` lists the nodes that the reference explains. ``evaluation`` computes them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import ClassVar, TypeAlias

Constant: TypeAlias = str | bytes | int | float | bool | None


@dataclass(frozen=True, slots=True)
class ScriptNode:
    """Anything with a position in the text."""

    syntax: ClassVar[str] = ""
    """An example for the reference; empty for nodes that are only parts of others."""
    help: ClassVar[str] = ""
    """An explanation for the reference."""

    line: int
    """Counted from 1."""
    column: int
    """Counted from 1, in characters."""


# Expressions


@dataclass(frozen=True, slots=True)
class Expression(ScriptNode):
    """Something that has a value."""


@dataclass(frozen=True, slots=True)
class Literal(Expression):
    """A constant."""

    syntax: ClassVar[str] = "\"text\"  b'bytes'  3  0.5  True  False  None"
    help: ClassVar[str] = "A constant value."

    value: Constant


@dataclass(frozen=True, slots=True)
class Variable(Expression):
    """A use of a name."""

    syntax: ClassVar[str] = "x"
    help: ClassVar[str] = "The value assigned to this name, in this lane or before the lane began."

    name: str


@dataclass(frozen=True, slots=True)
class ListOf(Expression):
    """A list of values."""

    syntax: ClassVar[str] = "[x, y]"
    help: ClassVar[str] = "A list."

    members: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class DictOf(Expression):
    """A dict of values."""

    syntax: ClassVar[str] = '{"n": x}'
    help: ClassVar[str] = "A dict."

    pairs: tuple[tuple[Expression, Expression], ...]
    """Keys and values, in order."""


@dataclass(frozen=True, slots=True)
class ReplacementField(Expression):
    """A replacement field such as ``{x:03}`` in a formatted text."""

    value: Expression
    spec: str
    """The format after the colon; empty for none."""


@dataclass(frozen=True, slots=True)
class FormattedText(Expression):
    """An f-string."""

    syntax: ClassVar[str] = 'f"job {x:03}"'
    help: ClassVar[str] = (
        "A text with values in it. A width, a precision and d, f, g, s or x can follow a colon."
    )

    parts: tuple[Literal | ReplacementField, ...]


@dataclass(frozen=True, slots=True)
class Member(Expression):
    """One member of a container."""

    syntax: ClassVar[str] = 'x["n"]'
    help: ClassVar[str] = "One member of a dict, a list or a text."

    container: Expression
    key: Expression


@dataclass(frozen=True, slots=True)
class Attribute(Expression):
    """A field of a leased item, a held call or an event."""

    syntax: ClassVar[str] = "item.value  item.deliveries  held.payload  event.client"
    help: ClassVar[str] = (
        "The value of an item that lease() returned, and how often the item was leased; and what is known of "
        "a held call or an event: payload, method, queue, client, address, size and items. An event also has "
        "outcome, phase, waited, timeout, time, depth, codec, deliveries and rule."
    )

    owner: Variable
    field: str
    """One of FIELDS_OF."""


@dataclass(frozen=True, slots=True)
class Negative(Expression):
    """A number with its sign changed."""

    syntax: ClassVar[str] = "-x"
    help: ClassVar[str] = "A number with the opposite sign."

    value: Expression


@dataclass(frozen=True, slots=True)
class Arithmetic(Expression):
    """Two values with an operator between them."""

    syntax: ClassVar[str] = 'x + y  x - y  x * y  x / y  x // y  x % y  "a" + "b"  "a" * 1000'
    help: ClassVar[str] = "Arithmetic on numbers. On texts and bytes, + joins and * repeats."

    operator: str
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class Function(Expression):
    """A call of one of SCRIPT_FUNCTIONS."""

    syntax: ClassVar[str] = "random_int(1, 6)  choice([x, y])  payload(size=100)  len(x)"
    help: ClassVar[str] = "The result of a function. Random values depend on the seed of the run."

    name: str
    arguments: tuple[tuple[str, Expression], ...]


@dataclass(frozen=True, slots=True)
class Compared(Expression):
    """Values with comparisons between them."""

    syntax: ClassVar[str] = "x == 1  x != 1  x < y  x <= y  x > y  x >= y  x in y  x not in y  0 < x < 9"
    help: ClassVar[str] = (
        "Whether the comparison, or each of a chain, is true. Values without an order never are."
    )

    operands: tuple[Expression, ...]
    operators: tuple[str, ...]
    """Names in COMPARISONS: each stands after the operand with the same index."""


@dataclass(frozen=True, slots=True)
class Combined(Expression):
    """Values with ``and`` or ``or`` between them."""

    syntax: ClassVar[str] = "x and y  x or y"
    help: ClassVar[str] = "As in Python: the first value that decides. Those after it are not computed."

    word: str
    """``and`` or ``or``."""
    members: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Opposite(Expression):
    """Whether a value is false."""

    syntax: ClassVar[str] = "not x"
    help: ClassVar[str] = "Whether the value is false, empty, 0 or None."

    value: Expression


@dataclass(frozen=True, slots=True)
class Input(Expression):
    """A value from outside the script."""

    syntax: ClassVar[str] = 'env("HOST", "localhost")  secret("TOKEN")'
    help: ClassVar[str] = (
        "An environment variable, with a default if it is not set; or a secret from the environment, the "
        "keyring of the system (service rqdebug) or a prompt. Results and notes show the name of a secret "
        "instead of its value. Names are constant."
    )

    name: str
    is_secret: bool
    default: Expression | None = None
    place: tuple[str, int] = ("", 0)
    """The name of the file and the line in it."""


GUIDE: tuple[type[Expression], ...] = (
    Literal,
    Variable,
    ListOf,
    DictOf,
    FormattedText,
    Member,
    Attribute,
    Arithmetic,
    Negative,
    Compared,
    Combined,
    Opposite,
    Function,
    Input,
)
"""The expressions that the reference explains, in its order."""


def variables(expression: Expression) -> Iterator[Variable]:
    """Yield the variables in an expression, in the order of the text."""
    if isinstance(expression, Variable):
        yield expression
    for field in fields(expression):
        yield from _variables_in(getattr(expression, field.name))


def _variables_in(value: object) -> Iterator[Variable]:
    if isinstance(value, Expression):
        yield from variables(value)
    elif isinstance(value, tuple):
        for member in value:
            yield from _variables_in(member)
