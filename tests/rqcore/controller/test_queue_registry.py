# SPDX-License-Identifier: GPL-3.0-or-later
"""Queues are found by name and namespace, each in one place."""

from __future__ import annotations

import pytest

from rqcore.controller.limits import Limits
from rqcore.controller.state import ControllerState
from rqcore.errors import Closed, Exists, NoQueue, NotAllowed
from rqcore.protocol.memory import FEW_USED, USE_COST


@pytest.fixture
def state():
    return ControllerState()


def test_queue_is_found_by_its_name_and_by_its_namespace(state):
    jobs = state.create("jobs", "fifo", 0)
    for reference in (b"jobs", jobs.namespace.encode()):
        assert state.find(reference) is state.find_any(reference) is state.event_queue(reference) is jobs
        assert state.label_of(reference) == "jobs"
    with pytest.raises(NoQueue):
        state.find(b"others")
    state.close(jobs, 0)
    with pytest.raises(Closed):
        state.find(b"jobs")


def test_queue_of_another_program_is_found_only_where_it_may_be(state):
    inner = state.expose("inner", "queue.Queue")
    assert state.find_any(b"inner") is state.event_queue(b"inner") is inner
    with pytest.raises(NotAllowed, match="another program"):
        state.find(b"inner")


def test_lookups_agree_when_a_queue_has_the_name_of_one_in_another_program(state):
    inner = state.expose("jobs", "queue.Queue")
    jobs = state.create("jobs", "fifo", 0)
    assert state.find_any(b"jobs") is state.find(b"jobs") is state.event_queue(b"jobs") is jobs
    assert state.find_any(b"jobs#1") is inner
    assert state.label_of(b"jobs#1") == "jobs#1" == inner.label
    assert state.listed_queues == [jobs, inner]


def test_namespace_of_a_queue_in_another_program_cannot_become_a_name(state):
    inner = state.expose("inner", "queue.Queue")
    with pytest.raises(Exists):
        state.create(inner.namespace, "fifo", 0)
    assert state.find_any(inner.namespace.encode()) is inner


def test_use_of_many_queues_counts_as_memory_until_the_client_leaves_or_they_close(state):
    clients = [state.connect("10.0.0.1:1", 0) for _ in range(2)]
    queues = [state.create(f"jobs{number}", "fifo", 0) for number in range(FEW_USED + 50)]
    for client in clients:
        for queue in queues * 2:
            state.record_use(client, queue)
    assert state.memory.held == 2 * 50 * USE_COST
    for queue in queues[:20]:
        state.close(queue, 0)
    assert state.memory.held == 2 * 30 * USE_COST
    state.disconnect(clients[0], 0)
    while state.background:
        state.background.step(0)
    assert state.memory.held == 30 * USE_COST
    for queue in queues[20:]:
        state.close(queue, 0)
    assert state.memory.held == 0


def test_use_of_many_queues_never_exceeds_the_memory():
    state = ControllerState(Limits(memory=10 * USE_COST))
    clients = [state.connect("10.0.0.1:1", 0) for _ in range(2)]
    queues = [state.create(f"jobs{number}", "fifo", 0) for number in range(FEW_USED + 50)]
    for client in clients:
        for queue in queues:
            state.record_use(client, queue)
    assert state.memory.held == 10 * USE_COST
    assert [len(client.used_queues) for client in clients] == [FEW_USED + 10, FEW_USED]
    for client in clients:
        state.disconnect(client, 0)
    while state.background:
        state.background.step(0)
    assert state.memory.held == 0
