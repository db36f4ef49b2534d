# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
from contextlib import contextmanager
from dataclasses import replace

import pytest
from click import unstyle
from click.testing import CliRunner

import rqcore
from rqdebug.cli.event_lines import format_event, format_payload
from rqdebug.cli.group import commands
from rqdebug.cli.tail import Tail
from rqdebug.events.event_log import Event, EventLog
from rqdebug.events.filters.filter import Filter
from rqdebug.session import State

EVENT = Event(
    sequence=1,
    time=1_700_000_000_123_456_789,
    duration=1_500_000,
    method="put",
    queue="jobs",
    client="loader@127.0.0.1:9",
    outcome="ok",
    phase="end",
    size=8,
    depth=1,
    items=1,
    timeout=None,
    codec="json",
    call=3,
    item=4,
    payload=b'{"n": 1}',
)


def changed(**fields):
    size = len(fields.get("payload", EVENT.payload))
    return replace(EVENT, **({"size": size} | fields))


@contextmanager
def tailing(url, *arguments):
    """``rqdebug tail`` in a process of its own, once it watches."""
    command = [sys.executable, "-m", "rqdebug", "tail", url, *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        killer = threading.Timer(30, process.kill)
        killer.start()
        try:
            assert "watching" in process.stderr.readline()
            yield process
        finally:
            killer.cancel()
            process.kill()


def call_something(url):
    with rqcore.connect(url, name="caller") as controller:
        jobs = controller.create("tailed")
        jobs.put({"n": 1})
        jobs.put("x" * 300)
        jobs.get()
        jobs.close()


def test_json_lines_of_what_matches(controller_url):
    with tailing(controller_url, "--json", "--filter", "queue == tailed and method == put") as process:
        call_something(controller_url)
        first, second = (json.loads(process.stdout.readline()) for _ in range(2))
        process.send_signal(signal.SIGINT)
        out, err = process.communicate()
    assert (first["method"], first["queue"], first["payload"]) == ("put", "tailed", '{"n":1}')
    assert first["client"].startswith("caller@")
    assert (second["size"], second["sequence"]) == (300, first["sequence"] + 1)
    assert (process.returncode, out, err) == (0, "", "")


def test_lines_for_people(controller_url):
    with tailing(controller_url, "--seconds", "2") as process:
        call_something(controller_url)
        out, err = process.communicate()
    assert (process.returncode, err) == (0, "")
    methods = [line.split()[1] for line in out.splitlines() if " tailed " in line]
    assert methods == ["create", "put", "put", "get", "close"]


def test_a_reader_that_has_seen_enough(controller_url):
    with tailing(controller_url) as process:
        process.stdout.close()
        call_something(controller_url)
        assert process.wait(20) == 0
        assert process.stderr.read() == ""


class Attached:
    """What ``Tail`` sees of an attachment."""

    name, url, state, reason = "edge", "rq://edge", State.LIVE, ""

    def __init__(self):
        self.log = EventLog("edge", "rq://edge")


def test_what_is_missing_is_said(capsys):
    attached = Attached()
    tail = Tail(attached, Filter(), False, False)
    attached.log.record_loss(3)
    tail.print_new()
    attached.log.record_loss(4)
    attached.log.add_gap(0, 2 * 10**9)
    tail.print_new()
    tail.print_new()
    assert capsys.readouterr().err.splitlines() == [
        "rqdebug: watching rq://edge",
        "rqdebug: 3 events of rq://edge were lost: this side was too slow",
        "rqdebug: 4 events of rq://edge were lost: this side was too slow",
        "rqdebug: rq://edge was out of reach for 2.00 s: what happened then is unknown",
    ]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["rq://127.0.0.1:1"], "cannot reach rq://127.0.0.1:1: Connection refused\n"),
        (["nonsense"], "is not the URL of a target"),
        (["--filter", "foo == 1"], "the filter is wrong, column 1"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(arguments, words):
    result = CliRunner().invoke(commands, ["tail", *arguments])
    assert (result.exit_code, result.stdout) == (2, "")
    assert words in result.stderr
    assert result.stderr.count("\n") == 1


def test_a_line():
    time, *words = unstyle(format_event(EVENT, "edge")).split()
    assert time.endswith(".123456")
    assert words == ["edge", "put", "jobs", "ok", "1.5", "ms", "8", "B", "loader@127.0.0.1:9", '{"n":', "1}"]


@pytest.mark.parametrize(
    ("fields", "shown"),
    [
        ({}, '{"n": 1}'),
        ({"codec": "raw", "payload": b"a\x00\xff"}, r"a\x00\xff"),
        ({"codec": "text", "payload": b"a\x1b[31m"}, "a\ufffd[31m"),
        ({"codec": "text", "payload": b"a" * 100}, "a" * 80 + "…"),
        ({"codec": "text", "payload": b"abc", "size": 9}, "abc…"),
        ({"payload": b""}, ""),
    ],
)
def test_payloads(fields, shown):
    assert format_payload(changed(**fields)) == shown


def test_a_call_that_waits_has_no_duration_yet():
    assert "…" in format_event(changed(outcome="blocked", phase="start"))
