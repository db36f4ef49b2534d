# SPDX-License-Identifier: GPL-3.0-or-later
"""Cut connections at random bytes, kill and stop clients and controllers, and count what is lost and doubled.

.venv/bin/python scripts/chaos.py [--cuts N] [--seed N] [KIND …]

A proxy between the clients and a controller cuts each connection after a random number of bytes, until it has
made N cuts. Then the items in the queue and the items of the clients are compared with the items that were
put. "unknown" counts calls that raised OutcomeUnknown, which is no loss: the client knows that it does not
know. Beside the counts stand those before clients had sessions.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from chaos_trials import durable_trials
from chaos_trials.cutting_proxy import Cuts, Proxy
from chaos_trials.host import ROOT, Host, Outcome, drain, wait_until

import rqcore
from rqcore import aio
from rqcore.errors import ConnectionLost, Empty
from rqcore.parallel_queue import ParallelQueue

BATCH = 64
"""Items of one call of put_many and get_many."""


@contextmanager
def queue_of(host: Host, items: int = 0) -> Iterator[rqcore.QueueHandle]:
    """Create a queue with numbers in it, used without the proxy."""
    with rqcore.connect(host.url) as controller:
        jobs = controller.create()
        for start in range(0, items, 1000):
            jobs.put_many(list(range(start, min(start + 1000, items))))
        yield jobs


def cut_puts(host: Host, cuts: Cuts) -> Outcome:
    """Put numbers one by one."""
    put, unsure = [], 0
    with queue_of(host) as jobs, Proxy(host.port, cuts) as proxy, rqcore.connect(proxy.url) as controller:
        mine, number, cuts.have_begun = controller.queue(jobs.namespace), 0, True
        while cuts.left > 0:
            try:
                mine.put(number)
                put.append(number)
            except ConnectionLost:
                unsure += 1
            number += 1
        controller.close()
        return Outcome.of(put, drain(jobs), unsure)


def _cut_gets(host: Host, cuts: Cuts, many: bool) -> Outcome:
    with (
        queue_of(host, (400 + 15 * cuts.left) * (BATCH if many else 1)) as jobs,
        Proxy(host.port, cuts) as proxy,
        rqcore.connect(proxy.url) as controller,
    ):
        items, found, unsure = jobs.qsize(), list[int](), 0
        mine, cuts.have_begun = controller.queue(jobs.namespace), True
        with contextlib.suppress(Empty):
            while cuts.left > 0:
                try:
                    found += mine.get_many(BATCH, timeout=0) if many else [mine.get(timeout=0)]
                except ConnectionLost:
                    unsure += 1
        controller.close()
        return Outcome.of(list(range(items)), found + drain(jobs), unsure)


def cut_gets(host: Host, cuts: Cuts) -> Outcome:
    """Take numbers one by one."""
    return _cut_gets(host, cuts, many=False)


def cut_get_many(host: Host, cuts: Cuts) -> Outcome:
    """Take several numbers at a time."""
    return _cut_gets(host, cuts, many=True)


def cut_waiting(host: Host, cuts: Cuts) -> Outcome:
    """Take numbers that another client puts, so that most gets wait."""
    with (
        queue_of(host) as jobs,
        Proxy(host.port, cuts) as proxy,
        rqcore.connect(proxy.url) as controller,
    ):
        put, ended = list[int](), threading.Event()

        def produce() -> None:
            while not ended.wait(0.0005):
                jobs.put(len(put))
                put.append(len(put))

        producer = threading.Thread(target=produce)
        producer.start()
        found, unsure, mine = list[int](), 0, controller.queue(jobs.namespace)
        cuts.have_begun = True
        while cuts.left > 0:
            try:
                found.append(mine.get(timeout=10))
            except ConnectionLost:
                unsure += 1
        ended.set()
        producer.join()
        controller.close()
        return Outcome.of(put, found + drain(jobs), unsure)


def cut_asyncio(host: Host, cuts: Cuts) -> Outcome:
    """Let several tasks put and take numbers."""
    put, found, unsure = list[int](), list[int](), [0]

    async def move(url: str, source: str, target: str, first: int) -> None:
        async with aio.connect(url) as controller:
            left, right = await controller.queue(source), await controller.queue(target)
            number, cuts.have_begun = first, True
            while cuts.left > 0:
                try:
                    await right.put(number)
                    put.append(number)
                    found.append(await left.get(timeout=0.05))
                except ConnectionLost:
                    unsure[0] += 1
                except Empty:
                    pass
                number += 1

    async def run(url: str, namespace: str) -> None:
        await asyncio.gather(*(move(url, namespace, namespace, each * 10**6) for each in range(4)))

    with queue_of(host) as jobs, Proxy(host.port, cuts) as proxy:
        asyncio.run(run(proxy.url, jobs.namespace))
        certain = set(put)
        taken = found + drain(jobs)
        return Outcome.of([*certain], taken, unsure[0])


def double(number: int) -> int:
    """Perform a task of a worker."""
    return 2 * number


def cut_parallel_queue(host: Host, cuts: Cuts) -> Outcome:
    """Send tasks to a worker and receive its results, both through the proxy."""
    with Proxy(host.port, cuts) as proxy:
        work = [sys.executable, "-m", "rqcore", "work", proxy.url, "chaos:double"]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join((str(ROOT), str(ROOT / "scripts")))}
        worker = subprocess.Popen(work, env=environment, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        try:
            double.__module__ = "chaos"  # also if this file is the program
            with ParallelQueue(url=proxy.url, lease=2.0) as queue:
                put, found, cuts.have_begun = list[int](), list[int](), True
                while cuts.left > 0:
                    put.append(2 * len(put))
                    queue.put(double, len(put) - 1)
                    found.append(queue.get())
            return Outcome.of(put, found)
        finally:
            worker.kill()
            worker.communicate()


GETTER = """
import sys, rqcore
with rqcore.connect(sys.argv[1]) as controller:
    jobs = controller.queue(sys.argv[2])
    print("ready", flush=True)
    jobs.get()
"""


def _end_getters(host: Host, count: int, stops_first: bool) -> Outcome:
    found: list[int] = []
    for number in range(count):
        with queue_of(host) as jobs:
            getter = subprocess.Popen(
                [sys.executable, "-c", GETTER, host.url, jobs.namespace], cwd=ROOT, stdout=subprocess.PIPE
            )
            wait_until(lambda: jobs.stat().blocked_gets == 1)
            getter.send_signal(signal.SIGSTOP if stops_first else signal.SIGKILL)
            jobs.put(number)
            getter.kill()
            getter.communicate()
            wait_until(lambda: jobs.stat().blocked_gets == 0)
            found += drain(jobs)
    return Outcome.of(list(range(count)), found)


def kill_getters(host: Host, cuts: Cuts) -> Outcome:
    """Kill a client that waits in get, and put an item immediately."""
    return _end_getters(host, max(cuts.left // 10, 1), stops_first=False)


def stop_getters(host: Host, cuts: Cuts) -> Outcome:
    """Stop a client that waits in get, put an item for it, and kill the client."""
    return _end_getters(host, max(cuts.left // 100, 1), stops_first=True)


NOT_DURABLE = "all items lost; there were no durable queues"


@dataclass(frozen=True)
class Trial:
    """One kind of trial, and what it counted before clients had sessions, of 1,000 cuts."""

    run: Callable[[Host, Cuts], Outcome]
    before: str


TRIALS: dict[str, Trial] = {
    "put": Trial(cut_puts, "270 of 953 calls that failed had put their item"),
    "get": Trial(cut_gets, "539 lost"),
    "get_many": Trial(cut_get_many, "5,660 of 6,400 lost"),
    "waiting": Trial(cut_waiting, "not measured"),
    "asyncio": Trial(cut_asyncio, "536 lost in get"),
    "parallel_queue": Trial(cut_parallel_queue, "0 results; the queue broke at the first cut"),
    "kill": Trial(kill_getters, "97 of 100 lost"),
    "stop": Trial(stop_getters, "10 of 10 lost"),
    "controller": Trial(durable_trials.kill_controller, NOT_DURABLE),
    "pages": Trial(durable_trials.kill_paging_controller, NOT_DURABLE),
    "restart": Trial(durable_trials.end_controller, NOT_DURABLE),
    "pause": Trial(durable_trials.pause_controller, NOT_DURABLE),
    "full_disk": Trial(durable_trials.fill_disk, NOT_DURABLE),
    "clock": Trial(durable_trials.step_clock, NOT_DURABLE),
}


def main(arguments: list[str]) -> int:
    """Make the trials, print a table, and return the exit code: 1 if anything was lost or doubled."""
    parser = argparse.ArgumentParser(
        description="Cut connections, disturb clients and controllers, and count what is lost and doubled.",
        epilog="example: .venv/bin/python scripts/chaos.py --cuts 100 get waiting\n"
        "exit codes: 0 no item was lost or doubled; 1 an item was; 2 wrong options",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("kinds", nargs="*", metavar="KIND", help=f"{', '.join(TRIALS)}; default: all")
    parser.add_argument("--cuts", type=int, default=1000, metavar="N", help="cuts of each kind; default 1000")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="chooses where to cut; default 1")
    options = parser.parse_args(arguments)
    if unknown := set(options.kinds) - TRIALS.keys():
        parser.error(f"there is no kind {min(unknown)}; choose from {', '.join(TRIALS)}")
    print(f"{'kind':<16}{'items':>8}{'lost':>6}{'doubled':>9}{'unknown':>9}{'seconds':>9}   before")
    failed = False
    for kind in options.kinds or TRIALS:
        with Host() as host:
            began = time.monotonic()
            outcome = TRIALS[kind].run(host, Cuts(options.cuts, options.seed))
            took = time.monotonic() - began
        failed = failed or bool(outcome.lost or outcome.doubled)
        counts = f"{outcome.items:>8}{outcome.lost:>6}{outcome.doubled:>9}{outcome.unknown:>9}"
        print(f"{kind:<16}{counts}{took:>9.1f}   {TRIALS[kind].before}", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
