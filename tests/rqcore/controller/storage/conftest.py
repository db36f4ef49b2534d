# SPDX-License-Identifier: GPL-3.0-or-later
"""A journal, and a durable queue in it."""

from __future__ import annotations

import pytest

from rqcore.controller import paged_store
from rqcore.controller.storage.durable_queue import DurableQueue
from rqcore.controller.storage.journal import Journal
from rqcore.protocol.memory import Memory

SMALL = {
    "PAGE_ITEMS": 2,
    "PAGE_BYTES": 5,
    "WINDOW_ITEMS": 3,
    "WINDOW_BYTES": 9,
    "LOW_ITEMS": 2,
    "LOW_BYTES": 4,
}


@pytest.fixture
def small_pages(monkeypatch):
    """Let queues use pages as soon as they have some items."""
    for name, value in SMALL.items():
        monkeypatch.setattr(paged_store, name, value)


@pytest.fixture
def journal():
    journal = Journal()
    journal.open()
    return journal


@pytest.fixture
def queue(journal):
    queue = DurableQueue(1, "jobs", "fifo", 0, Memory(), journal, journal.new_identity())
    queue.record_creation()
    return queue
