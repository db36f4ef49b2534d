# SPDX-License-Identifier: GPL-3.0-or-later
"""Clients that make random calls on a durable queue, and count exactly what they put and received."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count, islice
from random import Random

import rqcore
from chaos_trials.host import PATIENCE
from rqcore.errors import Closed, ConnectionLost, Empty, LeaseLost, NoQueue, OutcomeUnknown, StorageError

DURABLE, MEMORY = "jobs", "memory"
"""The names of the queues."""
SIZES = (0, 0, 0, 100, 5_000, 300_000, 1_300_000)
"""The bytes that an item has beside its number. The last ones are sent in several parts."""
MOST_CALLS = 100
"""The most calls of a client until it is closed and another one connects."""
PAUSE = 0.02
"""Seconds until a client connects again."""
RESTART = 20.0
"""Seconds for which clients wait for a controller that is started again, also if it is killed again."""


@dataclass
class Counts:
    """What one thread knows for certain, and what it cannot know."""

    put: list[int] = field(default_factory=list)
    """Numbers whose put has returned."""
    found: list[int] = field(default_factory=list)
    """Numbers of items that a get has returned, or whose acknowledgement has returned."""
    unsure: list[int] = field(default_factory=list)
    """Numbers of items whose acknowledgement may have been carried out."""
    unknown: int = 0
    """Calls that raised OutcomeUnknown."""
    unsaved: int = 0
    """Calls that raised StorageError."""
    calls: int = 0


class RandomClient:
    """One client after the other, each of which makes random calls.

    Args:
        first: The first number that it puts, by which it also chooses its calls.
    """

    def __init__(self, first: int) -> None:
        self.counts = Counts()
        self.error: Exception | None = None
        self._numbers = count(first)
        self._random = Random(first)  # not a secret
        self._calls: list[Callable[[rqcore.QueueHandle, rqcore.QueueHandle], None]] = [
            *[self._put] * 4,
            *[self._get] * 4,
            self._put_many,
            self._get_many,
            self._lease,
            self._read,
            self._use_memory,
        ]

    def run(self, url: str, is_over: threading.Event) -> None:
        """Make calls until the end, or until an unexpected error, which ``error`` is then."""
        try:
            self._run(url, is_over)
        except Exception as error:
            self.error = error

    def _run(self, url: str, is_over: threading.Event) -> None:
        """Make calls until the end. Some clients end without another request after their last get."""
        while not is_over.is_set():
            try:
                with rqcore.connect(url, network_timeout=RESTART) as controller:
                    jobs, memory = controller.queue(DURABLE), controller.create(MEMORY, exist_ok=True)
                    for _ in range(self._random.randrange(MOST_CALLS)):
                        if is_over.is_set():
                            return
                        self._call(jobs, memory)
            except (ConnectionLost, NoQueue):  # the queue in memory is gone
                time.sleep(PAUSE)

    def _call(self, jobs: rqcore.QueueHandle, memory: rqcore.QueueHandle) -> None:
        self.counts.calls += 1
        try:
            self._random.choice(self._calls)(jobs, memory)
        except OutcomeUnknown:
            self.counts.unknown += 1
        except StorageError:
            self.counts.unsaved += 1
        except ConnectionLost:
            time.sleep(PAUSE)
        except (Empty, LeaseLost):
            pass

    @property
    def _timeout(self) -> float:
        return self._random.choice((0.0, 0.01, 0.3))

    def _items(self, number: int) -> list[tuple[int, str]]:
        sizes = self._random.choices(SIZES, weights=(9, 9, 9, 9, 3, 1, 1), k=number)
        return [(each, "x" * size) for each, size in zip(islice(self._numbers, number), sizes, strict=True)]

    def _put(self, jobs: rqcore.QueueHandle, memory: rqcore.QueueHandle) -> None:
        (item,) = self._items(1)
        jobs.put(item)
        self.counts.put.append(item[0])

    def _put_many(self, jobs: rqcore.QueueHandle, memory: rqcore.QueueHandle) -> None:
        items = self._items(self._random.randrange(1, 6))
        jobs.put_many(items)
        self.counts.put += [number for number, _ in items]

    def _get(self, jobs: rqcore.QueueHandle, memory: rqcore.QueueHandle) -> None:
        self.counts.found.append(jobs.get(timeout=self._timeout)[0])

    def _get_many(self, jobs: rqcore.QueueHandle, memory: rqcore.QueueHandle) -> None:
        items = jobs.get_many(self._random.randrange(1, 9), timeout=self._timeout)
        self.counts.found += [number for number, _ in items]

    def _lease(self, jobs: rqcore.QueueHandle, memory: rqcore.QueueHandle) -> None:
        item = jobs.lease(timeout=self._timeout, seconds=30)
        if self._random.random() < 0.3:
            item.nack()
            return
        self.counts.unsure.append(item.value[0])
        item.ack()
        self.counts.found.append(self.counts.unsure.pop())

    def _read(self, jobs: rqcore.QueueHandle, memory: rqcore.QueueHandle) -> None:
        self._random.choice((jobs.qsize, jobs.stat, jobs.leases))()

    def _use_memory(self, jobs: rqcore.QueueHandle, memory: rqcore.QueueHandle) -> None:
        with suppress(Closed, NoQueue):  # the controller was ended
            memory.controller.create(MEMORY, exist_ok=True)
            memory.put(0)
            memory.get(timeout=self._timeout)


class RandomLoad:
    """Threads with random clients.

    Args:
        url: The address of the controller, which has the queue ``DURABLE``.
        seed: Makes other calls.
        threads: The number of threads.
    """

    def __init__(self, url: str, seed: int = 0, threads: int = 6) -> None:
        """Begin."""
        self._is_over = threading.Event()
        self._clients = [RandomClient((seed * threads + each) * 10**6) for each in range(threads)]
        self._threads = [
            threading.Thread(target=client.run, args=(url, self._is_over)) for client in self._clients
        ]
        for thread in self._threads:
            thread.start()

    def end(self) -> Counts:
        """End all threads, and return what they have counted together. Raises what ended a client early."""
        self._is_over.set()
        for thread in self._threads:
            thread.join(PATIENCE)
            if thread.is_alive():
                raise TimeoutError("a client did not end in time")
        for client in self._clients:
            if client.error:
                raise client.error
        total = Counts()
        for counts in (client.counts for client in self._clients):
            total.put += counts.put
            total.found += counts.found
            total.unsure += counts.unsure
            total.unknown += counts.unknown
            total.unsaved += counts.unsaved
            total.calls += counts.calls
        return total
