# SPDX-License-Identifier: GPL-3.0-or-later
"""The words of the script language and its limits: tables from which parser, runner and help are made."""

from __future__ import annotations

import enum
import operator
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache

from rqcore import errors
from rqcore.protocol import command_table

MAX_SCRIPT = 8 * 1024 * 1024
"""Characters of a script: some 100,000 vectors."""
MARKS = ",;:.=+-*/%([{\n"
MAX_MARKS = 1_000_000
"""How often these may stand in it: what is read takes a kilobyte for each."""
MAX_HOLES = 20_000
"""How often ``{`` may stand in a script with f-texts: Python takes ever longer for each."""
MAX_DEPTH = 50
"""How deep expressions, and blocks, may be nested."""
MAX_NAMES = 200
"""Variables of a lane."""
MAX_LANES = 256
"""Lanes of one ``parallel()``."""
MAX_STEPS = 1_000_000
"""Statements that one pass of a script may carry out, counting each time round a loop."""
MAX_SIZE = 4 * 1024 * 1024
"""Characters or bytes of a text that a script puts together, or of one row of a file."""
MAX_NUMBER = 2**64
"""Whole numbers lie between minus this and this."""
MAX_SLEEP = 24 * 60 * 60.0
"""Seconds."""


class ValueKind(enum.Enum):
    """What a name stands for."""

    VALUE = "a value"
    QUEUE = "a queue"
    TARGET = "a target"


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a function or method."""

    name: str
    required: bool
    by_keyword: bool
    """It must be given as ``name=value``."""
    kind: ValueKind = ValueKind.VALUE
    """What it takes: an expression, or the name of a queue."""


@dataclass(frozen=True, slots=True)
class Signature:
    """A function or method that a script can call."""

    syntax: str
    """As Python would write it, for example ``get(block=True, timeout=None)``. The annotation ``: queue``
    marks a parameter that takes a queue."""
    help: str
    gives: ValueKind = ValueKind.VALUE

    @property
    def name(self) -> str:
        return self.syntax.partition("(")[0]

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        return _read_parameters(self.syntax)


@cache  # a parser asks for them with every vector (bench_vectors.py, row "read")
def _read_parameters(syntax: str) -> tuple[Parameter, ...]:
    """The parameters of a signature, as ``Signature.syntax`` has it."""
    found = []
    by_keyword = False
    for part in filter(None, syntax.partition("(")[2].rstrip(")").split(", ")):
        declared, default, _ = part.partition("=")
        name, _, annotation = declared.partition(": ")
        if name == "*":
            by_keyword = True
        else:
            kind = ValueKind.QUEUE if annotation == "queue" else ValueKind.VALUE
            found.append(Parameter(name, not default, by_keyword, kind))
    return tuple(found)


def _table(*signatures: Signature) -> dict[str, Signature]:
    return {signature.name: signature for signature in signatures}


_CREATE = command_table.METHODS["create"]
FUNCTIONS = _table(
    Signature(
        f"create({_CREATE.script})",
        "Create a queue; kind is fifo, lifo or priority. It is closed when the run ends.",
        ValueKind.QUEUE,
    ),
    Signature("queue(reference)", "Return the existing queue of this name or namespace.", ValueKind.QUEUE),
    *(
        Signature(f"{row.method_name}({row.script})", row.summary)
        for row in command_table.METHODS.values()
        if row.script is not None and not row.takes_queue and row is not _CREATE
    ),
)
"""Calls of a target itself."""

TARGET = Signature(
    "target(name)",
    "Return a target of the run. A script that names targets runs once for all, not once on each.",
    ValueKind.TARGET,
)
CALLS = {**FUNCTIONS, TARGET.name: TARGET}
"""What can be called without a name before it."""

METHODS = _table(
    *(
        Signature(f"{row.method_name}({row.script})", row.summary)
        for row in command_table.METHODS.values()
        if row.script is not None and row.takes_queue
    ),
    Signature("put_nowait(item)", "Put an item, or raise Full at once."),
    Signature("get_nowait()", "Take the next item, or raise Empty at once."),
    Signature("empty()", "Return whether the queue holds no items."),
    Signature("full()", "Return whether the queue holds its maximum number of items."),
)
"""Calls of a queue: the methods of the command table, and what clients make of them."""

SLEEP = Signature("sleep(seconds)", "Wait.")
AT = Signature("at(seconds)", "Wait until a time after the beginning.")
NOTE = Signature("note(text)", "Show a text in the output of the run.")
ROWS = Signature("rows(file)", "Read the rows of a file beside the script.")
REPEAT = Signature("repeat(times)", "Repeat a number of times.")
TIMING = Signature("timing(*, min=None, max=None)", "Limit the duration of calls.")
RANGE_SYNTAX = 'range(stop), range(start, stop), range(start, stop, step) or rows("orders.csv")'
KEYWORDS = ("sleep", "at", "note", "range", "rows", "raises", "parallel", "lane", "repeat", "timing")
"""The other words that are written like functions."""

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
        errors.BadCall,
        errors.CodecError,
        errors.TooMany,
    )
}
"""What ``raises`` can expect."""

COMPARISONS: dict[str, Callable[[object, object], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,  # type: ignore[dict-item]  # what cannot be ordered raises TypeError
    "<=": operator.le,  # type: ignore[dict-item]
    ">": operator.gt,  # type: ignore[dict-item]
    ">=": operator.ge,  # type: ignore[dict-item]
    "in": lambda value, members: value in members,  # type: ignore[operator]
    "not in": lambda value, members: value not in members,  # type: ignore[operator]
}
"""What ``assert`` can compare with."""


def did_you_mean(word: str, words: Iterable[str]) -> str:
    """``; did you mean 'put'?`` if one of the words is close, otherwise nothing."""
    close = get_close_matches(word, list(words), 1)
    return f"; did you mean {close[0]!r}?" if close else ""
