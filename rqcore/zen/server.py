# SPDX-License-Identifier: MIT
"""``python -m rqcore.zen.server``: a server with one queue, for ZenQueue clients only."""

from __future__ import annotations

import argparse
import asyncio
import logging
import signal
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from typing import TypeVar

from rqcore.command_parser import CommandParser
from rqcore.controller.handlers.dispatcher import Controller
from rqcore.controller.limits import Limits
from rqcore.errors import BadSetting
from rqcore.server import logging_setup, setting_types
from rqcore.server.controller_server import Listen, Server, serve
from rqcore.server.file_limits import allow_clients
from rqcore.server.setting_types import ListenAddress
from rqcore.zen import zen_listener
from rqcore.zen.http_framing import HttpFraming
from rqcore.zen.zen_protocol import HTTP_PORT, TCP_PORT, LineFraming

log: logging.Logger = logging.getLogger("rqcore.zen")

T = TypeVar("T")

QUEUE = "zen"
"""The name of the queue."""
MAX_CONNECTIONS = 1024
"""The usual maximum number of connections, as in ZenQueue."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until SIGTERM or SIGINT.

    Args:
        arguments: The command line; None reads that of the process.

    Returns:
        The exit code: 0, or 2 if the server cannot listen.
    """
    options = _parser().parse_args(arguments)
    logging_setup.set_up_logging("text", options.log_level)
    framing = HttpFraming if options.mode == "http" else LineFraming
    port = options.port if options.port is not None else HTTP_PORT if framing is HttpFraming else TCP_PORT
    server = Server(Controller(Limits(clients=allow_clients(options.max_connections))))
    address = ListenAddress(options.host, port, QUEUE)
    listen = partial(zen_listener.listen, server, address, framing, host_names=options.http_hosts)
    try:
        asyncio.run(_serve(server, listen))
    except (OSError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or error
        print(f"rqcore.zen: cannot listen on {options.host}:{port}: {reason}", file=sys.stderr)
        return 2
    log.info("stopped", extra={"requests": server.controller.state.counters.commands})
    return 0


def _parser() -> CommandParser:
    parser = CommandParser(
        "python -m rqcore.zen.server",
        description="Start a ZenQueue server with one queue. Stop it with Ctrl+C.",
        epilog="Example: python -m rqcore.zen.server --port 3000\nExit codes: 0 stopped; 2 cannot listen, "
        "or wrong options.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "-i", "--host", "--interface", default="127.0.0.1", help="address to listen on (default: %(default)s)"
    )
    parser.add_argument(
        "-p",
        "--port",
        type=_type(setting_types.port),
        help=f"port to listen on; 0 chooses a free one (default: {TCP_PORT}, or {HTTP_PORT} for http)",
    )
    parser.add_argument(
        "--mode",
        choices=("tcp", "http"),
        default="tcp",
        help="protocol: lines of JSON over TCP, or HTTP (default: %(default)s)",
    )
    parser.add_argument(
        "--http-hosts",
        type=_type(setting_types.host_names),
        default=(),
        metavar="NAMES",
        help="names with a dot by which HTTP clients reach this machine, separated by commas; requests to "
        "other such names are refused, because a web page may have sent them (default: its host name)",
    )
    parser.add_argument(
        "-c",
        "--max-connections",
        type=_type(setting_types.count),
        default=MAX_CONNECTIONS,
        help="maximum number of connections; a further one is refused (default: %(default)s)",
    )
    parser.add_argument(
        "-l",
        "--log-level",
        type=str.lower,
        choices=("debug", "info", "warning", "error"),
        default="info",
        help="least important messages to log; debug logs each connection (default: %(default)s)",
    )
    return parser


def _type(parse: Callable[[str], T]) -> Callable[[str], T]:
    """Return a parser of settings as a type of argparse, which shows its error."""

    def parse_argument(text: str) -> T:
        try:
            return parse(text)
        except BadSetting as error:
            raise argparse.ArgumentTypeError(str(error)) from error

    return parse_argument


async def _serve(server: Server, listen: Listen) -> None:
    task = asyncio.current_task()
    assert task
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, task.cancel)
    with suppress(asyncio.CancelledError):
        await serve(server, [listen], _ready)


def _ready(url: str) -> None:
    with suppress(OSError):  # stdout is closed; the log has the URL too
        print(f"rqcore.zen: listening on {url}", flush=True)
    log.info("listening", extra={"url": url})


if __name__ == "__main__":
    sys.exit(main())
