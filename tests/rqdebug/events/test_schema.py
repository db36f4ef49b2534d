# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import gc
from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rqcore.errors import ProtocolError
from rqcore.protocol.event_batch import (
    NO_TIMEOUT,
    Method,
    NameKind,
    NameRecord,
    Outcome,
    Phase,
    encode_record,
)
from rqdebug.events.event_log import Event, EventLog
from rqdebug.events.schema import SCHEMA, BatchDecoder

U32 = st.integers(0, 2**32 - 1)
U64 = st.integers(0, 2**64 - 1)
I64 = st.integers(-(2**63), 2**63 - 1)

ANY_ROW = st.fixed_dictionaries(
    {
        "sequence": U64,
        "time": I64,
        "duration": I64,
        "call": U64,
        "item": U64,
        "timeout": I64,
        "queue": st.sampled_from([0, 1, 2, 900]),
        "client": st.sampled_from([1, 2]),
        "size": U32,
        "depth": U32,
        "items": U32,
        "method": st.sampled_from(Method),
        "phase": st.sampled_from(Phase),
        "outcome": st.sampled_from(Outcome),
        "codec": st.integers(0, 3),
        "payload": st.binary(max_size=20),
    }
)
QUEUES = {0: "", 1: "jobs", 2: "order-7", 900: "größe"}
CLIENTS = {1: "loader@a:512", 2: "saver@b:77"}
CODECS = ("raw", "text", "json", "pickle")

A_RUN = st.fixed_dictionaries(
    {
        "sequence": st.integers(1, 2**63),
        "call": st.integers(1, 2**63),
        "item": st.integers(1, 2**63),
        "depth": st.integers(10, 1000),
        "method": st.sampled_from([Method.PUT, Method.GET]),
        "run": st.lists(st.binary(max_size=5), min_size=2, max_size=10),
    }
)


def as_event(row):
    """Return the event of a wire row, computed without Arrow."""
    return Event(
        **row
        | {
            "queue": QUEUES[row["queue"]],
            "client": CLIENTS[row["client"]],
            "method": row["method"].name.lower(),
            "phase": row["phase"].name.lower(),
            "outcome": row["outcome"].name.lower(),
            "codec": CODECS[row["codec"]],
            "timeout": None if row["timeout"] == NO_TIMEOUT else row["timeout"],
            "item": row["item"] or None,
            "target": "",
        }
    )


@given(st.lists(ANY_ROW, max_size=30))
def test_wire_batch_becomes_equal_rows(columns, rows):
    batch = columns(*rows)
    batch.validate(full=True)
    assert batch.schema == SCHEMA
    log = EventLog()
    log.append(batch)
    assert log.events(range(len(rows))) == [as_event(row) for row in rows]


def test_event_has_the_columns_of_the_schema():
    assert [field.name for field in fields(Event)] == SCHEMA.names


def test_names_are_remembered_from_batch_to_batch(wire):
    observation = BatchDecoder()
    observation.decode(wire())
    later = observation.decode(wire({"queue": 2, "client": 2}, names=()))
    assert later.column("queue").to_pylist() == ["order-7"]
    assert later.column("client").to_pylist() == ["saver@b:77"]


def test_renamed_client_keeps_its_old_name_in_old_events(wire):
    observation = BatchDecoder()
    before = observation.decode(wire({}))
    after = observation.decode(wire({}, names=[NameRecord(NameKind.CLIENT, 1, "loader")]))
    assert before.column("client").to_pylist() == ["loader@a:512"]
    assert after.column("client").to_pylist() == ["loader"]


def test_queues_of_the_same_name_share_one_text(wire):
    names = [NameRecord(NameKind.QUEUE, 1, "jobs"), NameRecord(NameKind.QUEUE, 2, "jobs")]
    column = BatchDecoder().decode(wire({"queue": 1}, {"queue": 2}, names=names)).column("queue")
    assert column.dictionary.to_pylist() == ["jobs"]
    assert column.to_pylist() == ["jobs", "jobs"]


@pytest.mark.parametrize("column", ["method", "outcome", "phase", "codec", "queue", "client"])
def test_number_without_a_name_stays_visible(columns, column):
    assert columns({column: 77}).column(column).to_pylist() == ["#77"]


@pytest.mark.parametrize("column", ["method", "outcome", "phase", "codec"])
def test_number_above_the_limit_is_refused(columns, column):
    with pytest.raises(ProtocolError, match=f"{column} 200"):
        columns({column: 200})


@pytest.mark.parametrize("previews", [b"", b"abc", b"abcde"])
def test_previews_of_another_length_are_refused(wire, previews):
    batch = replace(wire({"payload": b"ab"}, {"payload": b"cd"}), previews=memoryview(previews))
    with pytest.raises(ProtocolError, match=f"{len(previews)} bytes of previews instead of 4"):
        BatchDecoder().decode(batch)


@pytest.mark.parametrize("count", [0, 1, 3, 2**32 - 1])
def test_records_of_another_count_are_refused(wire, count):
    with pytest.raises(ProtocolError, match=f"{count} records in 160 bytes"):
        BatchDecoder().decode(replace(wire({}, {}), count=count))


@given(st.binary(max_size=400).filter(lambda data: len(data) % 80 == 0), st.binary(max_size=100))
def test_any_bytes_become_columns_or_a_protocol_error(wire, records, previews):
    batch = replace(
        wire(), count=len(records) // 80, records=memoryview(records), previews=memoryview(previews)
    )
    try:
        taken = BatchDecoder().decode(batch)
    except ProtocolError:
        return
    taken.validate(full=True)
    assert taken.num_rows == batch.count


def test_columns_do_not_keep_the_message_alive(wire):
    batch = wire({"payload": b"ab"})
    records, previews = bytearray(batch.records), bytearray(batch.previews)
    taken = BatchDecoder().decode(replace(batch, records=memoryview(records), previews=memoryview(previews)))
    gc.collect()
    records.clear()  # a BufferError if a column still refers to it
    previews.clear()
    assert taken.column("payload").to_pylist() == [b"ab"]


@given(st.lists(ANY_ROW | A_RUN, max_size=6))
def test_run_is_expanded_into_its_events(wire, rows):
    batch = wire(*rows)
    one_by_one = wire(
        *(fields | {"duration": fields["waited"], "payload": preview} for fields, preview in batch.events())
    )
    taken = BatchDecoder().decode(batch)
    assert taken.num_rows == sum(len(row.get("run", "1")) for row in rows)
    assert taken.equals(BatchDecoder().decode(one_by_one))


def test_calls_of_a_run_are_numbered_consecutively(columns):
    rows = columns(
        {"run": [b"a", b"bc"], "method": Method.GET, "depth": 7}, {"sequence": 3, "payload": b"d"}
    ).to_pylist()
    assert [(row["sequence"], row["depth"], row["size"], row["payload"]) for row in rows] == [
        *((1, 7, 1, b"a"), (2, 6, 2, b"bc"), (3, 3, 18, b"d")),
    ]


@pytest.mark.parametrize("more", [1, 3, 2**32 - 1])
def test_inconsistent_run_is_refused(wire, more):
    batch = wire({"run": [b"a", b"b", b"c"]})
    batch = replace(batch, records=memoryview(encode_record(more=more)))
    with pytest.raises(ProtocolError):
        BatchDecoder().decode(batch)
    with pytest.raises(ProtocolError):
        list(batch.events())
