# SPDX-License-Identifier: GPL-3.0-or-later
"""The queues of ``rqcore.multiprocessing`` pass the queue tests of the running Python's own test suite."""

from __future__ import annotations

import multiprocessing
import sys
import unittest
from collections.abc import Iterator

import pytest

import rqcore
from rqcore.multiprocessing import JoinableQueue, Queue

PYTHON = f"{sys.version_info.major}.{sys.version_info.minor}"
standard = pytest.importorskip(
    "test._test_multiprocessing",
    reason=f"this Python came without its test suite; on Debian libpython{PYTHON}-testsuite brings it",
    exc_type=ImportError,
)
fork = multiprocessing.get_context("fork")

NOT_SHARED = {
    "test_queue_feeder_donot_stop_onexc": "it puts what cannot be pickled, which is an error of put here",
    "test_closed_queue_empty_exceptions": "it expects that closing an unused queue does nothing",
}
"""Tests of what differs, as the module explains, each with the reason."""


class TestQueue(standard._TestQueue, unittest.TestCase):
    TYPE = "processes"
    Process = fork.Process
    Event = staticmethod(fork.Event)
    Queue = staticmethod(lambda maxsize=0: Queue(maxsize))
    JoinableQueue = staticmethod(lambda: JoinableQueue())

    @pytest.fixture(autouse=True)
    def _own_controller(
        self, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
    ) -> Iterator[None]:
        if reason := NOT_SHARED.get(request.function.__name__):
            pytest.skip(reason)
        with rqcore.serve() as controller:
            monkeypatch.setenv("RQ_URL", str(controller.url))
            yield
