# SPDX-License-Identifier: GPL-3.0-or-later
"""The state of a parallel queue, as reports and replies transport it."""

from __future__ import annotations

import json
from dataclasses import asdict, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rqcore.protocol.parallel_stats import (
    LARGEST,
    MOST_EARLY,
    MOST_TEXT,
    ParallelStat,
    WorkerStat,
    read_parallel,
)

counts = st.integers(0, LARGEST)
words = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=20)
workers = st.builds(
    WorkerStat,
    name=words,
    pid=counts,
    task=st.none() | counts,
    text=words,
    busy=st.floats(0, 1e9),
    queued=counts,
    held=st.booleans(),
)
stats = st.builds(
    ParallelStat,
    *[counts] * 6,
    early=st.lists(counts, max_size=5).map(tuple),
    holding=st.none() | counts,
    workers=st.lists(workers, max_size=3).map(tuple),
)
PLAIN = ParallelStat(9, 2, 0, 1, 0, 1, (4,), 3, (WorkerStat("a", task=5), WorkerStat("b", task=3, busy=2.0)))


@given(stats)
def test_state_survives_transport_as_json(stat):
    assert read_parallel(json.loads(json.dumps(asdict(stat)))) == stat


def test_holder_is_the_worker_of_the_head_of_line_task():
    assert PLAIN.holder == PLAIN.workers[1]
    assert replace(PLAIN, holding=None).holder is None
    assert replace(PLAIN, holding=7).holder is None


def test_long_reports_are_shortened():
    report = {**asdict(PLAIN), "early": list(range(10_000))}
    report["workers"] = [{**report["workers"][0], "text": "x" * 10_000, "name": "a\nb"}]
    read = read_parallel(report)
    assert len(read.early) == MOST_EARLY
    assert (len(read.workers[0].text), read.workers[0].name) == (MOST_TEXT, r"'a\nb'")


INVALID = [{"put": -1}, {"put": 2**70}, {"put": "x"}, {"early": 3}, {"holding": []}, {"workers": [{}]}]
INVALID += [{"workers": [{**asdict(WorkerStat("a")), "busy": busy}]} for busy in (-1.0, "nan", 1e300)]


@pytest.mark.parametrize("fields", INVALID)
def test_invalid_fields_are_refused(fields):
    with pytest.raises((LookupError, TypeError, ValueError)):
        read_parallel({**asdict(PLAIN), **fields})
