# SPDX-License-Identifier: GPL-3.0-or-later
"""Events with the fields of the event log, for recordings."""

from __future__ import annotations

import time
from dataclasses import dataclass

import pytest

import rqcore
from rqdebug.events.event_log import EventLog
from rqdebug.scripts.recording.repeated_calls import CallReader
from rqdebug.session import Session, State


@dataclass(frozen=True)
class Event:
    """One event. Times in ns."""

    time_ns: int = 0
    waited_ns: int = 0
    method: str = "put"
    queue: str = "jobs"
    client_label: str = "loader"
    outcome: str = "ok"
    phase: str = "end"
    size: int = 1
    depth: int = 1
    items: int = 1
    part: int | None = None
    call: int = 0
    timeout_ns: int | None = None
    codec: str = "text"
    item: int | None = None
    rule: int | None = None
    payload: bytes = b"a"


@pytest.fixture(scope="session")
def event():
    """A function that makes an event; by default, client ``loader`` puts ``a`` into ``jobs``."""
    return Event


@dataclass(frozen=True)
class CallEvent(Event):
    """An event that names its target."""

    target: str = "edge"
    part: int | None = 0


@pytest.fixture(scope="session")
def call_event():
    """A function that makes an event of the target ``edge``, whose row is the only one of its call."""
    return CallEvent


@dataclass(frozen=True)
class ObservedController:
    """A real controller whose events are recorded in a log."""

    handle: rqcore.ControllerHandle
    log: EventLog

    def settle(self):
        """Wait until the log has all calls so far."""
        marker = self.handle.create()
        while not any(event.queue == marker.namespace for event in self._events()):
            time.sleep(0.005)
        marker.close()

    def calls_at(self, *queues, without=("create", "close", "peek", "stat")):
        """Return the calls at these queues, as far as they can be made again."""
        self.settle()
        rows = [
            row
            for row, event in enumerate(self._events())
            if event.queue in queues and event.method not in without
        ]
        reader = CallReader(self.log.events, self.log.num_rows, lambda _: True)
        return [call for calls in reader.calls([rows]) for call in calls]

    def contents(self, *queues):
        return [self.handle.queue(name).peek(decoded=False) for name in queues]

    def create_again(self, **sizes):
        """Replace queues, which may exist, by empty ones of these sizes."""
        for name, maxsize in sizes.items():
            self.handle.create(name, exist_ok=True).close()
            self.handle.create(name, maxsize=maxsize)

    def _events(self):
        return self.log.events(range(self.log.num_rows))


@pytest.fixture
def observed(controller_url):
    """An ObservedController."""
    session = Session()
    attachment = session.attach(f"{controller_url}?preview=all", "edge")
    while attachment.state is not State.LIVE:
        time.sleep(0.005)
    with rqcore.connect(controller_url) as handle:
        yield ObservedController(handle, attachment.log)
        for stat in handle.queues():
            handle.queue(stat.namespace).close()
    session.close()
