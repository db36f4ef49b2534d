# SPDX-License-Identifier: GPL-3.0-or-later
"""Jobs on a real Redis server in a window."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from rqdebug.session import State
from rqdebug.ui.inspection.jobs_window import JobsWindow

RECORDED = Path(__file__).parents[3] / "targets/redis/jobs/recorded"


@pytest.fixture
def redis_url(redis_server_of, redis_program):
    """A server with jobs of RQ and BullMQ, which real workers have worked on."""
    redis = pytest.importorskip("redis")
    with redis_server_of(redis_program) as server, redis.Redis(port=server.port) as client:
        for name in ("bullmq", "rq"):
            for line in (RECORDED / f"{name}.jsonl").read_text().splitlines():
                client.execute_command(*(word.encode("latin-1") for word in json.loads(line)))
        yield server.url


def test_the_job_that_hangs_is_found(qtbot, window, redis_url, trigger, opened):
    attachment = window.context.attachments.attach(redis_url, "cache")
    qtbot.waitUntil(lambda: attachment.state is State.LIVE)
    qtbot.waitUntil(lambda: window.context.commands["target.jobs"].isEnabled())
    trigger("target.jobs")
    jobs = opened(JobsWindow)
    qtbot.waitUntil(lambda: jobs.queue_model.rowCount() == 2)
    jobs.queues.selectRow(1)
    jobs.state.setCurrentIndex(jobs.state.findText("Active"))
    qtbot.waitUntil(lambda: jobs.job_model.rowCount() == 1)
    jobs.jobs.selectRow(0)
    assert jobs.detail.toPlainText() == "work.hang(5)"
    jobs.close()


def test_the_command_needs_a_redis(qtbot, window, attached):
    qtbot.waitUntil(lambda: window.context.current.target is not None)
    assert not window.context.commands["target.jobs"].isEnabled()


def test_looking_at_jobs_causes_no_events(qtbot, window, redis_url, trigger, opened):
    attachment = window.context.attachments.attach(redis_url, "cache")
    qtbot.waitUntil(lambda: attachment.state is State.LIVE)
    trigger("target.jobs")
    jobs = opened(JobsWindow)
    qtbot.waitUntil(lambda: jobs.queue_model.rowCount() == 2)
    qtbot.waitUntil(lambda: jobs.job_model.rowCount() > 0)
    client = pytest.importorskip("redis").Redis.from_url(redis_url)
    client.lpush("last", "x")
    client.close()
    log = attachment.log
    qtbot.waitUntil(lambda: any(event.queue == "last" for event in log.events(range(log.num_rows))))
    assert {event.queue for event in log.events(range(log.num_rows))} - {""} == {"last"}
    jobs.close()
