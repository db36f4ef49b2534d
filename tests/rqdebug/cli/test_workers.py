# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import json
import time

import pytest


def test_workers_and_the_blocking_task_are_shown(rqdebug, controller_url, slow_task):
    with slow_task(controller_url) as program:
        deadline = time.monotonic() + 20
        while "holds the line" not in (output := rqdebug("workers", controller_url, "pictures")[1]):
            assert time.monotonic() < deadline, output
        assert output.startswith("Task 1 holds the line: worker-")
        assert "1 ready to be got, 1 holds the line, 4 came early" in output
        (slow,) = (line for line in output.splitlines() if "slow.tif" in line)
        assert slow.split()[1] == "1"
        assert "idle" in output
        code, output, _ = rqdebug("workers", controller_url, "pictures", "--json")
        told = json.loads(output)
        assert (code, told["holding"], told["early"]) == (0, 1, [2, 3, 4, 5])
        assert "develop('slow.tif', seconds=600)" in [worker["text"] for worker in told["workers"]]
        program.stdin.close()


def test_queue_without_workers_is_one_sentence(rqdebug, controller, controller_url):
    controller.create("jobs")
    code, _, message = rqdebug("workers", controller_url, "jobs")
    assert code == 2
    assert message == "rqdebug: jobs reports no workers: it is not a parallel queue that a program exposes\n"
    code, _, message = rqdebug("workers", controller_url, "nowhere")
    assert (code, message) == (2, "rqdebug: no queue is called nowhere\n")
    assert rqdebug("workers", "a", "b", "c")[0] == 2


def test_target_without_workers_is_refused_at_once(rqdebug):
    pytest.importorskip("redis")
    code, _, message = rqdebug("workers", "redis://me:secret@nowhere:1", "jobs")
    assert code == 2
    assert message == (
        "rqdebug: redis://me@nowhere:1 cannot host parallel queues, so it has no workers to show\n"
    )
