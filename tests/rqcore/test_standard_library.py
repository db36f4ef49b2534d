# SPDX-License-Identifier: GPL-3.0-or-later
"""A remote queue passes the queue tests of the running Python's own test suite.

The tests of ``test.test_queue`` run unchanged, with remote queues in place of the classes in ``queue``,
so a newer Python brings its newer tests.
"""

from __future__ import annotations

import queue
import sys
import unittest
from types import SimpleNamespace
from typing import Any, ClassVar

import pytest

import rqcore
from rqcore.errors import ShutDown

PYTHON = f"{sys.version_info.major}.{sys.version_info.minor}"
standard = pytest.importorskip(
    "test.test_queue",
    reason=f"this Python came without its test suite; on Debian libpython{PYTHON}-testsuite brings it",
    exc_type=ImportError,
)

NOT_REMOTE = {
    "test_failing_queue": "it overrides _put and _get, which would have to run in the controller",
    "test_shrinking_queue": "it assigns to maxsize, a bound that clients share and cannot change",
    "test_references": "it compares identities; an item from a controller is only equal",
    "test_is_default": "it compares queue.SimpleQueue with itself",
    "test_reentrancy": "it puts from __del__ inside of a put, 10,000 times, to find a lock in this process",
}
"""Tests of internals that a remote queue cannot have, each with the reason."""


class Remote:
    """Constructed like a queue of ``queue``; all its methods belong to the handle."""

    controller: ClassVar[rqcore.ControllerHandle]
    kind = "fifo"

    def __init__(self, maxsize: int = 0) -> None:
        self.handle = self.controller.create(kind=self.kind, maxsize=maxsize)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.handle, name)

    @property
    def unfinished_tasks(self) -> int:
        return self.handle.stat().unfinished

    @property
    def is_shutdown(self) -> bool:
        return self.handle.stat().shutdown


class Queue(Remote):
    """The tests distinguish the kinds by the names of these classes."""


class LifoQueue(Remote):
    kind = "lifo"


class PriorityQueue(Remote):
    kind = "priority"


class RemoteQueues:
    """Mixed into a class of tests to replace its module ``queue``."""

    queue = SimpleNamespace(
        Queue=Queue,
        LifoQueue=LifoQueue,
        PriorityQueue=PriorityQueue,
        Empty=queue.Empty,
        Full=queue.Full,
        ShutDown=getattr(queue, "ShutDown", ShutDown),
    )

    @pytest.fixture(autouse=True)
    def _remote(self, request, controller):
        if reason := NOT_REMOTE.get(request.function.__name__):
            pytest.skip(reason)
        Remote.controller = controller


class TestQueue(RemoteQueues, standard.QueueTest, unittest.TestCase):
    pass


class TestLifoQueue(RemoteQueues, standard.LifoQueueTest, unittest.TestCase):
    pass


class TestPriorityQueue(RemoteQueues, standard.PriorityQueueTest, unittest.TestCase):
    pass


class TestFailingQueue(RemoteQueues, standard.FailingQueueTest, unittest.TestCase):
    pass


class TestSimpleQueue(RemoteQueues, standard.BaseSimpleQueueTest, unittest.TestCase):
    type2test = Queue
