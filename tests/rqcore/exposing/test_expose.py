# SPDX-License-Identifier: GPL-3.0-or-later
"""Queues of this process, seen through a real controller."""

from __future__ import annotations

import asyncio
import gc
import multiprocessing
import os
import queue
import signal
import socket
import time
from contextlib import closing, contextmanager

import pytest

from rqcore import expose
from rqcore.client import exchanges
from rqcore.client.connection import open_connection
from rqcore.errors import BadCall, BadUrl
from rqcore.exposing import reporter
from rqcore.parallel_queue import ParallelQueue, ParallelSingleTaskQueue
from rqcore.process_queue import ProcessQueue
from rqcore.protocol.event_batch import Method, NameKind, Outcome, Phase, decode_batch
from rqcore.protocol.resp import Push, command
from rqcore.url import Url
from tests.rqcore.relay import Relay

PATIENCE = 20.0
SEEN = (Method.PUT, Method.GET, Method.TASK)


@pytest.fixture
def observed_calls(process):
    """Observe. ``observed_calls(enough)`` returns the events of "mine", as dicts, when ``enough`` is true."""
    link = open_connection(Url.parse(process.url), "observer", PATIENCE)
    link.send(command(["RQ.OBSERVE"]))
    assert link.receive(PATIENCE) == b"OK"
    names, rows = {}, []

    def observed_calls(enough):
        while not enough(rows):
            value = link.receive(PATIENCE)
            assert isinstance(value, Push)
            batch = decode_batch(value[1])
            names.update({(name.kind, name.number): name.text for name in batch.names})
            for event, preview in batch.events():
                row = {**event, "client": names[NameKind.CLIENT, event["client"]], "preview": preview}
                if names.get((NameKind.QUEUE, row["queue"])) == "mine" and row["method"] in SEEN:
                    rows.append(row)
        return list(rows)

    yield observed_calls
    link.close()


@pytest.fixture
def events(observed_calls):
    """``events(n)`` are the next n puts and gets as (client, method, outcome)."""
    given = 0

    def moves(rows):
        return [row for row in rows if row["method"] != Method.TASK]

    def events(count):
        nonlocal given
        rows = moves(observed_calls(lambda rows: len(moves(rows)) >= given + count))[given : given + count]
        given += count
        return [
            (row["client"].rpartition("@")[0], Method(row["method"]).name, Outcome(row["outcome"]).name)
            for row in rows
        ]

    return events


@pytest.fixture
def exposed(process, controller, until):
    """``with exposed(queue)``: the controller lists the queue as "mine"."""

    @contextmanager
    def exposed(queue):
        exposure = expose(queue, "mine", url=process.url)
        try:
            until(lambda: any(stat.name == "mine" for stat in controller.queues()))
            yield exposure
        finally:
            exposure.close()

    return exposed


def test_queue_that_is_exposed_twice_has_its_last_name(process, controller, until):
    # Given
    jobs = queue.Queue()
    first = expose(jobs, "first", url=process.url)
    # When
    second = expose(jobs, "second", url=process.url)
    # Then
    until(
        lambda: [stat.name for stat in controller.queues() if stat.name in ("first", "second")] == ["second"]
    )
    jobs.put(1)
    assert jobs.get(timeout=1) == 1
    assert (second.puts, second.gets) == (1, 1)
    # When
    first.close()
    jobs.put(2)
    # Then
    assert second.puts == 2
    second.close()
    jobs.put(3)
    assert second.puts == 2


def test_calls_of_threads_are_events(exposed, events, aside, until, controller):
    jobs = queue.Queue(2)
    with exposed(jobs) as exposure:
        until(lambda: exposure._reporter.is_observed)
        jobs.put(1)
        jobs.put_nowait(2)
        with pytest.raises(queue.Full):
            jobs.put(3, timeout=0.01)
        jobs.get()
        jobs.get(timeout=1)
        with pytest.raises(queue.Empty):
            jobs.get_nowait()
        getter = aside(jobs.get)
        until(lambda: controller.queue("mine").stat().blocked_gets == 1)
        assert [waiter.method for waiter in controller.queue("mine").waiters()] == ["get"]
        jobs.put("x")
        assert getter.result(PATIENCE) == "x"
        seen = events(10)
        assert [row[1:] for row in seen[:8]] == [
            ("PUT", "OK"),
            ("PUT", "OK"),
            ("PUT", "BLOCKED"),
            ("PUT", "FULL"),
            ("GET", "OK"),
            ("GET", "OK"),
            ("GET", "EMPTY"),
            ("GET", "BLOCKED"),
        ]
        assert sorted(row[1:] for row in seen[8:]) == [("GET", "OK"), ("PUT", "OK")]
        assert seen[0][0] == "MainThread"
        assert seen[7][0].startswith("Thread-")
        until(lambda: controller.queue("mine").stat().puts == 3)
        stat = controller.queue("mine").stat()
        assert (stat.kind, stat.size, stat.maxsize, stat.unfinished) == ("queue.Queue", 0, 2, 3)
    until(lambda: not any(stat.name == "mine" for stat in controller.queues()))


def test_calls_of_asyncio_tasks_are_events(exposed, events, until):
    async def main(jobs):
        getter = asyncio.create_task(jobs.get(), name="saver")
        await asyncio.sleep(0)
        await jobs.put("a")
        assert await getter == "a"
        jobs.put_nowait("b")
        assert jobs.get_nowait() == "b"
        with pytest.raises(asyncio.QueueEmpty):
            jobs.get_nowait()
        late = asyncio.create_task(jobs.get(), name="late")
        await asyncio.sleep(0)
        late.cancel()
        with pytest.raises(asyncio.CancelledError):
            await late

    jobs = asyncio.Queue()
    with exposed(jobs) as exposure:
        until(lambda: exposure._reporter.is_observed)
        asyncio.run(main(jobs))
        seen = events(8)
    assert seen[0] == ("saver", "GET", "BLOCKED")
    assert seen[2] == ("saver", "GET", "OK")
    assert [row[1:] for row in seen] == [
        ("GET", "BLOCKED"),
        ("PUT", "OK"),
        ("GET", "OK"),
        ("PUT", "OK"),
        ("GET", "OK"),
        ("GET", "EMPTY"),
        ("GET", "BLOCKED"),
        ("GET", "CANCELLED"),
    ]


def test_items_of_plain_types_are_previewed(exposed, observed_calls, until):
    jobs, more = queue.Queue(), asyncio.Queue()
    with exposed(jobs) as exposure:
        until(lambda: exposure._reporter.is_observed)
        jobs.put({"n": 17})
        jobs.put(item="named")
        jobs.put(jobs)
        for _ in range(3):
            jobs.get()
        previews = [row["preview"] for row in observed_calls(lambda rows: len(rows) == 6)]
    assert previews == [b'{"n":17}', b"named", b"<Queue>", b'{"n":17}', b"named", b"<Queue>"]

    async def main():
        getter = asyncio.create_task(more.get())
        await asyncio.sleep(0)
        more.put_nowait("a")
        await getter

    with exposed(more) as exposure:
        until(lambda: exposure._reporter.is_observed)
        asyncio.run(main())
        rows = observed_calls(lambda rows: len(rows) == 9)[6:]
    assert [row["preview"] for row in rows] == [b"", b"a", b"a"]


def test_calls_on_a_multiprocessing_queue_are_events(exposed, events, until, controller):
    jobs = multiprocessing.Queue()
    with exposed(jobs) as exposure:
        until(lambda: exposure._reporter.is_observed)
        jobs.put(1)
        assert jobs.get(timeout=PATIENCE) == 1
        assert [row[1:] for row in events(1)] == [("PUT", "OK")]
        while (seen := events(1)[0][1:]) != ("GET", "OK"):  # the get may have been blocked
            assert seen == ("GET", "BLOCKED")
    jobs.close()
    jobs.join_thread()


def test_calls_on_queues_with_workers_are_events(exposed, events, until, controller):
    with ParallelSingleTaskQueue(abs, 1) as tasks, exposed(tasks) as exposure:
        until(lambda: exposure._reporter.is_observed)
        tasks.put(-3)
        assert tasks.get(timeout=PATIENCE) == 3
        seen = events(2)
        assert seen[0][1:] == ("PUT", "OK")
        assert seen[1][1] == "GET"
    lists = ProcessQueue(print)
    with exposed(lists):
        lists.append([1, 2])
        until(lambda: controller.queue("mine").stat().size == 1)


def test_workers_are_clients_and_tasks_their_calls(exposed, observed_calls, until, controller):
    with ParallelQueue(2) as tasks, exposed(tasks) as exposure:
        until(lambda: exposure._reporter.is_observed)
        tasks.put(abs, -3)
        assert tasks.get(timeout=PATIENCE) == 3
        tasks.put(int, "x")
        with pytest.raises(ValueError):
            tasks.get(timeout=PATIENCE)
        rows = observed_calls(lambda rows: sum(row["outcome"] == Outcome.ERROR for row in rows) == 1)
        first = [row for row in rows if row["item"] == rows[0]["item"] and row["outcome"] != Outcome.BLOCKED]
        assert {Method(row["method"]).name: row["preview"] for row in first} == {
            "PUT": b"abs(-3)",
            "TASK": b"abs(-3)",
            "GET": b"3",
        }
        (done,) = [row for row in first if row["method"] == Method.TASK]
        assert done["client"].startswith("worker-")
        assert (done["phase"], done["outcome"]) == (Phase.END, Outcome.OK)
        (failed,) = [row for row in rows if row["outcome"] == Outcome.ERROR]
        assert (failed["method"], failed["preview"]) == (Method.TASK, b"int('x')")
        assert failed["item"] == done["item"] + 1


def is_slow(row, outcome):
    return row["outcome"] == outcome and row["preview"] == b"sleep(60)"


def test_slow_task_is_visible_while_it_runs(exposed, observed_calls, until, controller, tmp_path):
    with ParallelQueue(2) as tasks, exposed(tasks) as exposure:
        until(lambda: exposure._reporter.is_observed)
        tasks.put(time.sleep, 60)
        tasks.put(abs, -3)
        until(
            lambda: (stat := controller.run(exchanges.tasks("mine"))) and stat.early == (1,) and stat.holder
        )
        stat = controller.run(exchanges.tasks("mine"))
        assert (stat.holding, stat.holder.text, stat.put) == (0, "sleep(60)", 2)
        # On a busy machine, the short task may take long enough to be reported, too.
        rows = observed_calls(lambda rows: any(is_slow(row, Outcome.BUSY) for row in rows))
        (begun,) = [row for row in rows if is_slow(row, Outcome.BUSY)]
        assert begun["client"].startswith(stat.holder.name)
        os.kill(stat.holder.pid, signal.SIGKILL)
        rows = observed_calls(lambda rows: any(row["outcome"] == Outcome.ERROR for row in rows))
        (ended,) = [row for row in rows if row["outcome"] == Outcome.ERROR]
        assert (ended["call"], ended["client"]) == (begun["call"], begun["client"])
        assert ended["waited"] > begun["waited"]
        until(lambda: controller.run(exchanges.tasks("mine")).ready == 2)
    assert tasks._pool.watcher is None


def test_workers_are_not_reported_without_an_observer(exposed, until, controller):
    with ParallelQueue(1) as tasks, exposed(tasks) as exposure:
        until(lambda: not exposure._reporter.is_observed)
        tasks.put(abs, -3)
        assert tasks.get(timeout=PATIENCE) == 3
        until(lambda: controller.queue("mine").stat().gets == 1)
        assert controller.run(exchanges.tasks("mine")) is None
        assert exposure._reporter.records == []


def test_waiting_calls_are_reported_without_an_observer(exposed, aside, until, controller):
    jobs = queue.Queue()
    with exposed(jobs) as exposure:
        until(lambda: not exposure._reporter.is_observed)
        getter = aside(jobs.get)
        until(lambda: controller.queue("mine").stat().blocked_gets == 1)
        assert [waiter.method for waiter in controller.queue("mine").waiters()] == ["get"]
        assert exposure._reporter.records == []
        jobs.put("x")
        assert getter.result(PATIENCE) == "x"
        until(lambda: controller.queue("mine").stat().blocked_gets == 0)
        assert controller.queue("mine").waiters() == []


def test_size_of_a_simple_queue_is_reported(exposed, until, controller):
    jobs = queue.SimpleQueue()
    jobs.put(1)
    with exposed(jobs):
        until(lambda: controller.queue("mine").stat().size == 1)


def test_collected_queue_is_no_longer_listed(process, until, controller):
    jobs = queue.Queue()
    exposure = expose(jobs, "mine", url=process.url)
    until(lambda: any(stat.name == "mine" for stat in controller.queues()))
    del jobs
    gc.collect()
    until(lambda: not any(stat.name == "mine" for stat in controller.queues()))
    exposure.close()


def test_program_runs_without_a_controller():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        jobs = queue.Queue()
        exposure = expose(jobs, "mine", url=f"rq://127.0.0.1:{free.getsockname()[1]}")
        jobs.put(1)
        assert jobs.get() == 1
        with pytest.raises(queue.Empty):
            jobs.get_nowait()
        assert exposure._reporter.records == []
        exposure.close()


def test_program_continues_when_its_controller_ends(launch, until):
    jobs = queue.Queue()
    with launch() as process:
        exposure = expose(jobs, "mine", url=process.url)
        with process.connect() as controller:
            until(lambda: bool(controller.queues()))
        process.end()
        jobs.put(1)
        assert jobs.get() == 1
    exposure.close()


@pytest.mark.parametrize("is_silent", [False, True])
def test_idle_program_reports_again_after_its_link_has_failed(
    process, controller, until, monkeypatch, is_silent
):
    def puts():
        return [stat.puts for stat in controller.queues() if stat.name == "mine"]

    monkeypatch.setattr(reporter, "NETWORK_TIMEOUT", 0.3)
    monkeypatch.setattr(reporter, "RETRY_INTERVAL", 0.1)
    jobs = queue.Queue()
    with closing(Relay(process.port)) as relay, expose(jobs, "mine", url=relay.url):
        until(lambda: puts() == [0])
        relay.is_silent = is_silent
        if not is_silent:
            relay.cut()
        jobs.put(1)
        until(lambda: relay.accepted > 1)
        relay.is_silent = False
        until(lambda: puts() == [1])


@contextmanager
def forked():
    """A forked child of this process, which waits until the test ends it."""
    ours, theirs = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(theirs)
        os.read(ours, 1)
        os._exit(0)
    try:
        yield
    finally:
        os.close(ours)
        os.close(theirs)
        os.waitpid(child, 0)


def test_forked_child_reports_its_own_calls(process, until, controller):
    def listed():
        return sum(stat.kind == "queue.Queue" for stat in controller.queues())

    jobs = queue.Queue()
    exposure = expose(jobs, "mine", url=process.url)
    until(lambda: listed() == 1)
    with forked():
        until(lambda: listed() == 2)
    until(lambda: listed() == 1)
    exposure.close()


def test_forked_child_reports_no_blocked_calls_of_its_parent(until, controller, exposed, events, aside):
    def blocked():
        return sorted(stat.blocked_gets for stat in controller.queues() if stat.kind == "queue.Queue")

    jobs = queue.Queue()
    with exposed(jobs) as exposure:
        until(lambda: exposure._reporter.is_observed)
        waiting = aside(jobs.get)
        until(lambda: blocked() == [1])
        with forked():
            until(lambda: blocked() == [0, 1])
        jobs.put(1)
        assert waiting.result(PATIENCE) == 1


def test_nonblocking_call_is_not_reported_as_blocked(exposed, events, until):
    jobs = queue.Queue(1)
    with exposed(jobs) as exposure:
        until(lambda: exposure._reporter.is_observed)
        jobs.put(1)
        for options in ({"timeout": 0}, {"block": False}):
            with pytest.raises(queue.Full):
                jobs.put(2, **options)
        assert [outcome for _, _, outcome in events(3)] == ["OK", "FULL", "FULL"]


def test_loss_of_events_is_logged(exposed, events, until, caplog, monkeypatch):
    jobs = queue.Queue()
    with exposed(jobs) as exposure:
        until(lambda: exposure._reporter.is_observed)
        monkeypatch.setattr(reporter, "MAX_BUFFERED", 0)
        jobs.put(1)
        until(lambda: "dropped 1 events of exposed queues" in caplog.text)


def test_other_objects_are_refused():
    with pytest.raises(BadCall, match="list"):
        expose([], "mine")
    with pytest.raises(BadUrl):
        expose(queue.Queue(), "mine", url="x://")
