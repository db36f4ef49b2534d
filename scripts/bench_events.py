# SPDX-License-Identifier: GPL-3.0-or-later
"""Measure the cost of observing, and how fast millions of events are received, filtered and opened.

scripts/bench events [--quick] [PART …]
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from statistics import median

from benchmarks import load, servers
from benchmarks.events import capture_figures, filter_figures, memory_figure
from benchmarks.figures import Figure, Pace, main, note, rate_of

from rqcore.protocol.resp import command
from rqdebug.session import Session, State

Observing = Callable[[int], AbstractContextManager[object]]


def observed(pace: Pace) -> Iterator[Figure]:
    """Measure the load of redis-benchmark with an observer and without; the rival is Redis with MONITOR."""
    if load.PROGRAM is None:
        note(load.MISSING)
        return
    watch_us = command(["HELLO", 3]) + command(["RQ.OBSERVE"])
    for pipeline, usual, wanted in ((1, 100_000, 0.9), (16, 500_000, 0.7)):
        count = pace.amount(usual)
        with servers.controller() as url, servers.redis() as redis_port:
            ours = _ratio(servers.port_of(url), watch_us, count, pipeline, pace)
            theirs = _ratio(redis_port, command(["MONITOR"]), count, pipeline, pace)
        work = f"redis-benchmark -c 50 -P {pipeline} -t lpush, observed"
        least = max(wanted, theirs) if pipeline > 1 else wanted
        rival = f"Redis with MONITOR {theirs:.2f}"
        yield Figure(work, f"{ours:.2f}", rival, f"{ours:.2f}", f"{least:.2f}", ours >= least)


def _ratio(port: int, request: bytes, count: int, pipeline: int, pace: Pace) -> float:
    """Return the rate with an observer divided by the rate without, as the median of pairs in turn."""
    ratios = []
    for _ in range(pace.rounds):
        alone = _load(port, count, pipeline)
        with load.observer(port, request):
            ratios.append(_load(port, count, pipeline) / alone)
    return median(ratios)


def _load(port: int, count: int, pipeline: int) -> float:
    """Return the rate of LPUSH. RPOP follows, so that the queue does not grow."""
    return load.redis_benchmark(port, "lpush,rpop", count, pipeline)["lpush"]


def intake(pace: Pace) -> Iterator[Figure]:
    """Measure how many events per second the log receives from a controller under full load, and loses."""
    if load.PROGRAM is None:
        note(load.MISSING)
        return
    count = pace.amount(2_000_000)
    with servers.controller() as url:
        session = Session()
        attachment = session.attach(url)
        while attachment.state is not State.LIVE:
            time.sleep(0.01)
        before = attachment.log.num_rows

        def work() -> None:
            load.redis_benchmark(servers.port_of(url), "lpush,rpop", count // 2, 16)
            while attachment.log.num_rows - before + attachment.log.lost < count:
                time.sleep(0.001)

        rate = rate_of(count, work)
        lost = attachment.log.lost
        session.close()
    what = "events into the log, under full load"
    yield Figure(what, f"{rate:,.0f}/s", "", f"{rate:,.0f}", "200,000", rate >= 2e5)
    yield Figure("  events lost", str(lost), "", str(lost), "0", lost == 0)


if __name__ == "__main__":
    parts = (observed, intake, filter_figures, capture_figures, memory_figure)
    sys.exit(main("Measure the cost of observing, and a log of millions of events.", parts))
