# SPDX-License-Identifier: GPL-3.0-or-later
"""A failover by sentinels while producers use a queue."""

from __future__ import annotations

import threading
from contextlib import contextmanager

import pytest
import redis

import rqcore.redis
from rqcore.errors import ConnectionLost, OutcomeUnknown

PRODUCERS = 4
PATIENCE = 30.0


class Producers:
    """Threads that put different numbers, and what became of each."""

    def __init__(self, jobs):
        self._jobs = jobs
        self._stopped = threading.Event()
        self.done, self.unknown, self.refused = [], [], []
        """Puts that returned, whose outcome is unknown, or that were certainly not carried out."""

    def _produce(self, first):
        for number in range(first, 10**9, PRODUCERS):
            if self._stopped.is_set():
                return
            try:
                self._jobs.put(number)
                self.done.append(number)
            except OutcomeUnknown:
                self.unknown.append(number)
            except ConnectionLost:
                self.refused.append(number)
                self._stopped.wait(0.01)

    @contextmanager
    def running(self):
        threads = [threading.Thread(target=self._produce, args=(first,)) for first in range(PRODUCERS)]
        for each in threads:
            each.start()
        try:
            yield
        finally:
            self._stopped.set()
            for each in threads:
                each.join(PATIENCE)
        assert not any(each.is_alive() for each in threads)


@pytest.mark.parametrize(("network_timeout", "has_unknown"), [(20.0, False), (0.3, True)])
def test_failover_under_load_doubles_no_put(redis_sentinel, until, network_timeout, has_unknown):
    with rqcore.redis.connect(redis_sentinel.url, network_timeout=network_timeout) as server:
        # Given
        jobs = server.create("jobs")
        with redis.Redis(port=redis_sentinel.replica.port) as replica:
            until(lambda: replica.exists("__rqcore__:{jobs}"))
        producers = Producers(jobs)
        # When
        with producers.running():
            until(lambda: len(producers.done) > 200)
            redis_sentinel.primary.stop()
            before = len(producers.done) + PRODUCERS
            until(lambda: len(producers.done) > before + 200)
        # Then
        items = jobs.peek()
        assert len(items) == len(set(items))
        assert not set(items) & set(producers.refused)
        assert bool(producers.unknown) == has_unknown
