# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import re
import time
from dataclasses import replace

import pytest
from click import unstyle
from hypothesis import given
from hypothesis import strategies as st

from rqdebug.cli.event_lines import MAX_PAYLOAD, TimeFormat, format_event, format_payload
from rqdebug.events.event_log import Event
from rqdebug.events.filters.filter import parse

EVENT = Event(
    sequence=1,
    time_ns=1_700_000_000_123_456_789,
    waited_ns=1_500_000,
    took_ns=None,
    method="put",
    queue="jobs",
    client="loader",
    address="127.0.0.1:9",
    outcome="ok",
    phase="end",
    size=8,
    depth=1,
    items=1,
    part=0,
    timeout_ns=None,
    codec="json",
    call=3,
    item=4,
    deliveries=None,
    rule=None,
    payload=b'{"n": 1}',
    unknown=None,
)


def changed(**fields):
    size = len(fields.get("payload", EVENT.payload))
    return replace(EVENT, **({"size": size} | fields))


def test_line_has_every_part_in_order():
    clock, *words = unstyle(format_event(EVENT, "edge")).split()
    assert clock.endswith(".123456")
    assert words == ["edge", "put", "jobs", "ok", "1.5", "ms", "8", "B", "loader@127.0.0.1:9", '{"n":', "1}"]


@pytest.mark.parametrize(
    ("fields", "shown"),
    [
        ({}, '{"n": 1}'),
        ({"codec": "raw", "payload": b"a\x00\xff"}, r"a\x00\xff"),
        ({"codec": "raw", "payload": "größe\u00a0👩\u200d💻".encode()}, "größe\u00a0👩\u200d💻"),
        ({"codec": "text", "payload": b"a\x1b[31m"}, r"a\x1b[31m"),
        ({"codec": "text", "payload": b"a" * 100}, "a" * 80 + "…"),
        ({"codec": "text", "payload": b"abc", "size": 9}, "abc…"),
        ({"payload": b""}, ""),
    ],
)
def test_payload_is_shown_as_text_or_bytes(fields, shown):
    assert format_payload(changed(**fields)) == shown


@pytest.mark.parametrize("outcome", ["blocked", "held"])
def test_call_that_has_not_ended_has_no_duration(outcome):
    assert "…" in format_event(changed(outcome=outcome, phase="start"))


def test_held_call_has_a_colour_of_its_own_and_a_lost_item_that_of_errors():
    outcomes = ("ok", "blocked", "held", "lost", "noqueue")
    colours = [format_event(changed(outcome=each)).split(f"m{each}")[0][-2:] for each in outcomes]
    assert colours == ["32", "33", "35", "31", "31"]


def test_target_is_named_only_on_request():
    assert "edge" in format_event(EVENT, "edge")
    assert unstyle(format_event(EVENT)).split()[1] == "put"


def test_date_and_utc_are_printed_as_filters_read_them(monkeypatch):
    monkeypatch.setenv("TZ", "XYZ-5")  # east of Greenwich
    time.tzset()
    try:
        for form, shown in {
            TimeFormat.CLOCK: "03:13:20.123456",
            TimeFormat.DATE: "2023-11-15T03:13:20.123456",
            TimeFormat.UTC: "2023-11-14T22:13:20.123456Z",
        }.items():
            text = unstyle(format_event(EVENT, "", form)).split()[0]
            assert text == shown
            assert parse(f"time == {text}")
    finally:
        monkeypatch.undo()
        time.tzset()


def test_time_is_local_and_has_microseconds():
    assert re.match(r"\d\d:\d\d:\d\d\.123456 ", unstyle(format_event(EVENT)))


@pytest.mark.parametrize(
    ("outcome", "color"),
    [("ok", "32"), ("blocked", "33"), ("busy", "34"), ("empty", "36"), ("delayed", "36"), ("closed", "31")],
)
def test_outcome_has_its_colour(outcome, color):
    assert f"\x1b[{color}m{outcome}" in format_event(changed(outcome=outcome))


def test_blocked_call_shows_what_it_puts_and_no_empty_payload():
    assert unstyle(format_event(changed(outcome="blocked", payload=b"abc", codec="text"))).endswith("abc")
    assert (
        unstyle(format_event(changed(outcome="blocked", payload=b""))).rstrip().endswith("loader@127.0.0.1:9")
    )


@given(
    st.binary(max_size=300), st.sampled_from(["raw", "text", "json", "pickle", "#9"]), st.text(), st.text()
)
def test_event_cannot_control_the_terminal(payload, codec, queue, client):
    line = unstyle(format_event(changed(payload=payload, codec=codec, queue=queue, client=client), "edge"))
    assert line.isprintable() or "\x1b" not in line
    assert "\n" not in line and "\r" not in line


@pytest.mark.parametrize("part", ["method", "outcome", "queue", "client", "codec"])
def test_no_part_of_an_event_can_control_the_terminal(part):
    line = format_event(changed(**{part: "\x1b]0;x\x07\x1b[2J\r\n\u202e"}), "edge")
    assert not re.search("\x1b(?!\\[[0-9;]*m)|[\x07\r\n\u202e]", line)  # only the colors of the line itself


@given(st.binary(max_size=1000))
def test_payload_is_truncated(payload):
    assert len(format_payload(changed(payload=payload, codec="raw"))) <= MAX_PAYLOAD + 1
