# SPDX-License-Identifier: GPL-3.0-or-later
"""The names and limits of the script language: tables that the parser, the runner and the help use."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable
from difflib import get_close_matches

from rqcore import errors
from rqcore.protocol import command_table
from rqcore.protocol.reply_types import LeaseReply
from rqdebug.scripts.interventions.debugger_functions import DEBUGGER_FUNCTIONS, BlockUse
from rqdebug.scripts.signatures import Signature, ValueKind, table_of

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


_CREATE = command_table.METHODS["create"]
FUNCTIONS = table_of(
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
DEBUGGER_CALLS = {name: each.signature for name, each in DEBUGGER_FUNCTIONS.items()}
"""What a script does to other programs, and expects of them."""
DEBUGGER_BLOCKS = tuple(name for name, each in DEBUGGER_FUNCTIONS.items() if each.block is not BlockUse.NEVER)
"""Those that begin a block."""
OWN_CALLS = {**FUNCTIONS, TARGET.name: TARGET}
"""Calls of the script itself that need no receiver, such as ``create()``."""
CALLS = {**OWN_CALLS, **DEBUGGER_CALLS}
"""All calls that need no receiver."""
TARGET_METHODS = {
    **FUNCTIONS,
    **{name: each.signature for name, each in DEBUGGER_FUNCTIONS.items() if not each.takes_queue},
}
"""Methods of a target. A function on a queue is none, because the queue has its target."""

METHODS = table_of(
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

LEASE_METHODS = table_of(
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
HELD_METHODS = table_of(
    Signature(
        "release(*, payload=None, codec=None, priority=None)",
        "Let the call continue, unchanged, or with another item or priority. Of a get that is held at its "
        "end, the client receives this item.",
    ),
    Signature("fail(code, message='')", "Answer the call with an error, such as FULL or TOOMANY."),
    Signature("discard()", "Let the call continue without its items: a put is lost, a get takes the next."),
)
"""Methods of a held call."""
HELD_FIELDS = {
    "payload": "The value of its first item.",
    "method": "The method, such as put.",
    "queue": "The name of its queue.",
    "client": "The name of the client that calls.",
    "address": "The address of this client.",
    "size": "The number of bytes of its first item.",
    "items": "The number of its items.",
}
"""What an expression can read of a held call."""
EVENT_FIELDS = {
    "payload": "The value of the item.",
    "method": "The method, such as put.",
    "queue": "The name of its queue.",
    "client": "The name of the client that called.",
    "address": "The address of this client.",
    "outcome": "The result, such as ok or full.",
    "phase": "start or end.",
    "waited": "How long the call has waited, in seconds.",
    "timeout": "How long the call may wait, in seconds; None without a timeout.",
    "time": "When it happened by the clock of the target, in seconds since 1970.",
    "depth": "The number of items in the queue afterwards; None if it is not known.",
    "size": "The number of bytes of the item.",
    "items": "The number of items of the call.",
    "codec": "The encoding of the item.",
    "deliveries": "How often the item was leased.",
    "rule": "The number of the debugger's rule that acted on the call; 0 for none.",
}
"""What an expression can read of an event."""
METHODS_OF = {
    ValueKind.QUEUE: METHODS,
    ValueKind.TARGET: TARGET_METHODS,
    ValueKind.LEASE: LEASE_METHODS,
    ValueKind.HELD: HELD_METHODS,
    ValueKind.EVENT: {},
    ValueKind.VALUE: {},
}
"""The methods of each kind of variable."""
FIELDS_OF = {
    ValueKind.LEASE: LEASE_FIELDS,
    ValueKind.HELD: HELD_FIELDS,
    ValueKind.EVENT: EVENT_FIELDS,
}
"""What an expression can read of each kind of variable."""
RETURNED_KINDS = {name: signature.returns for name, signature in {**METHODS, **CALLS}.items()}
"""What each method of a queue or target returns, by name."""

SLEEP = Signature("sleep(seconds)", "Wait for a number of seconds.")
AT = Signature("at(seconds)", "Wait until this many seconds after the start.")
NOTE = Signature("note(text)", "Show a text in the output of the run.")
INCLUDE = Signature("include(file)", "Execute another script of the folder here, and use its functions.")
STATEMENTS = table_of(NOTE, SLEEP, AT, INCLUDE)
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
BLOCKS = table_of(
    RAISES, PARALLEL, LANE, REPEAT, RETRY, SOFT, TIMING, TURN, SETUP, TEARDOWN, TEST, SKIP, XFAIL
)
"""Words that begin a block after ``with``."""

RANGE = Signature("range(start, stop, step=1)", "The whole numbers from start up to, but without, stop.")
ROWS = Signature(
    "rows(file, *, separator=None, numbers=False)",
    "Read the rows of a CSV, JSON or JSON Lines file in the script's folder.",
)
RANGE_SYNTAX = 'range(stop), range(start, stop), range(start, stop, step) or rows("orders.csv")'
SEQUENCES = table_of(RANGE, ROWS)
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
INPUTS = table_of(ENV, SECRET)
"""Expressions whose value comes from outside."""
DEFINITIONS = table_of(PARAMETER)
"""Words that are the whole value of an assignment."""

CONDITIONS = table_of(EVENTUALLY)
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
        *DEBUGGER_CALLS,
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
