# SPDX-License-Identifier: GPL-3.0-or-later
"""The nodes of a parsed script: immutable values with a position and a help text.

``GUIDE`` lists the nodes that the reference explains. The parser creates nodes, ``evaluation`` computes
expressions, and a lane executes statements.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
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


# Statements


@dataclass(frozen=True, slots=True)
class Statement(ScriptNode):
    """A statement."""

    text: str
    """Its source in one line, shortened if it is long; for a block, its first line."""


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


@dataclass(frozen=True, slots=True)
class Vector(Statement):
    """A call and its expected result: what a script tests."""

    syntax: ClassVar[str] = "jobs.put(1)\nx = jobs.get()\nassert jobs.get() == 1\nassert jobs.empty()"
    help: ClassVar[str] = "A call and its expected result. The comparisons are == != < <= > >= in and not in."

    call: Call
    expectation: Expectation
    name: str | None = None
    """The variable that the result is assigned to, if any."""
    limits: DurationLimits | None = None
    """The limits of the innermost ``timing`` block around it, if any."""


@dataclass(frozen=True, slots=True)
class Check(Statement):
    """An assertion about a value, without a call."""

    syntax: ClassVar[str] = "assert x == 1"
    help: ClassVar[str] = "A condition that a value must meet."

    value: Expression
    expectation: Comparison | Truth


@dataclass(frozen=True, slots=True)
class Let(Statement):
    """An assignment of an expression."""

    syntax: ClassVar[str] = "x = 3"
    help: ClassVar[str] = "Assign a value to a name."

    name: str
    value: Expression


@dataclass(frozen=True, slots=True)
class Sleep(Statement):
    """A wait for a duration."""

    syntax: ClassVar[str] = "sleep(0.2)"
    help: ClassVar[str] = "Wait for a number of seconds."

    seconds: Expression


@dataclass(frozen=True, slots=True)
class At(Statement):
    """A wait until a point in time."""

    syntax: ClassVar[str] = "at(1.5)"
    help: ClassVar[str] = (
        "Wait until this many seconds after the script, or the parallel() around this lane, has started. "
        "The speed of the run scales these seconds."
    )

    seconds: Expression


@dataclass(frozen=True, slots=True)
class Note(Statement):
    """A text for the output of the run."""

    syntax: ClassVar[str] = 'note("the queue is full now")'
    help: ClassVar[str] = "Show a text in the output of the run."

    value: Expression


@dataclass(frozen=True, slots=True)
class Loop(Statement):
    """A loop over a range of numbers."""

    syntax: ClassVar[str] = "for i in range(100): jobs.put(i)"
    help: ClassVar[str] = "Repeat the block for each number of the range."

    name: str
    bounds: tuple[Expression, ...]
    """One to three bounds, as in ``range``."""
    body: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class EachRow(Statement):
    """A loop over the rows of a file."""

    syntax: ClassVar[str] = 'for row in rows("orders.csv"): jobs.put(row)'
    help: ClassVar[str] = (
        "Repeat the block for each row of a file in the script's folder. A row of a CSV file is a dict of "
        "texts, with keys from the first line. A row of a JSON Lines file (.jsonl, .ndjson) is any value."
    )

    name: str
    file: Expression
    body: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Repeat(Statement):
    """A loop without a variable."""

    syntax: ClassVar[str] = "with repeat(10): jobs.get(timeout=1)"
    help: ClassVar[str] = "Repeat the block a number of times."

    times: Expression
    body: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Timing(Statement):
    """A block that limits the durations of the calls in it."""

    syntax: ClassVar[str] = 'with timing(max="5ms"): jobs.put(1)'
    help: ClassVar[str] = (
        'Each call in the block must end within this duration; min="90ms" sets a minimum duration.'
    )

    body: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Turn(Statement):
    """A block that begins when the turn before it has ended."""

    syntax: ClassVar[str] = 'with turn("jobs", 2): jobs.get()'
    help: ClassVar[str] = (
        "Turns with the same name run one after the other, in the order of their numbers from 1, "
        "in any lane. A name can be any text."
    )

    name: str
    number: int
    body: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class LaneBlock(Statement):
    """One lane of a parallel block."""

    syntax: ClassVar[str] = 'with lane("producer"): …'
    help: ClassVar[str] = (
        "One sequence of statements of a parallel(). Names that it assigns are visible only inside it."
    )

    name: str
    body: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Parallel(Statement):
    """A block of lanes that run at the same time."""

    syntax: ClassVar[str] = "with parallel(): …"
    help: ClassVar[str] = "Run the lanes in the block in parallel, and wait until all of them have ended."

    lanes: tuple[LaneBlock, ...]


@dataclass(frozen=True, slots=True)
class Script:
    """A parsed script."""

    body: tuple[Statement, ...]
    filename: str
    folder: Path | None = None
    """The folder of the files that ``rows`` can read; None for an unsaved script."""
    off: frozenset[int] = frozenset()
    """Lines of statements that are marked ``# off``."""
    names_targets: bool = False
    """Whether it selects its targets with ``target()``, and so runs only once."""


def walk(statements: Iterable[Statement]) -> Iterator[Statement]:
    """Yield these statements and all statements inside them, each before those inside it."""
    for statement in statements:
        yield statement
        yield from walk(children(statement))


def children(statement: Statement) -> tuple[Statement, ...]:
    """Return the statements directly inside a block; none for a simple statement."""
    if isinstance(statement, Parallel):
        return statement.lanes
    body: tuple[Statement, ...] = getattr(statement, "body", ())
    return body


GUIDE: tuple[type[ScriptNode], ...] = (
    Vector,
    Raises,
    Check,
    Let,
    Loop,
    EachRow,
    Repeat,
    Parallel,
    LaneBlock,
    Timing,
    Turn,
    Sleep,
    At,
    Note,
    Literal,
    Variable,
    ListOf,
    DictOf,
    FormattedText,
    Member,
    Arithmetic,
    Negative,
    Function,
)
"""The nodes that the reference explains, in its order."""
