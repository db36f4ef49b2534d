# SPDX-License-Identifier: GPL-3.0-or-later
"""Servers with the keys that real frameworks have written.

``recorded/`` has the keys of each framework as commands that make them, in Latin-1: Celery 5.7, RQ 3.0,
BullMQ 6.7, Dramatiq 2.2, Huey 3.5 and arq 0.28, each with a worker for one job at a time. Jobs: three
``send_mail`` that are done, one or two ``fail``, one ``hang``, three ``send_mail`` behind it, and one that is
due an hour later, or with arq in 2100: that its time has not come is all that shows that it is scheduled.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from rqdebug.targets.job_board import Job, JobState
from rqdebug.targets.target_registry import create_target

RECORDED = Path(__file__).parent / "recorded"


@pytest.fixture
def filled(redis_server_of, redis_program) -> Iterator[Callable[..., str]]:
    """Fill a server with the keys of frameworks; returns its URL."""
    client_class = pytest.importorskip("redis").Redis
    with redis_server_of(redis_program) as server:

        def fill(*names: str) -> str:
            with client_class(port=server.port) as client:
                for name in names:
                    for line in (RECORDED / f"{name}.jsonl").read_text().splitlines():
                        client.execute_command(*(word.encode("latin-1") for word in json.loads(line)))
            return server.url

        yield fill


@pytest.fixture
def read() -> Callable[..., list[Job]]:
    """Read the jobs of a state of the queue with a name."""

    def jobs(url: str, queue: str, state: JobState, most: int = 100) -> list[Job]:
        with closing(create_target(url).open_jobs()) as board:
            (chosen,) = (each for each in board.queues() if each.name == queue)
            return board.jobs(chosen, state, most)

    return jobs
