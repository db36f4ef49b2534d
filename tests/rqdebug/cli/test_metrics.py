# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import subprocess
import sys
from contextlib import contextmanager
from dataclasses import fields
from http.client import HTTPConnection
from urllib.request import urlopen

import pytest
from click.testing import CliRunner
from prometheus_client import CollectorRegistry
from prometheus_client.parser import text_string_to_metric_families

import rqcore
from rqcore.debug import attach
from rqcore.protocol.queue_values import QueueStat
from rqdebug.cli.group import commands
from rqdebug.cli.metrics import INFO_METRICS, QUEUE_METRICS, ControllerCollector, queue_metrics
from rqdebug.cli.metrics_server import MetricsServer

TIMEOUT = 20
"""Seconds."""


@contextmanager
def serving(*arguments):
    """Run ``rqdebug metrics`` in a process; yield the address of its page."""
    command = [sys.executable, "-m", "rqdebug", "metrics", "--listen", "127.0.0.1:0", *arguments]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        try:
            line = process.stderr.readline()
            assert line.startswith("rqdebug: metrics of "), line
            yield line.split()[-1]
            process.terminate()
            assert process.wait(TIMEOUT) == 0
        finally:
            process.kill()


def read(page: str) -> dict[tuple[str, str], float]:
    """Return the metrics of a page: name and queue → value."""
    with urlopen(page, timeout=TIMEOUT) as answer:
        families = list(text_string_to_metric_families(answer.read().decode()))
    samples = [sample for family in families for sample in family.samples]
    return {(sample.name, sample.labels.get("queue", "")): sample.value for sample in samples}


@pytest.fixture(scope="module")
def page(controller_url):
    with serving(controller_url) as page:
        yield page


@pytest.fixture
def jobs(controller_url):
    with rqcore.connect(controller_url) as controller:
        jobs = controller.create('metrics "jobs"', maxsize=5)
        yield jobs
        jobs.close()


def test_page_has_every_metric_of_the_controller(page):
    metrics = read(page)
    assert metrics["rqcore_up", ""] == 1
    for row in INFO_METRICS:
        assert (f"rqcore_{row.name}{'_total' if row.counts else ''}", "") in metrics


def test_page_has_every_metric_of_a_queue(page, jobs):
    jobs.put(b"abc")
    jobs.put(b"de")
    jobs.get()
    metrics = read(page)
    names = [f"rqcore_{row.name}{'_total' if row.counts else ''}" for row in QUEUE_METRICS]
    assert [metrics[name, jobs.name] for name in names] == [1, 5, 2, 0, 0, 0, 2, 1, 2, 1]


@pytest.mark.parametrize(
    ("kind", "unknown"),
    [
        ("fifo", set()),
        ("queue.Queue", {"rqcore_queue_clients", "rqcore_queue_payload_bytes"}),
        (
            "list",
            {"rqcore_queue_clients", "rqcore_queue_payload_bytes", "rqcore_queue_puts", "rqcore_queue_gets"},
        ),
    ],
)
def test_figures_that_are_unknown_are_left_out(kind, unknown):
    figures = {field.name: 0 for field in fields(QueueStat)} | {"namespace": "a", "name": "jobs"}
    families = list(queue_metrics([QueueStat(**figures | {"kind": kind})]))
    assert {family.name for family in families if not family.samples} == unknown
    assert len(families) == len(QUEUE_METRICS)


def test_unnamed_queues_are_included_on_request(page, controller_url, jobs):
    unnamed = jobs.controller.create()
    assert ("rqcore_queue_items", unnamed.namespace) not in read(page)
    with serving(controller_url, "--every-queue") as other:
        assert read(other)["rqcore_queue_items", unnamed.namespace] == 0
    unnamed.close()


def test_up_is_0_without_a_controller():
    with serving("rq://127.0.0.1:1") as page:
        assert read(page) == {("rqcore_up", ""): 0}


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["http://x"], "is not the URL of a controller"),
        (["--listen", "9654"], "--listen must be HOST:PORT"),
        (["--listen", "x:99999"], "--listen must be HOST:PORT"),
        (["--listen", "no.such.host.invalid:0"], "cannot listen on no.such.host.invalid:0"),
    ],
)
def test_wrong_argument_is_one_sentence(arguments, sentence):
    result = CliRunner().invoke(commands, ["metrics", *arguments])
    assert result.exit_code == 2
    assert result.stderr.startswith("rqdebug: ") and result.stderr.count("\n") == 1
    assert sentence in result.stderr


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({}, 200),
        ({"Host": "board-1:9654", "Sec-Fetch-Site": "none"}, 200),
        ({"Host": "evil.example"}, 403),
        ({"Origin": "http://evil.example"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
    ],
)
def test_web_pages_read_no_metrics(fields, status):
    server = MetricsServer("127.0.0.1", 0, CollectorRegistry())
    link = HTTPConnection("127.0.0.1", server.server_port, timeout=TIMEOUT)
    try:
        link.request("GET", "/metrics", headers=fields)
        assert link.getresponse().status == status
    finally:
        link.close()
        server.stop()


def test_up_is_0_if_a_figure_of_the_controller_is_no_number(controller_url, monkeypatch, capsys):
    with rqcore.connect(controller_url) as handle:
        monkeypatch.setattr(type(handle), "info", lambda _: {"connected_clients": "zz"})
    (up,) = ControllerCollector(controller_url, False).collect()
    assert [(sample.name, sample.value) for sample in up.samples] == [("rqcore_up", 0)]
    assert "reports 'zz' as connected_clients, which is not a number" in capsys.readouterr().err


def test_frozen_queues_are_counted(page, controller_url, jobs):
    assert read(page)["rqcore_frozen_queues", ""] == 0
    with attach(controller_url) as debugger, debugger.freeze(jobs.namespace):
        assert read(page)["rqcore_frozen_queues", ""] == 1
