# SPDX-License-Identifier: GPL-3.0-or-later
"""The table of fields: which columns they read, and members of JSON payloads."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rqcore.codec import Codec
from rqcore.protocol.event_batch import NO_TIMEOUT, Method, Outcome, Phase
from rqdebug.events.filters.fields import (
    FIELDS,
    FOREVER_NS,
    INSTANT,
    UTC_CLOCK,
    JsonField,
    field_for,
)
from rqdebug.events.filters.filter import parse
from rqdebug.events.filters.json_members import MISSING, UNKNOWN
from rqdebug.events.filters.literals import JsonType
from rqdebug.events.schema import SCHEMA

HOUR = 3600 * 10**9


def member_field(name):
    return JsonField(name, JsonType(), "")


def value_at(payload, path):
    """Return the expected member, computed in plain Python."""
    try:
        value = json.loads(payload)
        for step in path:
            if not isinstance(value, list if isinstance(step, int) else dict):
                return MISSING
            value = value[step]
    except (ValueError, LookupError, TypeError):
        return MISSING
    return value


def test_every_column_of_the_schema_has_a_field():
    assert {field.name for field in FIELDS.values()} == {
        *SCHEMA.names,
        "kind",
        "namespace",
        "priority",
        "note",
    }
    assert all(field.name == name for name, field in FIELDS.items())


@pytest.mark.parametrize("field", FIELDS.values(), ids=lambda field: field.name)
def test_examples_of_a_field_can_be_read(field):
    for example in (*field.examples, *field.kind.words):
        assert field.kind.read(example).text


@pytest.mark.parametrize(
    ("name", "numbering"), [("method", Method), ("outcome", Outcome), ("phase", Phase), ("codec", Codec)]
)
def test_choices_are_the_members_of_the_protocol(name, numbering):
    assert list(FIELDS[name].kind.words) == [member.name.lower() for member in numbering]


@pytest.mark.parametrize(
    ("name", "row", "value"),
    [
        ("waited", {"waited": 7}, 7),
        ("timeout", {"timeout": 5}, 5),
        ("timeout", {"timeout": NO_TIMEOUT}, FOREVER_NS),
        ("timeout", {"timeout": 0}, 0),
        ("item", {"item": 9}, 9),
        ("item", {"item": 0}, 0),
        ("size", {"size": 18}, 18),
        ("payload", {"payload": b"\xff"}, b"\xff"),
        ("queue", {"queue": 1}, "jobs"),
        ("queue", {"queue": 0}, ""),
        ("queue", {"queue": 12}, "#12"),
        ("method", {"method": Method.GET}, "get"),
    ],
)
def test_field_prepares_the_value_of_its_column(columns, name, row, value):
    assert FIELDS[name].values(columns(row)).to_pylist() == [value]


@pytest.mark.parametrize(("zone", "hours"), [("UTC0", 20), ("XYZ-5", 1), ("XYZ+21", 23)])
def test_time_is_the_local_time_of_day(columns, monkeypatch, zone, hours):
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        batch = columns({"time": 44 * HOUR + 1})  # 20:00 UTC on the second day
        assert FIELDS["time"].values(batch).to_pylist() == [hours * HOUR + 1]
        assert INSTANT.values(batch).to_pylist() == [44 * HOUR + 1]
        assert FIELDS["time"].values(batch.slice(1)).to_pylist() == []
    finally:
        monkeypatch.undo()
        time.tzset()


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("time", "14:03", FIELDS["time"]),
        ("time", "2024-01-01", INSTANT),
        ("time", "2024", FIELDS["time"]),
        ("queue", "2024-01-01", FIELDS["queue"]),
        ("payload", "", FIELDS["payload"]),
        ("payload.a", "", member_field("payload.a")),
        ("payload[0]", "", member_field("payload[0]")),
        ("payloads", "", None),
        ("nothing", "", None),
    ],
)
def test_field_of_a_name_and_a_value(name, text, found):
    assert field_for(name, text) == found


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("payload.a", ("a",)),
        ("payload.order.id", ("order", "id")),
        ("payload[3]", (3,)),
        ("payload.parts[0].name", ("parts", 0, "name")),
        ("payload[0][1]", (0, 1)),
        ("payload.größe", ("größe",)),
        ('payload["a.b"]', ("a.b",)),
        ("payload['two words'][0]", ("two words", 0)),
        (r'payload["say \"no\""].x', ('say "no"', "x")),
        ('payload[""]', ("",)),
        ('payload["*"]', ("*",)),
    ],
)
def test_name_of_a_member_is_a_path(name, path):
    assert member_field(name).path == path


@pytest.mark.parametrize(
    "name",
    [
        *("payload.", "payload..a", "payload[x]", "payload[", "payload[-1]", "payload[01]", "payload.a]"),
        *("payload.*", "payload.a.*", "payload[*]", 'payload["a', "payload['a\"]", 'payload."a"'),
    ],
)
def test_malformed_path_is_refused(name):
    with pytest.raises(ValueError, match=r"is not a valid path[;:] "):
        assert member_field(name).path


def test_member_fields_are_equal_by_name():
    assert member_field("payload.a") == member_field("payload.a") != member_field("payload.b")
    assert len({member_field("payload.a"), member_field("payload.a")}) == 1


STEPS = st.lists(st.sampled_from(["a", "b", 0, 1]), min_size=1, max_size=3)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(0, 3) | st.sampled_from(["", "a"]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from("ab"), inner, max_size=2),
    max_leaves=6,
)
PAYLOADS = VALUES.map(json.dumps).map(str.encode) | st.sampled_from([b"", b"{", b"\xff", b'{"a": 1} x'])


@given(st.lists(PAYLOADS, max_size=6), STEPS)
def test_members_equal_a_computation_in_plain_python(columns, payloads, path):
    name = "payload" + "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    batch = columns(*({"payload": payload, "size": len(payload)} for payload in payloads))
    assert member_field(name).members(batch) == [value_at(payload, path) for payload in payloads]


def test_member_of_a_payload_that_is_nested_too_deeply_is_unknown(columns):
    batch = columns({"payload": b'{"a":' * 12_000, "size": 1})  # Python 3.13 can parse several thousand
    assert member_field("payload.a").members(batch) == [UNKNOWN]


def test_time_of_day_follows_daylight_saving_event_by_event(columns, monkeypatch):
    # Summer time in Berlin ended on 2023-10-29 at 01:00 UTC, and began on 2024-03-31 at 01:00 UTC.
    monkeypatch.setenv("TZ", "Europe/Berlin")
    time.tzset()
    try:
        autumn, spring = 1_698_541_200, 1_711_846_800
        seconds = [autumn - 1, autumn, spring - 1, spring]
        batch = columns(*({"time": second * 10**9} for second in seconds))
        found = [FIELDS["time"].values(batch.slice(at, 2)).to_pylist() for at in (0, 2)]
        assert found == [[3 * HOUR - 10**9, 2 * HOUR], [2 * HOUR - 10**9, 3 * HOUR]]
        assert FIELDS["time"].values(batch).to_pylist() == [*found[0], *found[1]]
    finally:
        monkeypatch.undo()
        time.tzset()


def test_time_of_day_with_z_is_in_utc(columns):
    batch = columns({"time": 44 * HOUR + 1})
    assert UTC_CLOCK.values(batch).to_pylist() == [20 * HOUR + 1]
    assert field_for("time", "20:00Z") is field_for("time", "20:00Z..21:00Z") is UTC_CLOCK
    assert field_for("time", "..2026-11-28T11:56") is field_for("time", "2026-11-28..") is INSTANT


def test_duration_is_another_name_of_waited():
    assert field_for("duration") is FIELDS["waited"]


@pytest.mark.parametrize(
    "text",
    [
        "kind == fifo",
        "kind != fifo",
        "not namespace ~ a",
        "priority > 5",
        "priority in {1, 2}",
        "kind contains f",
    ],
)
def test_what_events_do_not_have_is_unknown_in_the_log(columns, text):
    assert parse(text).evaluate(columns({}, {})).to_pylist() == [None, None]
    assert parse(f"{text} or method == put").evaluate(columns({})).to_pylist() == [True]
