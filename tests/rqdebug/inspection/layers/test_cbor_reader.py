# SPDX-License-Identifier: GPL-3.0-or-later
"""CBOR is read as RFC 8949 says. The examples are from its appendix A."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rqdebug.inspection.json_layout import write_json
from rqdebug.inspection.layers.cbor_reader import MAX_DEPTH, read_cbor
from rqdebug.inspection.layers.unwrapping import unwrap


@pytest.mark.parametrize(
    ("encoded", "written"),
    [
        ("00", "0"),
        ("1818", "24"),
        ("1903e8", "1000"),
        ("1bffffffffffffffff", "18446744073709551615"),
        ("20", "-1"),
        ("3903e7", "-1000"),
        ("3bffffffffffffffff", "-18446744073709551616"),
        ("f93c00", "1.0"),
        ("fa47c35000", "100000.0"),
        ("fb3ff199999999999a", "1.1"),
        ("f97e00", '"nan"'),
        ("f97c00", '"inf"'),
        ("f4", "false"),
        ("f5", "true"),
        ("f6", "null"),
        ("4401020304", '{"bytes":"01020304"}'),
        ("62c3bc", '"ü"'),
        ("8301820203820405", "[1,[2,3],[4,5]]"),
        ("a201020304", '{"1":2,"3":4}'),
        ("a26161016162820203", '{"a":1,"b":[2,3]}'),
        ("a2616101616102", '{"a":1,"a":2}'),
        ("5f42010243030405ff", '{"bytes":"0102030405"}'),
        ("7f657374726561646d696e67ff", '"streaming"'),
        ("9f018202039f0405ffff", "[1,[2,3],[4,5]]"),
        ("bf61610161629f0203ffff", '{"a":1,"b":[2,3]}'),
        ("c074323031332d30332d32315432303a30343a30305a", '"2013-03-21T20:04:00Z"'),
        ("d9d9f7a16161f5", '{"a":true}'),
    ],
)
def test_examples_of_the_standard_are_read(encoded, written):
    assert write_json(read_cbor(bytes.fromhex(encoded))) == written


@pytest.mark.parametrize(
    "encoded",
    [
        "",
        "ff",
        "18",
        "1c",
        "61",
        "62c3",
        "81",
        "a161",
        "a1616101ff",
        "a16161ff",
        "bf6161ff",
        "7f01ff",
        "5f6161ff",
        "c1",
        "c1ff",
        "e0",
        "0000",
        "9bffffffffffffffff",
        "bbffffffffffffffff",
        "5bffffffffffffffff00",
        "81" * (MAX_DEPTH + 2) + "00",
        "d8" + "18" * 500,
        "a1" * 60 + "616b" + "00" * 60,
    ],
)
def test_what_is_no_cbor_is_refused(encoded):
    with pytest.raises(ValueError):
        read_cbor(bytes.fromhex(encoded))


@given(st.binary())
def test_any_bytes_are_a_value_or_refused(data):
    try:
        value = read_cbor(data)
    except ValueError:
        return
    json.loads(write_json(value))


def test_a_map_with_names_is_taken_for_cbor():
    assert unwrap(bytes.fromhex("a26161016162820203")).names == ("CBOR",)
    assert unwrap(bytes.fromhex("a201020304")).names == ()
