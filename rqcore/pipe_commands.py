# SPDX-License-Identifier: MIT
"""The options of ``rqcore put``, ``rqcore get`` and ``rqcore free``; ``piping`` carries them out."""

from __future__ import annotations

import argparse
from importlib import import_module

from rqcore.command_parser import CommandParser, Commands, add_command, add_url, count, seconds, url_of


def add_pipe_commands(commands: Commands[CommandParser]) -> None:
    """Add ``put``, ``get`` and ``free``."""
    _add_put(commands)
    _add_get(commands)
    _add_free(commands)


def _add_put(commands: Commands[CommandParser]) -> None:
    command = add_command(
        commands,
        "put",
        "put each line of the input on a queue",
        """\
The items are the bytes of the lines. The queue is created if it does not exist.
It can be on a controller (rq://) or on Redis (redis://).""",
        [
            "rqcore put rq://board-1 jobs < lines",
            "tail -f log | rqcore put redis://127.0.0.1 lines --maxsize 100",
        ],
        """\
  0    every line was put
  1    the queue was full for longer than --timeout
  2    the server or the queue refused; the message states how many lines were put
  130  the command was interrupted by Ctrl+C""",
    )
    add_url(command, "the server of the queue")
    command.add_argument("queue", metavar="QUEUE", help="name of the queue")
    command.add_argument(
        "--maxsize",
        metavar="N",
        type=count,
        default=0,
        help="maximum number of items of a new queue; 0 means no limit (default: 0)",
    )
    command.add_argument(
        "--timeout",
        metavar="SECONDS",
        type=seconds,
        help="time to wait while the queue is full (default: no limit)",
    )
    command.add_argument(
        "--shutdown",
        action="store_true",
        help="shut the queue down after the last line, so that rqcore get ends",
    )
    command.set_defaults(run=_put)


def _put(options: argparse.Namespace) -> int:
    return int(
        import_module("rqcore.piping").put_lines(
            url_of(options),
            options.queue,
            maxsize=options.maxsize,
            timeout=options.timeout,
            shutdown=options.shutdown,
        )
    )


def _add_get(commands: Commands[CommandParser]) -> None:
    command = add_command(
        commands,
        "get",
        "take items of a queue and print each as a line",
        """\
It ends when the queue is shut down and empty, and waits for more items before
that. An item is written as its bytes, whatever its codec is.""",
        ["rqcore get rq://board-1 jobs", "rqcore get redis://127.0.0.1 lines --count 10 --timeout 5"],
        """\
  0    the queue is shut down and empty, or --count items were taken
  1    no item came within --timeout, or the output cannot be written
  2    the server or the queue refused
  130  the command was interrupted by Ctrl+C""",
    )
    add_url(command, "the server of the queue")
    command.add_argument("queue", metavar="QUEUE", help="name of the queue")
    command.add_argument(
        "--count", metavar="N", type=count, help="maximum number of items (default: no limit)"
    )
    command.add_argument(
        "--timeout", metavar="SECONDS", type=seconds, help="time to wait for each item (default: no limit)"
    )
    command.add_argument("--create", action="store_true", help="create the queue if it does not exist")
    command.set_defaults(run=_get)


def _get(options: argparse.Namespace) -> int:
    return int(
        import_module("rqcore.piping").get_lines(
            url_of(options),
            options.queue,
            count=options.count,
            timeout=options.timeout,
            create=options.create,
        )
    )


def _add_free(commands: Commands[CommandParser]) -> None:
    command = add_command(
        commands,
        "free",
        "free a role of a queue on Redis that a dead client has left taken",
        """\
A queue of the pressure protocol has one producer and one consumer at a time. A
client that dies in a call leaves its role taken, and all others wait.""",
        ["rqcore free redis://127.0.0.1 jobs producer"],
        """\
  0    the role was freed
  1    no client holds the role, or another one than --holder names
  2    the server refused, or the client that holds the role is still connected""",
    )
    add_url(command, "the Redis server")
    command.add_argument("queue", metavar="QUEUE", help="name of the queue")
    command.add_argument(
        "role", metavar="ROLE", choices=("producer", "consumer"), help="producer or consumer"
    )
    command.add_argument(
        "--holder",
        metavar="NAME",
        default="",
        help="free the role only if this client holds it (default: any client)",
    )
    command.add_argument("--force", action="store_true", help="free the role even if its holder is connected")
    command.set_defaults(run=_free)


def _free(options: argparse.Namespace) -> int:
    return int(
        import_module("rqcore.piping").free_role(
            url_of(options), options.queue, options.role, holder=options.holder, force=options.force
        )
    )
