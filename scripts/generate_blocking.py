# SPDX-License-Identifier: GPL-3.0-or-later
"""Generate the blocking half of the clients from the asyncio half.

.venv/bin/python scripts/generate_blocking.py [--check]

The asyncio modules are the source. This script removes ``async`` and ``await``, removes "Async" from names,
and replaces words about tasks in docstrings and comments. It works on tokens, so that comments and layout
are kept; ruff then formats the result.

Code that really differs is written by hand in pairs of small modules, such as ``async_waiting`` and
``waiting``. ``client.async_connection`` and ``client.connection`` are written by hand too: the event loop
calls the first when bytes arrive; the second calls the socket, and the kernel keeps its timeouts. They share
only the exchanges.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LICENCE = "# SPDX-License-Identifier: MIT\n"


@dataclass(frozen=True)
class Pair:
    """An asyncio module, and the blocking one that is generated from it."""

    source: str
    target: str
    docstring: str
    """The docstring of the generated module; that of the source is about asyncio."""


PAIRS = (
    Pair(
        "rqcore/client/async_queue_handle.py",
        "rqcore/client/queue_handle.py",
        "The blocking handles of queues: ``QueueHandle`` is the interface of all backends.",
    ),
    Pair(
        "rqcore/client/native/async_native_queue.py",
        "rqcore/client/native/native_queue.py",
        "The blocking handles of queues of a controller. They inherit the docstrings of ``queue_handle``.",
    ),
    Pair(
        "rqcore/client/native/async_leased_item.py",
        "rqcore/client/native/leased_item.py",
        "An item on a lease.",
    ),
    Pair(
        "rqcore/client/async_controller_handle.py",
        "rqcore/client/controller_handle.py",
        """The blocking handles of servers.

``ControllerHandle`` is the interface of all backends; ``NativeControllerHandle`` is for controllers, and
inherits the docstrings.

A call that is interrupted by Ctrl+C first ends at the controller, so that no item is lost: an item on
its way to the caller returns to the head of its queue.
""",
    ),
    Pair(
        "rqcore/client/async_pool.py",
        "rqcore/client/pool.py",
        """The blocking connections of a handle.

``rqcore.client`` explains their states, and how a client recovers from a lost connection.
""",
    ),
    Pair(
        "rqcore/client/native/async_lookup.py",
        "rqcore/client/native/lookup.py",
        """How a handle finds its queue again by name; ``async_lookup`` explains when.""",
    ),
    Pair(
        "rqcore/client/native/async_many_items.py",
        "rqcore/client/native/many_items.py",
        "Puts more items than one request may have, in several requests.",
    ),
    Pair(
        "rqcore/pressure/async_queue.py",
        "rqcore/pressure/blocking_queue.py",
        "The blocking queue of the pressure protocol.",
    ),
    Pair(
        "rqcore/pressure/async_redis_connection.py",
        "rqcore/pressure/redis_connection.py",
        "A blocking connection to a Redis, which carries out the steps of calls.",
    ),
    Pair(
        "rqcore/pressure/async_redis_handles.py",
        "rqcore/pressure/redis_handles.py",
        """The blocking handles of queues on Redis: ``rqcore.connect("redis://…")``.

Calls that queues on Redis do not support raise NotAllowed; ``on_redis`` in the table of commands lists them.
""",
    ),
    Pair(
        "rqcore/pressure/async_plain_keys.py",
        "rqcore/pressure/plain_keys.py",
        """Lists and streams that are not part of a pressure queue, as queues.

Items of a list are pushed on the left and popped on the right. A list has no bound and cannot be shut down.
A stream can only be read; each entry becomes a JSON object of its ID and its fields.
""",
    ),
    Pair(
        "rqcore/redis/async_redis_queue.py",
        "rqcore/redis/redis_queue.py",
        "The blocking handle of a queue of rqcore on Redis. It inherits the docstrings of ``queue_handle``.",
    ),
    Pair(
        "rqcore/redis/async_redis_server.py",
        "rqcore/redis/redis_server.py",
        "The blocking handle of a Redis server with queues of rqcore and of the pressure protocol.",
    ),
    Pair(
        "rqcore/zen/async_zen_client.py",
        "rqcore/zen/zen_client.py",
        "The blocking ZenQueue client.",
    ),
    Pair(
        "rqcore/zen/async_zen_queue.py",
        "rqcore/zen/zen_queue.py",
        "ZenQueue's queue inside one process, for threads.",
    ),
)

NAMES = {
    "AsyncIterator": "Iterator",
    "StopAsyncIteration": "StopIteration",
    "__aenter__": "__enter__",
    "__aexit__": "__exit__",
    "__aiter__": "__iter__",
    "__anext__": "__next__",
    "aclose": "close",
    "aio": "rqcore",
    "async_queue": "blocking_queue",
    "asyncio": "queue",
}
"""Names in code and docstrings, and their replacements in blocking code."""

PHRASES = (
    (r"used by the tasks of one event loop", "safe to use from several threads, and after a fork"),
    (r"a call that is cancelled takes none", "a call that is interrupted by Ctrl+C takes none"),
    (r"A call that is cancelled takes none", "A call that is interrupted by Ctrl+C takes none"),
    (r"A cancelled exchange also ends", "An exchange that is interrupted by Ctrl+C also ends"),
    (r"A call that is cancelled has", "A call that is interrupted by Ctrl+C has"),
    (r"because the task was cancelled", "because the call was interrupted"),
    (r"the first cancellation that came before it", "what a signal handler raised"),
    (r" A cancelled call takes no item\.", ""),
    (r"A cancelled task puts back what it popped", "An interrupted call puts back what it popped"),
    (r"\bTasks\b", "Threads"),
    (r"\btasks\b", "threads"),
    (r"\btask\b", "thread"),
    (r"A call that is cancelled closes the client,", "An interrupted call closes the client,"),
    (r"The first call connects\. Every", "Making it connects. Every"),
    (r"(BadCall: There is no such mode\.)", r"\1\n        ConnectionLost: The server cannot be reached."),
    (r" A cancelled ``pull`` takes no value\.", ""),
)
"""Regular expressions for docstrings and comments, and their replacements in blocking code."""

_WORD = re.compile(r"\w+")
_PROSE = {tokenize.STRING, tokenize.COMMENT, getattr(tokenize, "FSTRING_MIDDLE", tokenize.STRING)}
"""Tokens that are not code. An f-string is one token up to Python 3.11, and several since 3.12."""


def blocking_name(name: str) -> str:
    """Return the name in blocking code for a name in asyncio code."""
    if name in NAMES:
        return NAMES[name]
    if re.match(r"Async[A-Z]", name):
        return name.removeprefix("Async")
    return name.removeprefix("async_")


def blocking_prose(text: str) -> str:
    """Rewrite a docstring, another string or a comment for blocking code."""
    for pattern, replacement in PHRASES:
        text = re.sub(pattern, replacement, text)
    text = re.sub(r"\b(async|await) ", "", text)
    return _WORD.sub(lambda match: blocking_name(match[0]), text)


def _blocking_tokens(source: str) -> Iterator[str]:
    """Yield the text of each token, and the white space in front of it."""
    lines = source.splitlines(keepends=True)
    row, column, dropped = 1, 0, False
    for token in tokenize.generate_tokens(StringIO(source).readline):
        if token.type in (tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER):
            continue
        if token.start[0] > row:
            space = lines[row - 1][column:] + "".join(lines[row : token.start[0] - 1])
            space += lines[token.start[0] - 1][: token.start[1]]
        else:
            space = lines[row - 1][column : token.start[1]]
        row, column = token.end
        yield "" if dropped else space
        dropped = token.type == tokenize.NAME and token.string in ("async", "await")
        if not dropped:
            yield _blocking_token(token)


def _blocking_token(token: tokenize.TokenInfo) -> str:
    if token.type == tokenize.NAME:
        return blocking_name(token.string)
    if token.type in _PROSE:
        return blocking_prose(token.string)
    return token.string


def generate(pair: Pair, source: str) -> str:
    """Return the text of the blocking module, formatted."""
    _, _, body = source.split('"""', 2)
    header = f"# Generated from {Path(pair.source).name} by scripts/generate_blocking.py; do not edit.\n"
    text = f'{LICENCE}{header}"""{pair.docstring}"""{"".join(_blocking_tokens(body))}'
    text = _ruff(pair, text, "check", "--select", "I", "--fix", "--quiet")
    return _ruff(pair, text, "format", "--quiet")


def _ruff(pair: Pair, text: str, *command: str) -> str:
    arguments = [sys.executable, "-m", "ruff", *command, "--stdin-filename", str(ROOT / pair.target), "-"]
    return subprocess.run(arguments, input=text, capture_output=True, text=True, check=True, cwd=ROOT).stdout


def stale_pairs() -> Iterator[tuple[Pair, str]]:
    """Yield each pair whose generated module is not up to date, and its new text."""
    for pair in PAIRS:
        text = generate(pair, (ROOT / pair.source).read_text(encoding="utf-8"))
        target = ROOT / pair.target
        if not target.exists() or target.read_text(encoding="utf-8") != text:
            yield pair, text


def main(arguments: list[str]) -> int:
    """Write the modules that are not up to date, or with ``--check`` only name them; return the exit code."""
    parser = argparse.ArgumentParser(
        description="Generate the blocking half of the clients from the asyncio half.",
        epilog="example: .venv/bin/python scripts/generate_blocking.py --check\n"
        "exit codes: 0 done; 1 with --check: a module is not up to date; 2 wrong options",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--check", action="store_true", help="write nothing; name modules that are not up to date"
    )
    options = parser.parse_args(arguments)
    stale = list(stale_pairs())
    for pair, text in stale:
        if options.check:
            print(f"{pair.target} does not match {pair.source}; run scripts/generate_blocking.py")
        else:
            (ROOT / pair.target).write_text(text, encoding="utf-8")
            print(f"wrote {pair.target}")
    return 1 if options.check and stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
