# SPDX-License-Identifier: GPL-3.0-or-later
"""Names, states and limits of queues on Redis in the terms of a controller's queues."""

from __future__ import annotations

import json
from uuid import UUID

import pytest

from rqcore import BadCall, NotAllowed
from rqcore.pressure import adapter
from rqcore.pressure.key_protocol.status import Holder, QueueStatus
from rqcore.pressure.redis_address import RedisAddress

SINGLE = RedisAddress.parse("redis://host")
CLUSTER = RedisAddress.parse("redis+cluster://host:1,host:2")


@pytest.mark.parametrize(
    ("address", "name", "stored"),
    [
        (SINGLE, "jobs", "jobs"),
        (SINGLE, "{jobs}", "{jobs}"),
        (CLUSTER, "jobs", "{jobs}"),
        (CLUSTER, "jobs{tag}", "jobs{tag}"),
    ],
)
def test_name_is_stored_so_that_a_cluster_keeps_its_keys_together(address, name, stored):
    assert adapter.stored_name(address, name) == stored
    assert adapter.shown_name(address, stored) == name


def test_queue_without_a_name_gets_a_unique_one():
    assert UUID(adapter.stored_name(SINGLE, None)) != UUID(adapter.stored_name(SINGLE, None))


@pytest.mark.parametrize(("maxsize", "bound"), [(-1, 0), (0, 0), (7, 7)])
def test_maxsize_becomes_a_bound(maxsize, bound):
    assert adapter.bound_of("fifo", maxsize) == bound


def test_other_kinds_are_refused():
    for kind in ("lifo", "priority"):
        with pytest.raises(NotAllowed, match=f"a {kind} queue needs a controller"):
            adapter.bound_of(kind, 0)
    with pytest.raises(BadCall, match="there is no queue kind 'heap'"):
        adapter.bound_of("heap", 0)


PRODUCER = Holder("producer", "edge-1_pid1", 2.5)
CONSUMER = Holder("consumer", "edge-2_pid2", None)


def status(bound=0, size=0, closed=False, holders=()):
    return QueueStatus(bound, size, closed, holders, 5, 500, 3, 300)


@pytest.mark.parametrize(
    ("status", "blocked_puts", "blocked_gets"),
    [
        (status(), 0, 0),
        (status(bound=2, size=2, holders=(PRODUCER,)), 1, 0),
        (status(bound=2, size=1, holders=(PRODUCER,)), 0, 0),
        (status(bound=0, size=9, holders=(PRODUCER,)), 0, 0),
        (status(size=0, holders=(CONSUMER,)), 0, 1),
        (status(size=1, holders=(PRODUCER, CONSUMER)), 0, 0),
    ],
)
def test_held_role_is_a_blocked_call_if_it_must_wait(status, blocked_puts, blocked_gets):
    stat = adapter.stat_of("jobs", status)
    assert (stat.blocked_puts, stat.blocked_gets) == (blocked_puts, blocked_gets)
    assert stat.clients == len(status.holders)


def test_stat_has_the_numbers_of_the_status():
    stat = adapter.stat_of("jobs", status(bound=4, size=2, closed=True))
    assert (stat.namespace, stat.name, stat.kind) == ("jobs", "jobs", "fifo")
    assert (stat.size, stat.maxsize, stat.shutdown) == (2, 4, True)
    assert (stat.puts, stat.gets, stat.bytes, stat.unfinished) == (5, 3, 200, 2)


def test_holders_are_waiters():
    put, get = adapter.waiters_of(status(holders=(PRODUCER, CONSUMER)))
    assert (put.method, put.name, put.waited, put.timeout) == ("put", "edge-1_pid1", 2.5, None)
    assert (get.method, get.name, get.waited) == ("get", "edge-2_pid2", 0.0)


@pytest.mark.parametrize("fields", [{b"a": b"\xff1"}, [b"a", b"\xff1"]])
def test_stream_entry_is_shown_as_json(fields):
    (payload,) = adapter.entry_payloads([[b"1-2", fields]])
    assert json.loads(payload.data) == {"id": "1-2", "a": "\\xff1"}
