# SPDX-License-Identifier: GPL-3.0-or-later
"""The names and limits of the script language: tables that the parser, the runner and the help use."""

from __future__ import annotations

import enum
import operator
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache

from rqcore import errors
from rqcore.protocol import command_table
from rqcore.protocol.reply_types import LeaseReply

MAX_SCRIPT = 8 * 1024 * 1024
"""The maximum number of characters of a script; enough for about 100,000 vectors."""
MARKS = ",;:.=+-*/%([{\n"
"""Characters of which at least one is needed for each further node of a script."""
MAX_MARKS = 1_000_000
"""The maximum number of MARKS in a script: a parsed script takes about a kilobyte of memory for each."""
MAX_HOLES = 20_000
"""The maximum number of ``{`` in a script with f-strings: parsing time grows faster than their number."""
MAX_DEPTH = 50
"""The maximum depth of nested expressions, and of nested blocks."""
MAX_NAMES = 200
"""The maximum number of variables of a lane."""
MAX_FILES = 100
"""The maximum number of files that a script includes."""
MAX_SECRETS = 100
"""The maximum number of secrets that a script uses."""
MAX_LANES = 256
"""The maximum number of lanes of one ``parallel()``."""
MAX_STEPS = 1_000_000
"""The maximum number of statements that one pass of a script executes; each loop iteration counts."""
MAX_SIZE = 4 * 1024 * 1024
"""The maximum size of the values of one expression, or of one row of a file, in characters or bytes."""
MAX_NUMBER = 2**64
"""The maximum absolute value of a whole number."""
MAX_SLEEP = 24 * 60 * 60.0
"""The maximum argument of ``sleep`` and ``at``, in seconds."""


class ValueKind(enum.Enum):
    """What a name refers to. The values are texts for error messages."""

    VALUE = "a value"
    QUEUE = "a queue"
    TARGET = "a target"
    LEASE = "a leased item"


ANNOTATIONS = {"queue": ValueKind.QUEUE, "target": ValueKind.TARGET, "lease": ValueKind.LEASE}
"""What a parameter with an annotation takes; without one, a value."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a function or method."""

    name: str
    required: bool
    by_keyword: bool
    """Whether it must be given as ``name=value``."""
    kind: ValueKind = ValueKind.VALUE
    """What it takes: VALUE for any expression, QUEUE for the variable of a queue."""
    variadic: bool = False
    """Whether it takes all further positional arguments, as a list."""


@dataclass(frozen=True, slots=True)
class Signature:
    """A function or method that a script can call."""

    syntax: str
    """As Python would write it, for example ``get(block=True, timeout=None)``. The annotation ``: queue``
    marks a parameter that takes a queue."""
    help: str
    """One or two sentences for completion, call tips and the reference."""
    returns: ValueKind = ValueKind.VALUE

    @property
    def name(self) -> str:
        """The name in the syntax, before the bracket."""
        return self.syntax.partition("(")[0]

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """The parameters in the syntax, in order."""
        return _read_parameters(self.syntax)

    @property
    def positional(self) -> list[Parameter]:
        """The parameters that can be given without their names, in order."""
        return [parameter for parameter in self.parameters if not parameter.by_keyword]


@cache  # the parser needs them for every vector (bench_vectors.py, row "read")
def _read_parameters(syntax: str) -> tuple[Parameter, ...]:
    """Return the parameters of a signature in the form of ``Signature.syntax``."""
    parameters = []
    by_keyword = False
    for part in filter(None, syntax.partition("(")[2].rstrip(")").split(", ")):
        declared, default, _ = part.partition("=")
        name, _, annotation = declared.partition(": ")
        if name == "*":
            by_keyword = True
        elif name.startswith("*"):
            parameters.append(Parameter(name[1:], True, by_keyword, variadic=True))
            by_keyword = True
        else:
            kind = ANNOTATIONS.get(annotation, ValueKind.VALUE)
            parameters.append(Parameter(name, not default, by_keyword, kind))
    return tuple(parameters)


def _table(*signatures: Signature) -> dict[str, Signature]:
    return {signature.name: signature for signature in signatures}


_CREATE = command_table.METHODS["create"]
FUNCTIONS = _table(
    Signature(
        f"create({_CREATE.script})",
        "Create a queue; kind is fifo, lifo or priority. The run closes it after each pass.",
        ValueKind.QUEUE,
    ),
    Signature("queue(reference)", "Return the existing queue with this name or namespace.", ValueKind.QUEUE),
    *(
        Signature(f"{row.method_name}({row.script})", row.summary)
        for row in command_table.METHODS.values()
        if row.script is not None and not row.takes_queue and row is not _CREATE
    ),
)
"""Methods of a target. Without a target before it, the call goes to the lane's own target."""

TARGET = Signature(
    "target(name)",
    "Return a target of the run by its name. A script that uses this runs once, not once on each target.",
    ValueKind.TARGET,
)
CALLS = {**FUNCTIONS, TARGET.name: TARGET}
"""Calls that need no receiver, such as ``create()``."""

METHODS = _table(
    *(
        Signature(
            f"{row.method_name}({row.script})",
            row.summary,
            ValueKind.LEASE if isinstance(row.reply, LeaseReply) else ValueKind.VALUE,
        )
        for row in command_table.METHODS.values()
        if row.script is not None and row.takes_queue and not row.takes_lease
    ),
    Signature("put_nowait(item)", "Put an item without waiting; raise Full if there is no space."),
    Signature("get_nowait()", "Take the next item without waiting; raise Empty if there is none."),
    Signature("empty()", "Return whether the queue holds no items."),
    Signature("full()", "Return whether the queue holds its maximum number of items."),
)
"""Methods of a queue: from the command table, and those that clients build on top of it."""

LEASE_METHODS = _table(
    *(
        Signature(f"{row.method_name}({row.script})", row.summary)
        for row in command_table.METHODS.values()
        if row.script is not None and row.takes_lease
    )
)
"""Methods of a leased item."""
LEASE_FIELDS = {
    "value": "The value that was put.",
    "deliveries": "How often the item was leased, including this time.",
}
"""What an expression can read of a leased item."""
METHODS_OF = {
    ValueKind.QUEUE: METHODS,
    ValueKind.TARGET: FUNCTIONS,
    ValueKind.LEASE: LEASE_METHODS,
    ValueKind.VALUE: {},
}
"""The methods of each kind of variable."""
RETURNED_KINDS = {name: signature.returns for name, signature in {**METHODS, **CALLS}.items()}
"""What each method of a queue or target returns, by name."""

SLEEP = Signature("sleep(seconds)", "Wait for a number of seconds.")
AT = Signature("at(seconds)", "Wait until this many seconds after the start.")
NOTE = Signature("note(text)", "Show a text in the output of the run.")
INCLUDE = Signature("include(file)", "Execute another script of the folder here, and use its functions.")
STATEMENTS = _table(NOTE, SLEEP, AT, INCLUDE)
"""Words that stand alone on a line, as in ``sleep(1)``."""

RAISES = Signature("raises(*errors)", "Expect one of these errors from the call in the block.")
PARALLEL = Signature("parallel()", "Run the lanes in the block at the same time.")
LANE = Signature("lane(name)", "One lane of a parallel block.")
REPEAT = Signature("repeat(times)", "Repeat a number of times.")
RETRY = Signature("retry(times)", "Execute the block up to this many times, until it passes.")
SOFT = Signature("soft()", "Go on after the block when a statement in it ends its lane.")
TIMING = Signature("timing(*, min=None, max=None)", "Limit the duration of calls.")
TURN = Signature("turn(name, number)", "Wait for the end of the turn before this one, in any lane.")
SETUP = Signature("setup()", "Prepare the test; if it does not pass, the rest is not run.")
TEARDOWN = Signature("teardown()", "Clean up at the end of each pass, whatever happens.")
TEST = Signature("test(name, *tags)", "One test, which -k can select by its name and tags.")
SKIP = Signature("skip(reason)", "Do not run the block; its vectors are counted as skipped.")
XFAIL = Signature("xfail(reason)", "Expect that something in the block fails.")
BLOCKS = _table(RAISES, PARALLEL, LANE, REPEAT, RETRY, SOFT, TIMING, TURN, SETUP, TEARDOWN, TEST, SKIP, XFAIL)
"""Words that begin a block after ``with``."""

RANGE = Signature("range(start, stop, step=1)", "The whole numbers from start up to, but without, stop.")
ROWS = Signature(
    "rows(file, *, separator=None, numbers=False)",
    "Read the rows of a CSV, JSON or JSON Lines file in the script's folder.",
)
RANGE_SYNTAX = 'range(stop), range(start, stop), range(start, stop, step) or rows("orders.csv")'
SEQUENCES = _table(RANGE, ROWS)
"""What a loop can run over."""

EVENTUALLY = Signature(
    "eventually(condition, *, timeout=5, every=0.02)",
    "Check a condition again and again until it is met, for at most timeout seconds.",
)
PARAMETER = Signature(
    'parameter(default, help="")', "A value that the user of the script can set, as in --set count=5."
)
ENV = Signature("env(name, default=None)", "An environment variable, as text.")
SECRET = Signature(
    "secret(name)",
    "A secret from the environment, the keyring or a prompt. Results and notes never show it.",
)
INPUTS = _table(ENV, SECRET)
"""Expressions whose value comes from outside."""
DEFINITIONS = _table(PARAMETER)
"""Words that are the whole value of an assignment."""

CONDITIONS = _table(EVENTUALLY)
"""Words of the condition of an assert."""

WORDS = {**STATEMENTS, **BLOCKS, **SEQUENCES, **INPUTS, **DEFINITIONS, **CONDITIONS}
"""The words that are written like functions and have a place of their own."""
KEYWORDS = {
    **dict.fromkeys(STATEMENTS, "has no value; write it as a statement on its own line"),
    **dict.fromkeys(SEQUENCES, "is allowed only in a loop, as in for x in {name}(…): …"),
    **dict.fromkeys(INPUTS, "is a value; write x = {name}(…)"),
    **dict.fromkeys(DEFINITIONS, "is allowed only outside of blocks, as in count = {name}(100)"),
    **dict.fromkeys(BLOCKS, "begins a block and needs with, as in with {name}(…): …"),
    **dict.fromkeys(CONDITIONS, "is allowed only in an assert, as in assert {name}(jobs.empty(), timeout=5)"),
}
"""How to use each of WORDS, for an error message."""

NOT_RESERVED = frozenset(
    (
        "abs",
        "all",
        "any",
        "approx",
        "env",
        "eventually",
        "float",
        "has",
        "include",
        "int",
        "matches",
        "max",
        "min",
        "parameter",
        "retry",
        "round",
        "secret",
        "setup",
        "skip",
        "soft",
        "str",
        "sum",
        "teardown",
        "test",
        "xfail",
    )
)
"""Words that variables can have as names too: older scripts may use them."""

ERRORS: dict[str, type[errors.RqError]] = {
    error.__name__: error
    for error in (
        errors.Full,
        errors.Empty,
        errors.Closed,
        errors.NoQueue,
        errors.Exists,
        errors.ShutDown,
        errors.TooBig,
        errors.NotAllowed,
        errors.NotComparable,
        errors.BadCall,
        errors.CodecError,
        errors.TooMany,
        errors.LeaseLost,
        errors.StorageError,
    )
}
"""The errors that ``raises`` can expect, by name."""

COMPARISONS: dict[str, Callable[[object, object], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,  # type: ignore[dict-item]  # raises TypeError if the values have no order
    "<=": operator.le,  # type: ignore[dict-item]
    ">": operator.gt,  # type: ignore[dict-item]
    ">=": operator.ge,  # type: ignore[dict-item]
    "in": lambda value, members: value in members,  # type: ignore[operator]
    "not in": lambda value, members: value not in members,  # type: ignore[operator]
}
"""The comparisons that ``assert`` supports, by operator."""


def did_you_mean(word: str, words: Iterable[str]) -> str:
    """Return ``; did you mean 'put'?`` if one of the words is similar, otherwise an empty text."""
    close = get_close_matches(word, list(words), 1)
    return f"; did you mean {close[0]!r}?" if close else ""
