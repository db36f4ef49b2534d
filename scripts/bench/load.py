# SPDX-License-Identifier: GPL-3.0-or-later
"""The load of redis-benchmark."""

from __future__ import annotations

import re
import shutil
import subprocess

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
