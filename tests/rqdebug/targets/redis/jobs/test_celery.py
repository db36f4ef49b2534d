# SPDX-License-Identifier: GPL-3.0-or-later
"""Messages and results of Celery."""

from __future__ import annotations

import base64
import json
import os
import pickle

import pytest

from rqdebug.targets.job_board import JobState
from rqdebug.targets.redis.jobs.celery import job_of


def test_a_job_of_celery_that_waits_is_read_from_its_message(filled, read):
    url = filled("celery")
    redis = pytest.importorskip("redis")
    with redis.Redis.from_url(url) as client:
        for n, end in enumerate(("", "", "\x06\x163")):
            body = base64.b64encode(json.dumps([["a"], {"n": n}, {}]).encode()).decode()
            headers = {"task": "shop.t", "id": str(n), "retries": 1}
            message = {"body": body, "headers": headers, "properties": {"body_encoding": "base64"}}
            client.lpush(f"celery{end}", json.dumps(message))
        client.lpush("celery", "no message")
    jobs = read(url, "celery", JobState.WAITING)
    assert [(job.id, job.call) for job in jobs] == [
        ("0", 'shop.t("a", n=0)'),
        ("1", 'shop.t("a", n=1)'),
        ("", "unknown(…)"),
        ("2", 'shop.t("a", n=2)'),
    ]
    assert jobs[0].attempts == 1
    assert len(read(url, "celery", JobState.WAITING, 2)) == 2


def test_a_pickled_body_is_read_without_being_loaded():
    body = base64.b64encode(pickle.dumps((("a", os._exit), {"n": 1}, {}))).decode()
    message = {
        "body": body,
        "content-type": "application/x-python-serialize",
        "headers": {"task": "shop.t", "id": "1", "eta": "2026-11-29T20:42:35+00:00"},
        "properties": {"body_encoding": "base64"},
    }
    job = job_of(json.dumps(message).encode(), "celery", JobState.WAITING)
    assert job.call == 'shop.t("a", {"class":"posix._exit"}, n=1)'
    assert job.due == 1795984955


def test_a_body_that_cannot_be_read_is_shown_as_that():
    message = {"body": "%%%", "headers": {"task": "shop.t", "id": "1", "argsrepr": "('secret',)"}}
    assert job_of(json.dumps(message).encode(), "celery", JobState.WAITING).call == "shop.t(…)"


@pytest.mark.parametrize("retries", ["1e999", "NaN", '"inf"'])
def test_attempts_that_are_no_finite_number_are_unknown(retries):
    message = f'{{"headers": {{"task": "shop.t", "id": "1", "retries": {retries}}}}}'
    assert job_of(message.encode(), "celery", JobState.WAITING).attempts is None


@pytest.mark.parametrize("depth", [300, 700, 900, 2000])
def test_arguments_of_any_depth_are_shown_or_left_out(depth):
    body = f"[{'[' * depth}{']' * depth}, {{}}]"
    message = {"body": body, "headers": {"task": "shop.t", "id": "1"}}
    call = job_of(json.dumps(message).encode(), "celery", JobState.WAITING).call
    assert call.startswith("shop.t([") or call == "shop.t(…)"
