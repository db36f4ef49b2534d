# SPDX-License-Identifier: GPL-3.0-or-later
"""Payload bytes as readable text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rqdebug.inspection.payload_text import as_text, hex_dump, one_line


@pytest.mark.parametrize(
    ("preview", "whole", "text"),
    [
        (b"plain", 5, "plain"),
        (b"two\nlines\x09", 10, r"two\nlines\t"),
        ("größe".encode()[:3], 7, "gr…"),
        (b"\x80\x04\x95", 3, "80 04 95"),
        (b"nul\x00", 4, "6e 75 6c 00"),
        ("no\u00a0break\u3000space".encode(), 17, "no\u00a0break\u3000space"),
        ("👩\u200d💻 ❤\ufe0f".encode(), 18, "👩\u200d💻 ❤\ufe0f"),
        ("\ufeff[1]".encode(), 6, "\ufeff[1]"),
        ("\U0001fae9".encode(), 4, "\U0001fae9"),
        ("a\u2028b\u202ec".encode(), 9, r"a\u2028b\u202ec"),
        ("a\u0085".encode(), 3, "61 c2 85"),
        (b"", 0, ""),
        (b"temperature: 21 \xb0C", 18, "temperature: 21 \ufffdC"),
    ],
)
def test_payload_fits_on_one_line(preview, whole, text):
    assert one_line(preview, whole) == text


def test_hex_dump_has_offset_bytes_and_characters():
    lines = hex_dump(bytes(range(40, 60))).splitlines()
    assert lines[0] == "000000  28 29 2a 2b 2c 2d 2e 2f  30 31 32 33 34 35 36 37  ()*+,-./01234567"
    assert lines[1].startswith("000010  38 39 3a 3b ")
    assert lines[1].endswith("  89:;")


@given(st.binary(max_size=100), st.integers(0, 1 << 20))
def test_hex_dump_holds_every_byte(data, first):
    lines = hex_dump(data, first).splitlines()
    assert b"".join(bytes.fromhex(line.split("  ", 1)[1][:48]) for line in lines) == data
    assert [int(line[:6], 16) for line in lines] == list(range(first, first + len(data), 16))


def test_offsets_beyond_16_mib_keep_the_columns():
    lines = hex_dump(bytes(32), (1 << 24) - 16, size=1 << 25).splitlines()
    assert [line[:10] for line in lines] == ["0fffff0  0", "1000000  0"]


@given(st.text())
def test_text_cut_within_a_character_is_still_text(text):
    data = text.encode()
    for end in range(len(data)):
        shown = as_text(data[:end])
        assert shown is None or text.startswith(shown)
    if all(character.isprintable() for character in text):
        assert as_text(data) == text
