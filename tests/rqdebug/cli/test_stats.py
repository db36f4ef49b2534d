# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import json
from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

SECOND = 10**9
MS = 10**6


@pytest.fixture
def night(capture):
    return capture(
        "night.arrows",
        {"time": SECOND, "waited": MS},
        {"time": 2 * SECOND, "method": "get", "waited": 2 * MS},
        {"time": 3 * SECOND, "queue": "done"},
    )


def table(output):
    """Return the cells of each row, without the titles."""
    return [line.split() for line in output.splitlines()[1:]]


def test_calls_are_counted_by_method_and_queue(rqdebug, night):
    code, output, _ = rqdebug("stats", night)
    assert code == 0
    assert [row[:3] for row in table(output)] == [
        ["get", "jobs", "1"],
        ["put", "done", "1"],
        ["put", "jobs", "1"],
    ]


@pytest.mark.parametrize(
    ("by", "keys", "counts"),
    [
        ("method", [["get"], ["put"]], [1, 2]),
        ("queue", [["done"], ["jobs"]], [1, 2]),
        ("outcome", [["ok"]], [3]),
        ("queue,method", [["done", "put"], ["jobs", "get"], ["jobs", "put"]], [1, 1, 1]),
        ("", [[]], [3]),
    ],
)
def test_fields_decide_which_calls_are_counted_together(rqdebug, night, by, keys, counts):
    code, output, _ = rqdebug("stats", night, "--by", by, "--json")
    rows = json.loads(output)
    assert code == 0
    assert [row["key"] for row in rows] == keys
    assert [row["count"] for row in rows] == counts


def test_titles_name_fields_and_figures(rqdebug, night):
    title = rqdebug("stats", night, "--by", "client,method")[1].splitlines()[0].split()
    assert title == ["client", "method", "count", "rate/s", "items", "bytes", "p50", "p90", "p99", "max"]


def test_calls_whose_items_were_lost_have_their_own_column(rqdebug, capture):
    path = capture(
        "lost.arrows",
        *[{"time": number * SECOND, "outcome": "lost", "rule": 3} for number in (1, 2)],
        {"time": 3 * SECOND},
        {"time": 4 * SECOND, "method": "get"},
    )
    code, output, _ = rqdebug("stats", path)
    assert code == 0
    assert output.splitlines()[0].split()[:5] == ["method", "queue", "count", "lost", "rate/s"]
    assert [row[:4] for row in table(output)] == [["get", "jobs", "1", "0"], ["put", "jobs", "3", "2"]]


def test_latencies_are_rounded_in_the_table_and_exact_in_json(rqdebug, capture):
    path = capture("slow.arrows", *({"waited": number * MS} for number in range(1, 101)))
    (row,) = table(rqdebug("stats", path, "--by", "method")[1])
    assert " ".join(row[-8:]) == "50.0 ms 90.0 ms 99.0 ms 100.0 ms"
    (figures,) = json.loads(rqdebug("stats", path, "--by", "method", "--json")[1])
    assert [figures[name] for name in ("p50", "p90", "p99", "max")] == [50 * MS, 90 * MS, 99 * MS, 100 * MS]


def test_calls_of_one_moment_have_no_rate(rqdebug, capture):
    path = capture("one.arrows", {})
    (row,) = table(rqdebug("stats", path, "--by", "method")[1])
    assert row[:3] == ["put", "1", "–"]
    (figures,) = json.loads(rqdebug("stats", path, "--by", "method", "--json")[1])
    assert figures["rate"] is None


def test_filter_chooses_the_calls(rqdebug, night):
    _, output, _ = rqdebug("stats", night, "--filter", "queue == jobs", "--json")
    assert sum(row["count"] for row in json.loads(output)) == 2


def test_last_counts_back_from_the_end_of_the_capture(rqdebug, night):
    _, output, _ = rqdebug("stats", night, "--filter", "last 1500ms", "--by", "", "--json")
    assert json.loads(output)[0]["count"] == 2


def test_no_matching_call_is_reported(rqdebug, night):
    assert rqdebug("stats", night, "--filter", "size > 1MiB") == (0, "No call matches.\n", "")
    assert rqdebug("stats", night, "--filter", "size > 1MiB", "--json")[1] == "[]\n"


def test_starts_are_not_counted(rqdebug, capture):
    path = capture("starts.arrows", {"phase": "start", "outcome": "blocked"}, {"waited": MS})
    assert json.loads(rqdebug("stats", path, "--json")[1])[0]["count"] == 1


def test_call_without_a_queue_has_a_dash(rqdebug, capture):
    path = capture("list.arrows", {"method": "list", "queue": ""})
    assert table(rqdebug("stats", path)[1])[0][:3] == ["list", "–", "1"]


def test_name_cannot_control_the_terminal(rqdebug, capture):
    output = rqdebug("stats", capture("evil.arrows", {"queue": "a\x1b[31m"}))[1]
    assert r"a\x1b[31m" in output and "\x1b" not in output


def test_two_captures_are_compared(rqdebug, night, capture):
    after = capture("after.arrows", {"waited": 9 * MS}, {"method": "purge"})
    _, output, _ = rqdebug("stats", night, after, "--by", "method")
    assert [row[-1] for row in table(output)] == ["missing", "added", "slower"]
    missing, added, _ = table(output)
    assert missing[:3] == ["get", "1", "–"] and added[:3] == ["purge", "–", "1"]
    _, output, _ = rqdebug("stats", night, after, "--by", "method", "--json")
    assert [row["verdict"] for row in json.loads(output)] == ["missing", "added", "slower"]


def test_faster_calls_are_marked_and_equal_ones_are_not(rqdebug, capture):
    before = capture("before.arrows", {"waited": 9 * MS}, {"method": "get", "waited": MS})
    after = capture("after.arrows", {"waited": MS}, {"method": "get", "waited": MS})
    rows = json.loads(rqdebug("stats", before, after, "--by", "method", "--json")[1])
    assert {row["key"][0]: row["verdict"] for row in rows} == {"get": "same", "put": "faster"}
    last = {row[0]: row[-1] for row in table(rqdebug("stats", before, after, "--by", "method")[1])}
    assert (last["put"], last["get"]) == ("faster", "ms")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("NIGHT", "--by", "payload"), "cannot be grouped by payload"),
        (("NIGHT", "NIGHT", "NIGHT"), "stats takes one or two captures, not 3"),
        (("NIGHT", "--filter", "dept > 1"), "invalid filter, column 1"),
        (("missing.arrows",), "the file missing.arrows does not exist"),
    ],
)
def test_impossible_request_is_one_sentence(rqdebug, night, words, sentence):
    code, output, message = rqdebug("stats", *(night if word == "NIGHT" else word for word in words))
    assert (code, output) == (2, "")
    assert sentence in message and message.count("\n") == 1


def test_filter_is_checked_before_the_captures_are_read(rqdebug):
    _, _, message = rqdebug("stats", "missing.arrows", "--filter", "dept > 1")
    assert "invalid filter" in message and "missing" not in message


CALLS = st.lists(
    st.tuples(st.sampled_from(["put", "get"]), st.sampled_from(["a", "b"]), st.integers(0, 10**10)),
    min_size=1,
    max_size=30,
)


@given(CALLS)
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_counts_and_latencies_equal_a_computation_in_plain_python(rqdebug, capture, calls):
    path = capture(
        "any.arrows",
        *({"method": method, "queue": queue, "waited": duration} for method, queue, duration in calls),
    )
    rows = {tuple(row["key"]): row for row in json.loads(rqdebug("stats", path, "--json")[1])}
    assert {key: row["count"] for key, row in rows.items()} == Counter(call[:2] for call in calls)
    for key, row in rows.items():
        durations = sorted(duration for *names, duration in calls if tuple(names) == key)
        assert row["max"] == durations[-1]
        assert row["p50"] == durations[(len(durations) - 1) // 2]
