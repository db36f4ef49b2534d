# SPDX-License-Identifier: GPL-3.0-or-later
"""A filter has the same answers in the log, at the source (where a server evaluates it) and in scripts."""

from __future__ import annotations

import importlib.util
import json
import time
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rqcore.codec import Codec
from rqcore.controller.debugging.facts import CallFacts
from rqcore.controller.debugging.predicates import compile_predicate
from rqcore.protocol.event_batch import Method
from rqdebug.debug.event_log_watch import EventLogWatch
from rqdebug.errors import ObservationError
from rqdebug.events.filters.fields import FIELDS, SOURCE_FIELDS
from rqdebug.events.filters.filter import parse
from rqdebug.events.filters.literals import quote
from rqdebug.events.filters.operators import Between, InNetwork, OneOf, operators_of
from rqdebug.events.filters.saved_filters import SavedFilters
from rqdebug.events.filters.source_predicates import compile_filter
from rqdebug.events.schema import SCHEMA
from rqdebug.targets.base import ObservationCost

_spec = importlib.util.spec_from_file_location("oracle", Path(__file__).with_name("oracle.py"))
oracle = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(oracle)

RECORDED = [name for name in SOURCE_FIELDS if name in SCHEMA.names]
"""The fields that are known at the source and in the log."""
VALUES = {
    "method": st.sampled_from(["put", "GET", "task_done", "#0", "#99"]),
    "codec": st.sampled_from(["raw", "text", "JSON", "pickle", "#7"]),
    "timeout": st.sampled_from(["0", "1us", "2s", "3s", "forever"]),
    "size": st.sampled_from(["0", "1", "2B", "17", "1KiB"]),
}
WORDS = st.sampled_from(["", "jobs", "order-7", "größe", "GRÖSSE", "o", "loader", "a:512", "u", "put", "J"])
NUMBERS = st.sampled_from(["0", "1", "2", "3", "4"])
PATTERNS = st.sampled_from([*oracle.PATTERNS, "(?i)JOBS", "^[a-z]+$", r"-\d$", "r.w|u", ""])


@st.composite
def field_conditions(draw):
    """A condition on a field that is known at the source, with each operator that applies to it."""
    field = FIELDS[draw(st.sampled_from([name for name in RECORDED if name != "payload"]))]
    values = VALUES.get(field.name, NUMBERS if field.kind.is_ordered else WORDS.map(quote))
    operator = draw(st.sampled_from([*operators_of(field.kind).values(), Between, InNetwork]))
    if operator is InNetwork and operator.applies_to(field.kind):
        return f"address in {draw(st.sampled_from(['10.0.0.0/8', '10.1.2.3/32', '0.0.0.0/0', 'fd00::/8']))}"
    if operator is Between and field.kind.is_ordered:
        low, high = sorted(draw(st.tuples(values, values)), key=lambda value: field.kind.read(value).value)
        return f"{field.name} in {draw(st.sampled_from([f'{low}..{high}', f'{low}..', f'..{high}']))}"
    if operator in (OneOf, Between, InNetwork):
        return f"{field.name} in {{{', '.join(draw(st.lists(values, min_size=1, max_size=3)))}}}"
    if operator.sign == "~":
        return f"{field.name} ~ {quote(draw(PATTERNS))}"
    if operator.sign in ("contains", "startswith", "endswith"):
        return f"{field.name} {operator.sign} {quote(draw(WORDS))}"
    return f"{field.name} {operator.sign} {draw(values)}"


def joined(children):
    several = st.lists(children, min_size=2, max_size=3)
    return (
        several.map(lambda texts: " and ".join(f"({text})" for text in texts))
        | several.map(lambda texts: " or ".join(f"({text})" for text in texts))
        | children.map(lambda text: f"not ({text})")
    )


CONDITIONS = field_conditions() | oracle.PAYLOAD_CONDITIONS.map(lambda pair: pair[0])
FILTERS = st.recursive(CONDITIONS, joined, max_leaves=6)
EVENTS = st.lists(oracle.observed(), max_size=8)
NAMES = [name for name in RECORDED if name not in ("timeout", "payload")]


def facts_of(row, payload):
    """Return the facts of the call of an event.

    Args:
        row: The event, as pyarrow returns it.
        payload: The whole payload; None if only its size is known.
    """
    return CallFacts(
        method=Method[row["method"].upper()],
        queue=row["queue"],
        namespace="",
        kind="fifo",
        client=row["client"],
        address=row["address"],
        size=row["size"],
        depth=row["depth"],
        items=row["items"],
        timeout_ns=row["timeout"],
        codec=Codec[row["codec"].upper()],
        payload=payload,
        deliveries=row["deliveries"] or 0,
    )


def rows_of(batch):
    """Return the events of a batch, with timeouts in ns."""
    timeouts = batch.column("timeout").view(pa.int64())
    return batch.select(NAMES).append_column("timeout", timeouts).to_pylist()


@settings(max_examples=150)
@given(FILTERS, EVENTS, st.data())
def test_filter_has_the_same_answers_at_the_source(columns, text, events, data):
    # given events whose payload was recorded as a whole, or not at all
    events = [event._replace(kept=data.draw(st.sampled_from([0, len(event.whole)]))) for event in events]
    batch = columns(*({**event.row, "payload": event.recorded} for event in events))
    # when
    predicate = compile_predicate(json.loads(json.dumps(compile_filter(text))))
    calls = [
        facts_of(row, None if event.is_cut else event.whole)
        for row, event in zip(rows_of(batch), events, strict=True)
    ]
    # then
    assert [predicate.matches(call) for call in calls] == parse(text).evaluate(batch).to_pylist()


class SingleBatchObservation:
    """Shows events that happen together."""

    def __init__(self, batch):
        self._batches = []
        self._batch = batch

    def happen(self):
        self._batches = [self._batch] if self._batch.num_rows else []

    def receive(self, timeout):
        received, self._batches = self._batches, []
        if not received:
            time.sleep(0.001)
        return received

    def read_cost(self):
        return ObservationCost(0, 0, 0, 0.0)

    def close(self):
        pass


@settings(max_examples=100)
@given(FILTERS, EVENTS)
def test_filter_has_the_same_answers_in_a_script(columns, text, events):
    batch = columns(*(event.row for event in events))
    answers = parse(text).evaluate(batch).to_pylist()
    observation = SingleBatchObservation(batch)
    watch = EventLogWatch(observation, "", SavedFilters())
    observation.happen()
    try:
        watch.mark()
        # wait_for takes only what is certain
        found = watch.find(text, 0, (), 0)
        assert (None if found is None else found.row) == (answers.index(True) if True in answers else None)
        rows, known = [], set()
        while (event := watch.find(text, 0, known, 0)) is not None:
            rows.append(event.row)
            known.add(event.row)
        assert rows == [row for row, answer in enumerate(answers) if answer]
        # count and never do not guess
        if None in answers:
            with pytest.raises(ObservationError):
                watch.count(text, 0)
        else:
            assert watch.count(text, 0) == sum(answers)
    finally:
        watch.close()


@settings(max_examples=60)
@given(FILTERS, EVENTS)
def test_what_the_log_knows_of_a_cut_payload_is_what_the_source_knows_of_the_whole_one(columns, text, events):
    batch = columns(*(event.row for event in events))
    predicate = compile_predicate(compile_filter(text))
    answers = parse(text).evaluate(batch).to_pylist()
    for row, event, in_log in zip(rows_of(batch), events, answers, strict=True):
        at_source = predicate.matches(facts_of(row, event.whole))
        assert at_source is not None
        assert in_log in (None, at_source)


@settings(max_examples=60)
@given(FILTERS, EVENTS)
def test_call_whose_queue_or_method_cannot_match_never_matches(columns, text, events):
    predicate = compile_predicate(compile_filter(text))
    batch = columns(*(event.row for event in events))
    for row, answer in zip(rows_of(batch), parse(text).evaluate(batch).to_pylist(), strict=True):
        if answer is not False:
            assert predicate.queues is None or row["queue"] in predicate.queues
            assert predicate.methods is None or Method[row["method"].upper()] in predicate.methods
