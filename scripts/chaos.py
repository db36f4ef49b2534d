# SPDX-License-Identifier: GPL-3.0-or-later
"""Cut connections at random bytes, kill clients and stop them, and count what is lost and what is doubled.

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
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from chaos_trials.random_load import DURABLE, RandomLoad

import rqcore
from rqcore import aio
from rqcore.errors import ConnectionLost, Empty
from rqcore.parallel_queue import ParallelQueue

ROOT = Path(__file__).resolve().parent.parent
GRACE = 1.0
"""Seconds that the controller keeps a lost session; short, so that kills do not take long."""
LONGEST_LIFE = 1500
"""Maximum bytes, in both directions, until a connection is cut. Logging in takes about 600."""
PATIENCE = 60.0
"""Seconds after which a wait has failed."""
RESUMING = 0.06
"""Seconds after the start of a controller in which most of its clients resume their sessions."""
BATCH = 64
"""Items of one call of put_many and get_many."""


@dataclass
class Cuts:
    """How many connections are still to be cut, and when. The loop of the proxy changes it.

    Args:
        left: The number of cuts.
        seed: Makes the same cuts again, as far as threads and processes permit.
    """

    left: int
    seed: int = 0
    have_begun: bool = False
    """Connections are cut from now on; before, the clients connect for the first time."""
    _random: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)  # not a secret

    def life(self) -> int | None:
        """Return the bytes after which the next connection is cut; None if all cuts are made."""
        return self._random.randrange(LONGEST_LIFE) if self.left > 0 else None


class Proxy:
    """Forwards connections to a controller, and cuts them.

    Args:
        port: The port of the controller on this machine.
        cuts: The cuts.
    """

    def __init__(self, port: int, cuts: Cuts) -> None:
        self._port = port
        self._cuts = cuts
        self._ready = threading.Event()
        self._loop = asyncio.new_event_loop()
        self.url: str = ""
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> Proxy:
        self._thread.start()
        self._ready.wait(PATIENCE)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(PATIENCE)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(asyncio.start_server(self._serve, "127.0.0.1", 0))
        self.url = f"rq://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        self._ready.set()
        self._loop.run_forever()
        server.close()
        tasks = asyncio.all_tasks(self._loop)
        for task in tasks:
            task.cancel()
        self._loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))
        self._loop.run_until_complete(asyncio.sleep(0.01))  # closes the sockets
        self._loop.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        upstream, downstream = await asyncio.open_connection("127.0.0.1", self._port)
        left = [self._cuts.life()]

        async def forward(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
            while data := await source.read(65536):
                if left[0] is not None and self._cuts.have_begun:
                    if len(data) > left[0] and self._cuts.left > 0:
                        sink.write(data[: left[0]])
                        self._cuts.left -= 1
                        return
                    left[0] -= len(data)
                sink.write(data)

        flows = [
            asyncio.ensure_future(each) for each in (forward(reader, downstream), forward(upstream, writer))
        ]
        try:
            await asyncio.wait(flows, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for flow in flows:
                flow.cancel()
            for each in (writer, downstream):
                each.close()
            await asyncio.gather(*flows, return_exceptions=True)


class Host:
    """A controller in a process of its own."""

    def __init__(self, *options: str) -> None:
        self._options = options or ("--max-absence", str(GRACE))
        self._start("0")

    def _start(self, port: str) -> None:
        command = [sys.executable, "-m", "rqcore", "serve", "--port", port, *self._options]
        self._process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        assert self._process.stdout
        self.url: str = self._process.stdout.readline().split()[-1]

    def kill_and_start(self) -> None:
        """Kill the controller, and start it again at the same port."""
        port = str(self.port)
        self._process.kill()
        self._process.communicate()
        self._start(port)

    @property
    def port(self) -> int:
        """Its port."""
        return int(self.url.rpartition(":")[2])

    def __enter__(self) -> Host:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.communicate()


@dataclass
class Outcome:
    """What became of the items of one trial."""

    lost: int = 0
    doubled: int = 0
    unknown: int = 0
    items: int = 0

    @classmethod
    def of(cls, put: list[int], found: list[int], unsure: int = 0) -> Outcome:
        """Compare the items that were put for certain with all that were found."""
        counts = Counter(found)
        return cls(
            sum(number not in counts for number in put),
            sum(count - 1 for count in counts.values()),
            unsure,
            len(put),
        )


def wait_until(condition: Callable[[], bool]) -> None:
    """Wait until a condition of another process is met. Raises TimeoutError."""
    end = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError("a condition was not met in time")
        time.sleep(0.005)


@contextmanager
def queue_of(host: Host, items: int = 0) -> Iterator[rqcore.QueueHandle]:
    """Create a queue with numbers in it, used without the proxy."""
    with rqcore.connect(host.url) as controller:
        jobs = controller.create()
        for start in range(0, items, 1000):
            jobs.put_many(list(range(start, min(start + 1000, items))))
        yield jobs


def drain(jobs: rqcore.QueueHandle) -> list[Any]:
    """Take what is in the queue, when all lost sessions have ended."""
    wait_until(lambda: jobs.controller.info()["lost_sessions"] == "0")
    found: list[Any] = []
    with contextlib.suppress(Empty):
        while True:
            found += jobs.get_many(1000, timeout=0)
    return found


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


def kill_controller(other: Host, cuts: Cuts) -> Outcome:
    """Kill a controller under random calls, and start it again. ``other`` is not used.

    Half of the kills come while the clients resume their sessions after the last one.
    """
    # Large items are put through the spool, which ends with its controller, and are sent back in parts.
    with (
        tempfile.TemporaryDirectory() as root,
        Host("--data", f"{root}/data", "--spool", f"{root}/spool", "--max-absence", "20") as host,
    ):
        with rqcore.connect(host.url) as controller:
            controller.create(DURABLE, durable=True)
        load = RandomLoad(host.url, cuts.seed)
        for number in range(max(cuts.left // 20, 1)):
            moment = (cuts.life() or 0) / LONGEST_LIFE
            time.sleep(RESUMING * moment if number % 2 else 0.2 + moment / 2)
            host.kill_and_start()
        counts = load.end()
        with rqcore.connect(host.url) as controller:
            left = [number for number, _ in drain(controller.queue(DURABLE))]
        certain = sorted({*counts.put}.difference(counts.unsure))
        return Outcome.of(certain, counts.found + left, counts.unknown)


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
    "controller": Trial(kill_controller, "all items lost; there were no durable queues"),
}


def main(arguments: list[str]) -> int:
    """Make the trials, print a table, and return the exit code: 1 if anything was lost or doubled."""
    parser = argparse.ArgumentParser(
        description="Cut connections, kill and stop clients, and count what is lost and doubled.",
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
