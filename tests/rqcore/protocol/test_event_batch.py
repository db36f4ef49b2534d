# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

from base64 import b64decode
from contextlib import suppress
from struct import pack, pack_into

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rqcore.errors import ProtocolError
from rqcore.protocol.event_batch import (
    HEADER_V2,
    HEADER_V3,
    NAME,
    Method,
    NameKind,
    NameRecord,
    Outcome,
    Phase,
    decode_batch,
    encode_batch,
    encode_fields,
)
from rqcore.protocol.event_fields import ALL_BITS, FORMATS, TYPES, V3, Absent, EventField, RunKind

NAMES = (NameRecord(NameKind.QUEUE, 1, "jobs"), NameRecord(NameKind.CLIENT, 7, "löader"))
RECORDS = {
    version: form.record.pack(*range(1, len(form.fields) + 1)) * 2 for version, form in FORMATS.items()
}
BATCHES = {
    version: encode_batch(NAMES, 2, records, b"previews", b"", version)
    for version, records in RECORDS.items()
}
BOTH = pytest.mark.parametrize("version", FORMATS)

names = st.builds(
    NameRecord,
    st.sampled_from([NameKind.QUEUE, NameKind.CLIENT]),
    st.integers(0, 2**32 - 1),
    st.text(st.characters(codec="utf-8"), max_size=30),
)


def header_v3(
    *, fields=None, names=0, records=0, lengths=0, record_bytes=V3.record.size, version=3, count=None
) -> bytes:
    """Return a header with these numbers, which may contradict each other."""
    known = encode_fields(V3.fields) if fields is None else fields
    counted = len(V3.fields) if count is None else count
    head = HEADER_V3.pack(
        version, HEADER_V3.size + len(known), names, records, lengths, record_bytes, counted
    )
    return head + known


@BOTH
def test_record_is_little_endian_in_the_order_of_the_fields(version):
    form, records = FORMATS[version], RECORDS[version]
    assert records[:8] == b"\x01" + bytes(7)
    fields = {field.name: number for number, field in enumerate(form.fields, 1)}
    assert form.encode_record(**fields) == records[: form.record.size]
    assert records[: form.record.size] * 2 == records


@BOTH
def test_decoded_batch_equals_the_encoded_one(version):
    batch = decode_batch(BATCHES[version])
    assert (batch.version, batch.names, batch.count) == (version, NAMES, 2)
    assert (batch.records, batch.previews) == (RECORDS[version], b"previews")
    assert batch.fields == FORMATS[version].fields


@BOTH
def test_empty_batch_is_decoded(version):
    batch = decode_batch(encode_batch((), 0, b"", b"", b"", version))
    assert (batch.names, batch.count, len(batch.records), len(batch.previews)) == ((), 0, 0, 0)


@given(st.sampled_from([2, 3]), st.data())
def test_any_decoded_batch_equals_the_encoded_one(version, data):
    size, length = FORMATS[version].record.size, FORMATS[version].length
    named = data.draw(st.lists(names, max_size=5))
    records = data.draw(st.lists(st.binary(min_size=size, max_size=size), max_size=4))
    lengths = data.draw(st.lists(st.integers(0, 2 ** (8 * length.size) - 1), max_size=4))
    previews = data.draw(st.binary(max_size=50))
    packed = b"".join(map(length.pack, lengths))
    batch = decode_batch(encode_batch(named, len(records), b"".join(records), previews, packed, version))
    assert (batch.names, batch.count) == (tuple(named), len(records))
    assert (batch.records, batch.previews) == (b"".join(records), previews)
    assert [each for (each,) in length.iter_unpack(batch.lengths)] == lengths


@given(st.sampled_from([2, 3]), st.data())
def test_any_decoded_record_equals_the_encoded_one(version, data):
    form = FORMATS[version]
    signed = {"q": (-(2**63), 2**63 - 1)}
    event = {
        field.name: data.draw(st.integers(*signed.get(field.type, (0, ALL_BITS[field.type]))))
        for field in form.fields
        if field.name != "more"
    }
    preview = data.draw(st.binary(max_size=50))
    event |= {"more": 0, "preview": len(preview)}
    batch = decode_batch(encode_batch((), 1, form.encode_record(**event), preview, b"", version))
    assert list(batch.events()) == [(event, preview)]


@BOTH
@pytest.mark.parametrize("letter", ["a", "é", "\N{BRAIN}"])
def test_name_that_is_too_long_is_shortened(version, letter):
    long = NameRecord(NameKind.QUEUE, 1, letter * 70_000)
    (name,) = decode_batch(encode_batch([long], 0, b"", b"", b"", version)).names
    assert name.text and set(name.text) == {letter}


def test_name_of_an_unknown_kind_keeps_its_number():
    (name,) = decode_batch(encode_batch([NameRecord(93, 1, "rule")], 0, b"", b"", b"", 3)).names
    assert name == NameRecord(93, 1, "rule")


# Runs


def test_run_of_calls_counts_calls():
    record = V3.encode_record(
        sequence=5, call=7, item=9, items=1, depth=2, more=2, run=RunKind.CALLS, method=Method.PUT
    )
    batch = decode_batch(encode_batch((), 1, record, b"abbccc", pack("<III", 1, 2, 3), 3))
    found = [
        (each["sequence"], each["call"], each["item"], each["part"], each["depth"], text)
        for each, text in batch.events()
    ]
    assert found == [(5, 7, 9, 0, 2, b"a"), (6, 8, 10, 0, 3, b"bb"), (7, 9, 11, 0, 4, b"ccc")]


@pytest.mark.parametrize(
    ("method", "step"),
    [(Method.PUT_MANY, 1), (Method.MOVE_IN, 1), (Method.GET_MANY, -1), (Method.MOVE, -1), (Method.PURGE, -1)],
)
def test_run_of_parts_counts_parts(method, step):
    record = V3.encode_record(
        sequence=5, call=7, item=9, items=4, part=1, depth=8, more=2, run=RunKind.PARTS, method=method
    )
    batch = decode_batch(encode_batch((), 1, record, b"abbccc", pack("<III", 1, 2, 3), 3))
    found = [
        (
            each["sequence"],
            each["call"],
            each["items"],
            each["item"],
            each["part"],
            each["depth"],
            each["size"],
        )
        for each, _ in batch.events()
    ]
    assert found == [(5, 7, 4, 9, 1, 8, 1), (6, 7, 4, 10, 2, 8 + step, 2), (7, 7, 4, 11, 3, 8 + 2 * step, 3)]


def test_payload_in_a_run_may_be_larger_than_64_kib():
    record = V3.encode_record(more=1, run=RunKind.PARTS)
    batch = decode_batch(encode_batch((), 1, record, b"x" * 100_001, pack("<II", 100_000, 1), 3))
    assert [len(preview) for _, preview in batch.events()] == [100_000, 1]


@pytest.mark.parametrize("kind", [RunKind.NONE, 3, 255])
def test_run_of_an_unknown_kind_is_refused(kind):
    batch = decode_batch(encode_batch((), 1, V3.encode_record(more=1, run=kind), b"", pack("<II", 0, 0), 3))
    with pytest.raises(ProtocolError):
        list(batch.events())


# What a newer program may send


def test_unknown_field_is_kept_by_name_and_number():
    fields = (*V3.fields, EventField("weight", "H", Absent.ZERO, 99))
    record = bytearray(V3.encode_record(sequence=5))
    pack_into("<H", record, 99, 3)
    data = header_v3(fields=encode_fields(fields), records=1, count=len(fields)) + bytes(record)
    ((event, _),) = decode_batch(data).events()
    assert (event["sequence"], event["weight"]) == (5, 3)


def test_field_that_is_missing_is_absent():
    fields = (EventField("sequence", "I", Absent.NEVER, 0), EventField("method", "B", Absent.NEVER, 4))
    data = header_v3(fields=encode_fields(fields), records=2, record_bytes=5, count=2)
    batch = decode_batch(data + pack("<IBIB", 1, 0, 2, 93))
    assert [event for event, _ in batch.events()] == [
        {"sequence": 1, "method": 0},
        {"sequence": 2, "method": 93},
    ]


def test_record_and_header_may_be_larger_than_their_fields():
    fields = encode_fields(V3.fields) + b"something new"
    data = header_v3(fields=fields, records=1, record_bytes=112)
    ((event, _),) = decode_batch(data + V3.encode_record(sequence=5, run=1) + bytes(8)).events()
    assert (event["sequence"], event["run"]) == (5, 1)


@given(st.data())
def test_any_list_of_fields_is_decoded_as_numpy_reads_it(data):
    lengths = st.lists(st.text("abcdefgh_", min_size=1), min_size=1, max_size=6, unique=True)
    fields = [
        EventField(
            f"x{name}",
            data.draw(st.sampled_from(TYPES)),
            data.draw(st.sampled_from(Absent)),
            data.draw(st.integers(0, 40)),
        )
        for name in data.draw(lengths)
    ]
    records = data.draw(st.binary(min_size=96, max_size=96))
    head = header_v3(fields=encode_fields(fields), records=2, record_bytes=48, count=len(fields))
    batch = decode_batch(head + records)
    dtype = np.dtype(
        {
            "names": [field.name for field in batch.fields],
            "formats": ["<" + field.type for field in batch.fields],
            "offsets": [field.offset for field in batch.fields],
            "itemsize": batch.record_bytes,
        }
    )
    rows = np.frombuffer(batch.records, dtype)
    expected = [{name: int(row[name]) for name in dtype.names} for row in rows]
    assert batch.fields == tuple(fields)
    assert [event for event, _ in batch.events()] == expected


# What is wrong


@pytest.mark.parametrize("size", range(len(BATCHES[2]) - len(b"previews")))
def test_truncated_batch_of_version_2_is_refused(size):
    with pytest.raises(ProtocolError):
        decode_batch(BATCHES[2][:size])


@pytest.mark.parametrize("size", range(len(BATCHES[3]) - len(b"previews")))
def test_truncated_batch_of_version_3_is_refused(size):
    with pytest.raises(ProtocolError):
        decode_batch(BATCHES[3][:size])


FIELD = EventField("sequence", "Q", Absent.NEVER, 0)


def one(**changes) -> bytes:
    """Return a header with one field, with changes in its encoding."""
    fields = {"offset": 0, "type": ord("Q"), "absent": 0, "name": b"sequence"} | changes
    head = pack("<HBBB", fields["offset"], fields["type"], fields["absent"], len(fields["name"]))
    return header_v3(fields=head + fields["name"], record_bytes=8, count=1)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        HEADER_V2.pack(1, 0, 0, 0),
        HEADER_V2.pack(2, 0, 2**32 - 1, 0),
        HEADER_V2.pack(2, 2**32 - 1, 0, 0),
        HEADER_V2.pack(2, 0, 0, 1) + b"x",
        HEADER_V2.pack(2, 1, 0, 0) + NAME.pack(0, 1, 100) + b"jobs",
        HEADER_V2.pack(2, 1, 0, 0) + NAME.pack(9, 1, 4) + b"jobs",
        HEADER_V2.pack(2, 1, 0, 0) + NAME.pack(0, 1, 4) + b"\xff\xff\xff\xff",
        header_v3(version=4),
        header_v3(records=2**32 - 1),
        header_v3(names=2**32 - 1),
        header_v3(lengths=1) + b"xyz",
        header_v3(record_bytes=92),
        header_v3(record_bytes=0, count=0),
        header_v3(count=len(V3.fields) + 1),
        header_v3(fields=encode_fields([FIELD, FIELD]), count=2),
        HEADER_V3.pack(3, 20, 0, 0, 0, 96, 1),
        HEADER_V3.pack(3, 2**32 - 1, 0, 0, 0, 96, 1) + encode_fields([FIELD]),
        one(offset=1),
        one(type=ord("d")),
        one(type=0),
        one(absent=3),
        one(name=b""),
        one(name=b"\xff"),
    ],
)
def test_inconsistent_batch_is_refused(data):
    with pytest.raises(ProtocolError):
        decode_batch(data)


def test_field_that_fills_its_record_is_accepted():
    assert decode_batch(one() + bytes(0)).record_bytes == 8


@given(st.sampled_from([2, 3]), st.data())
def test_mutated_batch_is_decoded_or_refused(version, data):
    batch = bytearray(BATCHES[version])
    for _ in range(data.draw(st.integers(1, 4))):
        batch[data.draw(st.integers(0, len(batch) - 1))] = data.draw(st.integers(0, 255))
    with suppress(ProtocolError):
        list(decode_batch(bytes(batch)).events())


@given(st.sampled_from([HEADER_V2.pack(2, 1, 1, 0), header_v3(names=1, records=1)]), st.binary(max_size=200))
def test_any_bytes_are_decoded_or_refused(head, data):
    try:
        batch = decode_batch(head + data)
    except ProtocolError:
        return
    assert len(batch.records) == batch.record_bytes


# What older programs wrote


STORED_V2 = b64decode(
    "AgAAAAQAAAAFAAAAAgAAAAABAAAABABqb2JzAQMAAAAOADEwLjAuMC4yOjQwMzEzAQIAAAAXAHByb2R1Y2VyQDEwLjAuMC4x"
    "OjQwMzEyAAIAAAAFAG90aGVyAQAAAAAAAAAeACo2/pyXFwAAAAAAAAAAAQAAAAAAAAAAAAAAAAAAAABlzR0AAAAAAQAAAAMA"
    "AAAAAAAAAAAAAAAAAAABAAEAAAAAAAAAAAACAAAAAAAAAAYEKjb+nJcXAAAAAAAAAAADAAAAAAAAAAEAAAAAAAAA////////"
    "//8BAAAAAgAAAAcAAAABAAAAAQAAAAABAAIHAAAAAAAAAAMAAAAAAAAABgQqNv6clxfoAwAAAAAAAAEAAAAAAAAAAQAAAAAA"
    "AAAAZc0dAAAAAAEAAAADAAAABwAAAAAAAAABAAAAAQEAAgcAAAAAAAAABAAAAAAAAADQByo2/pyXFwAAAAAAAAAABQAAAAAA"
    "AAACAAAAAAAAAP//////////AQAAAAIAAAAAAAAAAQAAAAEAAAAAAQAAAAABAAAAAAAGAAAAAAAAALgLKjb+nJcXAAAAAAAA"
    "AAAHAAAAAAAAAAAAAAAAAAAA//////////8CAAAAAwAAAAAAAAAAAAAAAAAAAAEBBgAAAAAAAAAAAAMABQB7ImEiOjF9eyJh"
    "IjoxfW9uZXRocmVl"
)
"""Written by a controller that spoke only version 2: a blocked get, a put of JSON, two batched puts, and a
get from a queue that does not exist."""


def test_stored_batch_of_version_2_is_decoded():
    batch = decode_batch(STORED_V2)
    assert [(name.kind, name.number, name.text) for name in batch.names] == [
        (NameKind.QUEUE, 1, "jobs"),
        (NameKind.CLIENT, 3, "10.0.0.2:40313"),
        (NameKind.CLIENT, 2, "producer@10.0.0.1:40312"),
        (NameKind.QUEUE, 2, "other"),
    ]
    rows = [
        [
            event[name]
            for name in ("sequence", "waited", "call", "item", "method", "phase", "outcome", "depth")
        ]
        for event, _ in batch.events()
    ]
    put, get, start, end = Method.PUT, Method.GET, Phase.START, Phase.END
    assert rows == [
        [1, 0, 1, 0, get, start, Outcome.BLOCKED, 0],
        [2, 0, 3, 1, put, end, Outcome.OK, 1],
        [3, 1000, 1, 1, get, end, Outcome.OK, 0],
        [4, 0, 5, 2, put, end, Outcome.OK, 1],
        [5, 0, 6, 3, put, end, Outcome.OK, 2],
        [6, 0, 7, 0, get, end, Outcome.NOQUEUE, 0],
    ]
    previews = [b"", b'{"a":1}', b'{"a":1}', b"one", b"three", b""]
    assert [preview for _, preview in batch.events()] == previews


def test_numbers_of_methods_phases_and_outcomes_never_change():
    """Captures store them."""
    assert [method.name for method in Method] == [
        *("PUT", "GET", "CREATE", "CLOSE", "QSIZE", "MAXSIZE", "STAT", "LIST", "PUT_MANY", "GET_MANY"),
        *("PEEK", "WAITERS", "PURGE", "TASK_DONE", "JOIN", "SHUTDOWN", "COMMAND", "TASK", "MOVE", "MOVE_IN"),
        *("CONNECT", "DISCONNECT", "LEASE", "ACK", "NACK", "EXTEND", "REDELIVERED", "DUE", "LEASES"),
    ]
    assert [*Method] == list(range(len(Method)))
    assert (Phase.START, Phase.END) == (0, 1)
    assert (Outcome.OK, Outcome.BLOCKED, Outcome.CANCELLED) == (0, 1, 12)
