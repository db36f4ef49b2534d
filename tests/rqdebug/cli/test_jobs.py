# SPDX-License-Identifier: GPL-3.0-or-later
"""``rqdebug jobs`` shows the queues of frameworks, and the jobs in one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

RECORDED = Path(__file__).parents[1] / "targets/redis/jobs/recorded"


@pytest.fixture(scope="module")
def url(redis_server_of, redis_program):
    """A server with jobs of RQ, which a real worker has worked on."""
    redis = pytest.importorskip("redis")
    with redis_server_of(redis_program) as server, redis.Redis(port=server.port) as client:
        for line in (RECORDED / "rq.jsonl").read_text().splitlines():
            client.execute_command(*(word.encode("latin-1") for word in json.loads(line)))
        yield server.url


def test_queues_are_shown_with_the_number_of_jobs_in_each_state(rqdebug, url):
    code, output, _ = rqdebug("jobs", url)
    title, row = output.splitlines()
    assert code == 0
    assert title.split()[:4] == ["framework", "queue", "waiting", "active"]
    assert row.split() == ["RQ", "mail", "3", "1", "1", "–", "1", "3"]
    code, output, _ = rqdebug("jobs", url, "--json")
    assert json.loads(output) == {
        "framework": "RQ",
        "queue": "mail",
        "waiting": 3,
        "active": 1,
        "scheduled": 1,
        "retrying": None,
        "failed": 1,
        "done": 3,
    }


def test_jobs_are_shown_with_call_worker_and_error(rqdebug, url):
    code, output, message = rqdebug("jobs", url, "mail")
    assert (code, message) == (0, "")
    states = [line.split()[0] for line in output.splitlines()]
    assert states == ["waiting"] * 3 + ["active", "scheduled", "failed"] + ["done"] * 3
    assert 'work.send_mail("a0@x.org", subject="order")' in output
    (failed,) = (line for line in output.splitlines() if line.startswith("failed"))
    assert failed.endswith("ValueError: no stock for 17")
    (active,) = (line for line in output.splitlines() if line.startswith("active"))
    assert "work.hang(5)" in active and "worker " in active


def test_one_state_can_be_chosen_and_printed_as_json(rqdebug, url):
    code, output, _ = rqdebug("jobs", url, "mail", "--state", "failed", "--json")
    job = json.loads(output)
    assert (code, job["framework"], job["state"]) == (0, "RQ", "failed")
    assert (job["name"], job["arguments"]) == ("work.fail", "17")
    assert job["traceback"].startswith("Traceback (most recent call last):\n")


def test_queues_of_two_frameworks_with_one_name_are_told_apart(rqdebug, redis_server_of, redis_program):
    redis = pytest.importorskip("redis")
    with redis_server_of(redis_program) as server, redis.Redis(port=server.port) as client:
        for name in ("bullmq", "rq"):
            for line in (RECORDED / f"{name}.jsonl").read_text().splitlines():
                client.execute_command(*(word.encode("latin-1") for word in json.loads(line)))
        lines = rqdebug("jobs", server.url, "mail", "--state", "active")[1].splitlines()
        assert [lines[0], lines[2]] == ["BullMQ", "RQ"]
        assert "hang(" in lines[1] and "work.hang(" in lines[3]
        found = rqdebug("jobs", server.url, "mail", "--state", "active", "--json")[1].splitlines()
        assert [json.loads(line)["framework"] for line in found] == ["BullMQ", "RQ"]


def test_the_traceback_of_an_error_is_printed_on_request(rqdebug, url):
    output = rqdebug("jobs", url, "mail", "--state", "failed", "--traceback")[1]
    assert "\n    Traceback (most recent call last):\n" in output
    assert output.endswith("    ValueError: no stock for 17\n")


def test_what_is_left_out_is_said(rqdebug, url):
    code, output, message = rqdebug("jobs", url, "mail", "--state", "waiting", "--limit", "2")
    assert (code, len(output.splitlines())) == (0, 2)
    assert message == "rqdebug: 2 of 3 waiting jobs are shown; --limit shows more\n"


def test_an_unknown_queue_is_an_error_that_lists_the_queues(rqdebug, url):
    assert rqdebug("jobs", url, "nothing") == (
        2,
        "",
        "rqdebug: no framework has a queue 'nothing' here; the queues are: mail\n",
    )


def test_options_for_jobs_need_a_queue(rqdebug, url):
    for option in (["--state", "failed"], ["--traceback"]):
        assert rqdebug("jobs", url, *option) == (
            2,
            "",
            "rqdebug: --state and --traceback need a queue: rqdebug jobs [URL] QUEUE\n",
        )


def test_a_server_without_jobs_says_so(rqdebug, url):
    assert rqdebug("jobs", f"{url}/7") == (
        0,
        "",
        "rqdebug: no jobs of Celery, RQ, BullMQ, Dramatiq, Huey or arq in this database\n",
    )


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["rq://127.0.0.1:1"], "127.0.0.1:1 has no jobs; only Redis servers have them"),
        (["a", "b"], "name one queue: rqdebug jobs [URL] [QUEUE]"),
        (["redis://127.0.0.1:1"], "cannot reach redis://127.0.0.1:1"),
    ],
)
def test_mistakes_are_one_sentence(rqdebug, words, message):
    code, output, error = rqdebug("jobs", *words)
    assert (code, output) == (2, "")
    assert message in error
    assert error.count("\n") == 1
