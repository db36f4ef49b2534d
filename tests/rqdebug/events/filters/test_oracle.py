# SPDX-License-Identifier: GPL-3.0-or-later
"""Filters agree with an oracle in plain Python, event by event."""

from __future__ import annotations

import importlib.util
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rqdebug.events.filters.filter import parse

_spec = importlib.util.spec_from_file_location("oracle", Path(__file__).with_name("oracle.py"))
oracle = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(oracle)


@pytest.fixture(scope="module", autouse=True)
def local_time():
    """Let the tests run in the time zone of the oracle."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", oracle.ZONE)
        time.tzset()
        yield
    time.tzset()


def answers_of(condition, events):
    return [condition[1](event) for event in events]


@settings(max_examples=250)
@given(oracle.FILTERS, oracle.EVENTS, st.data())
def test_filter_answers_like_plain_python(columns, condition, events, data):
    # given
    batch = columns(*(event.row for event in events))
    skip = data.draw(st.integers(0, len(events)))
    expected = answers_of(condition, events)
    # when
    filter = parse(condition[0])
    # then
    assert filter.evaluate(batch).to_pylist() == expected
    assert filter.evaluate(batch.slice(skip)).to_pylist() == expected[skip:]
    assert filter.mask(batch).to_pylist() == [answer is True for answer in expected]


@settings(max_examples=400)
@given(oracle.PAYLOAD_CONDITIONS, oracle.EVENTS)
def test_condition_on_payloads_answers_like_plain_python(columns, condition, events):
    batch = columns(*(event.row for event in events))
    assert parse(condition[0]).evaluate(batch).to_pylist() == answers_of(condition, events)


@settings(max_examples=100)
@given(oracle.FILTERS, oracle.EVENTS)
def test_answer_for_a_cut_payload_is_that_for_the_whole_one_or_unknown(columns, condition, events):
    whole = [event._replace(row={**event.row, "payload": event.whole}) for event in events]
    cut_answers, whole_answers = (
        parse(condition[0]).evaluate(columns(*(event.row for event in each))).to_pylist()
        for each in (events, whole)
    )
    assert None not in whole_answers
    assert all(cut in (None, known) for cut, known in zip(cut_answers, whole_answers, strict=True))


@settings(max_examples=100)
@given(oracle.FILTERS, oracle.EVENTS)
def test_printed_filter_reads_back_the_same(columns, condition, events):
    batch = columns(*(event.row for event in events))
    once = parse(condition[0])
    again = parse(str(once))
    assert again == once
    assert str(again) == str(once)
    assert again.evaluate(batch).equals(once.evaluate(batch))
