# SPDX-License-Identifier: GPL-3.0-or-later
"""What is known about each kind of queue that can be exposed."""

from __future__ import annotations

import asyncio
import queue
from multiprocessing.queues import JoinableQueue, SimpleQueue

import pytest

from rqcore.errors import Closed, ShutDown
from rqcore.exposing import expose
from rqcore.exposing.queue_kinds import KINDS, outcome_of
from rqcore.process_queue import ProcessQueue
from rqcore.protocol.event_batch import Outcome


@pytest.mark.parametrize(
    ("make", "kind"),
    [
        (queue.Queue, "queue.Queue"),
        (queue.LifoQueue, "queue.LifoQueue"),
        (queue.SimpleQueue, "_queue.SimpleQueue"),
        (asyncio.Queue, "asyncio.Queue"),
        (ProcessQueue, "ProcessQueue"),
    ],
)
def test_kind_is_the_name_of_the_public_class(make, kind):
    jobs = make()
    with expose(jobs, "jobs", url="rq://127.0.0.1:9") as exposure:
        assert exposure.row(0, False)["kind"] == kind


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (queue.Empty(), Outcome.EMPTY),
        (asyncio.QueueFull(), Outcome.FULL),
        (asyncio.CancelledError(), Outcome.CANCELLED),
        (Closed("closed"), Outcome.CLOSED),
        (ShutDown("shut"), Outcome.SHUTDOWN),
        (LookupError(), Outcome.ERROR),
    ],
)
def test_outcome_is_that_of_the_error(error, outcome):
    assert outcome_of(error) is outcome


def test_queues_that_count_nothing_are_of_no_kind():
    kinds = [kind.types for kind in KINDS]
    assert not any(issubclass(SimpleQueue, types) for types in kinds)
    assert sum(issubclass(JoinableQueue, types) for types in kinds) == 1


def test_call_on_a_queue_that_was_shut_down_does_not_wait():
    # Given
    threads, tasks = queue.Queue(), asyncio.Queue()
    kinds = {kind.types[0]: kind for kind in KINDS}
    waits = [
        (probed.would_wait, made)
        for made in (threads, tasks)
        for probed in kinds[type(made)].methods
        if probed.name == "get"
    ]
    assert [would_wait(made) for would_wait, made in waits] == [True, True]
    # When
    threads.is_shutdown = tasks._is_shutdown = True  # as Python 3.13 does
    # Then
    assert [would_wait(made) for would_wait, made in waits] == [False, False]
