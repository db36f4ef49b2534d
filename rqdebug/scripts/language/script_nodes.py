# SPDX-License-Identifier: GPL-3.0-or-later
"""The nodes of scripts. They have a position and explain themselves, and do nothing."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, TypeAlias

Constant: TypeAlias = str | bytes | int | float | bool | None


@dataclass(frozen=True, slots=True)
class ScriptNode:
    """Anything with a position in the text; ``line`` and ``column`` count from 1."""

    syntax: ClassVar[str] = ""
    """How it is written; empty for parts of other nodes."""
    help: ClassVar[str] = ""

    line: int
    column: int


# Expressions


@dataclass(frozen=True, slots=True)
class Expression(ScriptNode):
    """Something that has a value."""


@dataclass(frozen=True, slots=True)
class Literal(Expression):
    syntax: ClassVar[str] = "\"text\"  b'bytes'  3  0.5  True  False  None"
    help: ClassVar[str] = "A plain value."

    value: Constant


@dataclass(frozen=True, slots=True)
class Variable(Expression):
    syntax: ClassVar[str] = "x"
    help: ClassVar[str] = "The value that was assigned to this name, in this lane or before it began."

    name: str


@dataclass(frozen=True, slots=True)
class ListOf(Expression):
    syntax: ClassVar[str] = "[x, y]"
    help: ClassVar[str] = "A list."

    members: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class DictOf(Expression):
    syntax: ClassVar[str] = '{"n": x}'
    help: ClassVar[str] = "A dict."

    pairs: tuple[tuple[Expression, Expression], ...]


@dataclass(frozen=True, slots=True)
class Hole(Expression):
    """The ``{x:03}`` in a formatted text."""

    value: Expression
    spec: str


@dataclass(frozen=True, slots=True)
class FormattedText(Expression):
    syntax: ClassVar[str] = 'f"job {x:03}"'
    help: ClassVar[str] = "A text with values in it; width, precision and d, f, g, s or x can follow a colon."

    parts: tuple[Literal | Hole, ...]


@dataclass(frozen=True, slots=True)
class Member(Expression):
    syntax: ClassVar[str] = 'x["n"]'
    help: ClassVar[str] = "One member of a dict, a list or a text."

    container: Expression
    key: Expression


@dataclass(frozen=True, slots=True)
class Negative(Expression):
    syntax: ClassVar[str] = "-x"
    help: ClassVar[str] = "A number with the other sign."

    value: Expression


@dataclass(frozen=True, slots=True)
class Arithmetic(Expression):
    syntax: ClassVar[str] = 'x + y  x - y  x * y  x / y  x // y  x % y  "a" + "b"  "a" * 1000'
    help: ClassVar[str] = "Arithmetic with numbers; texts are joined and repeated."

    operator: str
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class Function(Expression):
    syntax: ClassVar[str] = "random_int(1, 6)  choice([x, y])  payload(size=100)  len(x)"
    help: ClassVar[str] = "The value of a function; random values depend on the seed of the run."

    name: str
    arguments: tuple[tuple[str, Expression], ...]


# What a vector expects


@dataclass(frozen=True, slots=True)
class Success(ScriptNode):
    """That the call raises nothing."""


@dataclass(frozen=True, slots=True)
class Comparison(ScriptNode):
    """That the value compares with another in this way; the operator is one of COMPARISONS."""

    operator: str
    other: Expression


@dataclass(frozen=True, slots=True)
class Truth(ScriptNode):
    """That the value counts as true, or as false."""

    wanted: bool


@dataclass(frozen=True, slots=True)
class Raises(ScriptNode):
    syntax: ClassVar[str] = "with raises(Full): jobs.put(1, timeout=0.1)"
    help: ClassVar[str] = "The call in it must raise this error, or any of several."

    errors: tuple[str, ...]


Expectation: TypeAlias = Success | Comparison | Truth | Raises


# Statements


@dataclass(frozen=True, slots=True)
class Statement(ScriptNode):
    """A statement. ``text`` is its source in one line."""

    text: str


@dataclass(frozen=True, slots=True)
class Call(ScriptNode):
    """A call of a method of a queue or a target, with its arguments."""

    receiver: str | None
    """The variable of the queue or target; None is the target that the script runs on."""
    method: str
    arguments: tuple[tuple[str, Expression], ...]


@dataclass(frozen=True, slots=True)
class DurationLimits:
    """Limits of the duration of a call, in ns."""

    min_ns: int = 0
    max_ns: int | None = None


@dataclass(frozen=True, slots=True)
class Vector(Statement):
    syntax: ClassVar[str] = "jobs.put(1)\nx = jobs.get()\nassert jobs.get() == 1\nassert jobs.empty()"
    help: ClassVar[str] = "A call and its expected result; == != < <= > >= in and not in compare."

    call: Call
    expectation: Expectation
    name: str | None = None
    """The variable that receives the value."""
    limits: DurationLimits | None = None


@dataclass(frozen=True, slots=True)
class Check(Statement):
    syntax: ClassVar[str] = "assert x == 1"
    help: ClassVar[str] = "A condition that a value must meet."

    value: Expression
    expectation: Comparison | Truth


@dataclass(frozen=True, slots=True)
class Let(Statement):
    syntax: ClassVar[str] = "x = 3"
    help: ClassVar[str] = "Assign a value to a name."

    name: str
    value: Expression


@dataclass(frozen=True, slots=True)
class Sleep(Statement):
    syntax: ClassVar[str] = "sleep(0.2)"
    help: ClassVar[str] = "Wait for a number of seconds."

    seconds: Expression


@dataclass(frozen=True, slots=True)
class At(Statement):
    syntax: ClassVar[str] = "at(1.5)"
    help: ClassVar[str] = (
        "Wait until this many seconds after the start of the script, or of the parallel() around this lane. "
        "The speed of the run scales these seconds."
    )

    seconds: Expression


@dataclass(frozen=True, slots=True)
class Note(Statement):
    syntax: ClassVar[str] = 'note("the queue is full now")'
    help: ClassVar[str] = "Show a text in the output of the run."

    value: Expression


@dataclass(frozen=True, slots=True)
class Loop(Statement):
    syntax: ClassVar[str] = "for i in range(100): jobs.put(i)"
    help: ClassVar[str] = "Repeat for each number of the range."

    name: str
    bounds: tuple[Expression, ...]
    """One to three, as in ``range``."""
    body: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class EachRow(Statement):
    syntax: ClassVar[str] = 'for row in rows("orders.csv"): jobs.put(row)'
    help: ClassVar[str] = (
        "Repeat for each row of a file in the script's folder: a dict of texts for each row of a CSV file "
        "with a header, any value for each line of a JSON lines file (.jsonl)."
    )

    name: str
    file: Expression
    body: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Repeat(Statement):
    syntax: ClassVar[str] = "with repeat(10): jobs.get(timeout=1)"
    help: ClassVar[str] = "Repeat a number of times."

    times: Expression
    body: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Timing(Statement):
    syntax: ClassVar[str] = 'with timing(max="5ms"): jobs.put(1)'
    help: ClassVar[str] = 'The maximum duration of each call in it; min="90ms" is the minimum.'

    body: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class LaneBlock(Statement):
    syntax: ClassVar[str] = 'with lane("producer"): …'
    help: ClassVar[str] = "One of the parallel sequences. Names that it assigns are visible in it alone."

    name: str
    body: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Parallel(Statement):
    syntax: ClassVar[str] = "with parallel(): …"
    help: ClassVar[str] = "Run the lanes in it in parallel, and wait for all of them."

    lanes: tuple[LaneBlock, ...]


@dataclass(frozen=True, slots=True)
class Script:
    """A whole script without errors."""

    body: tuple[Statement, ...]
    filename: str
    folder: Path | None = None
    """Where its files are; None for a script that was not saved."""
    off: frozenset[int] = frozenset()
    """Lines of statements that are marked ``# off``."""
    names_targets: bool = False
    """Whether it names its targets with ``target()``."""


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
"""Every node that can be written, in the order of the help page."""
