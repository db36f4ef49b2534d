# SPDX-License-Identifier: GPL-3.0-or-later
"""The statements of a parsed script: immutable values with a position and a help text.

``GUIDE`` lists the nodes that the reference explains. The parser creates nodes, and a lane executes them.
Their expressions are in ``expression_nodes``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, TypeAlias

from rqdebug.scripts.language.expression_nodes import GUIDE as EXPRESSIONS
from rqdebug.scripts.language.expression_nodes import Expression, Input, ScriptNode

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
    message: Expression | None = None
    """What the result says if it is not passed."""


# Conditions with calls


@dataclass(frozen=True, slots=True)
class CallTest(ScriptNode):
    """Calls and values with comparisons between them; a single call is tested for its truth."""

    operands: tuple[Operand, ...]
    operators: tuple[str, ...]
    """Names in COMPARISONS: each stands after the operand with the same index."""


@dataclass(frozen=True, slots=True)
class CombinedCondition(ScriptNode):
    """Conditions with ``and`` or ``or`` between them. Those after the first that decides are not checked."""

    word: str
    members: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class OppositeCondition(ScriptNode):
    """A condition that must not be met."""

    condition: Condition


@dataclass(frozen=True, slots=True)
class Eventually(ScriptNode):
    """A condition that is checked again until it is met."""

    syntax: ClassVar[str] = "assert eventually(jobs.qsize() == 3, timeout=5)"
    help: ClassVar[str] = (
        "Check the condition every 0.02 seconds, or every=… seconds, until it is met. It fails after 5 "
        "seconds, or after timeout=… seconds. An error such as Empty counts as not met."
    )

    condition: Condition
    timeout: Expression | None
    every: Expression | None


Operand: TypeAlias = Call | Expression
Condition: TypeAlias = CallTest | CombinedCondition | OppositeCondition | Eventually | Expression


@dataclass(frozen=True, slots=True)
class Check(Statement):
    """An assertion about values, or about several calls."""

    syntax: ClassVar[str] = (
        "assert x == 1\n"
        'assert x == 1, "a message for the report"\n'
        "assert 0 < jobs.qsize() < 9 and not jobs.full()\n"
        "assert jobs.qsize() == x or jobs.empty()"
    )
    help: ClassVar[str] = (
        "A condition that values must meet. It can contain calls of queues, which are made from left to "
        "right until the condition is decided."
    )

    value: Condition
    expectation: Comparison | Truth
    claim: str = ""
    """The condition as text, if it is more than a value with a comparison."""
    limits: DurationLimits | None = None
    """The limits of the innermost ``timing`` block around it, if any."""
    message: Expression | None = None
    """What the result says if it is not passed."""


@dataclass(frozen=True, slots=True)
class Let(Statement):
    """An assignment of an expression."""

    syntax: ClassVar[str] = "x = 3"
    help: ClassVar[str] = "Assign a value to a name."

    name: str
    value: Expression


@dataclass(frozen=True, slots=True)
class ScriptParameter(Statement):
    """A value that the user of the script can set."""

    syntax: ClassVar[str] = 'count = parameter(100, "how many orders")'
    help: ClassVar[str] = (
        "A value that --set count=5 of rqdebug run, or a TOML file, can replace by another of the same type. "
        "The default is a constant."
    )

    name: str
    default: Expression
    description: str


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
class Soft(Statement):
    """A block whose errors do not end its lane."""

    syntax: ClassVar[str] = "with soft(): x = jobs.get(timeout=1)"
    help: ClassVar[str] = (
        "If an error in the block would end its lane, only the block ends, and the lane continues after it. "
        "The results count as always."
    )

    body: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Retry(Statement):
    """A block that is executed again if it fails."""

    syntax: ClassVar[str] = "with retry(3): assert jobs.get(timeout=1) == 1"
    help: ClassVar[str] = (
        "Execute the block up to this many times, until everything in it passes. An attempt ends at its "
        "first failure. Only a failure of the last attempt counts; the others are shown as notes."
    )

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
    inputs: tuple[Input, ...] = ()
    """The environment variables and secrets that it uses, in the order of the text."""

    @property
    def parameters(self) -> dict[str, ScriptParameter]:
        """Its parameters by name."""
        return {each.name: each for each in self.body if isinstance(each, ScriptParameter)}


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
    Eventually,
    Let,
    ScriptParameter,
    Loop,
    EachRow,
    Repeat,
    Retry,
    Soft,
    Parallel,
    LaneBlock,
    Timing,
    Turn,
    Sleep,
    At,
    Note,
    *EXPRESSIONS,
)
"""The nodes that the reference explains, in its order."""
