# SPDX-License-Identifier: GPL-3.0-or-later
"""JSON as it was written: layout and trees, compared with the standard library."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rqdebug.inspection.json_layout import JsonNumber, JsonObject, compact_json, indent_json, parse_document

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(JSON, st.booleans(), st.sampled_from([None, 1, "\t"]))
def test_layout_is_that_of_the_standard_library(value, escaped, indent):
    written = json.dumps(value, ensure_ascii=escaped, indent=indent)
    assert indent_json(written) == json.dumps(value, ensure_ascii=False, indent=2)


@given(JSON)
def test_compact_json_has_no_blanks(value):
    written = json.dumps(value, ensure_ascii=False, indent=3)
    assert compact_json(written) == json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def test_half_of_a_surrogate_pair_stays_an_escape():
    assert indent_json(r'["\ud800", "\u00f6"]') == '[\n  "\\ud800",\n  "ö"\n]'


def test_document_keeps_numbers_and_duplicate_names_as_written():
    value = parse_document(b'\xef\xbb\xbf {"n": 1.50, "n": [1e400, 1], "t": "1.50"}')
    assert value == JsonObject((("n", "1.50"), ("n", ["1e400", "1"]), ("t", "1.50")))
    assert isinstance(value.members[0][1], JsonNumber)
    assert not isinstance(value.members[2][1], JsonNumber)
    assert parse_document(b"9" * 5000) == "9" * 5000


@pytest.mark.parametrize("data", [b"{", b"", b"\xff", b"\xfe\xff\x00[\x00]", b"[1] 2"])
def test_other_bytes_are_refused(data):
    with pytest.raises(ValueError, match=r"JSON|utf-8|Expecting|Extra"):
        parse_document(data)
