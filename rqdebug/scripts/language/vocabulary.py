# SPDX-License-Identifier: GPL-3.0-or-later
"""The words of the script language and its limits: tables from which parser, runner and help are made."""

from __future__ import annotations

import enum
import operator
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from rqcore import errors

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
    """Only ``name=value`` will do."""


@dataclass(frozen=True, slots=True)
class Signature:
    """A function or method that a script can call."""

    syntax: str
    """As Python would write it, for example ``get(block=True, timeout=None)``."""
    help: str
    gives: ValueKind = ValueKind.VALUE

    @property
    def name(self) -> str:
        return self.syntax.partition("(")[0]

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        found = []
        by_keyword = False
        for part in filter(None, self.syntax.partition("(")[2].rstrip(")").split(", ")):
            name, default, _ = part.partition("=")
            if name == "*":
                by_keyword = True
            else:
                found.append(Parameter(name, not default, by_keyword))
        return tuple(found)


def _table(*signatures: Signature) -> dict[str, Signature]:
    return {signature.name: signature for signature in signatures}


FUNCTIONS = _table(
    Signature(
        "create(name=None, *, kind='fifo', maxsize=0, exist_ok=False)",
        "Make a queue; kind is fifo, lifo or priority. It is closed again when the run ends.",
        ValueKind.QUEUE,
    ),
    Signature("queue(reference)", "The queue that has this name or namespace already.", ValueKind.QUEUE),
    Signature("queues()", "How every queue stands: a list of dicts as stat() gives them."),
)
"""Calls of a target itself."""

TARGET = Signature(
    "target(name)",
    "One of the targets of the run. A script that names them runs once for all, and not once on each.",
    ValueKind.TARGET,
)
CALLS = {**FUNCTIONS, TARGET.name: TARGET}
"""What can be called without a name before it."""

METHODS = _table(
    Signature(
        "put(item, block=True, timeout=None, *, codec=None, priority=None)", "Put an item; wait for room."
    ),
    Signature("get(block=True, timeout=None)", "Take the next item; wait for one."),
    Signature("put_nowait(item)", "Put an item, or raise Full at once."),
    Signature("get_nowait()", "Take the next item, or raise Empty at once."),
    Signature(
        "put_many(items, timeout=None, *, codec=None)", "Put a list of items; how many found room in time."
    ),
    Signature("get_many(count, timeout=None)", "Take so many items, or as many as there are; a list."),
    Signature("peek(start=0, stop=-1)", "The items from start to stop, without taking them."),
    Signature("purge()", "Destroy all items; how many there were."),
    Signature("task_done()", "Say that the work on one taken item is done."),
    Signature("join(timeout=None)", "Wait until all items were called done; whether they were in time."),
    Signature("shutdown(immediate=False)", "Take no more items; raise ShutDown."),
    Signature("qsize()", "How many items the queue holds."),
    Signature("empty()", "Whether it holds none."),
    Signature("full()", "Whether it holds as many as it may."),
    Signature("maxsize()", "How many items it may hold; 0: no bound."),
    Signature("stat()", "How it stands: size, maxsize, kind, puts, gets, bytes, …, as a dict."),
    Signature("waiters()", "The calls that wait, first come first, each as a dict."),
    Signature("close()", "Destroy the queue for everybody; how many items went with it."),
)
"""What can be called on a queue."""

SLEEP = Signature("sleep(seconds)", "Wait.")
AT = Signature("at(seconds)", "Wait until so long after the beginning.")
NOTE = Signature("note(text)", "Tell the reader of the run something.")
ROWS = Signature("rows(file)", "Of a file beside the script.")
REPEAT = Signature("repeat(times)", "Do the same so many times.")
TIMING = Signature("timing(*, min=None, max=None)", "How long calls may take.")
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
