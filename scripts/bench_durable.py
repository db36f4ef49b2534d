# SPDX-License-Identifier: GPL-3.0-or-later
"""Measure durable queues beside Redis with its append-only file, and beside queues in memory; and leases.

scripts/bench durable [--quick] [PART …]
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial

from benchmarks import load, servers
from benchmarks.figures import Figure, Measure, Pace, at_most, beside, compare, main, note, rate_of

import rqcore

WANTED = 0.7
"""The required ratio to the rate of Redis."""
MEMORY = 0.8
"""The required ratio of a queue in memory beside durable puts, to the same beside as many puts in memory."""
SHARE = 0.5
"""The same to the queue in memory alone. Half of the clients use the other queue, and the controller works on
one core: so half of the rate is an equal share."""
LEASES = 0.6
"""The required ratio of the rate of lease and ack to that of put and get."""
RESTART = 3.0
"""The most seconds of a start with a million items."""
MILLION = 1_000_000
PAYLOAD = b"x" * 100


@contextmanager
def _controller(sync: str) -> Iterator[int]:
    """Run a controller with a durable list for redis-benchmark; yield its port."""
    with ExitStack() as stack:
        data = stack.enter_context(tempfile.TemporaryDirectory(prefix="rq-bench-"))
        url = stack.enter_context(servers.controller("--data", data, "--sync", sync))
        stack.enter_context(rqcore.connect(url)).create("mylist", durable=True)
        yield servers.port_of(url)


def always(pace: Pace) -> Iterator[Figure]:
    """Measure 50 clients whose every call is on the disk before its reply."""
    yield from _beside_redis("always", "always", pace, 4_000)


def second(pace: Pace) -> Iterator[Figure]:
    """Measure 50 clients whose calls are on the disk after a second."""
    yield from _beside_redis("second", "everysec", pace, 50_000)


def _beside_redis(sync: str, appendfsync: str, pace: Pace, usual: int) -> Iterator[Figure]:
    if load.PROGRAM is None:
        note(load.MISSING)
        return
    count = pace.amount(usual)
    with ExitStack() as stack:
        ours = stack.enter_context(_controller(sync))
        redis = stack.enter_context(servers.redis("--appendonly", "yes", "--appendfsync", appendfsync))
        for test in ("lpush", "rpop"):
            rivals: dict[str, Measure] = {
                f"durable, {sync}": partial(_rate, ours, test, count),
                f"Redis, appendfsync {appendfsync}": partial(_rate, redis, test, count),
            }
            yield from compare(f"{test}, 50 clients, {sync}", rivals, WANTED, pace)


def _rate(port: int, test: str, count: int) -> float:
    return load.redis_benchmark(port, test, count)[test]


def memory(pace: Pace) -> Iterator[Figure]:
    """Measure a queue in memory alone, and beside the full load of other puts, durable or in memory."""
    if load.PROGRAM is None:
        note(load.MISSING)
        return
    count = pace.amount(50_000)
    alone, durable, others = list[float](), list[float](), list[float]()
    with tempfile.TemporaryDirectory(prefix="rq-bench-") as data, servers.controller("--data", data) as url:
        port = servers.port_of(url)
        with rqcore.connect(url) as controller:
            controller.create("durable", durable=True)
            controller.create("other")
            for _ in range(pace.rounds):
                alone.append(_rate(port, "lpush", count))
                for name, rates in (("durable", durable), ("other", others)):
                    with _puts(port, name) as rate:
                        rates.append(_rate(port, "lpush", count))
                        note(f"puts into the queue {name!r} beside it: {rate():,.0f}/s")
    work = "lpush in memory, 50 clients, beside 50 durable"
    yield from beside(work, {"": durable, "beside 50 others in memory": others}, MEMORY)
    yield from beside(work, {"": durable, "alone": alone}, SHARE)


@contextmanager
def _puts(port: int, name: str) -> Iterator[Callable[[], float]]:
    """Let 50 clients put into a queue without a pause. Yields a function that returns their rate."""
    amounts = ["-c", "50", "-n", "100000000", "LPUSH", name, PAYLOAD.decode()]
    command = [load.PROGRAM or "", "-p", str(port), "-q", *amounts]
    with rqcore.connect(f"rq://127.0.0.1:{port}") as controller, ExitStack() as stack:
        queue = controller.queue(name)
        puts = stack.enter_context(subprocess.Popen(command, stdout=subprocess.DEVNULL))
        stack.callback(puts.terminate)
        while not queue.qsize():
            time.sleep(0.01)
        first, began = queue.qsize(), time.perf_counter()
        yield lambda: (queue.qsize() - first) / (time.perf_counter() - began)
        stack.close()
        queue.purge()


def leases(pace: Pace) -> Iterator[Figure]:
    """Measure lease and ack beside put and get, by one client."""
    count = pace.amount(4_000)
    for title, is_durable in (("in memory", False), ("durable, second", True)):
        with ExitStack() as stack:
            data = stack.enter_context(tempfile.TemporaryDirectory(prefix="rq-bench-"))
            url = stack.enter_context(servers.controller("--data", data, "--sync", "second"))
            jobs = stack.enter_context(rqcore.connect(url)).create("jobs", durable=is_durable)
            rivals: dict[str, Measure] = {
                "lease and ack": partial(_lease_rate, jobs, count),
                "put and get": partial(_get_rate, jobs, count),
            }
            yield from compare(f"lease and ack, one client, {title}", rivals, LEASES, pace)


def _lease_rate(jobs: rqcore.QueueHandle, count: int) -> float:
    jobs.put_many([PAYLOAD] * count)

    def work() -> None:
        for _ in range(count):
            jobs.lease(seconds=60).ack()

    return rate_of(count, work)


def _get_rate(jobs: rqcore.QueueHandle, count: int) -> float:
    def work() -> None:
        for _ in range(count):
            jobs.put(PAYLOAD)
            jobs.get()

    return rate_of(count, work)


def restart(pace: Pace) -> Iterator[Figure]:
    """Measure a start with a million items."""
    count = pace.amount(MILLION)
    with tempfile.TemporaryDirectory(prefix="rq-bench-") as data:
        with servers.controller("--data", data, "--sync", "off") as url, rqcore.connect(url) as controller:
            jobs = controller.create("jobs", durable=True)
            for _ in range(0, count, 10_000):
                jobs.put_many([PAYLOAD] * min(count, 10_000))
        began = time.perf_counter()
        with servers.controller("--data", data) as url:
            seconds = time.perf_counter() - began
            with rqcore.connect(url) as controller:
                assert controller.queue("jobs").qsize() >= count
    yield at_most(f"start with {count:,} items", seconds, RESTART, "s")


if __name__ == "__main__":
    sys.exit(main("Measure durable queues.", (always, second, memory, leases, restart)))
