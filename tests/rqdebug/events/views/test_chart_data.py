# SPDX-License-Identifier: GPL-3.0-or-later
"""The data of charts, compared with a plain computation in Python."""

from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st

from rqdebug.events.views.chart_data import compute_chart_data

SECOND = 10**9

EVENT = st.fixed_dictionaries(
    {
        "time": st.integers(0, 10 * SECOND),
        "method": st.sampled_from(["put", "get", "put_many", "qsize"]),
        "outcome": st.sampled_from(["ok", "empty"]),
        "phase": st.sampled_from(["start", "end"]),
        "waited": st.integers(0, SECOND),
        "queue": st.sampled_from(["", "jobs", "done"]),
        "client": st.sampled_from(["a", "b", "c"]),
        "depth": st.integers(0, 9),
        "items": st.integers(0, 5),
        "call": st.integers(1, 5),
    }
)


def test_empty_log_has_no_chart_data(rows):
    assert compute_chart_data([]) is None
    assert compute_chart_data([rows()]) is None


@given(st.lists(EVENT, min_size=1, max_size=40), st.integers(1, 12))
def test_figures_equal_a_plain_loop(rows, events, intervals):
    events = sorted(events, key=lambda event: event["time"])
    found = compute_chart_data(
        [rows(*events[: len(events) // 2]), rows(*events[len(events) // 2 :])], intervals
    )
    assert found is not None and len(found.starts) <= intervals
    first, width = events[0]["time"], found.width
    for place in range(len(found.starts)):
        mine = [event for event in events if (event["time"] - first) // width == place]
        good = [event for event in mine if (event["phase"], event["outcome"]) == ("end", "ok")]
        for method, rate in (("put", found.puts), ("get", found.gets)):
            items = sum(event["items"] for event in good if event["method"] in (method, f"{method}_many"))
            assert math.isclose(rate[place], items * 1e9 / width)
        slowest = max((event["waited"] for event in mine if event["phase"] == "end"), default=0)
        assert found.latencies[place][-1] == slowest
    ended = [event for event in events if event["phase"] == "end"]
    assert found.histogram.sum() == sum(event["waited"] > 0 for event in ended)
    for place in range(len(found.starts)):
        check_events(found, events, place)
    for (_, queue), level in found.depths.items():
        assert level[-1] == [event["depth"] for event in ended if event["queue"] == queue][-1]


def check_events(found, events, place):
    """The event of a point is one of its interval that has its value."""
    moved = [event for event in events if (event["phase"], event["outcome"]) == ("end", "ok")]
    for method, indices in (("put", found.events.puts), ("get", found.events.gets)):
        mine = [
            event
            for event in moved
            if event["method"] in (method, f"{method}_many")
            and (event["time"] - events[0]["time"]) // found.width == place
        ]
        assert (events[indices[place]] if indices[place] >= 0 else None) == (mine[-1] if mine else None)
    for quantile, index in zip(found.latencies[place], found.events.latencies[place], strict=True):
        assert quantile == (events[index]["waited"] if index >= 0 else 0)
    for key, level in found.depths.items():
        index = found.events.depths[key][place]
        assert math.isnan(level[place]) if index < 0 else events[index]["depth"] == level[place]


def test_queues_and_clients_of_one_name_are_separate_for_each_target(rows):
    common = {"client": "loader", "queue": "jobs", "waited": 0, "call": 1}
    batch = rows(
        {**common, "time": SECOND, "target": "edge-1", "depth": 3},
        {**common, "time": 2 * SECOND, "target": "edge-2", "depth": 8},
    )
    found = compute_chart_data([batch])
    assert found is not None
    assert {key: level[-1] for key, level in found.depths.items()} == {
        ("edge-1", "jobs"): 3,
        ("edge-2", "jobs"): 8,
    }
    assert found.lanes == ("loader · edge-1", "loader · edge-2")
    assert [(bar.target, bar.lane, bar.event) for bar in found.bars] == [("edge-1", 0, 0), ("edge-2", 1, 1)]


def test_numbers_of_all_queues_and_clients_are_known(rows):
    found = compute_chart_data(
        [rows(*({"time": n, "call": n, "queue": f"q-{n}", "client": f"c-{n}"} for n in range(60)))]
    )
    assert found is not None
    assert (len(found.depths), found.queue_count) == (6, 60)
    assert (len(found.lanes), found.lane_count) == (40, 60)


def test_calls_are_bars_in_the_lane_of_their_client(rows):
    start = {"time": 2 * SECOND, "phase": "start", "outcome": "blocked", "waited": 0, "method": "get"}
    batch = rows(
        {"time": SECOND, "waited": 0, "client": "b", "call": 1},
        {**start, "client": "a", "call": 2},
        {**start, "client": "c", "call": 3},
        {"time": 4 * SECOND, "waited": 2 * SECOND, "client": "a", "call": 2, "method": "get"},
    )
    found = compute_chart_data([batch])
    assert found is not None
    assert found.lanes == ("a", "b", "c")
    bars = {(found.lanes[bar.lane], bar.start, bar.end, bar.waiting) for bar in found.bars}
    assert bars == {
        ("b", SECOND, SECOND, False),
        ("a", 2 * SECOND, 4 * SECOND, False),
        ("c", 2 * SECOND, 4 * SECOND, True),
    }
    assert found.blocked.tolist()[-1] == 1 and found.blocked.max() == 2


def test_held_call_is_blocked_only_while_it_waits_for_its_queue(rows):
    call = {"client": "a", "call": 2, "method": "get", "phase": "start", "waited": 0}
    batch = rows(
        {**call, "time": 1 * SECOND, "outcome": "held"},
        {**call, "time": 2 * SECOND, "outcome": "blocked"},
        {**call, "time": 3 * SECOND, "outcome": "held"},
        {**call, "time": 4 * SECOND, "outcome": "ok", "phase": "end", "waited": 3 * SECOND},
    )
    found = compute_chart_data([batch], 4)
    assert found is not None
    assert found.blocked.tolist() == [0, 1, 0, 0]
    open_calls = compute_chart_data([batch.slice(0, 3)], 3)
    assert open_calls is not None
    assert [(bar.outcome, bar.waiting) for bar in open_calls.bars] == [("held", True)]


def test_lost_item_is_not_put(rows):
    found = compute_chart_data([rows({"outcome": "lost", "items": 1, "rule": 1})])
    assert found is not None
    assert found.puts.sum() == 0


def test_tasks_are_bars_and_never_wait(rows):
    task = {"method": "task", "client": "worker-7", "queue": "pictures"}
    batch = rows(
        {**task, "time": 2 * SECOND, "waited": SECOND, "call": 1},
        {**task, "time": 3 * SECOND, "waited": SECOND // 2, "call": 2, "phase": "start", "outcome": "busy"},
        {"time": 5 * SECOND, "waited": 0, "client": "a", "call": 3},
    )
    found = compute_chart_data([batch])
    assert found is not None
    bars = [(bar.start, bar.end, bar.outcome, bar.waiting) for bar in found.bars if bar.method == "task"]
    assert bars == [
        (SECOND, 2 * SECOND, "ok", False),
        (5 * SECOND // 2, 5 * SECOND, "busy", False),
    ]
    assert found.blocked.tolist() == [0] * len(found.blocked)


def test_call_with_a_row_for_each_item_is_one_bar(rows):
    many = {"method": "put_many", "call": 9, "items": 3, "time": SECOND, "waited": SECOND // 2, "client": "a"}
    starts = [
        {**many, "part": n, "waited": 0, "time": 0, "phase": "start", "outcome": "blocked"} for n in range(3)
    ]
    found = compute_chart_data([rows(*starts, *({**many, "part": n} for n in range(3)))], 1)
    assert found is not None
    assert len(found.bars) == 1
    assert found.puts.sum() * found.width / SECOND == 3
    assert found.histogram.sum() == 1
    assert found.blocked.tolist() == [0]
