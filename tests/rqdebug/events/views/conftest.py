# SPDX-License-Identifier: GPL-3.0-or-later
"""A log of many different events, and its rows sorted."""

from __future__ import annotations

import random
from threading import Event as Flag

import pytest

from rqdebug.events.event_log import EventLog
from rqdebug.events.filters.filter import parse
from rqdebug.events.views.sorted_rows import Sorting
from rqdebug.events.views.sorting import sort_rows
from rqdebug.events.views.view import View


@pytest.fixture
def varied_log(rows):
    """300 different events in batches that have dictionaries of their own."""
    seeded, log = random.Random(7), EventLog()
    for part in range(3):
        log.append(
            rows(
                *(
                    {
                        "sequence": 100 * part + n,
                        "time": seeded.randrange(10**18),
                        "waited": seeded.randrange(10**9),
                        "took": seeded.choice((None, 5, 70_000)),
                        "method": seeded.choice(("put", "get", "move")),
                        "queue": seeded.choice(("", "jobs", "alpha", "zeta", f"only{part}")),
                        "client": seeded.choice(("", "loader", "saver")),
                        "address": seeded.choice(("", "a:1", "z:9")),
                        "outcome": seeded.choice(("ok", "full", "blocked")),
                        "phase": seeded.choice(("start", "end")),
                        "size": seeded.choice((0, 3, 2**31)),
                        "depth": seeded.choice((None, 0, 9)),
                        "items": seeded.randrange(3),
                        "part": seeded.choice((None, 0, 2)),
                        "timeout": seeded.choice((None, 0, 10**9)),
                        "codec": seeded.choice(("text", "json")),
                        "call": seeded.randrange(2**62),
                        "item": seeded.choice((None, 1, 2**40)),
                        "payload": seeded.choice((b"", b"abc", b"\xff\x00", b"b")),
                        "target": seeded.choice(("", "edge-1", "edge-2")),
                    }
                    for n in range(100)
                )
            )
        )
    return log


@pytest.fixture
def sort(varied_log):
    """Sort the rows of the log that match a filter."""

    def sort(field, descending=False, filter=""):
        view = View(varied_log, parse(filter))
        view.advance()
        return sort_rows(view.matches, Sorting(field, descending), Flag())

    return sort
