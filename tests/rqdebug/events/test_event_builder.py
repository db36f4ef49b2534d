# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rqcore.codec import Codec
from rqcore.protocol.event_batch import (
    NO_TIMEOUT,
    EventBatch,
    Method,
    NameKind,
    NameRecord,
    Outcome,
    Phase,
    encode_record,
)
from rqdebug.events.batch_decoder import BatchDecoder
from rqdebug.events.client_addresses import join_client
from rqdebug.events.event_builder import PREVIEW_BYTES, EventBuilder
from rqdebug.events.event_log import EventLog, read_events
from rqdebug.events.schema import SCHEMA

QUEUES = ("", "jobs", "Aufträge")
SAME_NAMES = ("size", "depth", "items", "method", "phase", "outcome", "codec")
CLIENTS = (("loader", "a:1"), ("", "b:2"))
EVENTS = st.lists(
    st.fixed_dictionaries(
        {
            "time_ns": st.integers(0, 2**62),
            "waited_ns": st.integers(0, 2**62),
            "method": st.sampled_from(Method),
            "queue": st.sampled_from(QUEUES),
            "of": st.sampled_from(CLIENTS),
            "call": st.integers(1, 2**63),
            "phase": st.sampled_from(Phase),
            "outcome": st.sampled_from(Outcome),
            "timeout_ns": st.none() | st.integers(0, 2**62),
            "payload": st.binary(max_size=PREVIEW_BYTES),
            "size": st.integers(0, 2**32 - 1),
            "codec": st.sampled_from(Codec),
            "items": st.integers(0, 2**32 - 1),
            "item": st.none() | st.integers(1, 2**63),
            "depth": st.integers(0, 2**32 - 1),
        }
    ),
    min_size=1,
    max_size=20,
)


def decoded(events):
    """Return the same events as a controller would send them: an independent way to compute them."""
    names = [NameRecord(NameKind.QUEUE, number, text) for number, text in enumerate(QUEUES) if number]
    names += [NameRecord(NameKind.CLIENT, n, join_client(*client)) for n, client in enumerate(CLIENTS)]
    records = [
        encode_record(
            sequence=sequence,
            time=event["time_ns"],
            duration=event["waited_ns"],
            call=event["call"],
            item=event["item"] or 0,
            timeout=NO_TIMEOUT if event["timeout_ns"] is None else event["timeout_ns"],
            queue=QUEUES.index(event["queue"]),
            client=CLIENTS.index(event["of"]),
            preview=len(event["payload"]),
            **{
                name: event[name]
                for name in ("size", "depth", "items", "method", "phase", "outcome", "codec")
            },
        )
        for sequence, event in enumerate(events, 1)
    ]
    previews = b"".join(event["payload"] for event in events)
    batch = EventBatch(tuple(names), len(records), memoryview(b"".join(records)), memoryview(previews))
    return BatchDecoder().decode(batch)


def add(builder, **fields):
    builder.add(**({"time_ns": 0, "method": Method.PUT} | fields))


def add_all(builder, events):
    for event in events:
        client, address = event["of"]
        builder.add(
            **{name: value for name, value in event.items() if name != "of"},
            part=None,
            client=client,
            address=address,
        )


@given(EVENTS)
def test_events_equal_events_from_a_controller(events):
    builder = EventBuilder()
    add_all(builder, events)
    batch = builder.build()
    assert read_events(batch) == read_events(decoded(events))


@given(EVENTS)
def test_batch_is_valid_and_has_the_columns_of_the_log(events):
    builder = EventBuilder()
    add_all(builder, events)
    batch = builder.build({"b:2": "loader"})
    batch.validate(full=True)
    assert batch.schema.equals(SCHEMA)
    log = EventLog("edge")
    log.append(batch)
    assert log.num_rows == len(events)
    for column in batch.columns:
        if hasattr(column, "dictionary"):
            texts = column.dictionary.to_pylist()
            assert len(texts) == len(set(texts)), "a dictionary holds each text once"


def test_minimal_event_is_a_successful_call_that_did_not_wait():
    builder = EventBuilder()
    builder.add(time_ns=7, method=Method.QSIZE)
    (event,) = read_events(builder.build())
    assert (event.method, event.phase, event.outcome, event.codec) == ("qsize", "end", "ok", "raw")
    assert (event.time_ns, event.waited_ns, event.timeout_ns, event.item) == (7, 0, 0, None)
    assert (event.queue, event.client, event.target) == ("", "", "")
    assert (event.sequence, event.call) == (1, 1)


def test_sequence_numbers_continue_in_the_next_batch():
    builder = EventBuilder()
    for _ in range(3):
        add(builder)
    first = builder.build()
    add(builder)
    second = builder.build()
    numbers = [event.sequence for batch in (first, second) for event in read_events(batch)]
    assert numbers == [1, 2, 3, 4]


def test_batch_is_built_once():
    builder = EventBuilder()
    assert builder.build() is None
    add(builder)
    assert builder.num_rows == 1
    assert builder.build().num_rows == 1
    assert builder.num_rows == 0
    assert builder.build() is None


def test_start_and_end_of_a_call_share_its_number():
    builder = EventBuilder()
    call = builder.new_call()
    add(builder, call=call, phase=Phase.START, outcome=Outcome.BLOCKED)
    add(builder)
    add(builder, call=call)
    start, other, end = read_events(builder.build())
    assert start.call == end.call != other.call


def test_started_call_is_blocked_until_it_ends():
    log, builder = EventLog("edge"), EventBuilder()
    call = builder.new_call()
    add(builder, call=call, phase=Phase.START, outcome=Outcome.BLOCKED)
    log.append(builder.build())
    assert log.blocked == 1
    add(builder, call=call)
    log.append(builder.build())
    assert log.blocked == 0


def test_payload_is_truncated_and_its_size_kept():
    builder = EventBuilder(preview_bytes=4)
    add(builder, payload=b"abcdefgh")
    add(builder, payload=b"ab", size=100)
    first, second = read_events(builder.build())
    assert (first.payload, first.size) == (b"abcd", 8)
    assert (second.payload, second.size) == (b"ab", 100)


def test_name_of_a_client_can_be_given_when_the_batch_is_built():
    builder = EventBuilder()
    for address in ("a", "b", "c", "a"):
        add(builder, address=address)
    events = read_events(builder.build({"a": "loader", "b": "loader"}))
    assert [event.client for event in events] == ["loader", "loader", "", "loader"]
    assert [event.address for event in events] == ["a", "b", "c", "a"]


def test_name_that_was_given_with_the_event_stays():
    builder = EventBuilder()
    add(builder, client="saver", address="a")
    (event,) = read_events(builder.build({"a": "loader"}))
    assert event.client == "saver"


def test_names_apply_to_one_batch():
    builder = EventBuilder()
    add(builder, address="a")
    builder.build({"a": "loader"})
    add(builder, address="a")
    assert [event.client for event in read_events(builder.build())] == [""]


def test_what_a_target_does_not_know_of_a_call_is_unknown():
    builder = EventBuilder()
    add(builder)
    (event,) = read_events(builder.build())
    assert (event.took_ns, event.depth, event.item, event.unknown) == (None, None, None, None)
    assert event.part == 0


def test_further_items_of_a_call_are_further_parts():
    builder = EventBuilder()
    call = builder.new_call()
    for part in range(3):
        add(builder, call=call, part=part, items=3, item=7 + part, took_ns=900)
    events = read_events(builder.build())
    assert [(event.part, event.item, event.items) for event in events] == [(0, 7, 3), (1, 8, 3), (2, 9, 3)]
    assert {(event.call, event.took_ns) for event in events} == {(call, 900)}


def test_count_that_exceeds_its_column_becomes_the_maximum():
    builder = EventBuilder()
    add(builder, size=2**40, items=2**33, depth=2**32)
    (event,) = read_events(builder.build())
    assert (event.size, event.items, event.depth) == (2**32 - 1,) * 3


@pytest.mark.parametrize("field", ["method", "phase", "outcome", "codec"])
@pytest.mark.parametrize("number", [99, 255, 256, -1])
def test_number_outside_its_enumeration_is_refused(field, number):
    builder = EventBuilder()
    add(builder, **{field: number})
    with pytest.raises(ValueError):
        builder.build()


@pytest.mark.parametrize("sign", [1, -1])
@pytest.mark.parametrize(
    "field",
    ["time_ns", "waited_ns", "took_ns", "timeout_ns", "call", "item", "size", "items", "depth", "part"],
)
def test_number_beyond_64_bits_costs_no_other_event(field, sign):
    builder = EventBuilder()
    add(builder, queue="jobs")
    add(builder, queue="jobs", **{field: sign * 10**400})
    add(builder, queue="jobs", payload=b"last")
    batch = builder.build()
    batch.validate(full=True)
    assert batch["queue"].to_pylist() == ["jobs"] * 3
    assert batch["payload"].to_pylist()[2] == b"last"


def test_name_that_is_no_text_costs_no_other_event():
    builder = EventBuilder()
    add(builder, queue="jobs \udcff")
    add(builder, queue="jobs")
    assert builder.build()["queue"].to_pylist() == ["jobs \\udcff", "jobs"]


def test_events_of_a_refused_batch_are_dropped():
    builder = EventBuilder()
    add(builder, method=99)
    with pytest.raises(ValueError):
        builder.build()
    add(builder)
    assert builder.build().num_rows == 1
