# SPDX-License-Identifier: MIT
"""``python -m rqcore.zen.server``: a server with one queue, for ZenQueue clients only."""

from __future__ import annotations

import argparse
import asyncio
import signal
import sys
from collections.abc import Sequence
from functools import partial

from rqcore.controller.handlers.dispatcher import Controller
from rqcore.server.controller_server import Listen, Server, serve
from rqcore.server.setting_types import ListenAddress
from rqcore.zen import zen_listener
from rqcore.zen.zen_protocol import HTTP_PORT, TCP_PORT, HttpFraming, LineFraming

QUEUE = "zen"
"""The name of the queue."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until SIGTERM or SIGINT.

    Args:
        arguments: The command line; None reads that of the process.

    Returns:
        The exit code: 0, or 2 if the server cannot listen.
    """
    options = _parser().parse_args(arguments)
    framing = HttpFraming if options.mode == "http" else LineFraming
    port = options.port if options.port is not None else HTTP_PORT if framing is HttpFraming else TCP_PORT
    server = Server(Controller())
    listen = partial(zen_listener.listen, server, ListenAddress(options.host, port, QUEUE), framing)
    try:
        asyncio.run(_serve(server, listen))
    except OSError as error:
        reason = error.strerror or error
        print(f"rqcore.zen: cannot listen on {options.host}:{port}: {reason}", file=sys.stderr)
        return 2
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "python -m rqcore.zen.server",
        description="Start a ZenQueue server with one queue. Stop it with Ctrl-C.",
        epilog="Example: python -m rqcore.zen.server --port 3000\nExit codes: 0 stopped; 2 cannot listen, "
        "or wrong options.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    parser.add_argument(
        "--port",
        type=int,
        help=f"port to listen on; 0 chooses a free one (default: {TCP_PORT}, or {HTTP_PORT} for http)",
    )
    parser.add_argument(
        "--mode",
        choices=("tcp", "http"),
        default="tcp",
        help="protocol: lines of JSON over TCP, or HTTP (default: %(default)s)",
    )
    return parser


async def _serve(server: Server, listen: Listen) -> None:
    task = asyncio.current_task()
    assert task
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, task.cancel)
    try:
        await serve(server, [listen], lambda url: print(f"rqcore.zen: listening on {url}", flush=True))
    except asyncio.CancelledError:
        return


if __name__ == "__main__":
    sys.exit(main())
