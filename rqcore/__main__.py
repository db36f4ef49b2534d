# SPDX-License-Identifier: MIT
"""The command line: ``rqcore serve``."""

from __future__ import annotations

import argparse
import asyncio
import logging
import os
import signal
import sys
from collections.abc import Callable, Coroutine, Sequence
from contextlib import suppress
from importlib import import_module
from typing import Any

from rqcore.controller import Controller
from rqcore.server import Server, serve
from rqcore.url import DEFAULT_PORT, Url
from rqcore.version import VERSION

uvloop: Any = None
with suppress(ImportError):  # the standard library alone is enough
    uvloop = import_module("uvloop")

LOOPBACK = ("127.0.0.1", "::1", "localhost")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a subcommand; returns the exit code: 0, or 2 when it could not be done."""
    options = _parser().parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    try:
        return int(options.run(options))
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("rqcore", description="A controller hosts queues for other processes.")
    parser.add_argument("--version", action="version", version=f"rqcore {VERSION}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    command = commands.add_parser("serve", help="run a controller until SIGTERM or Ctrl-C")
    command.add_argument("--host", default=LOOPBACK[0], help="address to listen on (default: %(default)s)")
    command.add_argument(
        "--port", type=_port, default=DEFAULT_PORT, help="port; 0: a free one (default: %(default)s)"
    )
    command.add_argument(
        "--insecure", action="store_true", help="listen beyond this machine without a password"
    )
    command.set_defaults(run=_serve)
    return parser


def _port(word: str) -> int:
    if not word.isdigit() or int(word) > 65535:
        raise argparse.ArgumentTypeError(f"a port is a number from 0 to 65535, not {word!r}")
    return int(word)


def _serve(options: argparse.Namespace) -> int:
    password = os.environ.get("RQ_PASSWORD", "")
    if options.host not in LOOPBACK and not password and not options.insecure:
        return _complain(
            f"{options.host} can be reached from other machines: "
            "set RQ_PASSWORD in the environment, or say --insecure"
        )
    server = Server(Controller(passwords={"default": password} if password else None))

    def ready(port: int) -> None:
        print(f"rqcore: listening on {Url(options.host, port)}", flush=True)

    try:
        _run(serve(server, options.host, options.port, ready))
    except OSError as error:
        return _complain(f"cannot listen on {options.host}:{options.port}: {error.strerror or error}")
    return 0


def _run(work: Coroutine[Any, Any, None]) -> None:
    """Run to the end, or until a signal ends it politely."""
    factory: Callable[[], asyncio.AbstractEventLoop] | None = uvloop.new_event_loop if uvloop else None
    with asyncio.Runner(loop_factory=factory) as runner:
        loop = runner.get_loop()
        task = loop.create_task(work)
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, task.cancel)
        try:
            runner.run(_until_done(task))
        except asyncio.CancelledError:
            return


async def _until_done(task: asyncio.Task[None]) -> None:
    await task


def _complain(sentence: str) -> int:
    print(f"rqcore: {sentence}", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
