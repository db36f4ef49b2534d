# SPDX-License-Identifier: GPL-3.0-or-later
"""Queues of rqcore on real servers."""

from __future__ import annotations

from itertools import count

import pytest

redis = pytest.importorskip("redis")

import rqcore.redis  # noqa: E402
from tests.rqcore.redis.script_values import KEYS  # noqa: E402

_numbers = count()


@pytest.fixture(scope="session")
def lone_server(redis_program, redis_server_of):
    """One running server."""
    with redis_server_of(redis_program) as server:
        yield server


@pytest.fixture
def name():
    return f"some jobs {next(_numbers)}"


@pytest.fixture
def bare(lone_server):
    """A client of redis-py."""
    with redis.Redis(port=lone_server.port) as connection:
        yield connection


@pytest.fixture
def run(bare):
    """Run a script on a queue: ``run(script, caller, call, …)``."""
    yield lambda script, *words: bare.eval(script.text, 1, KEYS.base, *words)
    bare.flushall()


@pytest.fixture
def end_leases(bare):
    """``end_leases(keys)`` lets the time of all leases and delays of a queue be over."""

    def end_leases(keys):
        ends = keys.base + b":ends"
        bare.zadd(ends, dict.fromkeys(bare.zrange(ends, 0, -1), 1))

    return end_leases


@pytest.fixture
def server(lone_server, bare):
    """A handle of a Redis server, whose queues are of rqcore."""
    with rqcore.redis.connect(lone_server.url, name="test") as handle:
        yield handle
    bare.flushall()


@pytest.fixture
def other(lone_server):
    """A second handle of the same server, with connections of its own."""
    with rqcore.redis.connect(lone_server.url, name="other") as handle:
        yield handle


@pytest.fixture(params=["controller", "redis", "cluster"])
def handle(request, process):
    """A handle of a controller, a Redis server or a cluster."""
    url = process.url
    if request.param == "cluster":
        url = request.getfixturevalue("redis_cluster") + "?queues=rqcore"
    elif request.param == "redis":
        url = request.getfixturevalue("lone_server").url + "?queues=rqcore"
    with rqcore.connect(url, name="test") as handle:
        yield handle
        for stat in handle.queues():
            handle.queue(stat.namespace).close()
