# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import json
import re
import threading
import time
from dataclasses import replace
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from rqcore.codec import Codec, Payload
from rqcore.protocol.queue_values import QueueStat
from rqdebug.cli import queues
from rqdebug.cli.group import commands
from rqdebug.cli.queues import _cells
from rqdebug.session import QueueRow, State
from rqdebug.targets.base import Coverage
from rqdebug.targets.controller_target import ControllerObservation


@pytest.fixture
def rqdebug(controller_url, monkeypatch):
    monkeypatch.setenv("RQ_URL", controller_url)

    def run(*words):
        result = CliRunner().invoke(commands, words, prog_name="rqdebug")
        return result.exit_code, result.stdout, result.stderr

    return run


def test_queues_are_printed_as_a_table(rqdebug, controller):
    controller.create("jobs", maxsize=2).put_many([1, 2])
    code, output, _ = rqdebug("queues")
    assert code == 0
    (line,) = (line for line in output.splitlines() if "jobs" in line)
    assert line.split()[1:5] == ["jobs", "fifo", "2", "2"]


def test_queues_are_printed_as_json(rqdebug, controller):
    controller.create("jobs").put("a")
    _, output, _ = rqdebug("queues", "--json")
    (row,) = map(json.loads, output.splitlines())
    assert (row["name"], row["size"], row["bytes"]) == ("jobs", 1, 1)


@pytest.fixture
def silent(monkeypatch):
    """Let controllers list their queues only when this event is set."""
    answers, listed = threading.Event(), ControllerObservation.list_queues

    def wait(observation):
        answers.wait(10)
        return listed(observation)

    monkeypatch.setattr(ControllerObservation, "list_queues", wait)
    yield answers
    answers.set()


@pytest.mark.parametrize("words", [(), ("--once",), ("--json",)])
def test_first_answer_of_a_slow_target_is_awaited(rqdebug, controller, silent, monkeypatch, words):
    controller.create("jobs")
    monkeypatch.setattr(
        queues, "time", SimpleNamespace(monotonic=time.monotonic, sleep=lambda _: silent.set())
    )
    code, output, message = rqdebug("queues", *words)
    assert (code, message) == (0, "")
    assert "jobs" in output


@pytest.mark.parametrize("words", [(), ("--once",), ("--json",)])
def test_target_that_does_not_answer_in_time_is_an_error_without_a_table(rqdebug, silent, monkeypatch, words):
    monkeypatch.setattr(queues, "ANSWER_TIMEOUT", 0.1)
    code, output, message = rqdebug("queues", *words)
    silent.set()
    assert (code, output) == (2, "")
    assert message.endswith(" has not listed its queues within 0.1 s\n")


@pytest.mark.parametrize("words", [("--once",), ("--json",)])
def test_queues_of_the_others_are_printed_beside_a_target_that_is_lost(
    rqdebug, controller, controller_url, words
):
    controller.create("jobs")
    code, output, message = rqdebug("queues", *words, controller_url, "rq://127.0.0.1:1")
    assert code == 2
    assert "jobs" in output and "refused" not in output
    assert message.startswith("rqdebug: cannot reach rq://127.0.0.1:1")


def test_target_that_has_not_answered_yet_is_shown_as_that():
    row = SimpleNamespace(name="edge", coverage=None, state=State.CONNECTING)
    assert list(queues._omissions([row])) == ["edge: no answer yet"]


def test_rates_are_available_after_two_polls_of_each_live_target(monkeypatch):
    first, second = SimpleNamespace(polls=0, state=State.LIVE), SimpleNamespace(polls=2, state=State.LIVE)
    lost = SimpleNamespace(polls=0, state=State.LOST)

    def poll(_):
        first.polls += 1

    monkeypatch.setattr(queues.time, "sleep", poll)
    queues._wait_for_rates(SimpleNamespace(attachments=(first, second, lost)))
    assert first.polls == 2


def test_peek_takes_no_item(rqdebug, controller):
    jobs = controller.create("jobs")
    jobs.put({"n": 1})
    jobs.put(Payload(Codec.PICKLE, b"never loaded"))
    jobs.put("x" * 200)
    code, output, message = rqdebug("peek", "jobs", "--limit", "2")
    lines = output.splitlines()
    assert code == 0
    number = str(jobs.previews(0, 0, 0)[0].number)
    assert lines[0].split() == [number, "json", "7", "B", '{"n":1}']
    assert lines[1].split()[1] == "pickle"
    assert "2 of 3 items\n" in message
    assert jobs.qsize() == 3
    assert rqdebug("peek", "jobs")[1].splitlines()[2].endswith("…")


def test_peek_looks_into_a_redis_without_changing_it(rqdebug, redis_program, redis_server_of):
    redis = pytest.importorskip("redis")
    with redis_server_of(redis_program) as server, redis.Redis(port=server.port) as bare:
        bare.rpush("jobs", "x", "y")
        code, output, message = rqdebug("peek", server.url, "jobs")
        assert bare.llen("jobs") == 2
    assert (code, len(output.splitlines())) == (0, 2)
    assert "2 of 2 items" in message


def test_peek_shows_text_and_json_of_a_redis_as_such(rqdebug, redis_program, redis_server_of):
    redis = pytest.importorskip("redis")
    with redis_server_of(redis_program) as server, redis.Redis(port=server.port) as bare:
        bare.rpush("jobs", b"\xff\x00", "grüße", '{"order": 17}')
        bare.zadd("delayed", {"late": 2, "soon": 1.5})
        code, output, _ = rqdebug("peek", server.url, "jobs")
        delayed = rqdebug("peek", server.url, "delayed")[1]
        _, listed, _ = rqdebug("queues", server.url)
    assert code == 0
    assert [line.split()[0] for line in output.splitlines()] == ["json", "text", "raw"]
    assert [json.loads(output.splitlines()[0].split(" B  ")[1])] == [{"order": 17}]
    assert "grüße" in output.splitlines()[1]
    assert [json.loads(line.split(" B  ")[1]) for line in delayed.splitlines()] == [
        {"member": "soon", "score": 1.5},
        {"member": "late", "score": 2.0},
    ]
    rows = [line.split()[1:] for line in listed.splitlines()]
    assert ["delayed", "zset", "2", *"––––––"] in rows, "its rates, clients and bytes are unknown"


def test_queues_of_all_kinds_of_targets_are_in_one_table(
    rqdebug, controller, controller_url, redis_program, redis_server_of
):
    redis = pytest.importorskip("redis")
    controller.create("jobs")
    with redis_server_of(redis_program) as server, redis.Redis(port=server.port) as bare:
        bare.rpush("list", "x")
        code, output, _ = rqdebug("queues", controller_url, server.url)
    assert code == 0
    assert {tuple(line.split()[1:3]) for line in output.splitlines()[1:]} == {
        ("jobs", "fifo"),
        ("list", "list"),
    }


@pytest.mark.parametrize("words", [(), ("--once",), ("--json",)])
def test_list_among_many_keys_is_printed(rqdebug, redis_program, redis_server_of, words):
    redis = pytest.importorskip("redis")
    with redis_server_of(redis_program) as server, redis.Redis(port=server.port) as bare:
        bare.mset({f"key:{number}": "x" for number in range(100_000)})
        bare.rpush("orders", "x")
        code, output, message = rqdebug("queues", *words, server.url)
    assert (code, message) == (0, "")
    assert "orders" in output


def test_what_was_not_examined_is_reported():
    row = SimpleNamespace(name="cache", coverage=Coverage(False, 120_000, 7))
    assert list(queues._omissions([row])) == [
        "cache: about 120,000 keys were not examined for queues yet",
        "cache: 7 more queues are not listed",
    ]


def test_missing_queue_or_controller_is_one_sentence(rqdebug):
    assert rqdebug("peek", "missing")[::2] == (
        2,
        "rqdebug: no queue is named 'missing'; check the name, or create it\n",
    )
    for words in (["a", "b", "c"], ["rq://127.0.0.1:1"]):
        assert rqdebug("peek", *words)[::2] == (2, "rqdebug: name one queue: rqdebug peek [URL] QUEUE\n")
    code, _, message = rqdebug("queues", "rq://127.0.0.1:1")
    assert (code, "refused" in message) == (2, True)


def test_peek_shows_waiting_calls_of_a_queue_in_another_program(rqdebug, private_queue):
    code, output, message = rqdebug("peek", "private")
    assert (code, output) == (0, "")
    assert "0 items not shown: queue 'private'" in message
    assert re.search(r"waiting: get by consumer for \d+\.\d s, without a timeout", message)


def test_rates_before_the_second_poll_are_unknown():
    counted = QueueStat("n", "jobs", "fifo", 0, 0, 7, 7, 0, 0, 0, 0, False, 0, 0)
    assert _cells(QueueRow(counted))[4:6] == ("–", "–")
    assert _cells(QueueRow(counted, 0.0, 2.5))[4:6] == ("0.0", "2.5")


def test_frozen_queue_is_shown_as_frozen():
    counted = QueueStat("n", "jobs", "fifo", 0, 0, 7, 7, 0, 0, 0, 0, False, 0, 0)
    assert str(_cells(QueueRow(counted))[1]) == "fifo"
    assert str(_cells(QueueRow(replace(counted, frozen="gets")))[1]) == "fifo, frozen"
