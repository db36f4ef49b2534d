# SPDX-License-Identifier: GPL-3.0-or-later
"""Commands in the format of MONITOR, without a server."""

from __future__ import annotations

import pytest

pytest.importorskip("redis")

from rqdebug.events.event_log import read_events
from rqdebug.targets.redis.monitor_calls import MonitoredCalls
from rqdebug.targets.redis.monitor_commands import HANDLERS
from rqdebug.targets.redis.monitor_parser import MonitorLine

STEP_NS = 1_000_000
"""Nanoseconds between two commands of ``Monitor``."""


class Monitor:
    """Feeds commands to MonitoredCalls, one each millisecond, and reads the events.

    ``types`` has the type of each key that exists, as TYPE would reply.
    """

    def __init__(self, types=None, **options):
        self.types = types or {}
        self.calls = MonitoredCalls(b"__pressure__", HANDLERS, **options)
        self.now_ns = 0

    def __call__(self, client, command):
        """Process a command, whose arguments are separated by spaces; ``P:`` means the prefix."""
        arguments = command.replace("P:", "__pressure__:").encode().split(b" ")
        self.process(client, *arguments)

    def process(self, client, *arguments):
        """Process a command of any bytes."""
        line = MonitorLine(self.now_ns, client, list(arguments))
        found = {key: self.types.get(key, b"none") for key in self.calls.types.wanted([line])}
        self.calls.types.settle(found, [line])
        self.calls.process(line)
        self.now_ns += STEP_NS

    def wait(self, seconds):
        """Let time pass."""
        self.now_ns += round(seconds * 1e9)

    def list_clients(self, names, blocked=()):
        """Process a client list."""
        self.calls.update_clients(names, blocked, self.now_ns)

    def events(self):
        """Return the events since the last call."""
        batch = self.calls.build(self.now_ns)
        return read_events(batch) if batch is not None else []

    def summary(self):
        """Return method, queue, outcome and number of items of each call since the last summary."""
        return [
            (event.method, event.queue, event.outcome, event.items)
            for event in self.events()
            if not event.part
        ]


@pytest.fixture
def monitor():
    """Calls on queues only."""
    return Monitor()


@pytest.fixture
def full_monitor():
    """All commands, as with ``events=all``."""
    return Monitor(all_commands=True)
