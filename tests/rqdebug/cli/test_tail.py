# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
from contextlib import ExitStack, contextmanager
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

import rqcore
from rqdebug.cli.common import merge_logs
from rqdebug.cli.group import commands
from rqdebug.cli.tail import EventPrinter, TargetWatch
from rqdebug.events.event_log import EventLog
from rqdebug.events.filters.filter import parse
from rqdebug.session import State
from rqdebug.targets.base import Capabilities


@contextmanager
def tailing(url, *arguments):
    """Run ``rqdebug tail`` in a process, and yield it once it is connected."""
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


def test_matching_events_are_printed_as_json_lines(controller_url):
    with tailing(controller_url, "--json", "--filter", "queue == tailed and method == put") as process:
        call_something(controller_url)
        first, second = (json.loads(process.stdout.readline()) for _ in range(2))
        process.send_signal(signal.SIGINT)
        out, err = process.communicate()
    assert (first["method"], first["queue"], first["payload"]) == ("put", "tailed", '{"n":1}')
    assert first["client"] == "caller"
    assert (second["size"], second["sequence"]) == (300, first["sequence"] + 1)
    assert (process.returncode, out, err) == (130, "", "")


def test_events_are_printed_as_lines_for_the_given_seconds(controller_url):
    with tailing(controller_url, "--seconds", "2") as process:
        call_something(controller_url)
        out, err = process.communicate()
    assert (process.returncode, err) == (0, "")
    methods = [line.split()[1] for line in out.splitlines() if " tailed " in line]
    assert methods == ["create", "put", "put", "get", "close"]


def test_command_ends_when_its_output_is_closed(controller_url):
    with tailing(controller_url) as process:
        process.stdout.close()
        call_something(controller_url)
        assert process.wait(20) == 0
        assert process.stderr.read() == ""


class Attached:
    """The attributes of an attachment that ``Tail`` uses."""

    name, url, state, reason, late = "edge", "rq://edge", State.LIVE, "", 0

    def __init__(self):
        self.log = EventLog("edge", "rq://edge")


def test_losses_gaps_and_late_events_are_reported_once(capsys):
    attached = Attached()
    watch = TargetWatch(attached)
    attached.log.record_loss(3)
    watch.print_new()
    attached.log.record_loss(1)
    attached.log.add_gap(0, 2 * 10**9)
    attached.late = 2
    watch.print_new()
    watch.print_new()
    assert capsys.readouterr().err.splitlines() == [
        "rqdebug: watching rq://edge",
        "rqdebug: 3 events of rq://edge were lost: rqdebug read too slowly",
        "rqdebug: 1 event of rq://edge was lost: rqdebug read too slowly",
        "rqdebug: 2 events of rq://edge arrived late, behind ones that happened later",
        "rqdebug: rq://edge was not observed for 2.00 s; calls in that time are missing",
    ]


def test_whole_payloads_are_printed_and_filtered_with_the_option_of_the_url(controller_url):
    url = f"{controller_url}?preview=all"
    with tailing(url, "--json", "--filter", f'queue == tailed and payload endswith "{"x" * 300}"') as process:
        call_something(controller_url)
        assert len(json.loads(process.stdout.readline())["payload"]) == 300


def test_tail_counts_events_that_a_cut_payload_leaves_unknown(capsys, rows):
    log = EventLog("edge", "rq://edge")
    tail = EventPrinter(log, parse("not payload.id == 17"), False, "edge")
    log.append(rows({"payload": b'{"id": 1', "size": 400}, {"payload": b'{"id": 1}', "size": 9}))
    tail.print_new()
    assert len(capsys.readouterr().out.splitlines()) == 1
    assert tail.view.unknown_count == 1


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["rq://127.0.0.1:1"], "cannot reach rq://127.0.0.1:1: connection refused; start the server"),
        (["nonsense"], "is not the URL of a target"),
        (["--filter", "foo == 1"], "invalid filter, column 1"),
    ],
)
def test_impossible_request_is_one_sentence(arguments, words):
    result = CliRunner().invoke(commands, ["tail", *arguments])
    assert (result.exit_code, result.stdout) == (2, "")
    assert words in result.stderr
    assert result.stderr.count("\n") == 1


def test_events_of_several_targets_are_printed_in_the_order_of_time(capsys, rows):
    logs = [EventLog("north", "rq://north"), EventLog("south", "rq://south")]
    logs[0].append(rows({"time": 1, "queue": "a"}, {"time": 4, "queue": "d"}))
    logs[1].append(rows({"time": 2, "queue": "b"}, {"time": 3, "queue": "c"}))
    session = SimpleNamespace(attachments=[SimpleNamespace(log=log) for log in logs])
    with ExitStack() as stack:
        printer = EventPrinter(merge_logs(session, stack), parse(""), as_json=True, target=None)
    printer.print_new()
    events = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [event["queue"] for event in events] == ["a", "b", "c", "d"]


def test_load_that_was_not_reported_yet_is_not_called_unsupported():
    def cost_of(reports_cost):
        target = SimpleNamespace(capabilities=Capabilities(reports_cost=reports_cost))
        return TargetWatch(SimpleNamespace(name="edge", target=target, meter=None)).format_cost()

    assert cost_of(True) == "edge has not reported the load of observing"
    assert cost_of(False) == "edge does not report the load of observing"
