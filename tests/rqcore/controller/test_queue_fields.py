# SPDX-License-Identifier: GPL-3.0-or-later
"""What a queue reports about itself, and the errors of its state."""

from __future__ import annotations

import pytest

from rqcore.codec import Codec
from rqcore.controller.items import Item
from rqcore.controller.queue import Queue


@pytest.fixture
def queue():
    queue = Queue(7, "jobs", "lifo", maxsize=2)
    queue.put(Item(1, Codec.RAW, b"abc"))
    return queue


def test_queue_without_a_name_is_labelled_with_its_namespace():
    queue = Queue(1, None)
    assert queue.label == queue.namespace
    assert Queue(1, "jobs").label == "jobs"


def test_stat_describes_the_queue_and_its_items(queue):
    stat = queue.stat()
    assert (stat.namespace, stat.name, stat.kind) == (queue.namespace, "jobs", "lifo")
    assert (stat.size, stat.maxsize, stat.puts, stat.gets, stat.bytes) == (1, 2, 1, 0, 3)
    assert (stat.unfinished, stat.shutdown, stat.clients) == (1, False, 0)


def test_errors_say_which_queue_and_what_to_do(queue):
    assert str(queue.full_error()) == "queue 'jobs' holds 1 of 2 items; wait, or raise its maxsize"
    assert str(queue.empty_error()) == "queue 'jobs' is empty"
    assert str(queue.closed_error()) == "queue 'jobs' was closed; create it again to use it"
    assert str(queue.shut_down_error()) == "queue 'jobs' was shut down; it accepts no more items"
