# SPDX-License-Identifier: GPL-3.0-or-later
"""Measure queues on Redis next to plain commands and the protocol in single commands, and reading MONITOR.

scripts/bench redis [--quick] [PART …]
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import redis
from benchmarks import servers
from benchmarks.figures import Figure, Pace, compare, main, rate_of
from benchmarks.pressure_steps import Steps

from rqcore.pressure import Queue
from rqdebug.targets.redis.monitor_calls import MonitoredCalls
from rqdebug.targets.redis.monitor_commands import HANDLERS
from rqdebug.targets.redis.monitor_parser import parse_line

ITEM = b"x" * 100
BARE = 1 / 1.5
"""The required ratio to the rate of plain commands."""
TURNS = 8
"""Factor for the number of rounds: many short rounds, because a long one would include other load."""
STEPS = 4.0
"""The required ratio to the rate of the protocol in single commands."""


def put_and_get(pace: Pace) -> Iterator[Figure]:
    """Measure one client that puts an item and takes it; client and server have a core each."""
    with ExitStack() as stack:
        with servers.on_core(1):
            port = stack.enter_context(servers.redis())
        stack.enter_context(servers.on_core(0))
        bare = stack.enter_context(redis.Redis(port=port))
        queue = stack.enter_context(Queue("ours", url=f"redis://127.0.0.1:{port}")).create(100)
        steps = Steps(bare, "steps", ITEM, bound=100)
        turns, count = Pace(pace.rounds * TURNS, pace.scale), pace.amount(400)
        rivals = {
            "rqcore.pressure": lambda: rate_of(count, lambda: _put_and_get(queue, count)),
            "redis-py LPUSH, RPOP": lambda: rate_of(count, lambda: _push_and_pop(bare, count)),
        }
        yield from compare("put, then get, 100 bytes", rivals, BARE, turns)
        del rivals["redis-py LPUSH, RPOP"]
        rivals["the protocol step by step"] = lambda: rate_of(count, lambda: steps.put_and_get(count))
        yield from compare("the same", rivals, STEPS, turns)


def _put_and_get(queue: Queue, count: int) -> None:
    for _ in range(count):
        queue.put(ITEM)
        queue.get()


def _push_and_pop(client: Any, count: int) -> None:
    for _ in range(count):
        client.lpush("bare", ITEM)
        client.rpop("bare")


def monitor(pace: Pace) -> Iterator[Figure]:
    """Measure the conversion of MONITOR's lines to columns of the log."""
    count = pace.amount(100_000)
    lines = [
        b'1795249305.450348 [0 127.0.0.1:%d] "LPUSH" "jobs%d" "{\\"n\\": %d}"' % (40000 + n % 20, n % 10, n)
        if n % 2
        else b'1795249305.450348 [0 127.0.0.1:%d] "RPOP" "jobs%d"' % (40000 + n % 20, n % 10)
        for n in range(count)
    ]
    rates = [rate_of(count, lambda: _build_batches(lines)) for _ in range(pace.rounds)]
    rate = sorted(rates)[len(rates) // 2]
    yield Figure(
        "commands of MONITOR as events", f"{rate:,.0f}/s", "", f"{rate:,.0f}", "100,000/s", rate >= 100_000
    )


def _build_batches(lines: list[bytes]) -> None:
    calls = MonitoredCalls(b"__pressure__", HANDLERS)
    for start in range(0, len(lines), 2000):
        for line in lines[start : start + 2000]:
            calls.process(parse_line(line))
        assert calls.build(0)


if __name__ == "__main__":
    sys.exit(main("Measure queues on Redis, and reading MONITOR.", (put_and_get, monitor)))
