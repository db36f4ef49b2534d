# SPDX-License-Identifier: GPL-3.0-or-later
"""Measure what debuggers cost the calls of others: none, rules that match nothing, and held calls.

scripts/bench debug [--quick] [PART …]
"""

from __future__ import annotations

import gc
import json
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median
from typing import NamedTuple

from benchmarks import load, servers
from benchmarks.debugged_controller import LocalController, Rule
from benchmarks.figures import Figure, Pace, at_most, main, note

import rqcore
from rqcore import debug
from rqcore.protocol.resp import command

CALLS = 320
"""The puts, and the gets, between two looks at the clock."""
WITHOUT = "hook taken out"
UNDEBUGGED = f"""
import sys
sys.path.insert(0, {str(Path(__file__).parent)!r})
from benchmarks.debugged_controller import remove_hooks
from rqcore.__main__ import main
remove_hooks()
sys.exit(main(sys.argv[1:]))
"""


def _is(field: str, value: object, **more: object) -> Rule:
    return {"field": field, "operator": "==", "value": value, **more}


def _hold(*conditions: Rule) -> Rule:
    return {"when": {"and": list(conditions)}, "action": {"kind": "hold"}}


PAYLOAD = json.dumps({"order": {"id": 17, "customer": "x" * 180}, "kind": "priority", "at": 1}).encode()[:256]
OTHER_QUEUE = _hold(_is("queue", "other"))
OTHER_METHOD = _hold(_is("method", "join"))
SAME_QUEUE = [
    _hold(_is("method", method), _is("queue", "mylist"), _is("client", "absent")) for method in ("put", "get")
]
MEMBER = _hold(_is("method", "put"), _is("queue", "mylist"), _is("payload", 18, path=["order", "id"]))


@dataclass(frozen=True, slots=True)
class Case:
    """A way to debug, and what it may cost."""

    work: str
    rules: Sequence[Rule] | None
    """The rules of the debugger; None without one."""
    least: float | None = None
    """The least ratio of the rate to that of the rival."""
    most_us: float | None = None
    """The most microseconds that each call may take longer."""
    payload: bytes = b"x" * 100
    are_puts_only: bool = False
    """Whether only the puts are measured, because no rule concerns gets."""


CASES = (
    Case("no debugger", None, least=0.99),
    Case("a debugger without rules", (), most_us=1),
    Case("a rule on another method", (OTHER_METHOD,), most_us=1),
    Case("a rule on another queue", (OTHER_QUEUE,), most_us=1),
    Case("rules on this queue that never match", SAME_QUEUE, most_us=1),
)


def calls(pace: Pace) -> Iterator[Figure]:
    """Measure single calls in this process, without sockets."""
    yield from _in_process(CASES, 1, pace)


def batches(pace: Pace) -> Iterator[Figure]:
    """Measure 16 calls that arrive together, in this process."""
    yield from _in_process(CASES, 16, pace)


def payloads(pace: Pace) -> Iterator[Figure]:
    """Measure a condition on a member of JSON payloads of 256 bytes. Its rule concerns puts only."""
    case = Case("payload.order.id == 18, never true", (MEMBER,), None, 5, PAYLOAD, are_puts_only=True)
    yield from _in_process([case], 1, pace)


def _in_process(cases: Sequence[Case], together: int, pace: Pace) -> Iterator[Figure]:
    for case in cases:
        plain = case.rules is None
        ours, rival = _Load(case, together), _Load(replace(case, rules=None), together, not plain)
        times = _alternate({"ours": ours.run, "rival": rival.run}, pace.amount(300) * pace.rounds)
        name = WITHOUT if plain else "no debugger"
        yield _figure(f"{case.work}, -P {together}", case, times["ours"], name, times["rival"])


def _figure(work: str, case: Case, ours: float, name: str, rival: float) -> Figure:
    """Return a figure from the nanoseconds of a call, ours and the rival's."""
    is_ratio = case.least is not None
    result = f"{rival / ours:.3f}" if is_ratio else f"{(ours - rival) / 1000:+.2f}"
    wanted = f"{case.least:g}" if is_ratio else f"≤ {case.most_us:g} µs"
    fits = rival / ours >= (case.least or 0) and (is_ratio or ours - rival <= (case.most_us or 0) * 1000)
    return Figure(work, f"{ours / 1000:.2f} µs", f"{name} {rival / 1000:.2f} µs", result, wanted, fits)


class _Load:
    """Puts and gets of one client of a controller in this process."""

    def __init__(self, case: Case, together: int, has_hook: bool = True) -> None:
        scene = LocalController(has_hook)
        self._send, self._are_puts_only = scene.connect(), case.are_puts_only
        self._puts = [command(["LPUSH", "mylist", case.payload]) * together] * (CALLS // together)
        self._gets = [command(["RPOP", "mylist"]) * together] * (CALLS // together)
        self._send(command(["RQ.CREATE", "NAME", "mylist"]))
        if case.rules is not None:
            scene.attach(*case.rules)

    def run(self) -> float:
        """Return the nanoseconds of processor time of each call."""
        send = self._send
        start = time.thread_time_ns()
        for each in self._puts:
            send(each)
        middle = time.thread_time_ns()
        for each in self._gets:
            send(each)
        if self._are_puts_only:
            return (middle - start) / CALLS
        return (time.thread_time_ns() - start) / (2 * CALLS)


def _alternate(runs: Mapping[str, Callable[[], float]], count: int) -> dict[str, float]:
    """Return the median of each measurement. They alternate, so that other load of the machine meets all."""
    found: dict[str, list[float]] = {name: [] for name in runs}
    names = list(runs)
    gc.collect()
    gc.disable()
    for number in range(count):
        for name in names if number % 2 else reversed(names):
            found[name].append(runs[name]())
    gc.enable()
    return {name: median(each) for name, each in found.items()}


def redis_benchmark(pace: Pace) -> Iterator[Figure]:
    """Measure the processor time of controllers under the load of redis-benchmark."""
    if load.PROGRAM is None:
        note(load.MISSING)
        return
    for pipeline, requests in ((1, 20_000), (16, 200_000)):
        for case in CASES:
            with ExitStack() as stack:
                rival = "" if case.rules is not None else UNDEBUGGED
                urls = [stack.enter_context(servers.controller(program=each)) for each in ("", rival)]
                if case.rules is not None:
                    debugger = stack.enter_context(debug.attach(urls[0]))
                    for rule in case.rules:
                        debugger.run("ADD", json.dumps(rule))
                runs = {url: _ProcessorTime(url, pipeline, pace.amount(requests)).run for url in urls}
                times = _alternate(runs, pace.rounds * 2)
            name = WITHOUT if rival else "no debugger"
            yield _figure(
                f"redis-benchmark, {case.work}, -P {pipeline}", case, times[urls[0]], name, times[urls[1]]
            )


class _ProcessorTime:
    """The processor time of a controller under redis-benchmark."""

    def __init__(self, url: str, pipeline: int, requests: int) -> None:
        self._port, self._pipeline, self._requests = servers.port_of(url), pipeline, requests
        with rqcore.connect(url) as controller:
            self._times = Path(f"/proc/{int(controller.info()['process_id'])}/schedstat")

    def run(self) -> float:
        """Return the nanoseconds of each call."""
        before = self._used()
        load.redis_benchmark(self._port, "lpush,rpop", self._requests, self._pipeline)
        return (self._used() - before) / (2 * self._requests)

    def _used(self) -> int:
        return int(self._times.read_text().split()[0])


def holds(pace: Pace) -> Iterator[Figure]:
    """Measure puts of as many clients that are held, then all released, and check their order."""
    count = pace.amount(10_000)
    plain, held = (_puts_of_many(count, is_held) for is_held in (False, True))
    each = [f"{seconds / count * 1e6:.1f} µs" for seconds in (sum(held.seconds), sum(plain.seconds))]
    ratio = f"{sum(held.seconds) / sum(plain.seconds):.1f}"
    work = f"{count:,} puts, held and released"
    yield Figure(work, each[0], f"not held {each[1]}", ratio, "", True)
    yield at_most("  holding all", held.seconds[0] * 1000, count / 10, "ms")
    yield at_most("  releasing all", held.seconds[1] * 1000, count / 10, "ms")
    is_good = held.in_order and plain.in_order
    yield Figure("  all put, first come first served", str(is_good).lower(), "", "", "true", is_good)


class _Puts(NamedTuple):
    """The puts of many clients."""

    seconds: tuple[float, float]
    """The processor time until all were sent, and from then until all had ended."""
    in_order: bool
    """Whether their items are in the queue in the order in which they were sent."""


def _puts_of_many(count: int, is_held: bool) -> _Puts:
    scene = LocalController()
    clients = [scene.connect(f"127.0.0.1:{number}") for number in range(count)]
    clients[0](command(["RQ.CREATE", "NAME", "mylist"]))
    rules = [_hold(_is("method", "put"), _is("queue", "mylist"))] if is_held else []
    debugger = scene.attach(*rules) if is_held else scene.connect()
    requests = [command(["LPUSH", "mylist", str(number)]) for number in range(count)]
    start = time.thread_time()
    for send, request in zip(clients, requests, strict=True):
        send(request)
    middle = time.thread_time()
    if is_held:
        debugger(command(["RQ.DEBUG", "RELEASE", "ALL"]))
        scene.settle()
    end = time.thread_time()
    reply = debugger(command(["RPOP", "mylist", count]))
    expected = b"*%d\r\n" % count + b"".join(b"$%d\r\n%d\r\n" % (len(str(n)), n) for n in range(count))
    return _Puts((middle - start, end - middle), reply == expected)


if __name__ == "__main__":
    parts = (calls, batches, payloads, redis_benchmark, holds)
    sys.exit(main("Measure what debuggers cost the calls of others.", parts))
