# SPDX-License-Identifier: GPL-3.0-or-later
"""Calls are counted by client, and each row is read once."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from rqdebug.events.event_log import EventLog
from rqdebug.events.views.call_counter import CallCounter

EVENTS = st.fixed_dictionaries(
    {
        "client": st.sampled_from(["a", "b", ""]),
        "address": st.sampled_from(["10.0.0.1:1", "10.0.0.2:1"]),
        "phase": st.sampled_from(["start", "end"]),
        "method": st.sampled_from(["put", "get", "connect", "disconnect"]),
        "part": st.sampled_from([None, 0, 1]),
    }
)


@given(parts=st.lists(st.lists(EVENTS, min_size=1, max_size=8), max_size=4))
def test_counts_are_those_of_plain_python(rows, parts):
    log, expected = EventLog(), Counter()
    counter = CallCounter(log)
    for events in parts:
        log.append(rows(*events))
        expected.update(
            (event["client"], event["address"])
            for event in events
            if event["phase"] == "end" and event["method"] in ("put", "get") and event["part"] in (None, 0)
        )
        assert counter.update() == expected


def test_rows_are_read_once(rows):
    log, read = EventLog(), []
    log.append(rows({}, {}))
    counter = CallCounter(log)
    counter.update()
    log.append(rows({}))
    whole = log.batches_from
    log.batches_from = lambda row: read.append(row) or whole(row)
    counter.update()
    assert read == [2]
