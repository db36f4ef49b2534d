# SPDX-License-Identifier: GPL-3.0-or-later
"""What a script is made of. Nodes know their place and explain themselves; they do nothing."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, TypeAlias

Constant: TypeAlias = str | bytes | int | float | bool | None


@dataclass(frozen=True, slots=True)
class ScriptNode:
    """Anything at a place in the text; ``line`` and ``column`` count from 1."""

    syntax: ClassVar[str] = ""
    """How it is written; empty for what is only part of something else."""
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
    help: ClassVar[str] = "What was assigned to this name before, in this lane or before it began."

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
    help: ClassVar[str] = "A text with values in it; width, precision and d, f, g, s or x may follow a colon."

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
    help: ClassVar[str] = "Numbers are reckoned with; texts are joined and repeated."

    operator: str
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class Function(Expression):
    syntax: ClassVar[str] = "random_int(1, 6)  choice([x, y])  payload(size=100)  len(x)"
    help: ClassVar[str] = "What one of the functions gives; the seed of the run decides what is random."

    name: str
    arguments: tuple[tuple[str, Expression], ...]


# What a vector expects


@dataclass(frozen=True, slots=True)
class Success(ScriptNode):
    """That the call raises nothing."""


@dataclass(frozen=True, slots=True)
class Comparison(ScriptNode):
    """How the value compares with another; the operator is one of COMPARISONS."""

    operator: str
    other: Expression


@dataclass(frozen=True, slots=True)
class Truth(ScriptNode):
    """That the value counts as true, or as false."""

    wanted: bool


@dataclass(frozen=True, slots=True)
class Raises(ScriptNode):
    syntax: ClassVar[str] = "with raises(Full): jobs.put(1, timeout=0.1)"
    help: ClassVar[str] = "The one call must raise this error; more errors: any of them."

    errors: tuple[str, ...]


Expectation: TypeAlias = Success | Comparison | Truth | Raises


# Statements


@dataclass(frozen=True, slots=True)
class Statement(ScriptNode):
    """Something to be done. ``text`` is its source in one line."""

    text: str


@dataclass(frozen=True, slots=True)
class Call(ScriptNode):
    """A method of a queue, or of a target, with what it is given."""

    receiver: str | None
    """The variable that holds the queue or the target; None: the target that the script runs on."""
    method: str
    arguments: tuple[tuple[str, Expression], ...]


@dataclass(frozen=True, slots=True)
class DurationLimits:
    """How long a call may take, in ns."""

    min_ns: int = 0
    max_ns: int | None = None


@dataclass(frozen=True, slots=True)
class Vector(Statement):
    syntax: ClassVar[str] = "jobs.put(1)\nx = jobs.get()\nassert jobs.get() == 1\nassert jobs.empty()"
    help: ClassVar[str] = "One call, and what must come of it; == != < <= > >= in and not in compare."

    call: Call
    expectation: Expectation
    name: str | None = None
    """The variable that receives the value."""
    limits: DurationLimits | None = None


@dataclass(frozen=True, slots=True)
class Check(Statement):
    syntax: ClassVar[str] = "assert x == 1"
    help: ClassVar[str] = "What must be true of a value."

    value: Expression
    expectation: Comparison | Truth


@dataclass(frozen=True, slots=True)
class Let(Statement):
    syntax: ClassVar[str] = "x = 3"
    help: ClassVar[str] = "Give a value a name."

    name: str
    value: Expression


@dataclass(frozen=True, slots=True)
class Sleep(Statement):
    syntax: ClassVar[str] = "sleep(0.2)"
    help: ClassVar[str] = "Wait so many seconds."

    seconds: Expression


@dataclass(frozen=True, slots=True)
class At(Statement):
    syntax: ClassVar[str] = "at(1.5)"
    help: ClassVar[str] = (
        "Wait until so many seconds after the script began, or the parallel() around this lane. "
        "A run at another speed has other seconds."
    )

    seconds: Expression


@dataclass(frozen=True, slots=True)
class Note(Statement):
    syntax: ClassVar[str] = 'note("the queue is full now")'
    help: ClassVar[str] = "Tell whoever reads the run something."

    value: Expression


@dataclass(frozen=True, slots=True)
class Loop(Statement):
    syntax: ClassVar[str] = "for i in range(100): jobs.put(i)"
    help: ClassVar[str] = "Do the same for each number of the range."

    name: str
    bounds: tuple[Expression, ...]
    """One to three, as those of ``range``."""
    body: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class EachRow(Statement):
    syntax: ClassVar[str] = 'for row in rows("orders.csv"): jobs.put(row)'
    help: ClassVar[str] = (
        "Do the same for each row of a file in the script's folder: of a CSV file with a head a dict "
        "of texts, of JSON lines (.jsonl) whatever stands in the line."
    )

    name: str
    file: Expression
    body: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Repeat(Statement):
    syntax: ClassVar[str] = "with repeat(10): jobs.get(timeout=1)"
    help: ClassVar[str] = "Do the same so many times."

    times: Expression
    body: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Timing(Statement):
    syntax: ClassVar[str] = 'with timing(max="5ms"): jobs.put(1)'
    help: ClassVar[str] = 'How long each call in it may take; min="90ms" how long it must take at least.'

    body: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class LaneBlock(Statement):
    syntax: ClassVar[str] = 'with lane("producer"): …'
    help: ClassVar[str] = "One of the sequences. What it assigns is known to it alone."

    name: str
    body: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Parallel(Statement):
    syntax: ClassVar[str] = "with parallel(): …"
    help: ClassVar[str] = "Let the lanes in it go on beside each other, and wait for all of them."

    lanes: tuple[LaneBlock, ...]


@dataclass(frozen=True, slots=True)
class Script:
    """A whole script. What cannot be understood never becomes one."""

    body: tuple[Statement, ...]
    filename: str
    folder: Path | None = None
    """Where its files are; None: it has none."""
    off: frozenset[int] = frozenset()
    """Lines of statements that are marked as switched off."""
    names_targets: bool = False
    """Whether it chooses its targets by itself."""


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
"""Everything that can be written, in the order in which it is explained."""
