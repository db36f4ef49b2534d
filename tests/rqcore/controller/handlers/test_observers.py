# SPDX-License-Identifier: GPL-3.0-or-later
"""What an observer receives about the calls that are blocked when it begins."""

from __future__ import annotations

from collections import Counter

import pytest

from rqcore.controller.handlers.dispatcher import Controller
from rqcore.controller.handlers.observers import FEW_STARTS
from rqcore.controller.queue import BLOCKED
from rqcore.protocol.event_batch import Method, Phase, decode_batch


@pytest.fixture
def controller():
    return Controller()


def client_of(controller):
    client = controller.connect("10.0.0.1:1", 0)
    client.protocol = 3
    return client


def begin_gets(controller, count):
    """Create a queue, and block calls of as many clients."""
    controller.execute(client_of(controller), [b"RQ.CREATE", b"NAME", b"jobs"], 0)
    for now_ns in range(count):
        assert controller.execute(client_of(controller), [b"RQ.GET", b"jobs"], now_ns) is BLOCKED


def gets_of(controller, observer):
    """Return how many events of each phase of gets the observer has received, by the number of the call."""
    batches, _ = controller.state.publisher.subscriptions[observer.number].take()
    events = [fields for parts in batches for fields, _ in decode_batch(b"".join(parts)).events()]
    gets = [fields for fields in events if fields["method"] == Method.GET]
    return (
        Counter(fields["call"] for fields in gets if fields["phase"] == Phase.START),
        Counter(fields["call"] for fields in gets if fields["phase"] == Phase.END),
    )


def test_few_blocked_calls_are_reported_at_once(controller):
    begin_gets(controller, FEW_STARTS)
    observer = client_of(controller)
    assert controller.execute(observer, [b"RQ.OBSERVE"], 0) is None
    starts, _ = gets_of(controller, observer)
    assert len(starts) == starts.total() == FEW_STARTS


def test_many_blocked_calls_are_reported_in_slices(controller):
    # Given
    begin_gets(controller, 3 * FEW_STARTS)
    observer = client_of(controller)
    assert controller.execute(observer, [b"RQ.OBSERVE"], 0) is BLOCKED
    # When
    steps = []
    for _ in observer.slices.steps:
        starts, _ = gets_of(controller, observer)
        steps.append(starts.total())
    # Then
    assert steps == [FEW_STARTS] * 3


def test_call_that_ends_between_the_slices_is_not_reported_as_blocked_afterwards(controller):
    # Given
    begin_gets(controller, 3 * FEW_STARTS)
    observer = client_of(controller)
    controller.execute(observer, [b"RQ.OBSERVE"], 0)
    steps = observer.slices.steps
    next(steps)
    # When
    items = [b"x"] * (2 * FEW_STARTS)
    controller.execute(client_of(controller), [b"RQ.MPUT", b"jobs", b"ITEMS", *items], 0)
    list(steps)
    # Then
    starts, ends = gets_of(controller, observer)
    assert len(starts) == starts.total() == 2 * FEW_STARTS
    assert len(ends) == ends.total() == 2 * FEW_STARTS
    assert len(starts.keys() & ends.keys()) == FEW_STARTS


def test_observer_that_leaves_between_the_slices_receives_no_more(controller):
    begin_gets(controller, 3 * FEW_STARTS)
    observer = client_of(controller)
    controller.execute(observer, [b"RQ.OBSERVE"], 0)
    next(observer.slices.steps)
    controller.disconnect(observer, 0)
    assert list(observer.slices.steps) == []
