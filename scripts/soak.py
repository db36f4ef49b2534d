# SPDX-License-Identifier: GPL-3.0-or-later
"""Use a controller in all ways for a long time, and check whether anything grows that should not.

.venv/bin/python scripts/soak.py [--minutes N]

Clients put, get, wait, connect again and vanish; large payloads travel through the spool; observers come and
go; programs expose their queues and end; a ParallelQueue works; ZenQueue clients push and pull.
"""

from __future__ import annotations

import argparse
import asyncio
import queue
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import rqcore
from rqcore import aio
from rqcore.errors import Empty, Full, RqError
from rqcore.parallel_queue import ParallelQueue
from rqcore.process_queue import ProcessQueue
from rqcore.zen import QueueClient
from rqdebug.targets.target_registry import create_target

LARGE = bytes(400 * 1024)
"""A payload for the spool."""
SAMPLES = 30
"""The number of samples in the whole time."""
EXPOSER = """
import queue, sys, time, rqcore
jobs = queue.Queue(3)
with rqcore.expose(jobs, "soak-exposed", url=sys.argv[1]):
    for number in range(60):
        jobs.put(number, timeout=5)
        jobs.get()
        time.sleep(0.02)
"""


class Role(NamedTuple):
    """A client that does its work again and again, each time with new connections."""

    name: str
    work: Callable[[str], None]


def use_queue(url: str) -> None:
    """Put, get, wait without success, and create and close a queue."""
    with rqcore.connect(url, name="caller") as controller:
        jobs, own = controller.create("soak", maxsize=50, exist_ok=True), controller.create()
        for number in range(100):
            with suppress(Full):
                jobs.put({"order": number}, block=False)
            with suppress(Empty):
                jobs.get(timeout=0.01)
        own.put_many([b"a", b"b", b"c"])
        own.get_many(2)
        own.close()


def use_asyncio(url: str) -> None:
    """Let many tasks share a connection; half of the blocked calls are cancelled."""

    async def run() -> None:
        async with aio.connect(url, name="asyncio") as controller:
            jobs = await controller.create("soak-aio", exist_ok=True)
            tasks = [asyncio.create_task(jobs.get()) for _ in range(20)]
            await asyncio.sleep(0.01)
            for number in range(10):
                await jobs.put(number)
            await asyncio.wait(tasks, timeout=0.2)
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    asyncio.run(run())


def use_spool(url: str) -> None:
    """Pass large payloads."""
    with rqcore.connect(url, name="spool") as controller:
        large = controller.create("soak-large", maxsize=10, exist_ok=True)
        for _ in range(5):
            large.put(LARGE, timeout=5)
        for _ in range(5):
            if large.get(timeout=5) != LARGE:
                raise RuntimeError("a payload has changed")


def vanish(url: str) -> None:
    """Connect, wait for an item, send half a request, or nonsense, and hang up without a word."""
    address = urlsplit(url)
    for data in (
        b"RQ.GET soak-never\r\n",
        b"*3\r\n$6\r\nRQ.PUT\r\n$4\r\nso",
        b"\x16\x03\x01 GET / HTTP/1.1\r\n",
        b"",
    ):
        with socket.create_connection((address.hostname, address.port or 0)) as link:
            link.sendall(data)


def observe(url: str) -> None:
    """Observe for a second."""
    observation = create_target(url).observe()
    try:
        end = time.monotonic() + 1
        while time.monotonic() < end:
            observation.receive(0.2)
        observation.list_queues()
    finally:
        observation.close()


def expose(url: str) -> None:
    """Run a program that exposes a queue, and expose one of this process."""
    with rqcore.expose(queue.Queue(), "soak-local", url=url):
        subprocess.run([sys.executable, "-c", EXPOSER, url], check=True, timeout=120)


def work_in_parallel(url: str) -> None:
    """Use worker processes."""
    with ParallelQueue(2) as tasks, rqcore.expose(tasks, "soak-tasks", url=url):
        for number in range(20):
            tasks.put(abs, -number)
        if sorted(tasks.get(timeout=30) for _ in range(20)) != list(range(20)):
            raise RuntimeError("a result is wrong")
    with ProcessQueue(abs, context="spawn") as other:
        other.start([1, 2, 3])


def use_zen(url: str) -> None:
    """Push and pull with ZenQueue."""
    place = urlsplit(url)
    with QueueClient(str(place.hostname), place.port) as jobs:
        jobs.push_many(*range(50))
        jobs.pull_many(50, 5)


ROLES = (
    Role("calls", use_queue),
    Role("asyncio", use_asyncio),
    Role("spool", use_spool),
    Role("vanishing", vanish),
    Role("observer", observe),
    Role("exposing", expose),
    Role("parallel", work_in_parallel),
    Role("zen", use_zen),
)


class Sample(NamedTuple):
    """What is in use at a moment. Each figure is of the controller, then of this program."""

    memory_kib: tuple[int, int]
    descriptors: tuple[int, int]
    threads: tuple[int, int]
    children: tuple[int, int]
    files: tuple[int, int]
    """Files in the spool, and in the temporary directory of this program."""


class Soak:
    """Plays all roles against one controller.

    Args:
        url: The URL of the controller.
        zen_url: The URL of its ZenQueue listener.
        pid: The number of its process.
        directory: The directory for its spool and all temporary files.
    """

    def __init__(self, url: str, zen_url: str, pid: int, directory: Path) -> None:
        self._urls = {role.name: zen_url if role.name == "zen" else url for role in ROLES}
        self._pid = pid
        self._directory = directory
        self._stopping = threading.Event()
        self.rounds: dict[str, int] = dict.fromkeys(self._urls, 0)
        """How often each role has done its work."""
        self.errors: dict[str, str] = {}
        """The last error of each role that had one."""

    def run(self, seconds: float) -> list[Sample]:
        """Play for some seconds, and print and return samples."""
        threads = [threading.Thread(target=self._play, args=(role,), name=role.name) for role in ROLES]
        for thread in threads:
            thread.start()
        samples: list[Sample] = []
        try:
            print(
                f"{'':>7} {'memory KiB':>16} {'descriptors':>12} {'threads':>9} {'children':>9} {'files':>9}"
            )
            for number in range(SAMPLES):
                self._stopping.wait(seconds / SAMPLES)
                samples.append(self._sample())
                figures = ("/".join(map(str, pair)) for pair in samples[-1])
                row = "{:>16} {:>12} {:>9} {:>9} {:>9}".format(*figures)
                print(f"{(number + 1) * seconds / SAMPLES:5.0f} s {row}", flush=True)
        finally:
            self._stopping.set()
            for thread in threads:
                thread.join()
        return samples

    def _play(self, role: Role) -> None:
        while not self._stopping.is_set():
            try:
                role.work(self._urls[role.name])
                self.rounds[role.name] += 1
            except (RqError, OSError, RuntimeError, subprocess.SubprocessError) as error:
                self.errors[role.name] = f"{type(error).__name__}: {error}"
            self._stopping.wait(0.05)

    def _sample(self) -> Sample:
        controller, own = Path(f"/proc/{self._pid}"), Path("/proc/self")
        spool, other = self._directory / "spool", self._directory / "tmp"
        return Sample(
            (_memory_kib(controller), _memory_kib(own)),
            (_count(controller / "fd"), _count(own / "fd")),
            (_count(controller / "task"), _count(own / "task")),
            (_children(controller), _children(own)),
            (sum(1 for path in spool.rglob("*") if path.is_file()), _count(other)),
        )


def _memory_kib(process: Path) -> int:
    status = (process / "status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0])


def _count(directory: Path) -> int:
    return sum(1 for _ in directory.iterdir())


def _children(process: Path) -> int:
    found = 0
    for task in (process / "task").iterdir():
        with suppress(OSError):  # the thread has ended
            found += len((task / "children").read_text().split())
    return found


def growth(samples: list[Sample]) -> list[str]:
    """Return what grows: the median of the last third against that of the third before it."""
    third = len(samples) // 3
    before, after = samples[third : 2 * third], samples[2 * third :]
    found = []
    for at, name in enumerate(Sample._fields):
        for side, owner in enumerate(("controller", "this program")):
            first, last = (statistics.median(sample[at][side] for sample in part) for part in (before, after))
            allowed = max(first * 0.05, 4096) if name == "memory_kib" else max(first * 0.2, 5)
            if last > first + allowed:
                found.append(f"{name} of {owner}: {first:g}, then {last:g}")
    return found


@contextmanager
def controller(directory: Path) -> Iterator[tuple[str, str, int]]:
    """Start a controller; yield its URL, the URL of its ZenQueue listener, and its process."""
    (directory / "spool").mkdir(mode=0o700)
    options = [
        "--port",
        "0",
        "--zen",
        "0=soak-zen",
        "--spool",
        str(directory / "spool"),
        "--log-level",
        "error",
    ]
    command = [sys.executable, "-m", "rqcore", "serve", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        try:
            urls = [process.stdout.readline().split()[-1] for _ in range(2)]
            zen, plain = sorted(urls, key=lambda url: not url.startswith("zen"))
            yield plain, zen, process.pid
        finally:
            process.terminate()


def main() -> int:
    """Soak; return the exit code."""
    parser = argparse.ArgumentParser(
        description="Use a controller in all ways, and check whether anything grows that should not.",
        epilog="example: .venv/bin/python scripts/soak.py --minutes 5\n"
        "exit codes: 0 all figures are flat; 1 one grows, or a client failed; 2 wrong options\n"
        "Each figure is that of the controller / that of the program with the clients. Needs Linux.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--minutes", type=float, default=60, help="(default: 60)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="rq-soak-") as name:
        directory = Path(name)
        (directory / "tmp").mkdir()
        tempfile.tempdir = str(directory / "tmp")
        with controller(directory) as (url, zen_url, pid):
            soak = Soak(url, zen_url, pid, directory)
            samples = soak.run(options.minutes * 60)
    print("rounds:", ", ".join(f"{name} {count:,}" for name, count in soak.rounds.items()))
    problems = [f"{name} failed, last with {error}" for name, error in soak.errors.items()]
    problems += [f"{name} did nothing" for name, count in soak.rounds.items() if not count]
    problems += growth(samples)
    print("\n".join(problems) or "flat")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
