# SPDX-License-Identifier: GPL-3.0-or-later
"""Measure ZenQueue, parallel queues and exposed queues, each next to a rival in the same run.

scripts/bench family [--quick] [PART …]
"""

from __future__ import annotations

import json
import queue
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from multiprocessing import Pool
from statistics import median

from benchmarks import servers
from benchmarks.figures import Figure, Measure, Pace, at_most, compare, main, note, rate_of

from rqcore.exposing import expose
from rqcore.parallel_queue import ParallelQueue
from rqcore.zen import QueueClient

BATCH = 10_000
HEADLINE = 300_000
"""Messages per second that the page of the ZenQueue package states."""
WORKERS = 2
WAIT = 1.0
"""Seconds in which a program is notified that it is observed, or no longer observed."""

JSON_ECHO = """
import asyncio, json
try:
    import uvloop
except ImportError:
    uvloop = None
async def echo(reader, writer):
    while line := await reader.readline():
        writer.write(json.dumps(json.loads(line)).encode() + b"\\r\\n")
        await writer.drain()
async def main():
    server = await asyncio.start_server(echo, "127.0.0.1", 0, limit=1 << 30)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()
with asyncio.Runner(loop_factory=uvloop.new_event_loop if uvloop else None) as runner:
    runner.run(main())
"""

OBSERVER = """
import sys
from rqcore.client.connection import open_connection
from rqcore.protocol.resp import command
from rqcore.url import Url
observer = open_connection(Url.parse(sys.argv[1]), "observer", 5)
observer.send(command(["RQ.OBSERVE"]))
print(observer.receive(5), flush=True)
while True:
    observer.receive(None)
"""


def zen(pace: Pace) -> Iterator[Figure]:
    """Measure the benchmark of the ZenQueue package: a million messages in batches of 10,000."""
    batches = pace.amount(100)
    values = list(range(BATCH))
    with ExitStack() as stack:
        port = stack.enter_context(_printed("-m", "rqcore.zen.server", "-l", "error", "--port", "0"))
        echo_port = stack.enter_context(_printed("-c", JSON_ECHO))
        client = stack.enter_context(QueueClient("127.0.0.1", int(port.rpartition(":")[2].partition("/")[0])))
        wire = stack.enter_context(socket.create_connection(("127.0.0.1", int(echo_port))))
        lines = stack.enter_context(wire.makefile("rb"))

        def ours() -> None:
            for _ in range(batches):
                client.push_many(*values)
                client.pull_many(BATCH)

        def echo() -> None:
            for _ in range(batches):
                wire.sendall(json.dumps(["push_many", values]).encode() + b"\r\n")
                json.loads(lines.readline())

        work = "a million messages of ZenQueue in batches of 10,000"
        count = batches * BATCH
        headline: dict[str, Measure] = {
            "ours": lambda: rate_of(count, ours),
            "ZenQueue's headline": lambda: HEADLINE,
        }
        yield from compare(work, headline, 1.0, pace)
        note("The echo stores nothing, and replies once, while a queue replies to a push and to a pull.")
        bound: dict[str, Measure] = {
            "ours": headline["ours"],
            "asyncio JSON-lines echo": lambda: rate_of(count, echo),
        }
        yield from compare(work, bound, 0.15, pace)


def busy(microseconds: int) -> int:
    """Keep the processor busy for some microseconds."""
    end = time.perf_counter() + microseconds / 1e6
    while time.perf_counter() < end:
        continue
    return microseconds


def tasks(pace: Pace) -> Iterator[Figure]:
    """Measure tasks in two processes with results in order."""
    with Pool(WORKERS) as pool, ProcessPoolExecutor(WORKERS) as executor, ParallelQueue(WORKERS) as ours:
        for microseconds, usual in ((10, 20_000), (1000, 2000), (100_000, 40)):
            count = max(pace.amount(usual), 2 * WORKERS)
            work = [microseconds] * count
            rivals: dict[str, Callable[[], object]] = {
                "ours": lambda work=work: _through(ours, work),  # type: ignore[misc]
                "Pool.imap": lambda work=work: list(pool.imap(busy, work)),  # type: ignore[misc]
                "ProcessPoolExecutor.map": lambda work=work: list(executor.map(busy, work)),  # type: ignore[misc]
            }
            measure: dict[str, Measure] = {
                name: lambda run=run, count=count: rate_of(count, run)  # type: ignore[misc]
                for name, run in rivals.items()
            }
            yield from compare(f"tasks of {microseconds:,} µs, {WORKERS} processes", measure, 0.9, pace)


def _through(tasks: ParallelQueue, work: list[int]) -> None:
    putter = threading.Thread(target=_put_all, args=(tasks, work))
    putter.start()
    for _ in work:
        tasks.get()
    putter.join()


def _put_all(tasks: ParallelQueue, work: list[int]) -> None:
    for each in work:
        tasks.put(busy, each)


def one_slow_task(pace: Pace) -> Iterator[Figure]:
    """Measure how many tasks are kept while one takes a thousand times as long as the others."""
    count, most = pace.amount(20_000), 0
    with ParallelQueue(WORKERS, in_q_max=100, out_q_max=100, worker_q_max=50) as ours:
        work = [100_000, *([100] * count)]
        putter = threading.Thread(target=_put_all, args=(ours, work))
        putter.start()
        while ours.progress.got < len(work):
            progress = ours.progress
            most = max(most, progress.put - progress.got)
            if not ours.empty():
                ours.get()
        putter.join()
    bound = 100 + 100 + WORKERS * 50 + WORKERS * 10 + 1
    yield at_most(f"kept behind a task 1,000 times slower, of {count:,}", most, bound, "tasks")


def exposed(pace: Pace) -> Iterator[Figure]:
    """Measure the cost of an exposed queue for its program."""
    bare, seen, count = queue.Queue[int](), queue.Queue[int](), pace.amount(20_000)
    with ExitStack() as stack:
        url = stack.enter_context(servers.controller())
        exposure = expose(seen, "jobs", url=url)
        stack.callback(exposure.close)
        time.sleep(WAIT)
        yield _extra_cost("exposed queue.Queue, not observed: a call", bare, seen, count, pace, 1.0)
        stack.enter_context(_printed("-c", OBSERVER, url))
        time.sleep(WAIT)
        yield _extra_cost("the same, observed", bare, seen, count, pace, 5.0)


def _extra_cost(
    work: str, bare: queue.Queue[int], seen: queue.Queue[int], count: int, pace: Pace, most: float
) -> Figure:
    more = [_cost(seen, count) - _cost(bare, count) for _ in range(pace.rounds * 3)]
    return at_most(f"{work} costs more", median(more), most, "µs")


def _cost(jobs: queue.Queue[int], count: int) -> float:
    """Return the processor time of a call in microseconds, for all threads."""
    start = time.process_time()
    for _ in range(count):
        jobs.put(1)
        jobs.get()
    return (time.process_time() - start) / count / 2 * 1e6


@contextmanager
def _printed(*arguments: str) -> Iterator[str]:
    """Run a Python program; yield the line that it prints when it is ready."""
    with subprocess.Popen([sys.executable, *arguments], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        yield process.stdout.readline().strip()
        process.terminate()


if __name__ == "__main__":
    title = "Measure ZenQueue, parallel queues and exposed queues."
    sys.exit(main(title, (zen, tasks, one_slow_task, exposed)))
