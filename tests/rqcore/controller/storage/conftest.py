# SPDX-License-Identifier: GPL-3.0-or-later
"""A journal, and a durable queue in it."""

from __future__ import annotations

import pytest

from rqcore.controller.storage.durable_queue import DurableQueue
from rqcore.controller.storage.journal import Journal
from rqcore.protocol.memory import Memory


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
