# SPDX-License-Identifier: MIT
"""``python -m rqcore.zen.server``: one queue that speaks ZenQueue's protocol, and nothing else."""

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


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until a signal; the exit code: 0, or 2 when it could not listen."""
    options = _parser().parse_args(arguments)
    framing = HttpFraming if options.mode == "http" else LineFraming
    port = options.port if options.port is not None else HTTP_PORT if framing is HttpFraming else TCP_PORT
    server = Server(Controller())
    listen = partial(zen_listener.listen, server, ListenAddress(options.host, port, QUEUE), framing)
    try:
        asyncio.run(_serve(server, listen))
    except OSError as error:
        print(f"rqcore.zen: cannot listen on {options.host}:{port}: {error}", file=sys.stderr)
        return 2
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("rqcore.zen.server", description="A ZenQueue server of one queue.")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    parser.add_argument(
        "--port", type=int, help=f"default: {TCP_PORT}, for http {HTTP_PORT}; 0 takes a free one"
    )
    parser.add_argument("--mode", choices=("tcp", "http"), default="tcp")
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
