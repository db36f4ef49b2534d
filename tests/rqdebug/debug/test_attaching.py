# SPDX-License-Identifier: GPL-3.0-or-later
"""The debugger that takes filters as conditions."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

import rqcore
from rqcore.debug import queue
from rqcore.errors import BadUrl
from rqdebug.debug import attach
from rqdebug.errors import FilterError
from rqdebug.events.filters.saved_filters import SavedFilters


@pytest.fixture(scope="module")
def controller() -> Iterator[rqcore.ControllerHandle]:
    with rqcore.serve() as handle:
        yield handle


def test_a_text_holds_the_calls_that_match_it(controller):
    with rqcore.connect(controller.url) as client, attach(controller.url) as debugger:
        jobs = client.create("jobs")
        stop = debugger.hold("method == put and queue == jobs and payload.n == 2")
        jobs.put({"n": 1})
        putting = threading.Thread(target=jobs.put, args=({"n": 2},))
        putting.start()
        call = stop.wait(timeout=10)
        assert call.payload == b'{"n":2}'
        call.release(payload=b'{"n": 3}', codec="json")
        putting.join(10)
        assert [jobs.get(), jobs.get()] == [{"n": 1}, {"n": 3}]


def test_a_condition_of_rqcore_is_taken_too(controller):
    with attach(controller.url) as debugger:
        assert debugger.hold(queue.is_("jobs")).describe()["hits"] == 0


def test_saved_filters_have_their_names(controller, tmp_path):
    saved = SavedFilters(tmp_path / "filters.json")
    saved.save("mine", "queue == jobs")
    with attach(controller.url, saved=saved) as debugger:
        assert debugger.log("@mine and method == get").describe()["action"]["kind"] == "log"


def test_a_filter_of_what_is_known_later_is_refused(controller):
    with attach(controller.url) as debugger, pytest.raises(FilterError, match="`outcome` cannot be used"):
        debugger.fault("drop", "outcome == ok")


def test_only_a_controller_can_be_debugged():
    with pytest.raises(BadUrl, match="only a controller can be debugged"):
        attach("redis://127.0.0.1:1")
