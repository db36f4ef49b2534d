# SPDX-License-Identifier: GPL-3.0-or-later
"""Hashes and results of RQ."""

from __future__ import annotations

import pickle
import zlib

import pytest

from rqdebug.targets.job_board import JobState


def test_named_arguments_are_shown(filled, read):
    done = [job.call for job in read(filled("rq"), "mail", JobState.DONE)]
    assert 'work.send_mail("a0@x.org", subject="order")' in done


def test_a_failed_job_has_its_traceback_and_worker(filled, read):
    (job,) = read(filled("rq"), "mail", JobState.FAILED)
    assert job.traceback.startswith("Traceback (most recent call last):\n")
    assert job.traceback.rstrip().endswith(job.error)
    assert job.worker and job.since


@pytest.mark.parametrize(
    ("data", "call"),
    [
        (zlib.compress(pickle.dumps(("work.t", None, (1,), {"n": None}))), "work.t(1, n=null)"),
        (pickle.dumps(("work.t", None, (), {})), "work.t()"),
        (b"no pickle", "unknown(…)"),
        (pickle.dumps(17), "unknown(…)"),
    ],
)
def test_the_call_is_read_from_the_data_of_the_job(filled, read, data, call):
    url = filled("rq")
    with pytest.importorskip("redis").Redis.from_url(url) as client:
        client.rpush("rq:queue:mail", "mine")
        client.hset("rq:job:mine", "data", data)
    *_, job = read(url, "mail", JobState.WAITING)
    assert (job.id, job.call) == ("mine", call)


def test_a_job_whose_hash_has_expired_is_still_listed(filled, read):
    url = filled("rq")
    with pytest.importorskip("redis").Redis.from_url(url) as client:
        client.rpush("rq:queue:mail", "gone")
    *_, job = read(url, "mail", JobState.WAITING)
    assert (job.id, job.call) == ("gone", "unknown(…)")
