# SPDX-License-Identifier: GPL-3.0-or-later
"""The forms in which a payload is shown."""

from __future__ import annotations

import json
import pickle
import pickletools
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rqdebug.inspection.decoders import (
    DECODERS,
    DecodedText,
    DecodedTree,
    Decoder,
    HexDecoder,
    JsonTreeDecoder,
    PayloadSlice,
    PickleDecoder,
    TextDecoder,
)
from rqdebug.inspection.json_layout import parse_document


def whole(data, codec):
    return PayloadSlice(data, codec, 0, len(data))


class Trap:
    """Raises an error when it is unpickled."""

    loaded = False

    def __reduce__(self):
        return _spring, ()


def _spring():
    Trap.loaded = True


JSON = st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists)


def test_titles_are_unique_and_in_the_order_of_the_pages():
    assert [decoder.title for decoder in DECODERS] == ["Text", "Tree", "Hex", "Pickle"]


def test_class_of_a_new_decoder_registers_it():
    count = len(DECODERS)
    try:

        class Reversed(Decoder):
            title = "Reversed"

            def decode(self, part):
                return DecodedText(part.data[::-1].decode())

        assert DECODERS[-1].decode(whole(b"abc", "raw")) == DecodedText("cba")
        assert isinstance(DECODERS[-1], Reversed)
    finally:
        del DECODERS[count:]


@given(JSON)
def test_json_is_indented_without_changing_its_value(value):
    decoded = TextDecoder().decode(whole(json.dumps(value).encode(), "json"))
    assert json.loads(decoded.text) == value


@pytest.mark.parametrize("value", [{}, [], {"a": [1, {"b": None}]}, [1, "two"]])
@pytest.mark.parametrize("codec", ["json", "raw", "text"])
def test_objects_and_arrays_are_trees_in_any_codec(value, codec):
    data = json.dumps(value).encode()
    assert JsonTreeDecoder().decode(whole(data, codec)) == DecodedTree(parse_document(data))


@pytest.mark.parametrize(
    ("data", "codec"),
    [
        (b"1", "json"),
        (b"{", "json"),
        (b"\xff", "json"),
        (b"[" * 5000, "json"),
        (b"17", "raw"),
        (b'"text"', "raw"),
        (b"{]", "raw"),
        (b"", "json"),
    ],
)
def test_other_payloads_are_not_trees(data, codec):
    assert JsonTreeDecoder().decode(whole(data, codec)) is None


@pytest.mark.parametrize("codec", ["json", "raw", "text"])
def test_layout_changes_no_number_and_no_duplicate_name(codec):
    data = (
        b' {"a":0.10000000000000000555,"a":[1E400,-0,1.0,NaN,123456789012345678901234567890],"b":{},"c":[ ]}'
    )
    assert TextDecoder().decode(whole(data, codec)).text == (
        '{\n  "a": 0.10000000000000000555,\n  "a": [\n    1E400,\n    -0,\n    1.0,\n    NaN,\n'
        '    123456789012345678901234567890\n  ],\n  "b": {},\n  "c": []\n}'
    )
    (tree,) = [each.decode(whole(data, codec)) for each in DECODERS if each.is_tree]
    assert [name for name, _ in tree.value.members] == ["a", "a", "b", "c"]
    assert tree.value.members[0][1] == "0.10000000000000000555"
    assert tree.value.members[1][1][0] == "1E400"


def test_part_of_json_is_not_indented():
    assert TextDecoder().decode(PayloadSlice(b"[1,2]", "json", 0, 6)).text == "[1,2]"


def test_hex_begins_at_the_offset_of_the_slice():
    decoded = HexDecoder().decode(PayloadSlice(b"\xff\xfe", "raw", 65536, 70000))
    assert decoded.text.startswith("010000  ff fe")


def test_pickle_is_disassembled_and_never_loaded():
    data = pickle.dumps(Trap())
    steps = StringIO()
    pickletools.dis(data, steps)
    assert PickleDecoder().decode(whole(data, "pickle")) == DecodedText(steps.getvalue())
    assert "_spring" in steps.getvalue()
    assert not Trap.loaded


def test_cut_pickle_shows_its_opcodes_and_the_problem():
    data = pickle.dumps({"n": list(range(100))})[:40]
    decoded = PickleDecoder().decode(PayloadSlice(data, "pickle", 0, 1000))
    assert "EMPTY_DICT" in decoded.text
    assert decoded.problem == PickleDecoder.problem
    assert decoded.detail


def test_error_of_the_disassembler_itself_is_no_detail():
    decoded = PickleDecoder().decode(whole(b"(\x98e.", "pickle"))
    assert (decoded.problem, decoded.detail) == (PickleDecoder.problem, "")


def test_only_the_beginning_of_a_pickle_can_be_disassembled():
    assert PickleDecoder().decode(PayloadSlice(b"N.", "pickle", 1, 3)) is None
    assert PickleDecoder().decode(whole(b"N.", "raw")) is None


@given(st.binary(max_size=200), st.sampled_from(["raw", "text", "json", "pickle"]), st.integers(0, 9))
def test_no_bytes_make_a_decoder_fail(data, codec, start):
    for decoder in DECODERS:
        decoded = decoder.decode(PayloadSlice(data, codec, start, start + len(data)))
        assert decoded is None or isinstance(decoded, DecodedTree if decoder.is_tree else DecodedText)
