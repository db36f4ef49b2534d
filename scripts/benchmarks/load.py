# SPDX-License-Identifier: GPL-3.0-or-later
"""The load of redis-benchmark, and an observer of it."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

DRAIN = """
import socket, sys
wire = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
wire.sendall(bytes.fromhex(sys.argv[2]))
print(wire.recv(65536) and "watching", flush=True)
buffer = bytearray(1 << 20)
while wire.recv_into(buffer):
    pass
"""
"""A program that reads data and drops it, so that only the cost of the server is measured."""

PROGRAM = shutil.which("redis-benchmark")
MISSING = "redis-benchmark is missing, so its figures are left out; install the package redis-tools."


def redis_benchmark(port: int, tests: str, requests: int, pipeline: int = 1) -> dict[str, float]:
    """Return the requests per second of 50 clients for each test.

    Args:
        port: The port of the server.
        tests: The names of tests, separated by commas, such as ``"lpush,rpop"``.
        requests: Number of requests of each test.
        pipeline: Number of requests that a client sends without waiting for replies.
    """
    assert PROGRAM
    amounts = ["-c", "50", "-n", str(requests), "-P", str(pipeline)]
    command = [PROGRAM, "-p", str(port), "-q", "-t", tests, *amounts]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120)
    rates = re.findall(r"([0-9.]+) requests per second", done.stdout)
    names = tests.split(",")
    if len(rates) != len(names):
        raise RuntimeError(f"redis-benchmark printed no rates: {done.stdout[-200:]}{done.stderr[-200:]}")
    return dict(zip(names, map(float, rates), strict=True))


@contextmanager
def observer(port: int, request: bytes) -> Iterator[None]:
    """Run a client in its own process that sends a request, then reads all events and drops them."""
    start = [sys.executable, "-c", DRAIN, str(port), request.hex()]
    with subprocess.Popen(start, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        process.stdout.readline()
        try:
            yield
        finally:
            process.terminate()
