# SPDX-License-Identifier: GPL-3.0-or-later
"""Measure speed and memory of the core; each figure is next to that of a rival in the same run.

scripts/bench core [--quick] [PART …]
"""

from __future__ import annotations

import os
import queue
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from multiprocessing.managers import BaseManager
from pathlib import Path
from statistics import median

import redis as redis_py
from benchmarks import load, servers
from benchmarks.figures import Figure, Measure, Pace, at_most, beside, compare, main, note, rate_of

import rqcore
from rqcore.client.controller_handle import NativeControllerHandle
from rqcore.client.exchange import Exchange
from rqcore.fast_paths import switches
from rqcore.protocol.resp import command

PAYLOAD = b"x" * 100
ITEM_REPLY = b"*3\r\n+raw\r\n$100\r\n%b\r\n:0\r\n" % PAYLOAD
MIB = 1 << 20


def one_client(pace: Pace) -> Iterator[Figure]:
    """Measure one client that puts and gets, and waits for each reply."""
    count = pace.amount(10_000)
    with ExitStack() as stack:
        with servers.on_core(-1):
            url = stack.enter_context(servers.controller())
            redis_port = stack.enter_context(servers.redis())
            managed = stack.enter_context(_ManagedQueue())
            echo_port = stack.enter_context(servers.echo(len(ITEM_REPLY)))
        stack.enter_context(servers.on_core(0))
        controller = stack.enter_context(rqcore.connect(url))
        jobs = controller.create()
        client = stack.enter_context(redis_py.Redis(port=redis_port))
        echo = stack.enter_context(_Echo(echo_port, _requests(jobs)))

        def ours() -> None:
            for _ in range(count):
                jobs.put(PAYLOAD)
                jobs.get()

        def bare_echo() -> None:
            for _ in range(count):
                echo.exchange()

        def redis() -> None:
            for _ in range(count):
                client.lpush("jobs", PAYLOAD)
                client.rpop("jobs")

        def manager() -> None:
            for _ in range(count // 4):
                managed.put(PAYLOAD)
                managed.get()

        work = "put and get, one blocking client, 100 B"
        measure: dict[str, Measure] = {
            "ours": lambda: rate_of(count, ours),
            "bare TCP echo": lambda: rate_of(count, bare_echo),
        }
        yield from compare(work, measure, 0.85, pace)
        measure = {
            "ours": lambda: rate_of(count, ours),
            "redis-py on Redis": lambda: rate_of(count, redis),
            "multiprocessing.managers": lambda: rate_of(count // 4, manager),
        }
        yield from compare(work, measure, 1.0, pace)


class _Manager(BaseManager):
    """Hosts one queue over TCP, as the other rivals do."""


_Manager.register("queue", queue.Queue)


class _ManagedQueue:
    """A queue of ``multiprocessing.managers`` as a context manager."""

    def __enter__(self) -> queue.Queue[bytes]:
        self._manager = _Manager(address=("127.0.0.1", 0))
        self._manager.start()
        proxy: queue.Queue[bytes] = self._manager.queue()  # type: ignore[attr-defined]
        return proxy

    def __exit__(self, *_: object) -> None:
        self._manager.shutdown()


def _requests(jobs: rqcore.QueueHandle) -> list[bytes]:
    """Return the bytes that the client sends for a put and for a get."""
    sent: list[bytes] = []
    controller = jobs.controller
    assert isinstance(controller, NativeControllerHandle)
    spool = controller.shared_spool

    class Spy:
        shared_spool = spool

        def run(self, exchange: Exchange[object]) -> None:
            sent.append(exchange.request)

    real, controller._pool = controller._pool, Spy()  # type: ignore[assignment]
    jobs.put(PAYLOAD)
    jobs.get()
    controller._pool = real
    return sent


class _Echo:
    """Exchanges as many bytes with an echo server as a put and a get do with a controller."""

    def __init__(self, port: int, requests: list[bytes]) -> None:
        self._requests = requests
        self._wire = socket.create_connection(("127.0.0.1", port))
        self._wire.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def exchange(self) -> None:
        for request in self._requests:
            self._wire.sendall(request)
            received = 0
            while received < len(ITEM_REPLY):
                received += len(self._wire.recv(65536))

    def __enter__(self) -> _Echo:
        return self

    def __exit__(self, *_: object) -> None:
        self._wire.close()


def many_clients(pace: Pace) -> Iterator[Figure]:
    """Measure the load of redis-benchmark, without and with pipelining."""
    if load.PROGRAM is None:
        note(load.MISSING)
        return
    with servers.controller() as url, servers.redis() as port:
        for pipeline, usual, wanted in ((1, 100_000, 0.9), (16, 500_000, 0.5)):
            count = pace.amount(usual)
            both = servers.port_of(url), port
            runs = [
                [load.redis_benchmark(each, "lpush,rpop", count, pipeline) for each in both]
                for _ in range(pace.rounds)
            ]
            for test in ("lpush", "rpop"):
                rates = {
                    name: [run[number][test] for run in runs] for number, name in enumerate(("ours", "Redis"))
                }
                yield from beside(f"redis-benchmark -c 50 -P {pipeline} -t {test}", rates, wanted)


def many_items(pace: Pace) -> Iterator[Figure]:
    """Measure a million items in batches of 10,000, put and taken."""
    batch, count = 10_000, pace.amount(100)
    items = [b"%08d" % number for number in range(batch)]
    with ExitStack() as stack:
        controller = stack.enter_context(rqcore.connect(stack.enter_context(servers.controller())))
        jobs = controller.create()
        client = stack.enter_context(redis_py.Redis(port=stack.enter_context(servers.redis())))

        def ours() -> None:
            for _ in range(count):
                jobs.put_many(items)
                jobs.get_many(batch)

        def redis() -> None:
            for _ in range(count):
                with client.pipeline(transaction=False) as pipe:
                    for item in items:
                        pipe.lpush("jobs", item)
                    pipe.execute()
                client.rpop("jobs", batch)

        rivals: dict[str, Measure] = {
            "ours": lambda: rate_of(count * batch, ours),
            "pipelined LPUSH, RPOP count": lambda: rate_of(count * batch, redis),
        }
        yield from compare("put_many and get_many, batches of 10,000", rivals, 1.0, pace)


def large_payloads(pace: Pace) -> Iterator[Figure]:
    """Measure items of 1 MiB, put and taken on the same host."""
    count, payload = pace.amount(300), b"x" * MIB
    with ExitStack() as stack:
        queues = [
            stack.enter_context(rqcore.connect(stack.enter_context(servers.controller(*options)))).create()
            for options in ((), ("--spool", "off"))
        ]

        def through(jobs: rqcore.QueueHandle) -> float:
            def work() -> None:
                for _ in range(count):
                    jobs.put(payload)
                    jobs.get()

            return rate_of(count, work)

        rivals: dict[str, Measure] = {
            "spool": lambda: through(queues[0]),
            "socket": lambda: through(queues[1]),
        }
        yield from compare("put and get of 1 MiB through the spool", rivals, 2.0, pace)


def blocked_getters(pace: Pace) -> Iterator[Figure]:
    """Measure the memory of each client that waits for the same queue, and check that all wake in order."""
    count = pace.amount(10_000)
    with servers.controller() as url, rqcore.connect(url) as controller:
        jobs = controller.create("jobs")
        process = int(controller.info()["process_id"])
        before = _resident(process)
        wires = [_blocked(servers.port_of(url)) for _ in range(count)]
        while jobs.stat().blocked_gets < count:
            time.sleep(0.01)
        each = (_resident(process) - before) / count
        for start in range(0, count, 1000):
            jobs.put_many([str(number) for number in range(start, min(start + 1000, count))])
        answers = [wire.recv(100).split()[-1] for wire in wires]
        for wire in wires:
            wire.close()
        in_order = answers == [str(number).encode() for number in range(count)]
        yield at_most(f"memory of each of {count:,} blocked getters", each, 8 * 1024, "B")
        yield Figure("  all wake, first come first served", str(in_order).lower(), "", "", "true", in_order)


def _blocked(port: int) -> socket.socket:
    wire = socket.create_connection(("127.0.0.1", port))
    wire.settimeout(30)
    wire.sendall(command(["RQ.GET", "jobs"]))
    return wire


def footprint(pace: Pace) -> Iterator[Figure]:
    """Measure the time to import the core, and the memory of an idle controller."""
    times: dict[str, list[float]] = {"pass": [], "import rqcore": []}
    _start("import rqcore")  # writes the bytecode if it is missing
    for _ in range(max(pace.rounds * 3, 3)):
        for code, seconds in times.items():
            seconds.append(_start(code))
    extra = (median(times["import rqcore"]) - median(times["pass"])) * 1000
    yield at_most("import rqcore, beyond an empty Python", extra, 40, "ms")
    without_uvloop = "import sys; sys.modules['uvloop'] = None; from rqcore.__main__ import main; "
    code = without_uvloop + "sys.exit(main(['serve', '--port', '0', '--log-level', 'error']))"
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        url = process.stdout.readline().split()[-1]
        with rqcore.connect(url) as controller:
            controller.ping()
        yield at_most("idle controller without uvloop", _resident(process.pid) / MIB, 30, "MiB")
        process.terminate()


_ENVIRONMENT = {name: text for name, text in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
"""The environment without a ban on bytecode, because an installed package has bytecode."""


def _start(code: str) -> float:
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True, env=_ENVIRONMENT)
    return time.perf_counter() - start


def _resident(process: int) -> int:
    """Return the resident memory of a process in bytes."""
    pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def fast_paths(pace: Pace) -> Iterator[Figure]:
    """Measure each fast path: the server's processor time for a request or item without it and with it."""
    if load.PROGRAM is None:
        note(load.MISSING)
        return
    for name, path in vars(switches).items():
        if not isinstance(path, switches.FastPath):
            continue
        with ExitStack() as stack:
            urls = [stack.enter_context(servers.controller(without=each)) for each in (name, "")]
            for url in urls if path.is_observed else ():
                stack.enter_context(load.observer(servers.port_of(url), WATCH))
            times = [[_cpu_time(url, LOADS[path.load], pace) for url in urls] for _ in range(pace.rounds)]
        unused, used = (median(each) * 1e6 for each in zip(*times, strict=True))
        result = f"{unused / used:.2f}"
        yield Figure(path.benchmark, f"{unused:.2f} µs", f"with it {used:.2f} µs", result, "", True)


WATCH = command(["HELLO", 3]) + command(["RQ.OBSERVE"])


def _cpu_time(url: str, run: Callable[[str, Pace], int], pace: Pace) -> float:
    """Return the processor time of the server for each request or item of a load, in seconds."""
    with rqcore.connect(url) as controller:
        process = int(controller.info()["process_id"])
    before = _ticks(process)
    count = run(url, pace)
    return (_ticks(process) - before) / os.sysconf("SC_CLK_TCK") / count


def _redis_load(url: str, pace: Pace, usual: int, pipeline: int) -> int:
    count = pace.amount(usual)
    load.redis_benchmark(servers.port_of(url), "lpush,rpop", count, pipeline)
    return 2 * count


def _many_load(url: str, pace: Pace) -> int:
    items, batches = [b"%08d" % number for number in range(10_000)], pace.amount(60)
    with rqcore.connect(url) as controller:
        jobs = controller.create()
        for _ in range(batches):
            jobs.put_many(items)
            jobs.get_many(len(items))
    return batches * len(items)


LOADS: dict[str, Callable[[str, Pace], int]] = {
    switches.SINGLE: partial(_redis_load, usual=50_000, pipeline=1),
    switches.PIPELINED: partial(_redis_load, usual=300_000, pipeline=16),
    switches.MANY: _many_load,
}
"""Functions that run a load and return its number of requests or items."""


def _ticks(process: int) -> int:
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


if __name__ == "__main__":
    threading.stack_size(256 * 1024)
    parts = (one_client, many_clients, many_items, large_payloads, blocked_getters, footprint, fast_paths)
    sys.exit(main("Measure speed and memory of the core.", parts))
