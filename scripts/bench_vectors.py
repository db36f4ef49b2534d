# SPDX-License-Identifier: GPL-3.0-or-later
"""Measure how fast scripts are generated, parsed, run and checked, and how punctual a replay is.

scripts/bench vectors [--quick] [PART …]
"""

from __future__ import annotations

import gc
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from statistics import median

from benchmarks import servers
from benchmarks.figures import Figure, Measure, Pace, compare, main, rate_of

import rqcore
from rqdebug.scripts.generation.generator import generate
from rqdebug.scripts.generation.generator_settings import GeneratorSettings, Strategy
from rqdebug.scripts.histogram import Histogram, HistogramBuilder
from rqdebug.scripts.language import script_text
from rqdebug.scripts.language.parser import parse
from rqdebug.scripts.language.script_nodes import Script
from rqdebug.scripts.report import Report
from rqdebug.scripts.running.options import Options
from rqdebug.scripts.running.script_run import ScriptRun
from rqdebug.support.garbage import pause_collection

PATIENCE = 300.0
"""Seconds that a run may take."""
LANES = 100
IN_TIME = 10**6
"""Nanoseconds that a call of a replay may be late."""


def one_lane(pace: Pace) -> Iterator[Figure]:
    """Measure put and get by one lane with checks, next to a plain client without."""
    count = pace.amount(10_000)
    script = parse(f"q = create()\nfor i in range({count}):\n    q.put(i)\n    assert q.get() == i")
    with ExitStack() as stack:
        with servers.on_core(-1):
            url = stack.enter_context(servers.controller())
        stack.enter_context(servers.on_core(0))
        controller = stack.enter_context(rqcore.connect(url))
        jobs = controller.create()

        def plain() -> None:
            for number in range(count):
                jobs.put(number)
                jobs.get()

        measures: dict[str, Measure] = {
            "ours": lambda: rate_of(2 * count, lambda: _run(script, url)),
            "plain client": lambda: rate_of(2 * count, plain),
        }
        yield from compare("put and get by one lane, judged", measures, 0.6, pace)


def many_lanes(pace: Pace) -> Iterator[Figure]:
    """Measure the same calls by a hundred parallel lanes, next to one lane."""
    count = pace.amount(100)
    body = [f"for i in range({count}):", "    own.put(i)", "    assert own.get() == i"]
    beside = parse(
        "\n".join(script_text.write_parallel({f"lane {n}": ["own = create()", *body] for n in range(LANES)}))
    )
    alone = parse("\n".join(["own = create()", *body]).replace(f"range({count})", f"range({count * LANES})"))
    with servers.controller() as url:
        calls = 2 * count * LANES
        measures: dict[str, Measure] = {
            "ours": lambda: rate_of(calls, lambda: _run(beside, url)),
            "one lane": lambda: rate_of(calls, lambda: _run(alone, url)),
        }
        yield from compare(f"put and get by {LANES} parallel lanes", measures, 0.5, pace)


def generated(pace: Pace) -> Iterator[Figure]:
    """Measure a random walk of 100,000 vectors: generated, parsed, run and checked."""
    count = pace.amount(100_000)
    settings = GeneratorSettings(
        Strategy.WALK, count, kinds=("fifo", "lifo", "priority"), queues=6, longest=0.002
    )
    texts: list[str] = []
    scripts: list[Script] = []
    work = f"{count:,} generated vectors"
    made = rate_of(count, lambda: texts.append(generate(settings).text))
    yield Figure(f"{work}: generated", f"{made:,.0f}/s", "", f"{made:,.0f}", "10,000", made >= 1e4)
    with pause_collection():  # as the command line and the window do
        read = rate_of(count, lambda: scripts.append(parse(texts[0])))
    yield Figure(f"{work}: read", f"{read:,.0f}/s", "", f"{read:,.0f}", "10,000", read >= 1e4)
    gc.freeze()  # as the command line does
    with servers.controller() as url:
        judged = rate_of(count, lambda: _run(scripts[0], url))
    yield Figure(
        f"{work}: judged, all passed", f"{judged:,.0f}/s", "", f"{judged:,.0f}", "2,000", judged >= 2e3
    )


def lateness(pace: Pace) -> Iterator[Figure]:
    """Measure 1,000 calls per second by four lanes: the fraction that is less than 1 ms late."""
    count = pace.amount(1000)
    lanes = {f"lane {n}": _timed(n, count) for n in range(4)}
    script = parse("\n".join(["q = create()", *script_text.write_parallel(lanes)]))
    gc.freeze()  # as the command line does
    with servers.controller() as url:
        both = [(_run(script, url).lateness["edge"], _bare(4 * count)) for _ in range(pace.rounds)]
    ours, bare = (median(map(_in_time, found)) for found in zip(*both, strict=True))
    work = "calls at 1,000/s less than 1 ms late"
    yield Figure(work, f"{ours:.2%}", f"waiting alone {bare:.2%}", f"{ours:.4f}", "0.99", ours >= 0.99)


def _bare(count: int) -> Histogram:
    """Return how late a thread is that only waits, which is the best that this machine allows now."""
    late, never = HistogramBuilder(), threading.Event()
    began = time.perf_counter_ns()
    for due in range(began, began + count * 10**6, 10**6):
        never.wait(max(due - time.perf_counter_ns(), 0) / 1e9)
        late.add(max(time.perf_counter_ns() - due, 0))
    return late.histogram()


def _timed(lane: int, count: int) -> list[str]:
    call = "q.get(timeout=5)" if lane % 2 else "q.put(1)"
    return [line for n in range(count) for line in (f"at({0.05 + n * 0.004 + lane * 0.001:.6f})", call)]


def _in_time(late: Histogram) -> float:
    return sum(bucket.count for bucket in late if bucket.high <= IN_TIME) / len(late)


def _run(script: Script, url: str) -> Report:
    """Run a script. Raises RuntimeError if not all passed, because then its speed means nothing."""
    run = ScriptRun(script, {"edge": lambda: rqcore.connect(url)}, Options())
    run.start()
    report = run.wait(PATIENCE)
    if not report.ok:
        bad = next(result for result in report.results if result.outcome.value != "passed")
        raise RuntimeError(f"line {bad.line} did not pass: expected {bad.expected}, got {bad.got}")
    return report


if __name__ == "__main__":
    parts = (one_lane, many_lanes, generated, lateness)
    sys.exit(main("Measure how fast scripts are generated, parsed, run and checked.", parts))
