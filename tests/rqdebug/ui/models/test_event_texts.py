# SPDX-License-Identifier: GPL-3.0-or-later
"""The texts of an event in the columns of the log."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rqdebug.events.event_log import Event
from rqdebug.ui.models.event_texts import Column, TimeMode, event_text, rule_tip

EVENT = Event(
    7,
    10**18,
    0,
    None,
    "put",
    "jobs",
    "",
    "h:1",
    "ok",
    "end",
    0,
    None,
    1,
    None,
    0,
    "raw",
    3,
    9,
    None,
    None,
    b"",
    "",
)


@pytest.mark.parametrize(
    ("changes", "column", "text"),
    [
        ({}, Column.CLIENT, "h:1"),
        ({}, Column.DEPTH, "–"),
        ({"depth": 0}, Column.DEPTH, "0"),
        ({}, Column.PAYLOAD, "(empty item)"),
        ({"method": "get", "items": 0, "item": None}, Column.PAYLOAD, ""),
        ({"timeout_ns": None}, Column.TIMEOUT, "forever"),
        ({"waited_ns": 1_200_000}, Column.WAITED, "1.20 ms"),
        ({"phase": "start", "waited_ns": 5}, Column.WAITED, ""),
        ({"phase": "start", "outcome": "blocked"}, Column.OUTCOME, "blocked"),
    ],
)
def test_columns_show_what_is_known(changes, column, text):
    assert event_text(replace(EVENT, **changes), column, is_waiting=False) == text


def test_call_that_has_not_ended_waits():
    start = replace(EVENT, phase="start", outcome="blocked")
    assert event_text(start, Column.OUTCOME, is_waiting=True) == "… blocked"


def test_call_that_a_debugger_holds_has_another_sign():
    start = replace(EVENT, phase="start", outcome="held")
    assert event_text(start, Column.OUTCOME, is_waiting=True) == "‖ held"
    assert event_text(start, Column.OUTCOME, is_waiting=False) == "held"


@pytest.mark.parametrize(
    ("changes", "is_waiting", "tip"),
    [
        ({}, False, None),
        ({"rule": 3}, False, "Rule 3 of a debugger acted on this call."),
        ({"rule": 3, "phase": "start", "outcome": "held"}, True, "Rule 3 of a debugger holds this call."),
        ({"rule": 3, "phase": "start", "outcome": "held"}, False, "Rule 3 of a debugger held this call."),
        (
            {"rule": 3, "outcome": "lost"},
            False,
            "Rule 3 of a debugger dropped the item. The client received no error.",
        ),
    ],
)
def test_tip_says_what_a_rule_did(changes, is_waiting, tip):
    assert rule_tip(replace(EVENT, **changes), is_waiting) == tip


def test_missing_events_are_noted_before_the_payload():
    assert event_text(EVENT, Column.PAYLOAD, False, "2 events lost") == "[2 events lost]  (empty item)"


@pytest.mark.parametrize("mode", [TimeMode.RELATIVE, TimeMode.DELTA])
def test_times_are_counted_from_their_reference(mode):
    assert mode.text(1_500_000_000, 1_000_000_000) == "+0.500000"
