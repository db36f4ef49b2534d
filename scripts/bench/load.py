# SPDX-License-Identifier: GPL-3.0-or-later
"""The load of redis-benchmark, and an observer that watches it."""

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
room = bytearray(1 << 20)
while wire.recv_into(room):
    pass
"""
"""Reads what it is sent and throws it away: the cost that is measured is the server's."""

PROGRAM = shutil.which("redis-benchmark")
MISSING = "redis-benchmark is missing: the package redis-tools has it. Its figures are left out."


def redis_benchmark(port: int, tests: str, requests: int, pipeline: int = 1) -> dict[str, float]:
    """Requests a second of 50 clients, by test: ``redis_benchmark(port, "lpush,rpop", 100_000)``."""
    assert PROGRAM
    amounts = ["-c", "50", "-n", str(requests), "-P", str(pipeline)]
    command = [PROGRAM, "-p", str(port), "-q", "-t", tests, *amounts]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120)
    rates = re.findall(r"([0-9.]+) requests per second", done.stdout)
    names = tests.split(",")
    if len(rates) != len(names):
        raise RuntimeError(f"redis-benchmark gave no rates: {done.stdout[-200:]}{done.stderr[-200:]}")
    return dict(zip(names, map(float, rates), strict=True))


@contextmanager
def observer(port: int, request: bytes) -> Iterator[None]:
    """A client in a process of its own that sends this request, reads all events and drops them."""
    start = [sys.executable, "-c", DRAIN, str(port), request.hex()]
    with subprocess.Popen(start, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        process.stdout.readline()
        try:
            yield
        finally:
            process.terminate()
