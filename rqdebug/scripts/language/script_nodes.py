# SPDX-License-Identifier: GPL-3.0-or-later
"""The statements of a parsed script: immutable values with a position and a help text.

``GUIDE`` lists the nodes that the reference explains. The parser creates nodes, and a lane executes them.
Their expressions are in ``expression_nodes``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

from rqdebug.scripts.language.claim_nodes import (
    Call,
    Comparison,
    Condition,
    DurationLimits,
    Eventually,
    Expectation,
    Raises,
    Truth,
)
from rqdebug.scripts.language.expression_nodes import GUIDE as EXPRESSIONS
from rqdebug.scripts.language.expression_nodes import Expression, Input, ScriptNode
from rqdebug.scripts.language.included_files import IncludedFile, named_place, place_in

# Statements


@dataclass(frozen=True, slots=True)
class Statement(ScriptNode):
    """A statement."""

    text: str
    """Its source in one line, shortened if it is long; for a block, its first line."""


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
class Define(Statement):
    """A function of the script."""

    syntax: ClassVar[str] = "def fill(to: queue, count=3): to.put(count)"
    help: ClassVar[str] = (
        "A function, defined outside of blocks. A parameter that takes a queue, a target or a leased item "
        "has the annotation queue, target or lease. It sees the names above it. It can call functions above "
        "it, but not itself. return is its last statement."
    )

    name: str
    body: tuple[Statement, ...]
    result: Expression | None
    """What it returns; a queue is a Variable."""
    defaults: tuple[tuple[str, Expression], ...] = ()
    """The constants of parameters that have one."""
    levels: int = 0
    """How deeply blocks and calls of functions are nested in it."""


@dataclass(frozen=True, slots=True)
class Invoke(Statement):
    """A call of a function of the script."""

    # Not in repr and comparison: functions call functions, so that both could take exponential time.
    function: Define = field(repr=False, compare=False)
    arguments: tuple[tuple[str, Expression], ...]
    """Expressions with the name of their parameter; a queue is a Variable."""
    name: str | None
    """The variable that the result is assigned to, if any."""


@dataclass(frozen=True, slots=True)
class Include(Statement):
    """The statements of another file."""

    syntax: ClassVar[str] = 'include("common.rqs")'
    help: ClassVar[str] = (
        "Execute the statements of another script here, and use its functions and names. The file is in the "
        "folder of the script or in one inside it. A file that is included again is not executed again. "
        "Results name the file and line."
    )

    path: Path
    """The file."""
    body: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Setup(Statement):
    """A block that prepares the test."""

    syntax: ClassVar[str] = "with setup(): jobs.purge()"
    help: ClassVar[str] = (
        "Prepare the test. If anything in the block does not pass, the rest of the script is not run, except "
        "teardown."
    )

    body: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Teardown(Statement):
    """A block that runs at the end of each pass."""

    syntax: ClassVar[str] = "with teardown(): jobs.purge()"
    help: ClassVar[str] = (
        "Clean up. The block runs at the end of each pass, on connections of its own, also after an error or "
        "a stop. Several of them run from the last to the first. After a stop, all of them have 5 seconds."
    )

    body: tuple[Statement, ...]


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
        "texts, with keys from the first line. Its separator is detected, or given with separator=';'; "
        "numbers=True makes numbers of cells. A row of a JSON array (.json) or of a JSON Lines file (.jsonl, "
        ".ndjson) is any value. A file without rows is an error."
    )

    name: str
    file: Expression
    separator: Expression
    numbers: Expression
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
class NamedTest(Statement):
    """A named part of a script, which can be selected."""

    syntax: ClassVar[str] = 'with test("orders in order", "slow"): assert jobs.get() == 1'
    help: ClassVar[str] = (
        "A test with a name and tags, by which -k of rqdebug run selects. An error that would end the lane "
        "ends only the test. Names that it assigns are visible only inside it."
    )

    name: str
    tags: tuple[str, ...]
    body: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Skip(Statement):
    """A block that is not executed."""

    syntax: ClassVar[str] = 'with skip("needs the new build"): jobs.put(1)'
    help: ClassVar[str] = "The block is not run. Its vectors count as skipped."

    reason: str
    body: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class ExpectedFailure(Statement):
    """A block in which something fails."""

    syntax: ClassVar[str] = 'with xfail("a known bug"): assert jobs.get() == 1'
    help: ClassVar[str] = (
        "A failure in the block is expected and counts as passed. If everything passes, the block fails: the "
        "reason is gone. Errors of the script or the connection count as always."
    )

    reason: str
    body: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class LeaseBlock(Statement):
    """A block that has an item on a lease."""

    syntax: ClassVar[str] = "with jobs.lease(timeout=1) as item: assert item.value == 1"
    help: ClassVar[str] = (
        "Lease an item for the block. The end of the block acknowledges it; an error that ends the block "
        "gives it back. A block that has done either itself does nothing more."
    )

    take: Vector
    """Leases the item."""
    body: tuple[Statement, ...]

    @property
    def name(self) -> str | None:
        """The variable of the item."""
        return self.take.name


@dataclass(frozen=True, slots=True)
class DebuggerBlock(Statement):
    """A block in which other programs are disturbed, or expected to do something."""

    syntax: ClassVar[str] = (
        'with fault("delay", "queue == jobs and method == put", seconds=0.2): jobs.put(1)\n'
        "with freeze(jobs): sleep(1)\n"
        'with expect("queue == done and method == put", times=3, within=2): jobs.put(1)'
    )
    help: ClassVar[str] = (
        "Disturb calls while the block runs, hold the calls on a queue, or expect events until shortly after "
        "it. What a block has set ends with it. The section on other programs explains them."
    )

    call: Vector
    """What is set, or expected."""
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
        "One sequence of statements of a parallel(). Names that it assigns are visible only inside it. Of "
        "several lanes with one name that call functions, reports number all but the first: producer#2."
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
    watches_events: bool = False
    """Whether it expects events of its targets, so that they are observed."""
    inputs: tuple[Input, ...] = ()
    """The environment variables and secrets that it uses, in the order of the text."""
    files: tuple[IncludedFile, ...] = ()
    """The files that it includes, in the order of their lines."""
    lanes: tuple[LaneBlock | Teardown, ...] = ()
    """Its lanes and teardown blocks, also inside functions."""

    def place(self, line: int) -> tuple[Path | None, int]:
        """Return the included file that a line belongs to, and its line there; None for the script itself."""
        return place_in(self.files, line)

    def named_place(self, line: int) -> tuple[str, int]:
        """Return the name of the file that a line belongs to, and its line there."""
        return named_place(self.filename, self.files, line)

    @property
    def parameters(self) -> dict[str, ScriptParameter]:
        """Its parameters by name."""
        return {each.name: each for each in walk(self.body) if isinstance(each, ScriptParameter)}

    @property
    def teardowns(self) -> tuple[Teardown, ...]:
        """Its teardown blocks, in the order of the text."""
        return tuple(each for each in walk(self.body) if isinstance(each, Teardown))


def walk(statements: Iterable[Statement]) -> Iterator[Statement]:
    """Yield these statements and all statements inside them, each before those inside it."""
    for statement in statements:
        yield statement
        yield from walk(children(statement))


def walk_calls(statements: Iterable[Statement]) -> Iterator[Statement]:
    """Yield these statements and all inside them, and once all in each function that they call."""
    remaining, called = [tuple(statements)], set()
    while remaining:
        for statement in walk(remaining.pop()):
            yield statement
            if isinstance(statement, Invoke) and statement.function.name not in called:
                called.add(statement.function.name)
                remaining.append(statement.function.body)


def children(statement: Statement) -> tuple[Statement, ...]:
    """Return the statements directly inside a block; none for a simple statement."""
    if isinstance(statement, Parallel):
        return statement.lanes
    if isinstance(statement, LeaseBlock):
        return (statement.take, *statement.body)
    if isinstance(statement, DebuggerBlock):
        return (statement.call, *statement.body)
    body: tuple[Statement, ...] = getattr(statement, "body", ())
    return body


GUIDE: tuple[type[ScriptNode], ...] = (
    *(Vector, Raises, Check, Eventually, Let, ScriptParameter, Define, Include),
    *(Setup, Teardown, NamedTest, Skip, ExpectedFailure),
    *(Loop, EachRow, Repeat, Retry, Soft, LeaseBlock, DebuggerBlock),
    *(Parallel, LaneBlock, Timing, Turn, Sleep, At, Note),
    *EXPRESSIONS,
)
"""The nodes that the reference explains, in its order."""
