# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import gc
import json
import struct
from dataclasses import replace

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rqcore.errors import ProtocolError
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
from rqcore.protocol.event_fields import NO_DEPTH, NOT_TAKEN, V3, Absent, EventField, RunKind
from rqdebug.events.batch_decoder import BatchDecoder
from rqdebug.events.event_log import Event, EventLog, read_events
from rqdebug.events.schema import SCHEMA

U32 = st.integers(0, 2**32 - 1)
U64 = st.integers(0, 2**64 - 1)
I64 = st.integers(-(2**63), 2**63 - 1)

ANY_ROW = st.fixed_dictionaries(
    {
        "sequence": U64,
        "time": I64,
        "waited": I64,
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
CLIENTS = {1: ("loader", "a:512"), 2: ("saver", "b:77")}
NS = ("time", "waited", "timeout")
CODECS = ("raw", "text", "json", "pickle")

A_RUN = st.fixed_dictionaries(
    {
        "sequence": st.integers(1, 2**63),
        "call": st.integers(1, 2**63),
        "item": st.integers(1, 2**63),
        "depth": st.integers(10, 1000),
        "method": st.sampled_from([Method.PUT, Method.GET]),
        "previews": st.lists(st.binary(max_size=5), min_size=2, max_size=10),
    }
)


def as_event(row):
    """Return the event of a wire row, computed without Arrow."""
    named = {f"{name}_ns" if name in NS else name: value for name, value in row.items()}
    client, address = CLIENTS[row["client"]]
    return Event(
        **named
        | {
            "queue": QUEUES[row["queue"]],
            "client": client,
            "address": address,
            "took_ns": None,
            "part": None,
            "deliveries": None,
            "rule": None,
            "unknown": None,
            "method": row["method"].name.lower(),
            "phase": row["phase"].name.lower(),
            "outcome": row["outcome"].name.lower(),
            "codec": CODECS[row["codec"]],
            "timeout_ns": None if row["timeout"] == NO_TIMEOUT else row["timeout"],
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


def test_names_are_remembered_from_batch_to_batch(wire):
    observation = BatchDecoder()
    observation.decode(wire())
    later = observation.decode(wire({"queue": 2, "client": 2}, names=()))
    assert later.column("queue").to_pylist() == ["order-7"]
    assert later.column("client").to_pylist() == ["saver"]
    assert later.column("address").to_pylist() == ["b:77"]


def test_renamed_client_keeps_its_old_name_in_old_events(wire):
    observation = BatchDecoder()
    before = observation.decode(wire({}))
    after = observation.decode(wire({}, names=[NameRecord(NameKind.CLIENT, 1, "again@a:512")]))
    assert before.column("client").to_pylist() == ["loader"]
    assert after.column("client").to_pylist() == ["again"]


def events_of(*tables):
    log = EventLog()
    for table in tables:
        log.append(table)
    return log.events(range(log.num_rows))


@given(st.lists(st.lists(ANY_ROW, max_size=5), max_size=6))
def test_small_batches_are_decoded_together(wire, groups):
    first, *others = [wire(*rows) for rows in (groups or [[]])]
    batches = [first, *(replace(each, names=()) for each in others)]
    together, alone = BatchDecoder(), BatchDecoder()
    (table,) = together.decode_all(batches)
    assert events_of(table) == events_of(*map(alone.decode, batches))


def test_batches_with_names_of_another_form_or_of_many_bytes_are_decoded_alone(wire):
    plain, renamed = wire({}), wire({}, names=[NameRecord(NameKind.CLIENT, 1, "again@a:512")])
    unnamed, large = replace(plain, names=()), replace(wire({"payload": bytes(60_000)}), names=())
    other = replace(unnamed, fields=(*unnamed.fields[:-1], replace(unnamed.fields[-1], name="new")))
    tables = BatchDecoder().decode_all([plain, renamed, unnamed, other, large, large])
    assert [table.num_rows for table in tables] == [1, 2, 1, 1, 1]
    assert [table.column("client")[0].as_py() for table in tables] == ["loader", *["again"] * 4]


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
    one_by_one = wire(*(fields | {"payload": preview} for fields, preview in batch.events()))
    taken = BatchDecoder().decode(batch)
    assert taken.num_rows == sum(len(row.get("previews", "1")) for row in rows)
    assert taken.equals(BatchDecoder().decode(one_by_one))


def test_calls_of_a_run_are_numbered_consecutively(columns):
    rows = columns(
        {"previews": [b"a", b"bc"], "method": Method.GET, "depth": 7}, {"sequence": 3, "payload": b"d"}
    ).to_pylist()
    assert [(row["sequence"], row["depth"], row["size"], row["payload"]) for row in rows] == [
        *((1, 7, 1, b"a"), (2, 6, 2, b"bc"), (3, 3, 18, b"d")),
    ]


@pytest.mark.parametrize("more", [1, 3, 2**32 - 1])
def test_inconsistent_run_is_refused(wire, more):
    batch = wire({"previews": [b"a", b"b", b"c"]})
    batch = replace(batch, records=memoryview(encode_record(more=more)))
    with pytest.raises(ProtocolError):
        BatchDecoder().decode(batch)
    with pytest.raises(ProtocolError):
        list(batch.events())


# Version 3

LATER = (
    EventField("colour", "I", Absent.ZERO, 0),
    EventField("weight", "q", Absent.ALL_BITS, 0),
    EventField("x-y", "B", Absent.NEVER, 0),
)
"""Fields of a later version, in a record of their own."""
OPTIONAL = ("took", "depth", "timeout", "item", "deliveries", "rule", "part")
V3_NAMES = (
    *(NameRecord(NameKind.QUEUE, number, text) for number, text in QUEUES.items() if number),
    *(NameRecord(NameKind.CLIENT, number, name) for number, (name, _) in CLIENTS.items()),
    *(NameRecord(NameKind.ADDRESS, number, address) for number, (_, address) in CLIENTS.items()),
)
NUMBERS = {
    "B": st.integers(0, 3),
    "H": st.integers(0, 0xFFFF),
    "I": U32,
    "Q": st.integers(0, 2**63),
    "q": I64,
}
ANY_V3_ROW = st.fixed_dictionaries(
    {
        **{field.name: NUMBERS[field.type] for field in (*V3.fields, *LATER)},
        "took": I64 | st.just(NOT_TAKEN),
        "depth": st.integers(100, 2**31) | st.just(NO_DEPTH),
        "part": st.integers(0, 2**31),
        "item": st.integers(0, 2**63) | st.just(0),
        "colour": U32 | st.just(0),
        "rule": U32 | st.just(0),
        "queue": st.sampled_from(list(QUEUES)),
        "client": st.sampled_from([1, 2]),
        "method": st.sampled_from(Method),
        "phase": st.sampled_from(Phase),
        "run": st.sampled_from([RunKind.CALLS, RunKind.PARTS]),
        "previews": st.lists(st.binary(max_size=5), min_size=1, max_size=4),
    }
)


@st.composite
def v3_batches(draw):
    """A batch of version 3 from a program that knows more fields, or fewer, at other places in the record."""
    left_out = draw(st.sets(st.sampled_from(OPTIONAL)))
    known = [field for field in V3.fields if field.name not in left_out]
    rows = draw(st.lists(ANY_V3_ROW, max_size=5))
    fields, size = [], 0
    for field in draw(st.permutations([*known, *draw(st.sets(st.sampled_from(LATER)))])):
        size += draw(st.integers(0, 2))
        fields.append(replace(field, offset=size))
        size = fields[-1].end
    record_bytes = size + draw(st.integers(0, 5))
    records, previews, lengths = b"", b"", b""
    for row in rows:
        run = row["previews"]
        only = {"preview": len(run[0]), "size": row["size"]} if len(run) == 1 else {"preview": 0, "size": 0}
        values = {**row, **only, "more": len(run) - 1}
        record = bytearray(record_bytes)
        for field in fields:
            struct.pack_into(f"<{field.type}", record, field.offset, values[field.name])
        records, previews = records + record, previews + b"".join(run)
        lengths += b"".join(V3.length.pack(len(each)) for each in run) if len(run) > 1 else b""
    parts = map(memoryview, (records, previews, lengths))
    return EventBatch(V3_NAMES, len(rows), *parts, 3, tuple(fields), record_bytes)


def as_v3_event(batch, row, preview):
    """Return an event without its unknown fields, computed without Arrow."""
    fields = {field.name: field for field in batch.fields}

    def value(name):
        is_absent = name not in fields or row[name] == fields[name].absent_number
        return None if is_absent else row[name]

    numberings = {"method": Method, "phase": Phase, "outcome": Outcome}
    words = {name: kind(row[name]).name.lower() for name, kind in numberings.items()}
    client, address = CLIENTS[row["client"]]
    return Event(
        **{name: row[name] for name in ("sequence", "call", "size", "items")},
        **{f"{name}_ns": value(name) for name in ("time", "waited", "took", "timeout")},
        **words,
        queue=QUEUES[row["queue"]],
        client=client,
        address=address,
        depth=value("depth"),
        part=value("part"),
        deliveries=value("deliveries"),
        rule=value("rule"),
        item=value("item"),
        codec=CODECS[row["codec"]],
        payload=preview,
        unknown=None,
    )


@given(v3_batches())
def test_batch_of_version_3_has_the_events_that_it_lists(batch):
    decoded = BatchDecoder().decode(batch)
    decoded.validate(full=True)
    assert decoded.schema == SCHEMA
    events = list(batch.events())
    assert [replace(event, unknown=None) for event in read_events(decoded)] == [
        as_v3_event(batch, row, preview) for row, preview in events
    ]
    later = {field.name: field.absent_number for field in batch.fields if field.name in map_names(LATER)}
    expected = [
        {name: row[name] for name, absent in later.items() if row[name] != absent} for row, _ in events
    ]
    assert [json.loads(text or "{}") for text in decoded.column("unknown").to_pylist()] == expected
    assert decoded.column("unknown").null_count == expected.count({})


def map_names(fields):
    return {field.name for field in fields}


def test_name_and_address_of_a_client_arrive_apart(wire):
    observation = BatchDecoder()
    names = [NameRecord(NameKind.CLIENT, 1, "ops@night:7"), NameRecord(NameKind.ADDRESS, 1, "unix:512")]
    batch = observation.decode(wire({}, names=names, version=3))
    assert batch.column("client").to_pylist() == ["ops@night:7"]
    assert batch.column("address").to_pylist() == ["unix:512"]
    names = [NameRecord(NameKind.CLIENT, 1, "")]
    renamed = observation.decode(wire({}, names=names, version=3))
    assert (renamed.column("client").to_pylist(), renamed.column("address").to_pylist()) == (
        [""],
        ["unix:512"],
    )


def test_items_of_a_call_are_its_parts(wire):
    run = {"run": RunKind.PARTS, "method": Method.PUT_MANY, "items": 3, "call": 5, "item": 7, "depth": 2}
    batch = wire({**run, "previews": [b"a", b"bc", b"d"]}, names=V3_NAMES, version=3)
    assert [
        (event.call, event.part, event.item, event.depth, event.size, event.payload)
        for event in read_events(BatchDecoder().decode(batch))
    ] == [(5, 0, 7, 2, 1, b"a"), (5, 1, 8, 3, 2, b"bc"), (5, 2, 9, 4, 1, b"d")]


def test_what_is_absent_in_a_run_is_absent_in_each_of_its_events(wire):
    run = {"run": RunKind.PARTS, "item": 0, "depth": NO_DEPTH, "previews": [b"a", b"b"]}
    events = read_events(BatchDecoder().decode(wire(run, names=V3_NAMES, version=3)))
    assert [(event.item, event.depth, event.part) for event in events] == [(None, None, 0), (None, None, 1)]


@pytest.mark.parametrize("name", ["sequence", "time", "method", "queue", "client", "codec"])
def test_batch_without_an_essential_field_is_refused(wire, name):
    batch = wire({}, names=V3_NAMES, version=3)
    fields = tuple(field for field in batch.fields if field.name != name)
    with pytest.raises(ProtocolError, match=f"has no field {name}"):
        BatchDecoder().decode(replace(batch, fields=fields))


@pytest.mark.parametrize("kind", [0, 3, 255])
def test_run_of_an_unknown_kind_is_refused(wire, kind):
    batch = wire({"run": kind, "previews": [b"a", b"b"]}, names=V3_NAMES, version=3)
    with pytest.raises(ProtocolError, match="unknown kind"):
        BatchDecoder().decode(batch)


@pytest.mark.parametrize("name", ["more", "preview", "method", "size", "time"])
@pytest.mark.parametrize("number", [-1, -(2**63), 2**63 - 1, 2**40])
def test_number_that_no_column_can_hold_is_refused(wire, name, number):
    batch = wire({"payload": b"abc"}, {}, names=V3_NAMES, version=3)
    fields = tuple(
        replace(field, type="q", offset=batch.record_bytes) if field.name == name else field
        for field in batch.fields
    )
    size = batch.record_bytes
    records = b"".join(bytes(batch.records[at : at + size]) + struct.pack("<q", number) for at in (0, size))
    batch = replace(batch, fields=fields, records=memoryview(records), record_bytes=size + 8)
    if name == "time":
        assert BatchDecoder().decode(batch).column("time").view(pa.int64()).to_pylist() == [number] * 2
        return
    with pytest.raises(ProtocolError):
        BatchDecoder().decode(batch)
