# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import math
import threading
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rqcore.codec import Codec, Payload, decode, encode
from rqcore.errors import CodecError

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@pytest.mark.parametrize(
    ("value", "codec", "payload"),
    [
        (b"\x00\xff", Codec.RAW, b"\x00\xff"),
        (bytearray(b"a"), Codec.RAW, b"a"),
        (memoryview(b"a"), Codec.RAW, b"a"),
        ("é", Codec.TEXT, b"\xc3\xa9"),
        ("\ud800", Codec.TEXT, b"\xed\xa0\x80"),
        (None, Codec.JSON, b"null"),
        (True, Codec.JSON, b"true"),
        (10**30, Codec.JSON, b"1" + b"0" * 30),
        ({"n": [1, 0.5, "é"]}, Codec.JSON, b'{"n":[1,0.5,"\xc3\xa9"]}'),
    ],
)
def test_type_of_the_value_determines_the_codec(value, codec, payload):
    assert encode(value) == (codec, payload)
    assert decode(payload, codec) == value


@given(st.binary() | st.text() | JSON)
def test_value_is_decoded_unchanged(value):
    back = decode(*reversed(encode(value)))
    assert (type(back), back) == (type(value), value)


def test_nan_is_decoded_as_nan():
    assert math.isnan(decode(*reversed(encode(math.nan))))


@pytest.mark.parametrize("value", [{1: 2}, [{1}], {"a": b""}, Decimal(1), object()])
def test_value_that_json_cannot_represent_needs_pickle(value):
    with pytest.raises(CodecError, match='codec="pickle"'):
        encode(value)
    assert encode(value, allow_pickle=True)[0] is Codec.PICKLE


def test_tuple_is_decoded_as_a_list():
    assert decode(*reversed(encode((1, ("a",))))) == [1, ["a"]]


def test_pickle_is_loaded_only_for_clients_that_asked_for_it():
    payload = encode({1: (2,)}, allow_pickle=True)[1]
    assert decode(payload, Codec.PICKLE, allow_pickle=True) == {1: (2,)}


def test_pickle_is_not_loaded_by_default():
    payload = encode({1}, Codec.PICKLE)[1]
    with pytest.raises(CodecError, match="can run code"):
        decode(payload, Codec.PICKLE)


@pytest.mark.parametrize(
    ("value", "codec"),
    [
        (1, Codec.TEXT),
        (b"a", Codec.TEXT),
        ({1, 2}, Codec.JSON),
        (b"a", Codec.JSON),
        ("a", Codec.RAW),
        (threading.Lock(), Codec.PICKLE),
        (lambda: None, Codec.PICKLE),
    ],
)
def test_value_that_its_codec_cannot_encode_is_refused(value, codec):
    with pytest.raises(CodecError, match=f"cannot encode a value of type {type(value).__name__} as {codec}"):
        encode(value, codec)


def test_integer_is_not_a_payload():
    """``bytes(3)`` would be three zeros, and ``bytes(2**40)`` the end of the process."""
    with pytest.raises(CodecError):
        encode(3, Codec.RAW)


def test_circular_value_is_not_json():
    circle: list[object] = []
    circle.append(circle)
    with pytest.raises(CodecError):
        encode(circle)


@pytest.mark.parametrize(
    ("payload", "codec"),
    [
        (b"\xff", Codec.TEXT),
        (b"{", Codec.JSON),
        (b"\xff", Codec.JSON),
        (b"[" * 100_000, Codec.JSON),
        (b"x", Codec.PICKLE),
    ],
    ids=lambda given: repr(given)[:20],
)
def test_payload_that_is_invalid_in_its_codec_is_refused(payload, codec):
    with pytest.raises(CodecError, match=f"not valid {codec}"):
        decode(payload, codec, allow_pickle=True)


@pytest.mark.parametrize("codec", Codec)
def test_codec_is_found_by_its_name(codec):
    assert Codec.parse(str(codec)) is Codec.parse(codec.name) is codec


def test_unknown_codec_is_refused():
    with pytest.raises(CodecError, match="'xml'; choose raw, text, json or pickle"):
        Codec.parse("xml")


def test_payload_is_encoded_unchanged():
    pickled = Payload(Codec.PICKLE, b"never loaded")
    assert encode(pickled) == encode(pickled, Codec.PICKLE) == (Codec.PICKLE, b"never loaded")
    with pytest.raises(CodecError, match="is already encoded as pickle, not as text"):
        encode(pickled, Codec.TEXT)
