# SPDX-License-Identifier: GPL-3.0-or-later
"""Events with the fields of the event log, for recordings."""

from __future__ import annotations

from dataclasses import dataclass

import pytest


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
    payload: bytes = b"a"


@pytest.fixture(scope="session")
def event():
    """A function that makes an event; by default, client ``loader`` puts ``a`` into ``jobs``."""
    return Event
