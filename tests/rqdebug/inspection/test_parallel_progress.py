# SPDX-License-Identifier: GPL-3.0-or-later
"""The states of the tasks of a parallel queue, and the sentence about them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rqcore.parallel_queue.reorder_buffer import Bounds, ReorderBuffer
from rqcore.protocol.parallel_stats import ParallelStat, WorkerStat
from rqdebug.inspection.parallel_progress import TaskPlace, describe, format_counts, list_steps

SLOW, QUICK = WorkerStat("worker-7", 7, 4, "slow()", 2.0), WorkerStat("worker-8", 8, 7, "quick()", 0.1)
STAT = ParallelStat(
    put=10,
    got=2,
    failed=0,
    waiting=1,
    ready=2,
    buffered=2,
    early=(5, 6),
    holding=4,
    workers=(SLOW, QUICK, WorkerStat("worker-9")),
)


def test_each_task_has_its_state():
    assert [(step.number, step.place, step.worker) for step in list_steps(STAT, 100)] == [
        (2, TaskPlace.READY, None),
        (3, TaskPlace.READY, None),
        (4, TaskPlace.HOLDING, SLOW),
        (5, TaskPlace.EARLY, None),
        (6, TaskPlace.EARLY, None),
        (7, TaskPlace.BUSY, QUICK),
        (8, TaskPlace.AHEAD, None),
        (9, TaskPlace.AHEAD, None),
    ]
    assert len(list_steps(STAT, 3)) == 3


@given(st.integers(0, 12), st.sets(st.integers(0, 11)), st.integers(0, 12))
def test_states_and_counts_agree_with_the_reorder_buffer(put, finished, got):
    order = ReorderBuffer(Bounds(100, 100, 100))
    for _ in range(put):
        order.add(b"")
    for number in sorted(finished):
        if number < put:
            order.finish(number, "result")
    for _ in range(min(got, order.ready)):
        order.take()
    holding = order.turn if order.turn < put else None
    stat = replace(
        STAT,
        put=put,
        got=order.got,
        ready=order.ready,
        buffered=order.buffered,
        early=order.early(100),
        holding=holding,
        workers=(),
    )
    places = [step.place for step in list_steps(stat, 100)]
    assert {place: places.count(place) for place in TaskPlace} == format_counts(stat)
    assert [step.number for step in list_steps(stat, 100) if step.place is TaskPlace.EARLY] == list(
        stat.early
    )


SENTENCES = [
    (
        STAT,
        "Task 4 blocks later results: worker-7 has been running it for 2.5 s. Finished results that wait: 2.",
    ),
    (replace(STAT, buffered=0, early=()), "Task 4 is next: worker-7 has been running it for 2.5 s."),
    (
        replace(STAT, holding=9, buffered=1),
        "Task 9 blocks later results: no worker has started it. Finished results that wait: 1.",
    ),
    (replace(STAT, holding=None), "Workers that run a task: 2 of 3."),
    (replace(STAT, holding=None, waiting=0, workers=(WorkerStat("a"),)), "All tasks are finished."),
]


@pytest.mark.parametrize(("stat", "expected"), SENTENCES)
def test_slow_task_is_described(stat, expected):
    assert describe(stat, 0.5) == expected
