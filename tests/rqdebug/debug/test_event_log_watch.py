# SPDX-License-Identifier: GPL-3.0-or-later
"""The events of a target that a script expects."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from rqcore.errors import ConnectionLost, ProtocolError
from rqdebug.debug.event_log_watch import EventLogWatch
from rqdebug.errors import FilterError, ObservationError
from rqdebug.events.filters.saved_filters import SavedFilters
from rqdebug.targets.base import LostEvents
from rqdebug.targets.target_registry import create_target


class FakeObservation:
    """Shows what the test gives it."""

    def __init__(self):
        self.arrivals = []
        self.failure = None
        self.is_closed = threading.Event()
        self._pause = threading.Event()

    def receive(self, timeout):
        self._pause.wait(0.001)
        if self.failure:
            raise self.failure
        arrivals, self.arrivals = self.arrivals, []
        return arrivals

    def read_cost(self):
        return None

    def close(self):
        self.is_closed.set()


@pytest.fixture
def observation():
    return FakeObservation()


@pytest.fixture
def watch(observation, tmp_path):
    saved = SavedFilters(tmp_path / "filters.json")
    saved.save("puts", "method == put")
    watch = EventLogWatch(observation, "edge", saved)
    yield watch
    watch.close()


def test_events_of_calls_that_have_returned_are_counted(controller, controller_url, tmp_path):
    watch = EventLogWatch(create_target(controller_url).observe(), "edge", SavedFilters(tmp_path / "none"))
    try:
        jobs = controller.create("jobs")
        for number in range(1, 101):
            jobs.put(number)
            assert watch.count("method == put and queue == jobs", 0) == number
        assert watch.count("target == edge and method == put", watch.mark()) == 0
    finally:
        watch.close()


def test_events_of_earlier_clients_are_not_awaited(controller, controller_url, tmp_path):
    controller.create("jobs").put(1)
    watch = EventLogWatch(create_target(controller_url).observe(), "edge", SavedFilters(tmp_path / "none"))
    try:
        assert watch.count("method == put", 0) == 0
    finally:
        watch.close()


def test_event_is_awaited(controller, controller_url, tmp_path):
    watch = EventLogWatch(create_target(controller_url).observe(), "edge", SavedFilters(tmp_path / "none"))
    with ThreadPoolExecutor() as pool:
        found = pool.submit(watch.find, "method == put", 0, (), 30)
        controller.create("jobs").put({"n": 1})
        event = found.result(30)
    watch.close()
    assert (event.payload, event.client, event.queue) == ({"n": 1}, "tester", "jobs")
    assert str(event) == "put on 'jobs' by tester, ok: b'{\"n\":1}'"


def test_call_that_is_blocked_now_is_found_until_it_ends(controller, controller_url, tmp_path):
    watch = EventLogWatch(create_target(controller_url).observe(), "edge", SavedFilters(tmp_path / "none"))
    jobs = controller.create("jobs")
    with ThreadPoolExecutor() as pool:
        waiting = pool.submit(jobs.get, timeout=30)
        assert watch.find("blocked and method == get and queue == jobs", 0, (), 30).queue == "jobs"
        jobs.put(1)
        waiting.result(30)
        assert watch.count("blocked and queue == jobs", 0) == 0
    watch.close()


def test_call_that_waited_before_is_blocked_but_no_event_of_the_script(controller, controller_url, tmp_path):
    jobs = controller.create("jobs")
    with ThreadPoolExecutor() as pool:
        waiting = pool.submit(jobs.get, timeout=30)
        while not jobs.waiters():
            time.sleep(0.01)
        target = create_target(controller_url)
        watch = EventLogWatch(target.observe(), "edge", SavedFilters(tmp_path / "none"))
        assert watch.count("method == get and queue == jobs", 0) == 0
        assert watch.count("blocked and queue == jobs", watch.mark()) == 1
        jobs.put(1)
        waiting.result(30)
        assert watch.count("method == get and queue == jobs", 0) == 1
    watch.close()


def test_saved_filter_is_used(watch):
    assert watch.find("@puts", 0, (), 0) is None
    with pytest.raises(FilterError, match="no filter is saved as `gets`"):
        watch.count("@gets", 0)


def test_lost_events_make_counts_uncertain(watch, observation):
    observation.arrivals = [LostEvents(3)]
    watch.mark()
    with pytest.raises(ObservationError, match="3 events were lost"):
        watch.count("method == put", 0)
    with pytest.raises(ObservationError, match="3 events were lost"):
        watch.find("method == put", 0, (), 0, is_certain=True)
    assert watch.find("method == put", 0, (), 0) is None


def test_lost_connection_ends_waits(watch, observation):
    with ThreadPoolExecutor() as pool:
        found = pool.submit(watch.find, "method == put", 0, (), 60)
        observation.failure = ProtocolError("the target sent nonsense")
        with pytest.raises(ConnectionLost, match="can no longer be observed: the target sent nonsense"):
            found.result(30)
    assert observation.is_closed.wait(30)


def test_error_of_the_program_ends_waits(watch, observation):
    observation.failure = ZeroDivisionError("1/0")
    with pytest.raises(ConnectionLost, match="an unexpected error"):
        watch.find("method == put", 0, (), 60)


def test_close_ends_waits(watch, observation):
    with ThreadPoolExecutor() as pool:
        found = pool.submit(watch.count, "method == put", 0, 1, 60)
        watch.close()
        with pytest.raises(ConnectionLost, match="the run has ended"):
            found.result(30)
    assert observation.is_closed.is_set()
