# SPDX-License-Identifier: GPL-3.0-or-later
"""Measure queues of rqcore on Redis next to plain commands and next to queues of the pressure protocol.

scripts/bench redis_queues [--quick] [PART …]
"""

from __future__ import annotations

import multiprocessing
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from statistics import median
from typing import Any

import redis
from benchmarks import servers
from benchmarks.figures import Figure, Measure, Pace, compare, main, rate_of
from benchmarks.pressure_steps import Steps

import rqcore
from rqcore.protocol.queue_values import KINDS
from rqcore.redis import queue_scripts
from rqcore.redis.queue_keys import QueueKeys
from rqcore.redis.script_parts import CALL

ITEM = b"x" * 100
BARE = 0.7
"""The required ratio to the rate of plain commands."""
TURNS = 8
"""Factor for the number of rounds: many short rounds, because a long one would include other load."""
PRODUCERS = 8
TOGETHER = 3.0
"""The required ratio of the rate of eight producers to that of eight clients of the pressure protocol."""
ITS_SCRIPTS = 1.0
"""The same to that of eight producers by ``rqcore.pressure``, which speaks the protocol by scripts."""
BARE_TOGETHER = 0.4
"""The same to that of eight clients with plain LPUSH. It shows what is possible."""
KEPT = 0.8
"""The required ratio of scripts that keep their replies to scripts that keep none."""
OWN, PRESSURE, STEPS, BARE_LIST = "rqcore", "pressure", "steps", "bare"


def put_and_get(pace: Pace) -> Iterator[Figure]:
    """Measure one client that puts an item and takes it; client and server have a core each."""
    with ExitStack() as stack:
        with servers.on_core(1):
            port = stack.enter_context(servers.redis())
        stack.enter_context(servers.on_core(0))
        bare = stack.enter_context(redis.Redis(port=port))
        handle = stack.enter_context(rqcore.connect(_url(port, OWN)))
        turns, count = Pace(pace.rounds * TURNS, pace.scale), pace.amount(400)
        for kind in KINDS:
            rivals: dict[str, Measure] = {
                "rqcore.redis": partial(_rate, handle.create(kind, kind=kind), count),
                "redis-py LPUSH, RPOP": lambda: rate_of(count, lambda: _push_and_pop(bare, count)),
            }
            if kind == "priority":
                rivals["redis-py ZADD, ZPOPMIN"] = lambda: rate_of(count, lambda: _add_and_pop(bare, count))
            yield from compare(f"put, then get, 100 bytes, {kind}", rivals, BARE, turns)


def _url(port: int, protocol: str) -> str:
    return f"redis://127.0.0.1:{port}?queues={protocol}"


def _rate(queue: Any, count: int) -> float:
    return rate_of(count, lambda: _put_and_get(queue, count))


def _put_and_get(queue: Any, count: int) -> None:
    put, get = queue.put, queue.get
    for number in range(count):
        put(ITEM, priority=number) if queue.kind == "priority" else put(ITEM)
        get()


def _push_and_pop(client: Any, count: int) -> None:
    for _ in range(count):
        client.lpush("bare", ITEM)
        client.rpop("bare")


def _add_and_pop(client: Any, count: int) -> None:
    for number in range(count):
        client.zadd("sorted", {ITEM: number})
        client.zpopmin("sorted")


def producers(pace: Pace) -> Iterator[Figure]:
    """Measure eight processes that put items at the same time, each with one client."""
    context = multiprocessing.get_context("spawn")
    with servers.redis() as port, ExitStack() as stack:
        for protocol in (OWN, PRESSURE):
            stack.enter_context(rqcore.connect(_url(port, protocol))).create(protocol)
        Steps(stack.enter_context(redis.Redis(port=port)), STEPS, ITEM)
        arguments = port, context.Barrier(PRODUCERS)
        pool = stack.enter_context(context.Pool(PRODUCERS, _prepare, arguments))
        count = pace.amount(300)
        rivals: dict[str, Measure] = {
            "rqcore.redis": partial(_rate_together, pool, OWN, count),
            "the pressure protocol step by step": partial(_rate_together, pool, STEPS, count),
            "rqcore.pressure": partial(_rate_together, pool, PRESSURE, count),
            "redis-py LPUSH": partial(_rate_together, pool, BARE_LIST, count),
        }
        figures = compare("8 producers put 100 bytes", rivals, TOGETHER, pace)
    for figure, wanted in zip(figures, (TOGETHER, ITS_SCRIPTS, BARE_TOGETHER), strict=True):
        yield replace(figure, wanted=f"{wanted:g}", good=float(figure.result) >= wanted)


def _rate_together(pool: Any, protocol: str, count: int) -> float:
    """Return the rate of all producers together, from the moment in which the first begins."""
    spans = pool.map(_produce, [(protocol, count)] * PRODUCERS, chunksize=1)
    duration: float = max(end for _, end in spans) - min(start for start, _ in spans)
    return count * PRODUCERS / duration


_puts: dict[str, Callable[[], object]] = {}
_ready: list[Any] = []
"""What a producer keeps: how it puts an item, and the barrier at which all wait for each other."""


def _prepare(port: int, ready: Any) -> None:
    _ready.append(ready)
    for protocol in (OWN, PRESSURE):
        _puts[protocol] = partial(rqcore.connect(_url(port, protocol)).queue(protocol).put, ITEM)
    client = redis.Redis(port=port)
    _puts[STEPS] = Steps(client, STEPS, ITEM, creates=False).put
    _puts[BARE_LIST] = partial(client.lpush, BARE_LIST, ITEM)


def _produce(work: tuple[str, int]) -> tuple[float, float]:
    """Put items as one of the producers; return when it began and when it ended."""
    protocol, count = work
    put = _puts[protocol]
    _ready[0].wait()
    start = time.monotonic()
    for _ in range(count):
        put()
    return start, time.monotonic()


def kept_replies(pace: Pace) -> Iterator[Figure]:
    """Measure what it costs that the server keeps replies, so that calls can be repeated."""
    with servers.redis() as port, redis.Redis(port=port) as client:
        keys = [QueueKeys.of(name, b"bench").base for name in ("kept", "none")]
        for key in keys:
            client.eval(queue_scripts.CREATE.text, 1, key, "bench", "0", "fifo", "0")
        count = pace.amount(400)
        kept = [queue_scripts.PUT.text, queue_scripts.GET.text]
        none = [text.replace(CALL.encode(), _KEEPS_NONE) for text in kept]
        rivals = {
            "with kept replies": lambda: rate_of(count, lambda: _run_scripts(client, keys[0], kept, count)),
            "the same scripts without": lambda: rate_of(
                count, lambda: _run_scripts(client, keys[1], none, count)
            ),
        }
        turns = Pace(pace.rounds * TURNS, pace.scale)
        yield from compare("the scripts of put and get", rivals, KEPT, turns)


_KEEPS_NONE = b"""
local call, base, slot, id = redis.call, KEYS[1], ARGV[1], ARGV[2]
local function keep(reply) end
local function done(reply) return reply end
"""


def _run_scripts(client: Any, key: bytes, scripts: list[bytes], count: int) -> None:
    """Run the scripts of a put and of a get; many of them in each request, so that the server is busy."""
    put, get = (client.script_load(script) for script in scripts)
    pipeline = client.pipeline(transaction=False)
    for number in range(count):
        pipeline.evalsha(put, 1, key, "bench", f"p{number}", "", "", "", b"\0" + ITEM)
        pipeline.evalsha(get, 1, key, "bench", f"g{number}", "", "", 1)
    pipeline.execute()


def waiting(pace: Pace) -> Iterator[Figure]:
    """Measure from a put to the return of a get that waits for its item, in another process."""
    with servers.redis() as port, rqcore.connect(_url(port, OWN)) as handle:
        there, back = handle.create("there"), handle.create("back")
        context = multiprocessing.get_context("spawn")
        count = pace.amount(300)
        worker = context.Process(target=_answer, args=(port, count))
        worker.start()
        back.get(timeout=20)
        times = []
        for _ in range(count):
            start = time.perf_counter()
            there.put(ITEM)
            back.get(timeout=20)
            times.append((time.perf_counter() - start) / 2)
        worker.join()
    delay = median(times) * 1000
    yield Figure("a get that waits is woken in", f"{delay:.2f} ms", "", f"{delay:.2f}", "≤ 5 ms", delay <= 5)


def _answer(port: int, count: int) -> None:
    with rqcore.connect(_url(port, OWN)) as handle:
        there, back = handle.queue("there"), handle.queue("back")
        back.put(b"ready")
        for _ in range(count):
            back.put(there.get())


if __name__ == "__main__":
    parts = (put_and_get, producers, kept_replies, waiting)
    sys.exit(main("Measure queues of rqcore on Redis.", parts))
