# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

from itertools import count

import pytest

from rqcore.controller.observation import missing_queue
from rqcore.controller.observation.missing_queue import MissingQueues
from rqcore.protocol.event_fields import NO_DEPTH


@pytest.fixture
def forgotten():
    return []


@pytest.fixture
def missing_queues(forgotten):
    return MissingQueues(count(7).__next__, forgotten.append)


def test_name_has_one_number_as_long_as_it_is_remembered(missing_queues):
    first = missing_queues.get("typo")
    assert (first.number, first.label, first.namespace, first.size) == (7, "typo", "typo", NO_DEPTH)
    assert missing_queues.get("other").number == 8
    assert missing_queues.get("typo") is first


def test_least_recently_used_name_is_forgotten_first(missing_queues, forgotten, monkeypatch):
    monkeypatch.setattr(missing_queue, "MAX_MISSING", 2)
    for name in ("a", "b", "a", "c"):
        missing_queues.get(name)
    assert forgotten == [8]
    assert missing_queues.get("b").number == 10
