# SPDX-License-Identifier: GPL-3.0-or-later
"""RQ.TASKS, tested as a conversation between clients and the controller."""

from __future__ import annotations

import json
from dataclasses import asdict

import pytest

from rqcore.protocol.event_batch import encode_batch
from rqcore.protocol.parallel_stats import WORKER, ParallelStat, WorkerStat

EMPTY = encode_batch((), 0, b"", b"")
STAT = ParallelStat(5, 1, 0, 1, 1, 1, (4,), 3, (WorkerStat("worker-7", 7, 3, "shrink('a')", 1.5, 2, True),))


@pytest.fixture
def looker(talk):
    looker = talk.client()
    looker("HELLO 3")
    return looker


@pytest.fixture
def program(talk):
    return talk.client("program")


def report(program, tasks):
    row = {"number": 1, "name": "pictures", "kind": "k", "stat": {}, "waiters": [], "tasks": tasks}
    return program("RQ.REPORT", json.dumps([row]), EMPTY)


def test_tasks_and_workers_of_a_program_are_reported(program, looker):
    report(program, asdict(STAT))
    told = looker("RQ.TASKS pictures")
    assert (told[b"put"], told[b"early"], told[b"holding"]) == (5, [4], 3)
    (worker,) = told[b"workers"]
    assert worker == {
        b"name": b"worker-7",
        b"pid": 7,
        b"task": 3,
        b"text": b"shrink('a')",
        b"busy": 1.5,
        b"queued": 2,
        b"held": True,
    }
    report(program, None)
    assert looker("RQ.TASKS pictures") is None


def test_malformed_report_is_rejected(program, looker):
    assert report(program, {**asdict(STAT), "put": -1}) == "ERR"
    assert report(program, 7) == "ERR"


def test_workers_of_a_list_are_listed(talk, looker):
    looker("RQ.CREATE NAME list")
    assert looker("RQ.TASKS list") is None
    busy, idle, other = talk.client(f"{WORKER}edge:1"), talk.client(f"{WORKER}edge:2"), talk.client("b")
    looker("LPUSH list x y")
    talk.passes(10)
    busy("BRPOP list 1")
    other("BRPOP list 1")
    idle("BRPOP list 0")
    talk.passes(3)
    told = looker("RQ.TASKS list")
    assert (told[b"put"], told[b"got"], told[b"holding"]) == (2, 2, None)
    assert [(each[b"name"], each[b"task"], each[b"busy"]) for each in told[b"workers"]] == [
        (b"edge:1", 1, 3.0),
        (b"edge:2", None, 0.0),
    ]
    idle.leave()
    assert len(looker("RQ.TASKS list")[b"workers"]) == 1


def test_observer_that_requests_tasks_causes_no_event(talk, looker):
    observer = talk.observer()
    looker("RQ.CREATE NAME list")
    observer.observed()
    observer("RQ.TASKS list")
    assert observer.observed() == []
    looker("RQ.TASKS list")
    assert len(observer.observed()) == 1


def test_tasks_of_a_missing_queue_are_an_error(looker):
    assert looker("RQ.TASKS nothing") == "NOQUEUE"
