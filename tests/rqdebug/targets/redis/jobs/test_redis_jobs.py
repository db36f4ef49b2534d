# SPDX-License-Identifier: GPL-3.0-or-later
"""The jobs that real frameworks have left on a server are found, with their arguments and errors."""

from __future__ import annotations

from contextlib import closing
from random import Random

import pytest

from rqcore.errors import BadCall, NotAllowed
from rqdebug.targets.job_board import JobState
from rqdebug.targets.redis.jobs.key_reads import KeyReads
from rqdebug.targets.redis.jobs.redis_jobs import FRAMEWORKS
from rqdebug.targets.target_registry import create_target

ALL = ("arq", "bullmq", "celery", "dramatiq", "huey", "rq")
WAITING, ACTIVE, SCHEDULED = JobState.WAITING, JobState.ACTIVE, JobState.SCHEDULED
RETRYING, FAILED, DONE = JobState.RETRYING, JobState.FAILED, JobState.DONE


def test_every_framework_is_recognised_by_its_keys(filled):
    with closing(create_target(filled(*ALL)).open_jobs()) as board:
        found = {(queue.framework, queue.name): dict(queue.counts) for queue in board.queues()}
        assert board.is_complete
    assert found == {
        ("arq", "arq:queue"): {WAITING: 3, ACTIVE: 1, SCHEDULED: 1, RETRYING: 0, FAILED: 1, DONE: 3},
        ("BullMQ", "mail"): {WAITING: 4, ACTIVE: 1, SCHEDULED: 1, RETRYING: 1, FAILED: 1, DONE: 3},
        ("Celery", "celery"): {WAITING: 0, ACTIVE: 3, SCHEDULED: 1},
        ("Celery", "results"): {ACTIVE: 1, FAILED: 2, DONE: 3},
        ("Dramatiq", "default"): {WAITING: 2, ACTIVE: 2, SCHEDULED: 1, FAILED: 1},
        ("Huey", "shop"): {WAITING: 4, SCHEDULED: 1, FAILED: 1, DONE: 3},
        ("RQ", "mail"): {WAITING: 3, ACTIVE: 1, SCHEDULED: 1, FAILED: 1, DONE: 3},
    }


def test_a_server_without_frameworks_has_no_job_queues(filled):
    with closing(create_target(filled()).open_jobs()) as board:
        assert board.queues() == []


@pytest.mark.parametrize(
    ("framework", "queue", "call"),
    [
        ("arq", "arq:queue", "hang(5)"),
        ("bullmq", "mail", 'hang({"n":5})'),
        ("celery", "results", "shop.hang(5)"),
        ("dramatiq", "default", "hang(5)"),
        ("rq", "mail", "work.hang(5)"),
    ],
)
def test_the_job_that_hangs_is_found_with_its_arguments(filled, read, framework, queue, call):
    assert call in [job.call for job in read(filled(framework), queue, ACTIVE)]


@pytest.mark.parametrize(
    ("framework", "queue", "call", "error"),
    [
        ("arq", "arq:queue", "fail(17)", "ValueError: no stock"),
        ("bullmq", "mail", 'fail({"order":17})', "no stock for 17"),
        ("celery", "results", "shop.fail(17)", "ValueError: no stock for 17"),
        ("huey", "shop", "unknown(…)", "ValueError('no stock')"),
        ("rq", "mail", "work.fail(17)", "ValueError: no stock for 17"),
        ("dramatiq", "default", "fail(17)", ""),
    ],
)
def test_failed_jobs_have_the_errors_that_the_framework_keeps(filled, read, framework, queue, call, error):
    assert (call, error) in [(job.call, job.error) for job in read(filled(framework), queue, FAILED)]


@pytest.mark.parametrize(
    ("framework", "queue", "expected"),
    [
        ("arq", "arq:queue", [f'send_mail("b{n}@x.org")' for n in range(3)]),
        ("bullmq", "mail", [*(f'send-mail({{"to":"b{n}@x.org"}})' for n in range(3)), 'urgent({"n":1})']),
        ("huey", "shop", [*(f'hue.send_mail("b{n}")' for n in range(3)), 'hue.send_mail("later")']),
        ("rq", "mail", [f'work.send_mail("b{n}@x.org")' for n in range(3)]),
        ("dramatiq", "default", ['send_mail("b1")', 'send_mail("b2")']),
    ],
)
def test_waiting_jobs_are_in_the_order_in_which_workers_take_them(filled, read, framework, queue, expected):
    url = filled(framework)
    assert [job.call for job in read(url, queue, WAITING)] == expected
    assert [job.call for job in read(url, queue, WAITING, 1)] == expected[:1]


@pytest.mark.parametrize(
    ("framework", "queue", "call"),
    [
        ("arq", "arq:queue", 'send_mail("later")'),
        ("bullmq", "mail", 'send-mail({"to":"later@x.org"})'),
        ("celery", "celery", 'shop.send_mail("later@x.org")'),
        ("dramatiq", "default", 'send_mail("later")'),
        ("rq", "mail", 'work.send_mail("later@x.org")'),
    ],
)
def test_scheduled_jobs_have_their_time(filled, read, framework, queue, call):
    (job,) = read(filled(framework), queue, SCHEDULED)
    assert job.call == call
    assert job.due - job.since > 3500


def test_a_job_that_waits_for_its_next_attempt_is_shown_with_its_time(filled, read):
    (job,) = read(filled("huey"), "shop", SCHEDULED)
    assert (job.call, job.due > 1.7e9) == ("hue.fail(17)", True)


def test_a_job_of_bullmq_that_waits_for_its_next_attempt_has_its_error_and_time(filled, read):
    (job,) = read(filled("bullmq"), "mail", RETRYING)
    assert (job.call, job.attempts, job.error) == ('retry({"order":18})', 1, "no stock for 18")
    assert job.due - job.since == 3600
    assert job.traceback.startswith("Error: no stock for 18\n    at ")


def test_keys_of_other_types_and_damaged_jobs_are_no_error(filled):
    url = filled(*ALL)
    redis = pytest.importorskip("redis")
    with redis.Redis.from_url(url) as client:
        for key in client.keys("*"):
            if client.type(key) == b"string":
                client.set(key, b"\x80\x05damaged")
            elif client.type(key) == b"hash":
                for field in client.hkeys(key):
                    client.hset(key, field, b"\xff{[")
        client.delete("rq:queue:mail", "unacked_index")
        client.set("rq:queue:mail", "x")
        client.set("unacked_index", "x")
    with closing(create_target(url).open_jobs()) as board:
        for queue in board.queues():
            for state in JobState:
                for job in board.jobs(queue, state, 10):
                    assert job.state in (state, RETRYING)


def test_targets_without_jobs_say_so():
    with pytest.raises(NotAllowed, match=r"127\.0\.0\.1:1 has no jobs; only Redis servers have them"):
        create_target("rq://127.0.0.1:1").open_jobs()


def test_a_cluster_is_refused(redis_cluster):
    with pytest.raises(BadCall, match="jobs on a cluster cannot be listed"):
        create_target(redis_cluster).open_jobs()


def any_reply(random, depth=0):
    """Return what a hostile server could send, as redis-py returns it."""
    kinds = [None, 7, 0.5, b"", b"x", b"{}", b"\xff", b"\x80\x05]q\x00h\x00a."]
    if depth < 3 and random.random() < 0.6:
        values = [any_reply(random, depth + 1) for _ in range(random.randrange(4))]
        return random.choice([values, {b"data": random.choice(kinds), 3: 4}, [(b"m", 1.5), *values]])
    return random.choice(kinds)


class WrongConnection:
    """A connection to a server that replies anything."""

    def __init__(self, replies):
        self._replies = replies

    def ask_for(self, read, *words):
        return read(
            [
                b"0",
                [b"huey.redis.a", b"bull:d:meta", b"dramatiq:b.msgs", b"_kombu.binding.c", self._replies()],
            ]
        )

    def ask_many(self, commands):
        return [self._replies() for _ in commands]


@pytest.mark.parametrize("seed", range(50))
def test_wrong_replies_of_a_server_are_no_error(seed):
    random = Random(seed)
    reads = KeyReads(WrongConnection(lambda: any_reply(random)))
    for framework in FRAMEWORKS:
        found = framework(reads)
        for queue in ("a", *found.queues()[:2]):
            found.counts(queue)
            for state in JobState:
                found.jobs(queue, state, 5)
