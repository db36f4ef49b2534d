# SPDX-License-Identifier: GPL-3.0-or-later
"""Records of the calls on an exposed queue, with a reporter that sends nothing."""

from __future__ import annotations

import asyncio
import gc
import inspect
import pickle
import queue
import sys
import threading
import traceback
import weakref

import pytest

from rqcore.errors import BadCall, ShutDown
from rqcore.exposing import probe
from rqcore.exposing.reporter import Reporter
from rqcore.protocol.event_batch import NO_TIMEOUT, Method, Outcome, Phase
from rqcore.url import Url


@pytest.fixture
def reporter(monkeypatch):
    """A reporter with an observer, but without its thread."""
    reporter = Reporter(Url.parse("rq://127.0.0.1:9"))
    reporter.is_observed = True
    monkeypatch.setattr(reporter, "add", lambda exposure: None)
    monkeypatch.setattr(probe, "reporter_of", lambda url: reporter)
    return reporter


def recorded(reporter):
    return [(record.method.name, record.phase.name, record.outcome.name) for record in reporter.records]


def test_call_that_need_not_wait_is_one_event(reporter):
    jobs = queue.Queue()
    probe.expose(jobs, "jobs")
    jobs.put("a")
    assert jobs.get() == "a"
    assert recorded(reporter) == [("PUT", "END", "OK"), ("GET", "END", "OK")]
    assert [record.content for record in reporter.records] == [("a",), ("a",)]
    assert {record.client for record in reporter.records} == {threading.current_thread().name}


def test_probed_methods_take_the_same_arguments(reporter):
    # Given
    jobs = queue.Queue(1)
    before = {name: inspect.signature(getattr(jobs, name)) for name in ("put", "get", "put_nowait")}
    # When
    probe.expose(jobs, "jobs")
    # Then
    assert {name: inspect.signature(getattr(jobs, name)) for name in before} == before
    assert jobs.put.__name__ == "put" and jobs.put.__doc__ == queue.Queue.put.__doc__
    jobs.put(item="a")
    assert [record.content for record in reporter.records] == [("a",)]


def test_asyncio_queue_takes_an_item_by_keyword(reporter):
    async def story():
        jobs = asyncio.Queue(1)
        before = inspect.signature(jobs.put)
        probe.expose(jobs, "jobs")
        assert inspect.signature(jobs.put) == before
        await jobs.put(item=1)
        getter = asyncio.create_task(jobs.get())
        await getter
        jobs.put_nowait(item=2)
        assert jobs.get_nowait() == 2

    asyncio.run(story())
    assert [record.content for record in reporter.records] == [(1,), (1,), (2,), (2,)]


def test_shut_down_queue_is_reported_as_shut_down(reporter):
    # Given
    class ShutQueue(queue.Queue):
        def get(self, block=True, timeout=None):
            raise ShutDown("shut")

    jobs = ShutQueue()
    jobs.queue.append(1)
    probe.expose(jobs, "jobs")
    # When
    with pytest.raises(ShutDown):
        jobs.get()
    # Then
    assert recorded(reporter) == [("GET", "END", "SHUTDOWN")]


def test_call_that_waits_is_a_start_and_an_end_with_its_timeout(reporter):
    jobs = queue.Queue()
    exposure = probe.expose(jobs, "jobs")
    with pytest.raises(queue.Empty):
        jobs.get(timeout=0.002)
    start, end = reporter.records
    assert (start.phase, start.outcome, start.timeout) == (Phase.START, Outcome.BLOCKED, 2_000_000)
    assert (end.phase, end.outcome, end.call) == (Phase.END, Outcome.EMPTY, start.call)
    assert end.waited >= 2_000_000
    assert exposure.waiting == {}


def test_waiting_call_without_a_timeout_is_reported_as_such(reporter, aside, until):
    jobs = queue.Queue(1)
    exposure = probe.expose(jobs, "jobs")
    jobs.put(1)
    putter = aside(jobs.put, 2)
    until(lambda: bool(exposure.waiting))
    (call,) = exposure.waiting.values()
    assert (call.method, call.timeout) == (Method.PUT, None)
    jobs.get()
    putter.result(20)
    (start,) = [record for record in reporter.records if record.phase is Phase.START]
    assert start.timeout == NO_TIMEOUT


@pytest.mark.parametrize("options", [{"block": False}, {"timeout": 0}, {"block": True, "timeout": 0.0}])
def test_call_that_may_not_wait_is_one_event_with_its_error(reporter, options):
    jobs = queue.Queue(1)
    probe.expose(jobs, "jobs")
    jobs.put(1)
    with pytest.raises(queue.Full):
        jobs.put(2, **options)
    assert recorded(reporter) == [("PUT", "END", "OK"), ("PUT", "END", "FULL")]


def test_positional_block_and_timeout_are_understood(reporter):
    jobs = queue.Queue()
    probe.expose(jobs, "jobs")
    with pytest.raises(queue.Empty):
        jobs.get(False)
    with pytest.raises(queue.Empty):
        jobs.get(True, 0.001)
    assert recorded(reporter) == [
        ("GET", "END", "EMPTY"),
        ("GET", "START", "BLOCKED"),
        ("GET", "END", "EMPTY"),
    ]


def test_calls_are_counted_but_not_recorded_without_an_observer(reporter):
    reporter.is_observed = False
    jobs = queue.Queue()
    exposure = probe.expose(jobs, "jobs")
    for number in range(3):
        jobs.put(number)
    jobs.get()
    assert reporter.records == []
    assert (exposure.puts, exposure.gets, exposure.depth) == (3, 1, 2)


def test_unexpected_error_is_recorded_as_an_error(reporter):
    class Picky(queue.Queue):
        def _put(self, item):
            raise LookupError(item)

    jobs = Picky()
    exposure = probe.expose(jobs, "jobs")
    with pytest.raises(LookupError):
        jobs.put(1)
    assert recorded(reporter) == [("PUT", "END", "ERROR")]
    assert exposure.puts == 0


def test_queue_differs_in_no_attribute_while_it_is_exposed(reporter):
    # Given
    alone, jobs = queue.Queue(1), queue.Queue(1)
    # When
    with probe.expose(jobs, "jobs"):
        # Then
        assert vars(jobs).keys() == vars(alone).keys()
        assert inspect.ismethod(jobs.put) and jobs.put.__self__ is jobs
        assert inspect.getfullargspec(jobs.put).args == ["self", "item", "block", "timeout"]
        assert pickle.loads(pickle.dumps(queue.Queue.put)) is queue.Queue.put


def test_classes_have_their_methods_again_after_the_last_exposure(reporter):
    # Given
    gc.collect()
    methods = {name: vars(queue.Queue)[name] for name in ("put", "get")}
    first, second = queue.Queue(), queue.Queue()
    # When
    with probe.expose(first, "first"):
        with probe.expose(second, "second"):
            pass
        second.put(1)
        first.put(1)
    first.get()
    # Then
    assert recorded(reporter) == [("PUT", "END", "OK")]
    assert {name: vars(queue.Queue)[name] for name in methods} == methods


def test_traceback_shows_the_frames_of_the_program_and_the_queue_alone(reporter):
    def frames(call):
        with pytest.raises((queue.Empty, TypeError)) as caught:
            call()
        return [frame.name for frame in traceback.extract_tb(caught.value.__traceback__)]

    # Given
    alone, jobs = queue.Queue(), queue.Queue()
    calls = [lambda jobs: jobs.get(False), lambda jobs: jobs.get(timeout=0.001), lambda jobs: jobs.put()]
    expected = [frames(lambda call=call: call(alone)) for call in calls]
    # When
    with probe.expose(jobs, "jobs"):
        # Then
        for is_observed in (True, False):
            reporter.is_observed = is_observed
            assert [frames(lambda call=call: call(jobs)) for call in calls] == expected


def test_exposed_queue_is_freed_with_its_last_reference(reporter):
    # Given
    jobs = queue.Queue()
    probe.expose(jobs, "jobs")
    freed = weakref.ref(jobs)
    gc.disable()
    # When
    del jobs
    # Then
    gc.enable()
    assert freed() is None


def test_override_that_calls_the_base_method_is_one_call(reporter):
    # Given
    class Loud(queue.Queue):
        def put(self, item, block=True, timeout=None):
            callers.append(sys._getframe(1).f_code.co_name)
            super().put(f"{item}!", block, timeout)

    callers, jobs = [], Loud()
    # When
    with probe.expose(jobs, "jobs"):
        jobs.put("a")
        jobs.put_nowait("b")
    # Then
    assert callers == ["test_override_that_calls_the_base_method_is_one_call", "put_nowait"]
    assert [record.content for record in reporter.records] == [("a!",), ("b!",)]


def test_put_that_waits_or_fails_shows_its_item_and_timeout(reporter):
    # Given
    jobs = queue.Queue(1)
    probe.expose(jobs, "jobs")
    jobs.put("a")
    # When
    for options in ({"timeout": 0.001}, {"block": False}):
        with pytest.raises(queue.Full):
            jobs.put(item="b", **options)
    # Then
    assert [(record.outcome.name, record.content, record.timeout) for record in reporter.records] == [
        ("OK", ("a",), NO_TIMEOUT),
        ("BLOCKED", ("b",), 1_000_000),
        ("FULL", ("b",), 1_000_000),
        ("FULL", ("b",), 0),
    ]


def test_put_of_a_task_that_waits_or_fails_shows_its_item(reporter):
    async def story():
        jobs = asyncio.Queue(1)
        exposure = probe.expose(jobs, "jobs")
        await jobs.put("a")
        with pytest.raises(asyncio.QueueFull):
            jobs.put_nowait("b")
        putter = asyncio.create_task(jobs.put("c"))
        while not exposure.waiting:
            await asyncio.sleep(0)
        putter.cancel()
        await asyncio.wait([putter])

    asyncio.run(story())
    assert [(record.outcome.name, record.content, record.timeout) for record in reporter.records] == [
        ("OK", ("a",), NO_TIMEOUT),
        ("FULL", ("b",), 0),
        ("BLOCKED", ("c",), NO_TIMEOUT),
        ("CANCELLED", ("c",), NO_TIMEOUT),
    ]


def test_put_that_waits_since_before_the_observer_came_shows_its_item(reporter, aside, until):
    # Given
    reporter.is_observed = False
    jobs = queue.Queue(1)
    exposure = probe.expose(jobs, "jobs")
    jobs.put("a")
    putter = aside(jobs.put, "b")
    until(lambda: bool(exposure.waiting))
    # When
    (start,) = exposure.blocked_calls()
    # Then
    assert (start.content, start.timeout) == (("b",), NO_TIMEOUT)
    jobs.get()
    putter.result(20)


@pytest.mark.parametrize("timeout", [float("inf"), 1e300, -1])
def test_strange_timeout_has_the_error_of_the_queue(reporter, timeout):
    def error(jobs):
        with pytest.raises((ValueError, OverflowError, queue.Empty)) as caught:
            jobs.get(timeout=timeout)
        return repr(caught.value)

    jobs = queue.Queue()
    probe.expose(jobs, "jobs")
    assert error(jobs) == error(queue.Queue())
    assert all(-1 <= record.timeout < 2**63 for record in reporter.records)


def test_exposure_keeps_no_queue_alive(reporter):
    jobs = queue.SimpleQueue()
    exposure = probe.expose(jobs, "jobs")
    assert not exposure.gone
    del jobs
    gc.collect()
    assert exposure.gone


def test_waiting_asyncio_task_is_a_call_with_its_name(reporter):
    async def story():
        jobs = asyncio.Queue()
        exposure = probe.expose(jobs, "jobs")
        getter = asyncio.create_task(jobs.get(), name="saver")
        while not exposure.waiting:
            await asyncio.sleep(0)
        jobs.put_nowait("a")
        assert await getter == "a"
        return exposure

    exposure = asyncio.run(story())
    gets = [record for record in reporter.records if record.method is Method.GET]
    assert [(record.client, record.phase, record.outcome) for record in gets] == [
        ("saver", Phase.START, Outcome.BLOCKED),
        ("saver", Phase.END, Outcome.OK),
    ]
    assert (exposure.puts, exposure.gets) == (1, 1)


def test_cancelled_task_ends_its_call_as_cancelled(reporter):
    async def story():
        jobs = asyncio.Queue(1)
        exposure = probe.expose(jobs, "jobs")
        await jobs.put(1)
        putter = asyncio.create_task(jobs.put(2))
        while not exposure.waiting:
            await asyncio.sleep(0)
        putter.cancel()
        await asyncio.wait([putter])
        return exposure

    exposure = asyncio.run(story())
    assert recorded(reporter) == [
        ("PUT", "END", "OK"),
        ("PUT", "START", "BLOCKED"),
        ("PUT", "END", "CANCELLED"),
    ]
    assert (exposure.puts, exposure.waiting) == (1, {})


@pytest.mark.parametrize("other", [[], None, "jobs", object()])
def test_other_objects_are_refused_with_their_type(reporter, other):
    with pytest.raises(BadCall, match=f"a {type(other).__name__} cannot be exposed; "):
        probe.expose(other, "jobs")
