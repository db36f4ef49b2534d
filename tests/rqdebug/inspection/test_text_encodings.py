# SPDX-License-Identifier: GPL-3.0-or-later
"""Payload bytes as text in a chosen encoding."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rqdebug.inspection.text_encodings import ENCODINGS, EncodedText, read_text

PLAIN = st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]))


@pytest.mark.parametrize(
    ("data", "encoding", "expected"),
    [
        ("größe".encode(), "", EncodedText("größe", "UTF-8", 0, 0)),
        ("größe".encode("latin-1"), "", EncodedText("gr\ufffd\ufffde", "UTF-8", 2, 0)),
        ("größe".encode("latin-1"), "Latin-1", EncodedText("größe", "Latin-1", 0, 0)),
        ("5 €".encode("cp1252"), "Windows-1252", EncodedText("5 €", "Windows-1252", 0, 0)),
        ("日本".encode("shift_jis"), "Shift JIS", EncodedText("日本", "Shift JIS", 0, 0)),
        ("\ufeffgrö".encode("utf-16-le"), "", EncodedText("\ufeffgrö", "UTF-16 LE", 0, 0)),
        ("grö".encode("utf-16-be"), "UTF-16 BE", EncodedText("grö", "UTF-16 BE", 0, 0)),
        (b"\xff\xfe", "", EncodedText("\ufffd\ufffd", "UTF-8", 2, 0)),
        (b"a\x00\x7f\n", "", EncodedText(r"a\x00\x7f" "\n", "UTF-8", 0, 2)),
        ("a\ufffd".encode(), "", EncodedText("a\ufffd", "UTF-8", 0, 0)),
        (b"a\xc3", "", EncodedText("a\ufffd", "UTF-8", 1, 0)),
    ],
)
def test_text_names_what_was_replaced(data, encoding, expected):
    assert read_text(data, encoding) == expected


@given(PLAIN, st.sampled_from(["UTF-8", "UTF-16 LE", "UTF-16 BE", "GB 18030"]))
def test_text_in_its_encoding_is_unchanged(text, encoding):
    assert read_text(text.encode(ENCODINGS[encoding]), encoding) == EncodedText(text, encoding, 0, 0)


@given(PLAIN, st.sampled_from(["UTF-8", "UTF-16 LE", "UTF-16 BE"]), st.data())
def test_part_of_a_text_has_no_invalid_characters(text, encoding, draw):
    data = text.encode(ENCODINGS[encoding])
    unit = 2 if encoding.startswith("UTF-16") else 1
    start = draw.draw(st.integers(0, len(data) // unit)) * unit
    read = read_text(data[start:-1], encoding, start, is_end=False)
    assert read.replaced == 0
    assert read.text in text


@given(st.binary(), st.sampled_from(["", *ENCODINGS]))
def test_any_bytes_can_be_read_in_any_encoding(data, encoding):
    read = read_text(data, encoding)
    assert read.replaced + read.controls <= len(read.text)


@pytest.mark.parametrize(("data", "expected"), [(b"a" * 19 + b"\xff", True), (b"ab\xff", False), (b"", True)])
def test_a_few_odd_bytes_leave_a_text_a_text(data, expected):
    assert read_text(data).is_mostly_text is expected
