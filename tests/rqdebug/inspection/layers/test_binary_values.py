# SPDX-License-Identifier: GPL-3.0-or-later
"""MessagePack becomes JSON with all its members; bytes that could be anything stay as they are."""

from __future__ import annotations

import datetime
import json

import msgpack
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rqdebug.inspection.layers.binary_values import MAX_BINARY, MessagePack

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | st.text(),
    lambda children: st.lists(children) | st.dictionaries(st.text(), children),
)


def read(value: object) -> bytes | None:
    return MessagePack().unwrap(msgpack.packb(value, datetime=True))


@given(st.dictionaries(st.text(), JSON))
def test_maps_become_the_json_of_their_values(value):
    inside = read({"name": value})
    assert inside is not None
    assert json.loads(inside) == {"name": value}


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ({"a": [1, 2.5, None, b"\x00\xff", True]}, '{"a":[1,2.5,null,{"bytes":"00ff"},true]}'),
        ({"a": 1, 5: 2, None: 3}, '{"a":1,"5":2,"null":3}'),
        ({"n": 1e999}, '{"n":"inf"}'),
        ({"x": msgpack.ExtType(3, b"x")}, '{"x":{"type":3,"bytes":"78"}}'),
        (["Müller", [1]], '["Müller",[1]]'),
        (
            {"when": datetime.datetime(2026, 1, 2, tzinfo=datetime.UTC)},
            '{"when":{"seconds":1767312000,"nanoseconds":0}}',
        ),
    ],
)
def test_values_that_json_lacks_are_written_as_objects_or_texts(value, written):
    assert read(value) == written.encode()


def test_duplicate_names_stay():
    assert MessagePack().unwrap(b"\x82\xa1n\x01\xa1n\x02") == b'{"n":1,"n":2}'


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x80",
        b"\x91\x05",
        b"\x92\x01\x02",
        b"\x81\x027",
        b"\x81\xa1n",
        b"\x81\xa1n\x01more",
        b"\x81\xa1\xff\x01",
        b"\x81\xa1n\xc1",
        b"\x91" * 100_000 + b"\xa1n",
        b"\x81" * 60 + b"\xa1k" + b"\xc0" * 60,
        "ß is text".encode(),
        msgpack.packb({"n": "x" * MAX_BINARY}),
    ],
)
def test_other_bytes_stay_as_they_are(data):
    assert MessagePack().unwrap(data) is None
