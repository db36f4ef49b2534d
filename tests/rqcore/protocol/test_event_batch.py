# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rqcore.errors import ProtocolError
from rqcore.protocol.event_batch import (
    FIELDS,
    HEADER,
    NAME,
    RECORD,
    VERSION,
    Method,
    NameKind,
    NameRecord,
    Outcome,
    Phase,
    decode_batch,
    encode_batch,
)

NAMES = (NameRecord(NameKind.QUEUE, 1, "jobs"), NameRecord(NameKind.CLIENT, 7, "löader@10.0.0.1:5"))
RECORDS = RECORD.pack(*range(1, len(FIELDS) + 1)) * 2
BATCH = encode_batch(NAMES, 2, RECORDS, b"previews")

names = st.builds(
    NameRecord,
    st.sampled_from(NameKind),
    st.integers(0, 2**32 - 1),
    st.text(st.characters(codec="utf-8"), max_size=30),
)


def test_record_has_80_bytes():
    assert RECORD.size == 80


def test_record_is_little_endian_in_the_order_of_the_fields():
    record = dict(zip((name for name, _ in FIELDS), range(1, len(FIELDS) + 1), strict=True))
    assert record["sequence"] == 1
    assert RECORDS[:8] == b"\x01" + bytes(7)
    assert dict(zip(record, RECORD.unpack(RECORDS[:80]), strict=True)) == record


def test_decoded_batch_equals_the_encoded_one():
    batch = decode_batch(BATCH)
    assert (batch.names, batch.count) == (NAMES, 2)
    assert (batch.records, batch.previews) == (RECORDS, b"previews")


def test_empty_batch_is_decoded():
    batch = decode_batch(encode_batch((), 0, b"", b""))
    assert (batch.names, batch.count, len(batch.records), len(batch.previews)) == ((), 0, 0, 0)


@given(
    st.lists(names, max_size=5),
    st.lists(st.binary(min_size=80, max_size=80), max_size=4),
    st.binary(max_size=50),
)
def test_any_decoded_batch_equals_the_encoded_one(names, records, previews):
    batch = decode_batch(encode_batch(names, len(records), b"".join(records), previews))
    assert (batch.names, batch.count) == (tuple(names), len(records))
    assert (batch.records, batch.previews) == (b"".join(records), previews)


@pytest.mark.parametrize("letter", ["a", "é", "\N{BRAIN}"])
def test_name_that_is_too_long_is_shortened(letter):
    (name,) = decode_batch(encode_batch([NameRecord(NameKind.QUEUE, 1, letter * 70_000)], 0, b"", b"")).names
    assert name.text and set(name.text) == {letter}


@pytest.mark.parametrize("length", range(len(BATCH) - len(b"previews")))
def test_truncated_batch_is_refused(length):
    with pytest.raises(ProtocolError):
        decode_batch(BATCH[:length])


@pytest.mark.parametrize(
    "data",
    [
        HEADER.pack(VERSION + 1, 0, 0, 0),
        HEADER.pack(VERSION, 0, 2**32 - 1, 0),
        HEADER.pack(VERSION, 2**32 - 1, 0, 0),
        HEADER.pack(VERSION, 0, 0, 1) + b"x",
        HEADER.pack(VERSION, 1, 0, 0) + NAME.pack(0, 1, 100) + b"jobs",
        HEADER.pack(VERSION, 1, 0, 0) + NAME.pack(9, 1, 4) + b"jobs",
        HEADER.pack(VERSION, 1, 0, 0) + NAME.pack(0, 1, 4) + b"\xff\xff\xff\xff",
    ],
    ids=["version", "records", "names", "lengths", "name length", "name kind", "name text"],
)
def test_inconsistent_batch_is_refused(data):
    with pytest.raises(ProtocolError):
        decode_batch(data)


@given(st.binary(max_size=200))
def test_any_bytes_are_decoded_or_refused(data):
    try:
        batch = decode_batch(HEADER.pack(VERSION, 1, 1, 0) + data)
    except ProtocolError:
        return
    assert len(batch.records) == RECORD.size


def test_numbers_of_methods_phases_and_outcomes_never_change():
    """Captures store them."""
    assert [method.name for method in Method][:9] == [
        *("PUT", "GET", "CREATE", "CLOSE", "QSIZE", "MAXSIZE", "STAT", "LIST", "PUT_MANY"),
    ]
    assert [*Method] == list(range(len(Method)))
    assert (Phase.START, Phase.END) == (0, 1)
    assert (Outcome.OK, Outcome.BLOCKED, Outcome.CANCELLED) == (0, 1, 12)
