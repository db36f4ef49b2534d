# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import json
import operator
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rqcore.protocol.event_batch import Outcome, Phase
from rqdebug.errors import FilterError
from rqdebug.events.event_log import EventLog
from rqdebug.events.filters.fields import FIELDS
from rqdebug.events.filters.filter import Filter, help_text, parse
from rqdebug.events.filters.grammar import NODES
from rqdebug.events.filters.literals import TIMES, quote, unquote
from rqdebug.events.schema import SCHEMA

BASE = 1_700_000_000_000_000_000


@given(st.text())
def test_unquoting_undoes_quoting(text):
    assert unquote(quote(text)) == text


PIECES = [
    "method",
    "put",
    "==",
    "=",
    "(",
    ")",
    "{",
    "}",
    "and",
    "or",
    "not",
    "in",
    '"',
    "'",
    "5ms",
    " ",
    "~",
    ",",
]


@given(st.one_of(st.text(), st.lists(st.sampled_from(PIECES)).map(" ".join)))
def test_any_text_is_a_filter_or_a_filter_error(text):
    try:
        read = parse(text)
    except FilterError as error:
        assert 1 <= error.column <= len(text) + 1
        assert error.message
    else:
        assert parse(str(read)) == read


def test_empty_filter_matches_everything(columns):
    assert parse("") == parse(" \n") == Filter()
    assert parse("").mask(columns({}, {})).to_pylist() == [True, True]


def test_and_binds_more_tightly_than_or(columns):
    batch = columns({"size": 1}, {"size": 2, "depth": 9})
    assert parse("size == 1 or size == 2 and depth == 0").mask(batch).to_pylist() == [True, False]
    assert parse("(size == 1 or size == 2) and depth == 9").mask(batch).to_pylist() == [False, True]


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("method==PUT", "method == put"),
        ("method == #17", "method == #17"),
        ("duration > 1500us", "waited > 1500us"),
        ("waited > 1.5ms", "waited > 1500us"),
        ("waited > 60s", "waited > 1min"),
        ("waited > 0", "waited > 0"),
        ("timeout == forever", "timeout == forever"),
        ("item==none", "item == none"),
        ("size >= 4096", "size >= 4KiB"),
        ("size < 1.5MiB", "size < 1536KiB"),
        ("time > 9:03", "time > 09:03:00"),
        ("time > 14:03:20.500", "time > 14:03:20.5"),
        ("time > '2023-11-14 22:13:20,5'", "time > 2023-11-14T22:13:20.5"),
        ("queue == edge-1/jobs", 'queue == "edge-1/jobs"'),
        ("queue == in", 'queue == "in"'),
        (r"queue ~ '\d\.x'", r'queue ~ "\\d\\.x"'),
        ("method in{put,get}", "method in {put, get}"),
        ("not not blocked", "not not blocked"),
        ("((blocked))", "blocked"),
        ("blocked or blocked and blocked", "blocked or (blocked and blocked)"),
    ],
)
def test_filter_is_printed_in_its_canonical_form(text, printed):
    assert str(parse(text)) == printed


@pytest.mark.parametrize(
    ("text", "column", "message"),
    [
        ("duratoin > 5ms", 1, "there is no field `duratoin`; did you mean `waited`?"),
        ("xyz == 1", 1, "there is no field `xyz`; the fields are method, queue"),
        ("method", 1, "`method` alone is not a condition"),
        ("size == put", 9, "`put` is not valid: size is a size such as 512 or 4KiB"),
        ("method == putt", 11, "did you mean `put`?"),
        ("queue > a", 7, "`>` does not apply to queue; use one of == != contains startswith endswith ~ in"),
        ("size startswith 5", 6, "`startswith` does not apply to size; use one of == != < <= > >= in"),
        ("size contains 5", 6, "`contains` does not apply to size"),
        ("duration > 5", 12, "waited is a duration such as 5ms"),
        ("duration > 5mss", 12, "did you mean `ms`?"),
        ("duration > 5 ms", 14, "write the unit without a space"),
        ("duration > 0.5ns", 12, "fractions of the smallest unit are not possible"),
        ("size > 4GiB", 8, "at most 4294967295B"),
        ("depth > -1", 9, "`-1` is not valid"),
        ("time > 24:00", 8, "a time of day"),
        ('queue ~ "("', 9, "missing )"),
        ("queue == 'a", 10, "has no closing quote"),
        ("method = put", 8, "write `==`"),
        ("blocked && blocked", 9, "write `and`"),
        ("blocked OR blocked", 9, "write `or`"),
        ("blocked and", 12, "expected a field"),
        ("method ==", 10, "expected a value"),
        ("(blocked", 9, "expected `)`"),
        ("blocked)", 8, "expected the end"),
        ("method put", 8, "expected an operator such as ==, `and`, `or` or the end"),
        ("method in {put", 15, "expected `}`"),
        ("queue == \ud800", 10, "half of a surrogate pair"),
    ],
)
def test_error_has_column_and_reason(text, column, message):
    with pytest.raises(FilterError) as caught:
        parse(text)
    assert caught.value.column == column
    assert message in caught.value.message


def test_deep_nesting_is_refused():
    with pytest.raises(FilterError, match="more than 50 levels of nesting"):
        parse("not " * 100_000 + "blocked")
    assert parse("(" * 10_000 + "blocked" + ")" * 10_000) == parse("blocked")


def test_time_of_day_is_local(columns, monkeypatch):
    batch = columns({"time": 20 * 60 * TIMES["min"]})  # 20:00 UTC
    monkeypatch.setenv("TZ", "XYZ-05:30")  # east of Greenwich, as POSIX writes it
    time.tzset()
    try:
        assert parse("time == 01:30").mask(batch).to_pylist() == [True]
    finally:
        monkeypatch.undo()
        time.tzset()


def test_every_column_has_a_field_in_the_reference():
    assert {field.name for field in FIELDS.values()} == {
        *SCHEMA.names,
        "kind",
        "namespace",
        "priority",
        "note",
    }
    text = help_text()
    for described in (*FIELDS.values(), *NODES):
        assert described.help in text


@pytest.mark.parametrize("node", [node for node in NODES if node.usage])
def test_usage_in_the_help_parses_to_its_node(node):
    assert isinstance(parse(node.usage, {"slow": "duration > 5ms"}).node, node)


# Members of JSON payloads


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 3) | st.sampled_from(["", "nut", "1"]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "n", "x"]), inner, max_size=3)
    ),
    max_leaves=6,
)
PATHS = st.lists(st.sampled_from(["id", "n", 0, 1]), min_size=1, max_size=3)
MISSING = object()


def member(payload, path):
    try:
        value = json.loads(payload)
    except ValueError:
        return MISSING
    for step in path:
        members = (
            value if isinstance(value, dict) else dict(enumerate(value)) if isinstance(value, list) else {}
        )
        if step not in members:
            return MISSING
        value = members[step]
    return value


@given(
    st.lists(st.one_of(JSON.map(json.dumps).map(str.encode), st.sampled_from([b"", b'{"id": 1', b"\xff"]))),
    PATHS,
    st.sampled_from([("==", operator.eq), ("<", operator.lt), (">=", operator.ge)]),
    st.sampled_from([1, 0, "nut", True, None]),
)
def test_members_of_json_payloads_are_compared_by_type_and_value(columns, payloads, path, asked, wanted):
    sign, holds = asked
    name = "payload" + "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    batch = columns(*({"payload": payload, "size": len(payload)} for payload in payloads))

    def expected(payload):
        value = member(payload, path)
        if value is MISSING or type(value) is not type(wanted):
            return False
        return holds(value, wanted) if sign == "==" or wanted is not None else False

    if wanted is None and sign != "==":
        return  # null has no order
    text = f"{name} {sign} {json.dumps(wanted)}"
    assert parse(text).mask(batch).to_pylist() == list(map(expected, payloads))
    assert parse(str(parse(text))) == parse(text)


@pytest.mark.parametrize(
    ("text", "matches"),
    [
        ("payload.order.id == 17", True),
        ("payload.order.id in 10..17", True),
        ("payload.order.id in {16, 18}", False),
        ("payload.order.id > nut", False),
        ('payload.order.part contains "nu"', True),
        ('payload.order.part startswith "nu"', True),
        ('payload.order.part startswith "ut"', False),
        ('payload.order.part endswith "ut"', True),
        ('payload.order.part endswith "UT"', False),
        ('payload.order.id startswith "1"', False),
        ("payload.order.part ~ ^n", True),
        ("payload.order.part != screw", True),
        ("payload.order.missing != screw", False),
        ("payload.parts[1] == 2.5", True),
        ("payload.parts[9] == 2.5", False),
    ],
)
def test_every_operator_applies_to_json_members(columns, text, matches):
    batch = columns({"payload": b'{"order": {"id": 17, "part": "nut"}, "parts": [1, 2.5]}', "size": 0})
    assert parse(text).mask(batch).to_pylist() == [matches]


# Ranges, dates, the recent past


@pytest.mark.parametrize(
    ("text", "printed", "matching"),
    [
        ("duration in 1ms..5ms", "waited in 1ms..5ms", [False, True, True, False]),
        ("duration in ..1ms", "waited in ..1ms", [True, True, False, False]),
        ("duration in 5ms..", "waited in 5ms..", [False, False, True, True]),
    ],
)
def test_ranges_include_their_ends(columns, text, printed, matching):
    batch = columns(*({"waited": value * TIMES["ms"]} for value in (0, 1, 5, 6)))
    assert parse(text).mask(batch).to_pylist() == matching
    assert str(parse(text)) == printed


def test_time_can_be_compared_with_dates(columns):
    batch = columns({"time": BASE}, {"time": BASE + 1_500_000_000})
    assert parse("time > 2023-11-14T22:13:20Z").mask(batch).to_pylist() == [False, True]
    assert parse("time == 2023-11-14T22:13:21.5Z").mask(batch).to_pylist() == [False, True]
    assert parse("time in 2023-11-14..2023-11-16").mask(batch).to_pylist() == [True, True]


def test_date_alone_is_the_whole_day(columns, monkeypatch):
    monkeypatch.setenv("TZ", "XYZ-2")  # two hours east of Greenwich
    time.tzset()
    try:
        midnight = 1_700_000_000 // 86400 * 86400 - 7200  # 2023-11-14
        times = [midnight - 1, midnight, midnight + 86399, midnight + 86400]
        batch = columns(*({"time": second * TIMES["s"]} for second in times))
        for text, expected in {
            "time == 2023-11-14": [False, True, True, False],
            "time != 2023-11-14": [True, False, False, True],
            "time in 2023-11-13..2023-11-14": [True, True, True, False],
            "time in ..2023-11-13": [True, False, False, False],
            "time in ..2023-11-14T00:00": [True, True, False, False],
            "time in {2023-11-13, 2023-11-15}": [True, False, False, True],
            "time > 2023-11-14": [False, False, False, True],
            "time >= 2023-11-14": [False, True, True, True],
            "time <= 2023-11-14": [True, True, True, False],
            "time < 2023-11-14": [True, False, False, False],
        }.items():
            assert parse(text).mask(batch).to_pylist() == expected, text
            assert parse(str(parse(text))) == parse(text)
    finally:
        monkeypatch.undo()
        time.tzset()


def test_range_of_times_of_day_goes_over_midnight(columns):
    hours = (22, 23.75, 0, 0.5, 1)
    batch = columns(*({"time": int(hour * 60) * TIMES["min"]} for hour in hours))
    text = "time in 23:30Z..00:30Z"
    assert parse(text).mask(batch).to_pylist() == [False, True, True, True, False]
    assert str(parse(text)) == "time in 23:30:00Z..00:30:00Z"


def test_last_matches_the_recent_past(columns):
    batch = columns({"time": BASE}, {"time": BASE + 10 * TIMES["s"]})
    now = BASE + 300 * TIMES["s"]
    assert parse("last 5m", now_ns=now).mask(batch).to_pylist() == [True, True]
    assert parse("last 295s and blocked or last 291s", now_ns=now).mask(batch).to_pylist() == [False, True]
    assert parse("last 5min") == parse("last 5min", now_ns=1)
    assert str(parse("last 5m")) == "last 5min"


# Filters in filters


def test_saved_filters_are_used_by_name(columns):
    batch = columns({"waited": TIMES["s"], "depth": 1}, {"waited": 0, "depth": 1})
    named = {"slow": "duration > 5ms", "worse": "@slow and depth == 1"}
    assert parse("not @worse", named).mask(batch).to_pylist() == [False, True]
    assert str(parse("@worse or blocked", named)) == "@worse or blocked"


@pytest.mark.parametrize(
    ("text", "column", "message"),
    [
        ("blocked or @slwo", 12, "no filter is saved as `slwo`; did you mean `slow`?"),
        ("@around", 1, "uses itself"),
        ("@wrong", 1, "in the filter `wrong`: there is no field `dept`"),
        ("queue in a..b", 10, "queue has no order"),
        ("duration in 5ms", 13, "neither a set such as {a, b} nor a range"),
        ("duration in 5ms..x", 13, "`x` is not valid"),
        ("duration in ..", 13, "neither a set"),
        ("last", 5, "the filter is incomplete"),
        ("last 5", 6, "`5` is not valid: last is a duration such as 5ms or 1.5s"),
        ("time > 2023-13-01", 8, "a date and time"),
        ("time > '2023-11-14\"22:13'", 8, "a date and time"),
        ("payload.a..b == 1", 1, "is not a valid path"),
        ("payload.* == 1", 1, "there are no wildcards; name one member, for example, payload.order.id"),
        ("payload[*].id == 1", 1, "there are no wildcards"),
        ("waited in 5ms..1ms", 11, "nothing is in the range from 5ms to 1ms"),
        ("time in 14:03..2026-11-28", 9, "compared with a date here, so write the date of each time"),
        ("time in 14:03Z..15:00", 9, "either in UTC, with Z after each time, or in local time"),
        ("payload.x > null", 13, "null has no order"),
        ("payload.x == NaN", 14, "nothing equals NaN"),
        ("payload[x] == 1", 1, "is not a valid path"),
    ],
)
def test_errors_in_ranges_names_and_paths_have_column_and_reason(text, column, message):
    named = {"slow": "blocked", "around": "not @about", "about": "@around", "wrong": "dept > 1"}
    with pytest.raises(FilterError) as caught:
        parse(text, named)
    assert caught.value.column == column
    assert message in caught.value.message


def test_blocked_matches_calls_that_have_not_ended(columns, tmp_path):
    log = EventLog(directory=tmp_path)
    start = {"phase": Phase.START, "outcome": Outcome.BLOCKED}
    log.append(columns({**start, "call": 1}, {**start, "call": 2}, {"call": 1}))
    (batch,) = log.batches
    assert parse("blocked").mask(batch, log.open_calls).to_pylist() == [False, True, False]
    assert parse("blocked").mask(batch).to_pylist() == [True, True, False]
    assert parse("not (depth == 1 or blocked)").needs_open_calls
    assert parse("@stuck", {"stuck": "blocked"}).needs_open_calls
    assert not parse("depth == 1").needs_open_calls
