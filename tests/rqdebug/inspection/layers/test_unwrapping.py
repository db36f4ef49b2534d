# SPDX-License-Identifier: GPL-3.0-or-later
"""Payloads in layers become what was put into the layers; other payloads stay as they are."""

from __future__ import annotations

import base64
import bz2
import gzip
import hashlib
import json
import zlib

import msgpack
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rqdebug.inspection.layers.layer import MAX_SIZE, Layer
from rqdebug.inspection.layers.unwrapping import MAX_LAYERS, unwrap

ORDER = json.dumps({"order": {"id": 17, "name": "Müller"}}).encode()


def compress(codec: str) -> bytes:
    stream = pa.BufferOutputStream()
    with pa.CompressedOutputStream(stream, codec) as compressed:
        compressed.write(ORDER)
    return stream.getvalue().to_pybytes()


@pytest.mark.parametrize(
    ("names", "payload"),
    [
        (("gzip",), gzip.compress(ORDER)),
        (("zlib",), zlib.compress(ORDER)),
        (("zlib",), zlib.compress(ORDER, 1)),
        (("bz2",), bz2.compress(ORDER)),
        (("zstd",), compress("zstd")),
        (("lz4",), compress("lz4")),
        (("base64",), base64.b64encode(ORDER)),
        (("base64",), base64.urlsafe_b64encode(ORDER).rstrip(b"=")),
        (("base64",), base64.encodebytes(ORDER)),
        (("base64", "gzip"), base64.b64encode(gzip.compress(ORDER))),
        (("base64", "gzip", "base64"), base64.b64encode(gzip.compress(base64.b64encode(ORDER)))),
    ],
)
def test_layers_are_taken_off_from_outside_to_inside(names, payload):
    unwrapped = unwrap(payload)
    assert (unwrapped.names, unwrapped.data) == (names, ORDER)


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        ORDER,
        b"photo-0017",
        b"orderspending",
        hashlib.sha256(b"x").hexdigest().encode(),
        b"x\x9c is no stream",
        b"a sentence with blanks",
        "größe".encode(),
        (17).to_bytes(8),
        gzip.compress(ORDER)[:-3],
        gzip.compress(ORDER) + b"more",
        zlib.compress(ORDER)[:-1],
        zlib.compress(ORDER) + b"more",
    ],
)
def test_other_payloads_stay_as_they_are(payload):
    assert unwrap(payload) == unwrap(payload).__class__((), payload)


@given(st.binary(max_size=300))
def test_any_bytes_survive_layers_around_them(data):
    inside = unwrap(data)
    assert unwrap(zlib.compress(data)) == inside.__class__(("zlib", *inside.names)[:MAX_LAYERS], inside.data)


@given(st.binary())
def test_any_bytes_are_read_without_an_error(data):
    assert len(unwrap(data).names) <= MAX_LAYERS


def test_bombs_stay_as_they_were_sent():
    bomb = gzip.compress(bytes(MAX_SIZE + 1))
    assert unwrap(bomb).names == ()
    assert len(unwrap(gzip.compress(bytes(MAX_SIZE))).data) == MAX_SIZE


def test_at_most_eight_layers_are_taken_off():
    payload = ORDER
    for _ in range(MAX_LAYERS + 2):
        payload = zlib.compress(payload)
    assert unwrap(payload).names == ("zlib",) * MAX_LAYERS


def test_maps_of_messagepack_become_json_with_all_their_members():
    packed = msgpack.packb(
        {"a": [1, 2.5, None, b"\x00\xff", True], 5: msgpack.ExtType(3, b"x"), "inf": 1e999}
    )
    twice = b"\x82" + 2 * (b"\xa1n" + b"\x01")
    assert unwrap(packed).names == ("MessagePack",)
    assert unwrap(packed).data.decode() == (
        '{"a":[1,2.5,null,{"bytes":"00ff"},true],"5":{"type":3,"bytes":"78"},"inf":"inf"}'
    )
    assert unwrap(twice).data == b'{"n":1,"n":1}'


@pytest.mark.parametrize("packed", [b"\x91\x05", b"\x81\x027", b"\x80", b"\x92\x01\x02", b"\x81\xa1n"])
def test_bytes_without_names_are_not_taken_for_messagepack(packed):
    assert unwrap(packed).names == ()


def test_nested_messagepack_beyond_all_bounds_stays_as_it_is():
    assert unwrap(b"\x91" * 100_000 + b"\xa1n").names == ()


def test_layers_of_other_packages_are_tried_first(monkeypatch):
    class Reversed(Layer):
        name = "reversed"

        def unwrap(self, data: bytes) -> bytes | None:
            return data[:0:-1] if data.startswith(b"!") else None

    class EntryPoint:
        name = "reversed"

        @staticmethod
        def load() -> type[Layer]:
            return Reversed

    class Broken:
        name = "broken"

        @staticmethod
        def load() -> type[Layer]:
            raise ImportError("no module named x")

    from rqdebug.inspection.layers import layer_registry

    monkeypatch.setattr(layer_registry.metadata, "entry_points", lambda group: [EntryPoint(), Broken()])
    layer_registry.layers.cache_clear()
    try:
        with pytest.warns(UserWarning, match="payload layer broken cannot be loaded: no module named x"):
            assert unwrap(b"!" + ORDER[::-1]).names == ("reversed",)
    finally:
        layer_registry.layers.cache_clear()
