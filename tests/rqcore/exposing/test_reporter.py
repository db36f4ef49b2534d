# SPDX-License-Identifier: GPL-3.0-or-later
"""Reports that a reporter sends, to a controller that records them."""

from __future__ import annotations

import json
import logging
import queue
import threading
import time

import pytest

from rqcore.codec import Codec
from rqcore.errors import BadUrl, ConnectionLost
from rqcore.exposing import reporter as reporter_module
from rqcore.exposing import reporters
from rqcore.exposing.reporter import CallRecord, Exposure, ProbedCall, Reporter
from rqcore.exposing.reporters import reporter_of
from rqcore.protocol.event_batch import Method, NameKind, Outcome, Phase, decode_batch
from rqcore.protocol.resp import PythonParser
from rqcore.url import Url


class FakeController:
    """Replaces the connection: it keeps the reports, and replies with the number of observers."""

    def __init__(self):
        self.events = 3
        self.observers = 0
        self.ahead = 0
        self.lost = False
        self.reports = []
        self.came = threading.Event()

    def connect(self, url, name, timeout):
        if self.lost:
            raise ConnectionLost("no controller")
        return self

    def run(self, exchange):
        parser = PythonParser()
        parser.feed(exchange.request)
        name, *arguments = parser.gets()
        if name == b"TIME":
            return exchange.result([b"%d" % (time.time() + self.ahead), b"0"])
        rows, batch = arguments
        self.reports.append((json.loads(rows), decode_batch(batch) if batch else None))
        self.came.set()
        return exchange.result(self.observers)

    def close(self):
        pass


@pytest.fixture
def controller(monkeypatch):
    controller = FakeController()
    monkeypatch.setattr(reporter_module, "open_connection", controller.connect)
    monkeypatch.setattr(reporter_module, "IDLE_INTERVAL", 0.001)
    monkeypatch.setattr(reporter_module, "INTERVAL", 0.001)
    monkeypatch.setattr(reporter_module, "RETRY_INTERVAL", 0.001)
    return controller


@pytest.fixture
def reporter(controller):
    reporter = Reporter(Url.parse("rq://127.0.0.1:9"))
    yield reporter
    reporter.end()


@pytest.fixture
def jobs():
    return queue.Queue(7)


@pytest.fixture
def expose(reporter, jobs):
    """Add the queue to the reporter, which starts to report it."""

    def expose(name="jobs"):
        exposure = Exposure(reporter, jobs, name, "queue.Queue", lambda queue: {"size": queue.qsize()})
        reporter.add(exposure)
        return exposure

    return expose


def call(exposure, client="MainThread", content=None, outcome=Outcome.OK):
    return CallRecord(
        exposure.number, client, Method.PUT, Phase.END, outcome, 1000, 20, 0, 3, 0, content=content
    )


def records(batch):
    return [event for event, _ in batch.events()]


def test_report_has_a_row_for_each_exposed_queue(controller, expose, jobs, until):
    jobs.put(1)
    exposure = expose()
    exposure.puts = 4
    until(lambda: any(rows for rows, _ in controller.reports))
    row = controller.reports[-1][0][0]
    assert (row["number"], row["name"], row["kind"]) == (exposure.number, "jobs", "queue.Queue")
    assert row["stat"] == {"puts": 4, "gets": 0, "blocked_puts": 0, "blocked_gets": 0, "size": 1}


def test_row_lists_waiting_calls_with_their_age_in_seconds(reporter, jobs):
    exposure = Exposure(reporter, jobs, "jobs", "queue.Queue", lambda queue: {})
    exposure.waiting[1] = ProbedCall("Thread-1", Method.GET, 5_000_000_000, 2.5)
    exposure.waiting[2] = ProbedCall("Thread-2", Method.PUT, 6_500_000_000, None)
    row = exposure.row(7_000_000_000, observed=False)
    assert row["waiters"] == [["Thread-1", "get", 2.0, 2.5], ["Thread-2", "put", 0.5, None]]
    assert (row["stat"]["blocked_gets"], row["stat"]["blocked_puts"]) == (1, 1)


def test_observation_is_on_while_the_controller_counts_observers(controller, reporter, expose, until):
    expose()
    controller.observers = 2
    until(lambda: reporter.is_observed)
    controller.observers = 0
    until(lambda: not reporter.is_observed)


def test_events_are_sent_once_with_the_name_of_their_client(controller, reporter, expose, until):
    exposure = expose()
    reporter.add_record(call(exposure, "saver", ({"a": 1},)))
    until(lambda: any(batch and batch.records for _, batch in controller.reports))
    (batch,) = [batch for _, batch in controller.reports if batch and batch.records]
    (record,) = records(batch)
    names = {(name.kind, name.number): name.text for name in batch.names}
    assert names[NameKind.CLIENT, record["client"]] == "saver"
    assert (record["queue"], record["depth"], record["waited"]) == (exposure.number, 3, 20)
    assert (bytes(batch.previews), record["codec"]) == (b'{"a":1}', Codec.JSON)


@pytest.mark.parametrize("offered, version", [(2, 2), (3, 3), (99, 3)])
def test_batches_have_the_version_that_the_controller_offers(
    controller, reporter, expose, until, offered, version
):
    controller.events = offered
    exposure = expose()
    reporter.add_record(call(exposure))
    until(lambda: any(batch and batch.records for _, batch in controller.reports))
    (batch,) = [batch for _, batch in controller.reports if batch and batch.records]
    assert batch.version == version
    assert [record["waited"] for record in records(batch)] == [20]


def test_times_of_events_are_by_the_clock_of_the_controller(controller, reporter, expose, until):
    # Given
    controller.observers, controller.ahead = 1, 3600
    exposure = expose()
    until(lambda: reporter.is_observed)
    # When
    reporter.add_record(call(exposure)._replace(time=time.time_ns()))
    until(lambda: any(batch and batch.records for _, batch in controller.reports))
    # Then
    (batch,) = [batch for _, batch in controller.reports if batch and batch.records]
    assert 3590 < records(batch)[0]["time"] / 1e9 - time.time() < 3610


def test_name_of_a_client_is_sent_with_its_first_event_only(controller, reporter, expose, until):
    def batches():
        return [batch for _, batch in controller.reports if batch and batch.records]

    exposure = expose()
    reporter.add_record(call(exposure))
    until(lambda: len(batches()) == 1)
    reporter.add_record(call(exposure))
    until(lambda: len(batches()) == 2)
    assert [len(batch.names) for batch in batches()] == [1, 0]


def test_events_beyond_the_bound_are_dropped_and_counted(monkeypatch, reporter, jobs):
    monkeypatch.setattr(reporter_module, "MAX_BUFFERED", 2)
    exposure = Exposure(reporter, jobs, "jobs", "queue.Queue", lambda queue: {})
    for _ in range(5):
        reporter.add_record(call(exposure))
    assert (len(reporter.records), reporter.dropped) == (2, 3)


def test_loss_of_events_is_logged_once_with_its_number(controller, reporter, expose, until, caplog):
    reporter.dropped = 3
    with caplog.at_level(logging.WARNING, "rqcore.exposing"):
        expose()
        until(lambda: reporter.dropped == 0 and bool(caplog.messages))
    assert [
        message for message in caplog.messages if message.startswith("dropped 3 events")
    ] == caplog.messages


def test_events_of_a_closed_exposure_are_not_sent(controller, reporter, expose, jobs, until):
    exposure = expose()
    other = Exposure(reporter, jobs, "other", "queue.Queue", lambda queue: {})
    reporter.add_record(call(other))
    reporter.add_record(call(exposure, "last"))
    until(lambda: any(batch and batch.records for _, batch in controller.reports))
    (batch,) = [batch for _, batch in controller.reports if batch and batch.records]
    assert [name.text for name in batch.names] == ["last"]


def test_garbage_collected_queue_is_not_reported(controller, reporter, until):
    gone = queue.Queue()
    kept = queue.Queue()
    exposures = [
        Exposure(reporter, each, name, "queue.Queue", lambda queue: {})
        for each, name in ((gone, "gone"), (kept, "kept"))
    ]
    for exposure in exposures:
        reporter.add(exposure)
    del gone
    until(lambda: bool(controller.reports) and [row["name"] for row in controller.reports[-1][0]] == ["kept"])


def test_thread_ends_with_the_last_exposure(controller, reporter, expose, until):
    exposure, threads = expose(), threading.enumerate()
    until(controller.came.is_set)
    thread = reporter._thread
    assert thread.is_alive
    exposure.close()
    assert not thread.is_alive
    assert threading.enumerate() == threads


def test_no_thread_runs_while_the_program_forks(controller, reporter, expose, until):
    # Given
    expose()
    until(controller.came.is_set)
    thread = reporter._thread
    # When
    reporter.before_fork()
    # Then
    assert not thread.is_alive
    # When
    controller.came.clear()
    reporter.after_fork_in_parent()
    # Then
    until(controller.came.is_set)


def test_lost_controller_turns_observation_off_and_is_tried_again(controller, reporter, expose, until):
    controller.observers, exposure = 1, expose()
    until(lambda: reporter.is_observed)
    controller.lost = True
    controller.run = lambda exchange: controller.connect(None, "", 0)
    until(lambda: not reporter.is_observed)
    reporter.add_record(call(exposure))
    assert exposure.row(0, False)["name"] == "jobs"
    del controller.run
    controller.lost = False
    until(lambda: reporter.is_observed)


def test_program_has_one_reporter_for_each_controller(monkeypatch):
    monkeypatch.setattr(reporters, "_reporters", {})
    first = reporter_of("rq://127.0.0.1:9")
    assert reporter_of("rq://127.0.0.1:9") is first
    assert reporter_of("rq://127.0.0.1:10") is not first


def test_wrong_url_is_refused_before_anything_is_exposed():
    with pytest.raises(BadUrl):
        reporter_of("http://127.0.0.1")
