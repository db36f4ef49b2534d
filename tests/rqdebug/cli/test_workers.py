# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import io
import json
import time

import pytest
from rich.console import Console

from rqcore.protocol.parallel_stats import ParallelStat, WorkerStat
from rqdebug.cli import workers


def test_workers_and_the_blocking_task_are_shown(rqdebug, controller_url, slow_task):
    with slow_task(controller_url) as program:
        deadline = time.monotonic() + 20
        finished = "1 ready, 1 next in order, 4 finished early"
        while finished not in (output := rqdebug("workers", controller_url, "pictures")[1]):
            assert time.monotonic() < deadline, output
        assert output.startswith("Task 1 blocks later results: worker-")
        (slow,) = (line for line in output.splitlines() if "slow.tif" in line)
        assert slow.split()[1] == "1"
        assert "idle" in output
        code, output, _ = rqdebug("workers", controller_url, "pictures", "--json")
        stat = json.loads(output)
        assert (code, stat["holding"], stat["early"]) == (0, 1, [2, 3, 4, 5])
        assert "develop('slow.tif', seconds=600)" in [worker["text"] for worker in stat["workers"]]
        program.stdin.close()


def test_queue_without_workers_is_one_sentence(rqdebug, controller, controller_url):
    controller.create("jobs")
    code, _, message = rqdebug("workers", controller_url, "jobs")
    assert code == 2
    assert message == (
        "rqdebug: no program has reported workers of queue 'jobs' within 2 s; "
        "expose a ParallelQueue under this name\n"
    )
    code, _, message = rqdebug("workers", controller_url, "missing")
    assert (code, message) == (2, "rqdebug: no queue is named 'missing'; check the name, or create it\n")


@pytest.mark.parametrize("words", [["a", "b", "c"], ["rq://127.0.0.1:1"]])
def test_one_queue_must_be_named(rqdebug, words):
    assert rqdebug("workers", *words) == (2, "", "rqdebug: name one queue: rqdebug workers [URL] QUEUE\n")


def test_target_that_cannot_have_workers_is_refused_without_a_connection(rqdebug):
    pytest.importorskip("redis")
    code, _, message = rqdebug("workers", "redis://me:secret@missing:1", "jobs")
    assert code == 2
    assert message == (
        "rqdebug: redis://me@missing:1 cannot host parallel queues; "
        "only controllers (rq://) have workers to show\n"
    )


@pytest.mark.parametrize("width", [60, 80, 120])
def test_narrow_terminal_shortens_texts_but_never_seconds(width):
    long = [
        WorkerStat(
            f"a-worker-with-a-long-name-on-a-board-{n}", n, 12_345 + n, "develop('x.tif') " * 9, 1234.56, 7
        )
        for n in range(3)
    ]
    stat = ParallelStat(
        put=9, got=0, failed=0, waiting=0, ready=0, buffered=0, early=(), holding=12_345, workers=tuple(long)
    )
    console = Console(width=width, file=io.StringIO())
    console.print(workers._render(stat))
    rows = [line for line in console.file.getvalue().splitlines() if "1,234.6 s" in line]
    assert len(rows) == 3
    assert [row.split()[1:5] for row in rows] == [[f"12,34{5 + n}", "1,234.6", "s", "7"] for n in range(3)]
    assert all(row.startswith(" a-worker") and len(row.rstrip()) <= width for row in rows)
