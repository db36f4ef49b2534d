# SPDX-License-Identifier: GPL-3.0-or-later
"""Queues on real servers, and a second client of the protocol that shares no code with ours."""

from __future__ import annotations

from itertools import count

import pytest

redis = pytest.importorskip("redis")

from rqcore.pressure import Queue  # noqa: E402

_numbers = count()


class ProtocolRefusal(Exception):
    """An error of the second client: already exists, does not exist, closed, full, in use."""


class OldClient:
    """The protocol from its description, in bare commands.

    ``stop`` is the name of the step after which it dies.
    """

    def __init__(self, connection, name, prefix="__pressure__", who="old_pid1", stop=""):
        self.redis = connection
        self.base = f"{prefix}:{name}"
        self.who = who
        self.stop = stop

    def key(self, part):
        return f"{self.base}:{part}"

    def create(self, bound=0):
        if not self.redis.setnx(self.key("bound"), bound):
            raise ProtocolRefusal("already exists")
        for part in ("producer_free", "consumer_free", "not_full"):
            self.redis.lpush(self.key(part), "x")

    def put(self, data, timeout=5):
        self._must_exist()
        self._take("producer", timeout)
        try:
            if self.redis.exists(self.key("closed")):
                raise ProtocolRefusal("closed")
            bound = int(self.redis.get(self.key("bound")))
            if bound and not self.redis.brpop(self.key("not_full"), timeout):
                raise ProtocolRefusal("full")
            length = self.redis.lpush(self.base, data)
            if not bound or length < bound:
                self._room()
            self._count("produced", data)
        finally:
            self._give_back("producer")

    def get(self, timeout=5):
        self._must_exist()
        self._take("consumer", timeout)
        try:
            if self.redis.exists(self.key("closed")) and not self.redis.llen(self.base):
                raise ProtocolRefusal("closed")
            found = self.redis.brpop([self.base, self.key("closed")], timeout)
            if found is None:
                raise ProtocolRefusal("empty")
            if found[0] == self.key("closed").encode():
                raise ProtocolRefusal("closed")
            if self.stop == "popped":
                raise SystemExit
            bound = int(self.redis.get(self.key("bound")))
            if not bound or self.redis.llen(self.base) < bound:
                self._room()
            self._count("consumed", found[1])
            return found[1]
        finally:
            if not self.stop:
                self._give_back("consumer")

    def close(self):
        self._take("producer", 5)
        self.redis.lpush(self.key("closed"), "x", "x")
        self._give_back("producer")

    def __iter__(self):
        while True:
            try:
                yield self.get()
            except ProtocolRefusal as end:
                assert str(end) == "closed"
                return

    def _must_exist(self):
        if not self.redis.exists(self.key("bound")):
            raise ProtocolRefusal("does not exist")

    def _take(self, role, timeout):
        if not self.redis.brpop(self.key(f"{role}_free"), timeout):
            raise ProtocolRefusal(f"in use by {self.redis.get(self.key(role))}")
        self.redis.set(self.key(role), self.who)

    def _give_back(self, role):
        self.redis.lpush(self.key(f"{role}_free"), "x")

    def _room(self):
        self.redis.lpush(self.key("not_full"), "x")
        self.redis.ltrim(self.key("not_full"), 0, 0)

    def _count(self, done, data):
        self.redis.incr(self.key(f"stats:{done}_messages"))
        self.redis.incrby(self.key(f"stats:{done}_bytes"), len(data))


@pytest.fixture
def bare(redis_server):
    """A client of redis-py."""
    with redis.Redis(port=redis_server.port) as connection:
        yield connection


@pytest.fixture
def make(redis_server):
    """Make a queue: ``make(bound)`` creates it, ``make(name=…)`` is a handle of one that may exist."""
    made = []

    def make(bound=None, name=None, **options):
        queue = Queue(name or f"queue {next(_numbers)}", url=redis_server.url, client="test", **options)
        made.append(queue)
        return queue if bound is None else queue.create(bound)

    yield make
    for queue in made:
        if redis_server.process.poll() is None and queue.exists():
            queue.delete()
        queue.disconnect()


@pytest.fixture
def old(bare):
    """Make a second client for a queue: ``old(queue)``."""
    return lambda queue, **options: OldClient(bare, queue.name, **options)


@pytest.fixture
def protested():
    return ProtocolRefusal
