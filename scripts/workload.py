# SPDX-License-Identifier: GPL-3.0-or-later
"""Run a small, realistic workload on a controller, for the debugger to show.

.venv/bin/python scripts/workload.py rq://127.0.0.1:7654

Loaders put orders into the bounded queue ``jobs``; workers take them, and put packed orders into ``done``; a
saver takes from there. Orders come in bursts and workers pause at times, so that puts raise Full and gets
raise Empty. A watcher waits on ``alerts`` most of the time. A ParallelQueue draws labels; at times a slow
label blocks the results behind it. SIGTERM or Ctrl+C ends the workload and closes its queues.
"""

from __future__ import annotations

import argparse
import random
import signal
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from itertools import count

import rqcore
from rqcore import ControllerHandle
from rqcore.errors import Closed, ConnectionLost, Empty, Full, NoQueue, RqError
from rqcore.parallel_queue import ParallelQueue

BOUNDS = {"jobs": 8, "done": 0, "alerts": 0}
"""The queues of the workload, and the maximum number of items of each; 0 means no limit."""

DRAWERS = 4
"""Number of processes that draw labels."""
PARTS = ("bolt", "nut", "washer", "spring", "bearing")


class Workload:
    """The clients of the workload; each has its own connection and thread.

    Args:
        url: The URL of the controller.
    """

    def __init__(self, url: str) -> None:
        self._url = url
        self._stopping = threading.Event()
        self._roles: dict[str, Callable[[ControllerHandle], None]] = {
            "loader-north": self._load,
            "loader-south": self._load,
            "worker-1": self._work,
            "worker-2": self._work,
            "worker-3": self._work,
            "saver": self._save,
            "watcher": self._watch,
            "labeller": self._ask_for_labels,
            "packer": self._take_labels,
        }

    def stop(self) -> None:
        """Make ``run`` return."""
        self._stopping.set()

    def run(self) -> None:
        """Run all clients until ``stop``. Raises the exception of the first client that failed."""
        with (
            rqcore.connect(self._url, name="workload") as controller,
            ParallelQueue(DRAWERS, in_q_max=20, worker_q_max=2) as self._labels,
            ThreadPoolExecutor(len(self._roles)) as pool,
        ):
            queues = [controller.create(name, maxsize=bound, exist_ok=True) for name, bound in BOUNDS.items()]
            clients = [pool.submit(self._client, name) for name in self._roles]
            exposure = rqcore.expose(self._labels, "labels", url=self._url)
            self._stopping.wait()
            self._labels.stop()
            exposure.close()
            for queue in queues:
                with suppress(Closed, NoQueue, ConnectionLost):
                    queue.close()  # wakes the clients that wait for it
        for client in clients:
            client.result()

    def _client(self, name: str) -> None:
        """Play one role until stopped, or until a client closes its queues; then the workload stops."""
        threading.current_thread().name = name  # events of the exposed queue name the client like this
        try:
            with rqcore.connect(self._url, name=name) as controller:
                self._roles[name](controller)
        except (Closed, NoQueue):
            pass
        except ConnectionLost:
            if not self._stopping.is_set():
                raise
        finally:
            self.stop()

    def _pause(self, least: float, most: float) -> None:
        """Wait for a random time between ``least`` and ``most`` seconds, or until stopped."""
        self._stopping.wait(random.uniform(least, most))

    def _load(self, controller: ControllerHandle) -> None:
        jobs, alerts = controller.queue("jobs"), controller.queue("alerts")
        number = random.randrange(1000, 9000)
        while not self._stopping.is_set():
            for _ in range(random.randint(1, 8)):
                number += 1
                try:
                    jobs.put(order(number), timeout=0.2)
                except Full:
                    alerts.put({"level": "warning", "text": f"order {number} was rejected"})
                self._pause(0.01, 0.1)
            self._pause(0.2, 1.5)

    def _work(self, controller: ControllerHandle) -> None:
        jobs, done, alerts = map(controller.queue, ("jobs", "done", "alerts"))
        while not self._stopping.is_set():
            try:
                job = jobs.get(timeout=0.5)
            except Empty:
                continue
            if not isinstance(job, dict):  # put by hand, for example in the window
                alerts.put({"level": "warning", "text": f"{job!r:.50} is not an order"})
                continue
            self._pause(0.05, 0.3)
            done.put({**job, "state": "packed"})
            if random.random() < 0.05:
                self._pause(1.0, 3.0)

    def _save(self, controller: ControllerHandle) -> None:
        done = controller.queue("done")
        while not self._stopping.is_set():
            done.get()
            self._pause(0.0, 0.1)

    def _watch(self, controller: ControllerHandle) -> None:
        alerts = controller.queue("alerts")
        while not self._stopping.is_set():
            alerts.get()

    def _ask_for_labels(self, controller: ControllerHandle) -> None:
        for number in count(1):
            part = random.choice(PARTS)
            self._labels.put(draw_label, number, part, size="large" if number % 40 == 7 else "small")

    def _take_labels(self, controller: ControllerHandle) -> None:
        while not self._stopping.is_set():
            with suppress(ValueError):  # a label could not be drawn
                self._labels.get()
            self._pause(0.0, 0.1)


def draw_label(number: int, part: str, size: str) -> str:
    """Draw a label, as a task of the ParallelQueue. A large label takes long.

    Args:
        number: The number of the label; every 23rd raises ValueError.
        part: The part to name on the label.
        size: ``"small"`` or ``"large"``.
    """
    time.sleep(random.uniform(5.0, 7.0) if size == "large" else random.uniform(0.1, 0.6))
    if number % 23 == 0:
        raise ValueError(f"label {number} is too small for its text")
    return f"{part} {number}"


def order(number: int) -> dict[str, object]:
    """Return a random order with this number."""
    return {"order": number, "part": random.choice(PARTS), "pieces": random.randint(1, 500)}


def main() -> int:
    """Run the workload; return the exit code."""
    parser = argparse.ArgumentParser(
        description="Keep the queues of a controller busy, until SIGTERM or Ctrl+C.",
        epilog="example: .venv/bin/python scripts/workload.py rq://127.0.0.1:7654\n"
        "exit codes: 0 stopped; 1 the controller cannot be reached; 2 wrong options",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("url", metavar="URL", help="the controller, such as rq://127.0.0.1:7654")
    try:
        workload = Workload(parser.parse_args().url)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: workload.stop())
        workload.run()
    except RqError as error:
        print(f"workload: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
