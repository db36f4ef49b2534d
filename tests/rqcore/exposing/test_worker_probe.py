# SPDX-License-Identifier: GPL-3.0-or-later
"""Records of a parallel queue: a call for each task, with the worker as its client."""

from __future__ import annotations

import pickle

import pytest

from rqcore.exposing import worker_probe
from rqcore.exposing.reporter import Exposure, Reporter
from rqcore.exposing.worker_probe import WorkerProbe
from rqcore.parallel_queue.reorder_buffer import PassedValue, Task
from rqcore.parallel_queue.task_messages import ResultKind, TaskResult
from rqcore.parallel_queue.task_text import LARGEST
from rqcore.protocol.event_batch import Method, Outcome, Phase
from rqcore.url import Url


class Jobs:
    """The exposed queue."""


@pytest.fixture
def jobs():
    return Jobs()


@pytest.fixture
def reporter():
    """A reporter that was not started, so its records can be read."""
    return Reporter(Url.parse("rq://127.0.0.1:9"))


@pytest.fixture
def probe(reporter, jobs):
    exposure = Exposure(reporter, jobs, "jobs", "Jobs", lambda queue: {})
    exposure.puts = 3
    return WorkerProbe(exposure, reporter, "square")


def task(number=4):
    return Task(number, pickle.dumps(((9,), {})))


def test_task_is_a_call_that_starts_busy_and_ends_with_its_outcome(probe, reporter):
    # given an observer
    reporter.is_observed = True
    # when a worker begins a task and ends it
    probe.began("worker-7", task(), 1_000_000)
    probe.ended("worker-7", task(), Outcome.OK, 3_000_000, 17)
    # then both are of one call of that worker, with the number of the item from 1
    start, end = reporter.records
    assert (start.client, start.method, start.phase, start.outcome) == (
        "worker-7",
        Method.TASK,
        Phase.START,
        Outcome.BUSY,
    )
    assert (end.phase, end.outcome, end.waited, end.time) == (Phase.END, Outcome.OK, 3_000_000, 17)
    assert start.call == end.call > 0
    assert (start.item, start.depth) == (5, 3)


def test_short_task_is_one_event_for_an_observer(probe, reporter):
    reporter.is_observed = True
    probe.ended("worker-7", task(), Outcome.ERROR, 100, 17)
    (end,) = reporter.records
    assert (end.phase, end.outcome, end.call) == (Phase.END, Outcome.ERROR, 0)


def test_short_task_is_not_recorded_without_an_observer(probe, reporter):
    probe.ended("worker-7", task(), Outcome.OK, 100, 17)
    assert reporter.records == []


def test_end_of_a_started_task_is_recorded_after_the_observer_left(probe, reporter):
    reporter.is_observed = True
    probe.began("worker-7", task(), 100)
    reporter.is_observed = False
    probe.ended("worker-7", task(), Outcome.OK, 200, 17)
    assert [record.phase for record in reporter.records] == [Phase.START, Phase.END]


def test_workers_have_calls_of_their_own(probe, reporter):
    reporter.is_observed = True
    probe.began("worker-7", task(1), 100)
    probe.began("worker-8", task(2), 100)
    probe.ended("worker-7", task(1), Outcome.OK, 200, 17)
    first, second, end = reporter.records
    assert end.call == first.call != second.call


def test_preview_of_a_task_names_its_function_and_arguments(probe):
    assert probe.text(pickle.dumps(((9,), {}))) == "square(9)"


def test_large_content_is_cut_before_it_is_kept():
    _, content = worker_probe.sketch_put(("ignored", b"x" * (LARGEST + 100)), 0)
    assert len(content) == LARGEST + 1


def test_passed_value_is_sketched():
    assert worker_probe.sketch_put((PassedValue({"a": 1}),), 6) == (7, {"a": 1})


def test_large_result_is_described_by_its_size():
    result = TaskResult(ResultKind.VALUE, b"x" * (LARGEST + 1))
    assert worker_probe.sketch_get((None,), (0, result)) == (1, f"{LARGEST + 1:,} bytes")
