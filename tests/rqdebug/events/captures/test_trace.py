# SPDX-License-Identifier: GPL-3.0-or-later
"""Traces for Perfetto: tracks, slices, arrows and times."""

from __future__ import annotations

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rqdebug.events.captures.trace import TraceWriter
from rqdebug.events.event_log import EventLog
from rqdebug.events.views.view import View

MS = 10**6
START = {"phase": "start", "outcome": "blocked", "waited": 0}


def trace_of(rows, *events):
    """Return the trace events of a log, parsed from JSON."""
    log = EventLog("edge", "rq://edge")
    if events:
        log.append(rows(*events))
    view = View(log)
    view.advance()
    file = io.BytesIO()
    writer = TraceWriter(file, view.matches)
    for batch in view.matches.batches():
        writer.write(batch)
    writer.close()
    document = json.loads(file.getvalue())
    assert document["displayTimeUnit"] == "ns"
    assert all("ph" in event for event in document["traceEvents"]), "Perfetto refuses anything else"
    return list(document["traceEvents"])


def slices(trace):
    """Return track, name, beginning and length in µs of each slice."""
    names = {event["tid"]: event["args"]["name"] for event in trace if event["name"] == "thread_name"}
    return [
        (names[event["tid"]], event["name"], event["ts"], event["dur"])
        for event in trace
        if event["ph"] == "X"
    ]


def test_call_is_a_slice_from_its_beginning_to_its_end(rows):
    trace = trace_of(
        rows, {"method": "put", "queue": "jobs", "client": "a", "time": 5 * MS, "waited": 2 * MS}
    )
    assert slices(trace) == [("a", "put jobs", 0, 2000)]


def test_times_count_from_the_first_beginning(rows):
    trace = trace_of(
        rows,
        {"client": "a", "time": 5 * MS, "waited": MS},
        {"client": "a", "time": 6 * MS, "waited": 3 * MS},  # it began before the first
    )
    assert [(ts, dur) for _, _, ts, dur in slices(trace)] == [(1000, 1000), (0, 3000)]


def test_nanoseconds_are_kept(rows):
    base = 1_700_000_000_000_000_000
    trace = trace_of(rows, {"time": base + 1, "waited": 1}, {"time": base + 4, "waited": 1})
    assert [ts for _, _, ts, _ in slices(trace)] == [0, 0.003]


def test_waiting_is_a_slice_within_the_call(rows):
    trace = trace_of(
        rows,
        {**START, "client": "a", "method": "get", "queue": "jobs", "call": 1, "time": 2 * MS},
        {"client": "a", "method": "get", "queue": "jobs", "call": 1, "time": 7 * MS, "waited": 6 * MS},
    )
    assert slices(trace) == [("a", "get jobs", 0, 6000), ("a", "waiting", 1000, 5000)]


def test_call_that_has_not_ended_reaches_to_the_end(rows):
    trace = trace_of(
        rows,
        {**START, "client": "a", "method": "get", "queue": "jobs", "call": 1, "time": 2 * MS},
        {"client": "b", "call": 2, "time": 9 * MS, "waited": 0},
    )
    assert ("a", "get jobs (blocked)", 0, 7000) in slices(trace)


def test_calls_that_wait_at_the_same_time_have_separate_tracks(rows):
    starts = [{**START, "client": "a", "call": number, "time": number * MS} for number in (1, 2, 3)]
    ends = [{"client": "a", "call": number, "time": (10 - number) * MS, "waited": 0} for number in (3, 1)]
    again = [{**START, "client": "a", "call": 4, "time": 20 * MS}]
    trace = trace_of(rows, *starts, *ends, *again)
    tracks = [event["args"]["name"] for event in trace if event["name"] == "thread_name"]
    assert tracks == ["a (3)", "a", "a (2)"]
    # the track of the first call is free again, so the last call has it
    (last,) = (track for track, name, ts, _ in slices(trace) if "blocked" in name and ts == 19_000)
    assert last == "a"


def test_each_target_is_a_process(rows):
    log = EventLog()
    for target in ("edge", "far"):
        log.append(rows({"client": "a", "target": target}))
    view = View(log)
    view.advance()
    file = io.BytesIO()
    writer = TraceWriter(file, view.matches)
    for batch in view.matches.batches():
        writer.write(batch)
    writer.close()
    trace = [event for event in json.loads(file.getvalue())["traceEvents"] if event]
    processes = {event["pid"]: event["args"]["name"] for event in trace if event["name"] == "process_name"}
    assert processes == {1: "edge", 2: "far"}
    assert [processes[event["pid"]] for event in trace if event["ph"] == "X"] == ["edge", "far"]


@pytest.mark.parametrize(
    ("event", "phase"),
    [
        ({"method": "put", "item": 7, "outcome": "ok"}, "s"),
        ({"method": "get", "item": 7, "outcome": "ok"}, "f"),
        ({"method": "put", "item": None, "outcome": "ok"}, None),
        ({"method": "put", "item": 7, "outcome": "full"}, None),
        ({"method": "peek", "item": 7, "outcome": "ok"}, None),
    ],
)
def test_arrow_begins_at_a_put_and_ends_at_a_get(rows, event, phase):
    arrows = [each for each in trace_of(rows, event) if each["name"] == "item"]
    assert [arrow["ph"] for arrow in arrows] == [phase] * bool(phase)
    assert all(arrow["id"] == "edge:7" for arrow in arrows)


def test_slice_shows_the_details_of_its_call(rows):
    event = {"call": 3, "item": 9, "items": 1, "size": 5, "depth": 2, "codec": "text", "payload": b'"\xff"'}
    (found,) = (each for each in trace_of(rows, {**event, "outcome": "full"}) if each["ph"] == "X")
    assert found["cat"] == "full"
    assert {name: found["args"][name] for name in ("call", "item", "items", "size", "depth", "codec")} == {
        name: event[name] for name in ("call", "item", "items", "size", "depth", "codec")
    }
    assert found["args"]["payload"] == '"\\xff"'


def test_call_without_a_queue_is_named_by_its_method(rows):
    assert [name for _, name, _, _ in slices(trace_of(rows, {"method": "list", "queue": ""}))] == ["list"]


def test_empty_log_is_an_empty_trace(rows):
    assert trace_of(rows) == []


EVENTS = st.lists(
    st.fixed_dictionaries(
        {
            "phase": st.sampled_from(["start", "end"]),
            "outcome": st.sampled_from(["ok", "blocked", "busy"]),
            "client": st.sampled_from("ab"),
            "call": st.integers(1, 4),
            "time": st.integers(10**9, 10**9 + 100),
            "waited": st.integers(0, 50),
        }
    ),
    max_size=12,
)


@given(EVENTS)
def test_no_time_in_a_trace_is_negative(rows, events):
    trace = trace_of(rows, *events)
    assert all(ts >= 0 for _, _, ts, _ in slices(trace))
    ends = sum(event["phase"] == "end" for event in events)
    assert len([name for _, name, _, _ in slices(trace) if name != "waiting"]) >= ends
    named = {event["tid"] for event in trace if event["name"] == "thread_name"}
    assert {event["tid"] for event in trace if event["ph"] == "X"} <= named


def test_call_with_a_row_for_each_item_is_one_slice_with_an_arrow_for_each(rows):
    call = {"method": "put_many", "queue": "jobs", "client": "a", "call": 9, "items": 2}
    waiting = {"time": MS, "waited": 0, "phase": "start", "outcome": "blocked"}
    starts = [{**call, **waiting, "part": n} for n in range(2)]
    ends = [{**call, "part": n, "item": 5 + n, "time": 3 * MS, "waited": 2 * MS} for n in range(2)]
    trace = trace_of(rows, *starts, *ends)
    assert slices(trace) == [("a", "put_many jobs", 0, 2000), ("a", "waiting", 0, 2000)]
    arrows = [event for event in trace if event["ph"] == "s"]
    assert [arrow["id"] for arrow in arrows] == ["edge:5", "edge:6"]
    assert len({event["tid"] for event in trace}) == 1
